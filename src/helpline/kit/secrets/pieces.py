"""Long content sealed in pieces, so that a part of it is opened without the rest.

Each content has a key of its own, drawn once; the key is sealed as a value is (`vault`), so that rotation seals the key
anew and never touches the content. Format 1: 4 bytes mark, 4 bytes piece size, 8 bytes clear length (big endian), then
the pieces, each nonce, ciphertext, tag. A piece is bound to the head, to its place and to its number: pieces cannot be
exchanged, repeated, cut off or taken from another content.
"""

import os
import struct

from helpline.kit.secrets.ciphers import (
    KEY_BYTES,
    NAMES,
    NONCE_BYTES,
    TAG_BYTES,
    Algorithm,
    Tampered,
    decrypt,
    encrypt,
)

MARK = b"HLP1"
PIECE = 256 * 1024
"""Clear bytes of a piece."""

_HEAD = struct.Struct(">4sIQ")
_OVERHEAD = NONCE_BYTES + TAG_BYTES


def new_key() -> bytes:
    """A key for one content: the longest that a cipher here takes, shorter ones use its beginning."""
    return os.urandom(max(KEY_BYTES.values()))


def algorithm_of(sealed_key: bytes) -> Algorithm:
    """Content goes under the cipher under which its key was sealed first; that stands in the content's row."""
    return NAMES[sealed_key[1]]


def seal(algorithm: Algorithm, key: bytes, clear: bytes, bound_to: bytes, piece: int = PIECE) -> bytes:
    """`clear`, sealed for `bound_to`."""
    head = _HEAD.pack(MARK, piece, len(clear))
    parts = [head]
    for number in range(_count(len(clear), piece)):
        part = clear[number * piece : (number + 1) * piece]
        parts.append(encrypt(algorithm, _fitted(algorithm, key), part, _bound(head, bound_to, number)))
    return b"".join(parts)


def clear_length(sealed: bytes) -> int:
    """How many bytes were sealed.

    Raises:
        Tampered: this is no sealed content, or not all of it.
    """
    _head, piece, length = _read_head(sealed)
    if len(sealed) != _HEAD.size + length + _count(length, piece) * _OVERHEAD:
        raise Tampered("加密文件不完整，请联系安全管理员。")
    return length


def open_part(
    algorithm: Algorithm, key: bytes, sealed: bytes, bound_to: bytes, span: tuple[int, int] | None = None
) -> bytes:
    """The clear bytes from the first to the last of `span`, both included; without it all.

    Raises:
        Tampered: it was changed, cut, or sealed with another key or for another place.
    """
    length = clear_length(sealed)
    head, piece, _length = _read_head(sealed)
    first, last = span or (0, length - 1)
    if last < first:
        return b""
    begin = first // piece
    opened = [
        decrypt(
            algorithm, _fitted(algorithm, key), _piece(sealed, piece, number), _bound(head, bound_to, number)
        )
        for number in range(begin, last // piece + 1)
    ]
    return b"".join(opened)[first - begin * piece : last + 1 - begin * piece]


def _read_head(sealed: bytes) -> tuple[bytes, int, int]:
    head = sealed[: _HEAD.size]
    if len(head) < _HEAD.size or not head.startswith(MARK):
        raise Tampered("加密文件的格式无法识别，请联系安全管理员。")
    _mark, piece, length = _HEAD.unpack(head)
    if piece == 0:
        raise Tampered("加密文件的格式无法识别，请联系安全管理员。")
    return head, piece, length


def _piece(sealed: bytes, piece: int, number: int) -> bytes:
    start = _HEAD.size + number * (piece + _OVERHEAD)
    return sealed[start : start + piece + _OVERHEAD]


def _count(length: int, piece: int) -> int:
    return (length + piece - 1) // piece


def _bound(head: bytes, bound_to: bytes, number: int) -> bytes:
    return head + number.to_bytes(4, "big") + bound_to


def _fitted(algorithm: Algorithm, key: bytes) -> bytes:
    return key[: KEY_BYTES[algorithm]]
