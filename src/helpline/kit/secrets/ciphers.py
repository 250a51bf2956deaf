"""The ciphers and the keyed digest: SM4-GCM and AES-256-GCM, HMAC-SM3. Nothing here knows where keys come from."""

import os
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from helpline.kit.refusal import Refused

Algorithm = Literal["sm4-gcm", "aes-256-gcm"]

NUMBERS: dict[Algorithm, int] = {"sm4-gcm": 1, "aes-256-gcm": 2}
"""How sealed values name their cipher; a number is never given to another."""
NAMES: dict[int, Algorithm] = {number: name for name, number in NUMBERS.items()}

KEY_BYTES: dict[Algorithm, int] = {"sm4-gcm": 16, "aes-256-gcm": 32}
NONCE_BYTES = 12
TAG_BYTES = 16


class Tampered(Refused):
    """A sealed value was changed, cut, moved to another row, or sealed under another key."""

    code, status = "tampered", 500


def encrypt(algorithm: Algorithm, key: bytes, clear: bytes, bound_to: bytes, nonce: bytes = b"") -> bytes:
    """Nonce, ciphertext and tag. `bound_to` must be told again to read it; a fresh nonce is drawn if none is given."""
    nonce = nonce or os.urandom(NONCE_BYTES)
    encryptor = Cipher(_block(algorithm, key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    return nonce + encryptor.update(clear) + encryptor.finalize() + encryptor.tag


def decrypt(algorithm: Algorithm, key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `encrypt` was given.

    Raises:
        Tampered: it is not whole, or was not sealed with this key for this place.
    """
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Tampered("加密数据不完整，请联系安全管理员。")
    nonce, body, tag = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:-TAG_BYTES], sealed[-TAG_BYTES:]
    decryptor = Cipher(_block(algorithm, key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound_to)
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag:
        raise Tampered("加密数据被改动，或不是用本系统的密钥加密的。请联系安全管理员。") from None


def sm3(text: bytes) -> bytes:
    """Digest, 32 bytes."""
    return _begun(text).finalize()


def hmac_sm3(key: bytes, text: bytes) -> bytes:
    """Keyed digest, 32 bytes."""
    digest = hmac.HMAC(key, hashes.SM3())
    digest.update(text)
    return digest.finalize()


class KeyedDigest:
    """HMAC-SM3 with the key's two blocks hashed once: many short texts cost half."""

    def __init__(self, key: bytes) -> None:
        block = _fitted(key).ljust(64, b"\0")
        self._inner = _begun(bytes(byte ^ 0x36 for byte in block))
        self._outer = _begun(bytes(byte ^ 0x5C for byte in block))

    def of(self, text: bytes) -> bytes:
        """The same as `hmac_sm3` with this key."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.finalize())
        return outer.finalize()


def _fitted(key: bytes) -> bytes:
    """A key as HMAC takes it: hashed where it is longer than a block."""
    return key if len(key) <= 64 else _begun(key).finalize()


def _begun(block: bytes) -> hashes.Hash:
    digest = hashes.Hash(hashes.SM3())
    digest.update(block)
    return digest


def _block(algorithm: Algorithm, key: bytes) -> algorithms.SM4 | algorithms.AES:
    if len(key) != KEY_BYTES[algorithm]:
        raise ValueError(f"a key of {algorithm} has {KEY_BYTES[algorithm]} bytes")
    return algorithms.SM4(key) if algorithm == "sm4-gcm" else algorithms.AES(key)
