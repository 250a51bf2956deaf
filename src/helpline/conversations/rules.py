"""Small decisions of conversations: tokens, labels, and what an upload may be."""

import hashlib
import io
import zipfile
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

import filetype

from helpline.conversations.model import Author, Conversation
from helpline.kit.clock import shanghai
from helpline.kit.refusal import Forbidden, NotFound, Refused

PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
}
DOCUMENTS = {
    "application/pdf": ("pdf",),
    "application/zip": ("zip",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
}
PICTURE_ENDINGS = {"png", "jpg", "jpeg", "gif", "webp", "bmp"}
TEXTS = {"txt", "csv", "log", "xml"}
"""Endings of plain text; everything in them is shown or downloaded as text."""


ZIPPED, COMPOUND = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
}
"""By a part that only such a document has."""
STREAMS = ("WordDocument", "Workbook")

CONVERSATIONS_SPAN = timedelta(hours=1)


class TooMany(Refused):
    code, status = "too-many-conversations", 429


class TooLarge(Refused):
    code, status = "too-large", 413


class WrongKind(Refused):
    code, status = "wrong-kind", 415


class Upload(NamedTuple):
    """An upload that passed: what it really is, and whether it is shown as a picture."""

    name: str
    media_type: str
    picture: bool


def token_hash(token: str) -> bytes:
    """What is kept of a visitor's token."""
    return hashlib.sha256(token.encode()).digest()


def label(number: str) -> str:
    """How a consultant appears to taxpayers: by number, not by name."""
    return f"{number} 号咨询员"


def require_calm(started_at: datetime | None, now: datetime, most: int) -> None:
    """R4.1: one visitor shall not crowd the others out. `started_at`: when the visitor's `most`-th newest began.

    Raises:
        TooMany: so many within the hour; the sentence says when the next may begin.
    """
    if started_at is None or now >= started_at + CONVERSATIONS_SPAN:
        return
    again = shanghai(started_at + CONVERSATIONS_SPAN) + timedelta(minutes=1)
    raise TooMany(f"您一小时内已发起 {most} 次咨询。请于 {again:%H:%M} 后再试；急事可以留言，或拨打 12366。")


class NotInSight(NotFound):
    """R14.1: a conversation that does not exist and one of somebody else's are told of in the same words.

    Else a provider could find out by trying which ids another provider's conversations have.
    """

    def __init__(self) -> None:
        super().__init__("没有找到，可能编号有误，或不在您的范围内。")


def require_sight(conversation: Conversation, viewer: object) -> None:
    """Who may look at a conversation: the taxpayer who asked, the consultant who has or had it.

    Raises:
        NotInSight: to everybody else it does not exist.
    """
    if not isinstance(viewer, Author):
        raise Forbidden("请先登录。")
    if viewer.party == "taxpayer" and conversation.visitor_id != viewer.id:
        raise NotInSight()
    if viewer.party == "consultant" and conversation.state.consultant != viewer.id:
        raise NotInSight()


def checked_upload(name: str, content: bytes, most: int) -> Upload:
    """Judge an upload by its content, not by its name; `most` in bytes.

    Raises:
        TooLarge, WrongKind: with a sentence that says what may be sent.
    """
    if not content:
        raise WrongKind("文件是空的，请重新选择。")
    if len(content) > most:
        raise TooLarge(f"文件太大，请压缩到 {most // (1024 * 1024)} MB 以内再发送。")
    # letters that nobody sees could turn the reading direction and hide the ending
    plain = "".join(c for c in name.replace("\\", "/") if c.isprintable())
    clean = PurePosixPath(plain).name[-120:] or "未命名"
    ending = PurePosixPath(clean).suffix.lower().lstrip(".")
    found = _kind(content)
    if found in PICTURES and ending in PICTURE_ENDINGS:
        return Upload(clean, found, picture=True)
    if found in DOCUMENTS and ending in DOCUMENTS[found]:
        return Upload(clean, found, picture=False)
    if found is None and ending in TEXTS and _is_text(content):
        return Upload(clean, "text/plain", picture=False)
    if found is not None and ending and found in {*PICTURES, *DOCUMENTS}:
        raise WrongKind(f"文件内容与扩展名“.{ending}”不符，请用原来的格式重新保存后再发送。")
    raise WrongKind("这种文件不能发送。可以发送图片（png、jpg、gif、webp）、pdf、Word、Excel、zip 和纯文本。")


def _kind(content: bytes) -> str | None:
    """What the content is by its own witness. Office programs order their parts as they like, so the parts are named."""
    found: str | None = filetype.guess_mime(content)
    if content.startswith(ZIPPED):
        return _by_parts(_names(content), found)
    if content.startswith(COMPOUND):
        return _by_parts([name for name in STREAMS if name.encode("utf-16-le") in content], found)
    return found


def _by_parts(names: Collection[str], otherwise: str | None) -> str | None:
    return next((kind for part, kind in PARTS.items() if part in names), otherwise)


def _names(content: bytes) -> list[str]:
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
