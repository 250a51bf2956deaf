"""The secret in a session's cookie. Only its digest is kept."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """SHA-256. The token is random and long, so that a fast digest is enough."""
    return hashlib.sha256(token.encode()).digest()
