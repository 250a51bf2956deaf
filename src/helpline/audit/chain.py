"""The chain: what is sealed, letter by letter, and the keyed values (HMAC-SM3) over it. Pure."""

from datetime import UTC, date

import msgspec

from helpline.audit.model import Anchor, Entry
from helpline.kit.secrets.ciphers import KeyedDigest, sm3

START = bytes(32)
"""What stands before the first line."""

GONE = b"gone"
"""Sealed in a line's place when it vanished between its deed and the seal; no line reads like this."""


def canonical(entry: Entry | None) -> bytes:
    """The line as it is sealed: a JSON array of its fields, in their order, times in UTC."""
    if entry is None:
        return GONE
    in_utc = msgspec.structs.replace(entry, at=entry.at.astimezone(UTC))
    return msgspec.json.encode(msgspec.structs.astuple(in_utc))


def mac(key: KeyedDigest, counter: int, before: bytes, key_id: str, body: bytes) -> bytes:
    """The value of link `counter`: it holds the one before, so that nothing can be changed, moved or left out."""
    return key.of(counter.to_bytes(8) + before + key_id.encode() + b"\0" + body)


def proof(key: KeyedDigest, counter: int, last: bytes) -> bytes:
    """Shows that the chain did end at `counter`; the prefix keeps it apart from a link's value."""
    return key.of(b"head" + counter.to_bytes(8) + last)


def anchor_proof(key: KeyedDigest, anchor: Anchor) -> str:
    """The keyed value over everything else that the anchor says, in hex."""
    return key.of(b"anchor" + anchor_text(msgspec.structs.replace(anchor, proof=""))).hex()


def anchor_text(anchor: Anchor) -> bytes:
    """The anchor as its file holds it."""
    return msgspec.json.format(msgspec.json.encode(anchor), indent=2) + b"\n"


def digest(text: bytes) -> str:
    """SM3 in hex."""
    return sm3(text).hex()


def anchor(
    key: KeyedDigest, key_id: str, day: date, head: tuple[int, bytes], previous: Anchor | None
) -> Anchor:
    """What day `day` hands over: where the chain stood, and the digest of the file before."""
    bare = Anchor(
        day=day,
        counter=head[0],
        mac=head[1].hex(),
        count=head[0] - (previous.counter if previous else 0),
        key_id=key_id,
        before=digest(anchor_text(previous)) if previous else "",
    )
    return msgspec.structs.replace(bare, proof=anchor_proof(key, bare))
