"""Argon2 off the event loop, two at a time: each takes 64 MiB and about a tenth of a second."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")

DECOY = "$argon2id$v=19$m=65536,t=3,p=4$zanMFiFC9CQrZQs6DaVC9g$Se7QisWZohGrBiyWwDt4KcyygQcV9L8nNzTbpFK9Sqk"
"""The hash of a password nobody knows: to refuse who has none takes as long as to refuse who has one."""


async def hash_password(password: str) -> str:
    """The hash to keep, with its own salt."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` made the hash; takes the same time where there is none."""
    is_right = await asyncio.get_running_loop().run_in_executor(
        _THREADS, _verify, password_hash or DECOY, password
    )
    return is_right and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
