"""Deeds about programs' tokens: each with its reason on record."""

from datetime import timedelta
from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from helpline.people import programs, tokens
from helpline.people.programs import MARK, Issued, NewToken, ProgramToken, TokenId
from helpline.people.store import programs as store


class UnknownToken(NotFound):
    code = "unknown-token"


async def issue(tx: Tx, wanted: NewToken, longest: timedelta, why: str) -> Issued:
    """Make a token; its secret is in the answer and nowhere else.

    Raises:
        Invalid: it has no rights, two tiers, or runs for too long.
    """
    programs.check_new(wanted, longest)
    token = ProgramToken(
        id=TokenId(new_id()),
        name=wanted.name,
        rights=tuple(dict.fromkeys(wanted.rights)),
        district_id=wanted.district_id,
        provider_id=wanted.provider_id,
        issued_at=tx.now,
        expires_at=tx.now + timedelta(days=wanted.days),
    )
    secret = MARK + tokens.new_token()
    await store.add(tx, token, tokens.digest(secret))
    await _record(tx, "people.token_issued", token, why)
    return Issued(token=token, secret=secret)


async def revoke(tx: Tx, token_id: UUID, why: str) -> None:
    """From now on nothing answers to it, at no process.

    Raises:
        UnknownToken: there is none, or none any more.
    """
    token = await store.revoke(tx, token_id)
    if token is None:
        raise UnknownToken("没有这个令牌，或已经吊销。")
    await _record(tx, "people.token_revoked", token, why)


async def _record(tx: Tx, deed: str, token: ProgramToken, why: str) -> None:
    detail = {"rights": [right.value for right in token.rights], "expires_at": token.expires_at.isoformat()}
    await audit.record(tx, Line(deed=deed, subject=Subject("token", str(token.id)), why=why, detail=detail))
