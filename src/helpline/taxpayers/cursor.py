"""The cursor of a paged list: where the page before ended, in a form that asks to be left alone."""

import base64
import binascii
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from helpline.kit.refusal import Invalid

Place = tuple[datetime, UUID]


class BadCursor(Invalid):
    code: ClassVar[str] = "cursor-invalid"


def encode(place: Place) -> str:
    """`place` as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decode(cursor: str) -> Place:
    """Raises `BadCursor` for anything that is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        at, last = msgspec.json.decode(raw, type=Place)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadCursor("翻页标记有误，请回到第一页重新查询。") from error
    if at.tzinfo is None:
        raise BadCursor("翻页标记有误，请回到第一页重新查询。")
    return at, last
