"""Files as people send them, honest and disguised, and a conversation to send them in."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

from PIL import Image

from helpline.conversations.model import Conversation, ConversationId, Phase, State, VisitorId
from helpline.kit.ids import new_id

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(64)
JPEG = bytes.fromhex("ffd8ffe000104a464946") + bytes(64)
GIF = b"GIF89a" + bytes(64)
WEBP = b"RIFF\x20\x00\x00\x00WEBPVP8 " + bytes(64)
BMP = b"BM" + bytes(64)
PDF = b"%PDF-1.7\n" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(64)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def zipped(names: Sequence[str]) -> bytes:
    """An archive of these parts, in this order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "内容" * 700)
    return packed.getvalue()


def compound(stream: str) -> bytes:
    """An old office document that holds this stream."""
    return COMPOUND + bytes(1016) + stream.encode("utf-16-le") + bytes(1024)


def a_conversation() -> Conversation:
    """A conversation in a consultant's hands."""
    conversation_id = ConversationId(new_id())
    return Conversation(
        id=conversation_id,
        number="SL-20261110-0001",
        visitor_id=VisitorId(new_id()),
        started_at=datetime(2026, 11, 10, 6, 0, tzinfo=UTC),
        taxpayer_id=None,
        asker="",
        phone=None,
        credit_code=None,
        district_id=None,
        provider_id=None,
        system=None,
        follows=None,
        question="登录不了",
        state=State(id=conversation_id, phase=Phase.ACTIVE, consultant=new_id()),
        read_taxpayer=0,
        read_consultant=0,
        rated=False,
    )


def a_photo(kind: str = "PNG", *, place: bool = False) -> bytes:
    """A real picture; with `place`, one that tells where it was taken, and by which camera."""
    picture = Image.new("RGB", (64, 48), "#2468ac")
    told = Image.Exif()
    if place:
        told[0x010F] = "GEHEIME KAMERA"
        told.get_ifd(0x8825)[2] = (31.0, 13.0, 48.0)
    kept = io.BytesIO()
    picture.save(kept, kind, exif=told)
    return kept.getvalue()


def a_bomb() -> bytes:
    """A picture of few kilobytes that would fill a gigabyte of memory."""
    kept = io.BytesIO()
    Image.new("1", (30_000, 10_000)).save(kept, "PNG")
    return kept.getvalue()
