"""What the browser carries between two steps of a log-in: sealed, so that it can neither be read nor made up."""

import base64
import binascii
from typing import TypeVar
from uuid import UUID

from helpline.kit.db import ReadTx
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring
from helpline.kit.secrets.ciphers import Tampered
from helpline.kit.secrets.vault import Place

T = TypeVar("T")

JOURNEY = Place("openid", "journey")
VOUCHED = Place("openid", "vouched")


async def sealed(read: ReadTx, place: Place, document: object) -> str:
    """Fit for a cookie."""
    row = new_id()
    vault = await keyring.vault(read)
    return base64.urlsafe_b64encode(row.bytes + vault.seal_document(place, row, document)).decode()


async def opened(read: ReadTx, place: Place, cookie: str, kind: type[T]) -> T | None:
    """What was sealed; None where we have not sealed this, or for another step."""
    try:
        raw = base64.urlsafe_b64decode(cookie)
        row, closed = UUID(bytes=raw[:16]), raw[16:]
        vault = await keyring.vault_for(read, closed)
        return vault.open_document(place, row, closed, kind)
    except (binascii.Error, ValueError, Tampered):
        return None
