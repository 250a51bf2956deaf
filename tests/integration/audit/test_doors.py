"""The audit administrator finds any line and sees whether the chain is whole; nobody else looks in."""

from pathlib import Path

import pytest

from helpline.app.keepers import keys_of
from helpline.app.settings import Settings
from helpline.audit.sealer import Sealer
from helpline.kit.db import Database
from helpline.people import commands
from helpline.people.model import NewStaff, Role
from helpline.people.passwords import hash_password
from tests.support.audit import bend, some_lines
from tests.support.front import front
from tests.support.people import PASSWORD, a_city

pytestmark = pytest.mark.article("R18.1")


async def an_audit_administrator(db: Database) -> str:
    """Hired, with a password; the number."""
    city = await a_city(db)
    found = [person.number for person in city.staff.values() if person.role is Role.AUDIT_ADMINISTRATOR]
    if found:
        return found[0]
    password_hash = await hash_password(PASSWORD)
    async with db.deed() as tx:
        [hired] = await commands.hire(
            tx, [NewStaff(number="0998", name="蒋慎", role=Role.AUDIT_ADMINISTRATOR)]
        )
        await commands.set_passwords(tx, {hired.id: password_hash})
    return hired.number


async def test_lines_are_found_by_who_what_whom_and_outcome_page_by_page(
    db: Database, tmp_path: Path
) -> None:
    number = await an_audit_administrator(db)
    await some_lines(db, 5)
    async with front(db, tmp_path) as doors:
        auditor, consultant = await doors.signed_in(number), await doors.signed_in("0101")
        first = (await auditor.get("/api/audit", params={"deed": "cases.", "limit": 3})).json()
        rest = (
            await auditor.get("/api/audit", params={"deed": "cases.", "limit": 3, "after": first["next"]})
        ).json()
        one = (await auditor.get("/api/audit", params={"subject": "2", "outcome": "done"})).json()
        none = (await auditor.get("/api/audit", params={"since": "2027-01-01T00:00:00"})).json()
        foreign = await consultant.get("/api/audit")
        refused = (await auditor.get("/api/audit", params={"who": "0101", "outcome": "refused"})).json()

    ids = [item["entry"]["subject_id"] for page in (first, rest) for item in page["items"]]
    assert (ids, rest["next"]) == (["4", "3", "2", "1", "0"], "")
    assert [item["entry"]["detail"] for item in one["items"]] == ['{"n":2}']
    assert none["items"] == []
    assert foreign.status_code == 403
    assert [item["entry"]["deed"] for item in refused["items"]] == ["app.audit_lines"]


async def test_the_state_of_the_chain_tells_where_it_is_whole_and_where_it_breaks(
    db: Database, tmp_path: Path
) -> None:
    number = await an_audit_administrator(db)
    await some_lines(db, 4)
    sealer = Sealer(db, keys_of(Settings(data_dir=tmp_path)))
    async with front(db, tmp_path) as doors:
        auditor = await doors.signed_in(number)
        new = (await auditor.get("/api/audit/verification")).json()
        await sealer.seal_all()
        whole = (await auditor.post("/api/audit/verification")).json()
        await some_lines(db, 1)
        await sealer.seal_all()
        await bend(
            db,
            "update audit_line set why = 'x' where id ="
            " (select line_id from audit_seal order by counter desc limit 1)",
        )
        bent = (await auditor.post("/api/audit/verification")).json()

    assert (new["report"], new["head"]) == (None, 0)
    assert (whole["report"]["whole"], whole["report"]["last"]) == (True, whole["head"])
    assert not bent["report"]["whole"]
    [finding] = bent["report"]["findings"]
    assert (finding["fault"], finding["counter"]) == ("changed", bent["head"])
