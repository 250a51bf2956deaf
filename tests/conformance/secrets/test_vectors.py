"""SM3, SM4 and SM4-GCM give what the standards and RFC 8998 give."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from helpline.kit.secrets.ciphers import KeyedDigest, Tampered, decrypt, encrypt, hmac_sm3

Vector = dict[str, bytes]


def vectors(path: Path) -> Iterator[Vector]:
    """NIST-like stanzas: `NAME = hex`."""
    vector: Vector = {}
    for line in [*path.read_text().splitlines(), ""]:
        name, equals, value = line.partition(" = ")
        if equals and name not in {"Len", "COUNT"}:
            vector[name] = bytes.fromhex(value)
        elif equals:
            vector[name] = bytes([int(value) % 256]) if name == "COUNT" else int(value).to_bytes(8, "big")
        elif vector and len(vector) > 1:
            yield vector
            vector = {}


def test_sm3_gives_the_digests_of_the_standard(shared: Path) -> None:
    told = list(vectors(shared / "sm3-sm4-vectors" / "oscca.txt"))

    assert len(told) >= 5
    for vector in told:
        digest = hashes.Hash(hashes.SM3())
        digest.update(vector["Msg"][: int.from_bytes(vector["Len"], "big") // 8])
        assert digest.finalize() == vector["MD"]


@pytest.mark.parametrize("mode", ["ecb", "cbc", "ctr"])
def test_sm4_gives_the_blocks_of_the_standard(shared: Path, mode: str) -> None:
    told = list(vectors(shared / "sm3-sm4-vectors" / f"draft-ribose-cfrg-sm4-10-{mode}.txt"))

    assert told
    for vector in told:
        chaining: Any = {
            "ecb": lambda _iv: modes.ECB(),
            "cbc": modes.CBC,
            "ctr": modes.CTR,
        }[mode](vector.get("IV", b""))
        encryptor = Cipher(algorithms.SM4(vector["KEY"]), chaining).encryptor()
        made = encryptor.update(vector["PLAINTEXT"]) + encryptor.finalize()
        assert made[: len(vector["CIPHERTEXT"])] == vector["CIPHERTEXT"]


def test_what_we_seal_with_sm4_gcm_is_what_rfc_8998_gives(shared: Path) -> None:
    [vector] = vectors(shared / "sm3-sm4-vectors" / "rfc8998.txt")

    sealed = encrypt("sm4-gcm", vector["KEY"], vector["PLAINTEXT"], vector["AAD"], vector["IV"])

    assert sealed == vector["IV"] + vector["CIPHERTEXT"] + vector["TAG"]
    assert decrypt("sm4-gcm", vector["KEY"], sealed, vector["AAD"]) == vector["PLAINTEXT"]
    with pytest.raises(Tampered):
        decrypt("sm4-gcm", vector["KEY"], sealed, vector["AAD"] + b"\0")


@pytest.mark.parametrize("length", [0, 1, 32, 64, 65, 200])
def test_the_quick_keyed_digest_is_hmac(length: int) -> None:
    key = bytes(range(length))

    assert KeyedDigest(key).of(b"13812345678") == hmac_sm3(key, b"13812345678")
