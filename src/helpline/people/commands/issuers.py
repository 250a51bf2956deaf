"""Deeds about issuers: a bureau's own log-in is entered, changed, ended; each with its reason on record."""

from uuid import UUID

import msgspec

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid, NotFound
from helpline.people.commands import openid
from helpline.people.model import DistrictId
from helpline.people.openid.model import Issuer
from helpline.people.store import issuers as store


class UnknownIssuer(NotFound):
    code = "unknown-issuer"


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """An issuer as the administrator enters it. `secret` empty: as before."""

    district_id: DistrictId | None
    name: str
    address: str
    client_id: str
    secret: str = ""
    claim: str = "employee_number"
    strong_acrs: tuple[str, ...] = ()
    passwords_allowed: bool = True


async def register(tx: Tx, wanted: Registration, why: str) -> Issuer:
    """Enter or change a bureau's issuer. Another address or client is another issuer: its subjects are other people.

    Raises:
        Invalid: a new one needs its secret.
    """
    there = await store.of_bureau(tx, wanted.district_id)
    if there is not None and (there.address, there.client_id) != (wanted.address, wanted.client_id):
        await _end(tx, there)
        there = None
    if there is None and not wanted.secret:
        raise Invalid("请填写客户端密钥：新登记的统一身份认证须有密钥。")
    fields = {name: getattr(wanted, name) for name in wanted.__struct_fields__ if name != "secret"}
    issuer = Issuer(id=there.id if there else new_id(), made_at=there.made_at if there else tx.now, **fields)
    if there is None:
        await store.add(tx, issuer, wanted.secret)
    else:
        await store.save(tx, issuer)
        if wanted.secret:
            await store.save_secret(tx, issuer.id, wanted.secret)
    await _record(tx, "people.issuer_registered", issuer, why)
    return issuer


async def end(tx: Tx, issuer_id: UUID, why: str) -> None:
    """Nobody comes in by it any more, and who did is out.

    Raises:
        UnknownIssuer: there is none.
    """
    issuer = await store.by_id(tx, issuer_id)
    if issuer is None:
        raise UnknownIssuer("没有这个统一身份认证，或已停用。")
    await _end(tx, issuer)
    await _record(tx, "people.issuer_ended", issuer, why)


async def _end(tx: Tx, issuer: Issuer) -> None:
    await store.end(tx, issuer.id)
    await openid.take_leave(tx, issuer, None)


async def _record(tx: Tx, deed: str, issuer: Issuer, why: str) -> None:
    detail = {"address": issuer.address, "passwords_allowed": issuer.passwords_allowed}
    await audit.record(tx, Line(deed=deed, subject=Subject("issuer", str(issuer.id)), why=why, detail=detail))
