"""Seals and opens values, and makes blind indexes. A sealed value is bound to its column and row: moved, it is refused.

Format 1 of a sealed value: 1 byte format, 1 byte cipher, 4 bytes data key (big endian), then nonce, ciphertext, tag.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from helpline.kit.secrets.ciphers import NAMES, NUMBERS, Algorithm, KeyedDigest, Tampered, decrypt, encrypt

T = TypeVar("T")

FORMAT = 1
HEAD_BYTES = 6
INDEX_BYTES = 16
"""Half of the digest: two values of one column never meet by chance, and the column stays small."""


class Place(msgspec.Struct, frozen=True):
    """Where a value stands: `contact`, `personal`."""

    table: str
    column: str

    def bound_to(self, row: UUID) -> bytes:
        """What ties a value to its row."""
        return f"{self.table}.{self.column}:{row}".encode()


class DataKey(msgspec.Struct, frozen=True):
    """A data key, unwrapped; in memory only."""

    id: int
    algorithm: Algorithm
    key: bytes


class UnknownKey(Tampered):
    """The value names a data key that is not known here (yet)."""

    code = "unknown-data-key"


class Vault:
    """The data keys of a database, ready for use. `current` seals, all open."""

    def __init__(self, keys: Mapping[int, DataKey], current: int, index_key: bytes) -> None:
        self._keys = keys
        self.current = current
        self._digest = KeyedDigest(index_key)

    def seal(self, place: Place, row: UUID, clear: str) -> bytes:
        """`clear` for that place of that row, and no other."""
        return self.seal_bytes(place, row, clear.encode())

    def seal_bytes(self, place: Place, row: UUID, clear: bytes) -> bytes:
        key = self._keys[self.current]
        head = bytes((FORMAT, NUMBERS[key.algorithm])) + key.id.to_bytes(4, "big")
        return head + encrypt(key.algorithm, key.key, clear, head + place.bound_to(row))

    def seal_document(self, place: Place, row: UUID, document: object) -> bytes:
        """Several fields as one value: one tag to check, one place to look."""
        return self.seal_bytes(place, row, msgspec.json.encode(document))

    def open(self, place: Place, row: UUID, sealed: bytes) -> str:
        """What was sealed.

        Raises:
            UnknownKey: its data key is not known.
            Tampered: it was changed, or taken from another place.
        """
        return self.open_bytes(place, row, sealed).decode()

    def open_bytes(self, place: Place, row: UUID, sealed: bytes) -> bytes:
        head = sealed[:HEAD_BYTES]
        if len(head) < HEAD_BYTES or head[0] != FORMAT or head[1] not in NAMES:
            raise Tampered("加密数据的格式无法识别，请联系安全管理员。")
        key = self._keys.get(key_of(sealed))
        if key is None or key.algorithm != NAMES[head[1]]:
            raise UnknownKey("加密数据所用的数据密钥不在库中，请联系安全管理员。")
        return decrypt(key.algorithm, key.key, sealed[HEAD_BYTES:], head + place.bound_to(row))

    def open_document(self, place: Place, row: UUID, sealed: bytes, kind: type[T]) -> T:
        """What `seal_document` was given."""
        return msgspec.json.decode(self.open_bytes(place, row, sealed), type=kind)

    def index(self, place: Place, value: str) -> bytes:
        """Blind index for exact look-up: equal values of a column have equal indexes, which tell nothing else.

        The caller brings the value into its normal form first.
        """
        return self._digest.of(f"{place.table}.{place.column}\0{value}".encode())[:INDEX_BYTES]

    def knows(self, sealed: bytes) -> bool:
        """Whether the value's data key is known here."""
        return key_of(sealed) in self._keys


def key_of(sealed: bytes) -> int:
    """The number of the data key under which a value is sealed."""
    return int.from_bytes(sealed[2:HEAD_BYTES], "big")


def fields(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document without what is empty: it grows by what is told only."""
    return {name: value for name, value in document.items() if value not in (None, "")}
