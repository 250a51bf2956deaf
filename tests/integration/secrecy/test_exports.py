"""R18.1: exports need approval, say who and when, and a copied piece tells where it came from."""

import asyncio
import csv
import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from helpline.app.commands.exports import cli
from helpline.kit.db import Database
from helpline.kit.refusal import Conflict, Forbidden, Invalid, Refused
from helpline.people.model import Actor, Role
from helpline.secrecy import exporting, queries
from helpline.secrecy.commands import exports
from helpline.secrecy.model import Export, ExportWish, Traced
from helpline.secrecy.rules import NotYours
from helpline.taxpayers import commands as register
from helpline.taxpayers.model import Entry
from tests.support.house import House
from tests.support.knock import actor
from tests.support.messages import leave
from tests.support.people import City, a_city, actor_of
from tests.support.stored import rows_with
from tests.support.taxpayers import csv_file, csv_rows, identity

SECURITY = Role.SECURITY_ADMINISTRATOR
WISH = ExportWish(what="taxpayers", reason="complaint", words="季度核对登记资料")
MESSAGES = ExportWish(what="messages", reason="other", words="核对留言答复")
UNMASKED = ExportWish(what="taxpayers", reason="other", words="报送市局核对", unmasked=True)


@pytest.fixture
async def city(db: Database) -> City:
    city = await a_city(db)
    person = Entry(
        identity_number=identity(9),
        name="欧阳清泉",
        district="徐汇区",
        address="上海市徐汇区漕溪北路8号602室",
    )
    async with db.deed() as tx:
        await register.import_csv(tx, io.BytesIO(csv_file(csv_rows(90))))
        await register.register(tx, person)
    return city


async def made(house: House, who: Actor, wish: ExportWish = WISH) -> tuple[Export, str]:
    """An export, approved by as many as it takes, and its file."""
    async with house.db.deed() as tx:
        export = await exports.ask(tx, who, wish)
    for _ in range(2 if wish.unmasked else 1):
        async with house.db.deed() as tx:
            await exports.approve(tx, actor(SECURITY), export.id)
    await house.settle()
    async with house.db.deed() as tx:
        export, content = await exports.fetch(tx, who, export.id)
    return export, content.decode("utf-8-sig")


async def trace(db: Database, piece: str) -> list[Traced]:
    async with db.reading() as read:
        return await queries.trace(read, piece)


@pytest.mark.article("R18.1")
async def test_an_export_waits_for_another_and_says_who_when_and_which(house: House, city: City) -> None:
    officer = actor_of(city["0901"])
    async with house.db.deed() as tx:
        export = await exports.ask(tx, officer, WISH)
    for who, refusal in [(officer, Forbidden), (actor_of(city["0124"]), Forbidden)]:
        with pytest.raises(refusal):
            async with house.db.deed() as tx:
                await exports.approve(tx, who, export.id)
    with pytest.raises(Conflict):
        async with house.db.deed() as tx:
            await exports.fetch(tx, officer, export.id)
    async with house.db.deed() as tx:
        await exports.approve(tx, actor(SECURITY), export.id)
    await house.settle()
    with pytest.raises(NotYours):
        async with house.db.deed() as tx:
            await exports.fetch(tx, actor_of(city["0902"]), export.id)
    async with house.db.deed() as tx:
        export, content = await exports.fetch(tx, officer, export.id)

    lines = content.decode("utf-8-sig").splitlines()
    assert "DC-" in lines[0]
    assert "0901 冯军" in lines[0]
    assert "2026-11-10 14:00" in lines[0]
    assert "已脱敏" in lines[0]
    assert lines[-1].startswith(f"纳税人登记　{export.number}　申请人 0901 冯军")
    assert export.rows == 91
    async with house.db.reading() as read:
        deeds = [row["deed"] for row in await read.fetch("select deed from audit_line order by at, id")]
    assert deeds == ["export.ask", "export.approve", "export.download"]


@pytest.mark.article("R18.1")
async def test_it_is_masked_unless_two_others_agreed_to_more(house: House, city: City) -> None:
    officer = actor_of(city["0901"])
    await leave(house.db, name="皇甫听雨", phone="15800001111", text="我的号码是13912345678")
    _, masked = await made(house, officer)
    _, messages = await made(
        house, actor_of(city["0910"]), ExportWish(what="messages", reason="other", words="核对留言答复")
    )

    assert "欧阳*" in masked
    for value in (identity(9), "欧阳清泉", "8号602室"):
        assert value not in masked
    for value in ("皇甫听雨", "15800001111", "13912345678"):
        assert value not in messages

    async with house.db.deed() as tx:
        export = await exports.ask(
            tx, officer, ExportWish(what="taxpayers", reason="other", words="报送市局核对", unmasked=True)
        )
    guard = actor(SECURITY)
    async with house.db.deed() as tx:
        one = await exports.approve(tx, guard, export.id)
    with pytest.raises(NotYours):
        async with house.db.deed() as tx:
            await exports.approve(tx, guard, export.id)
    assert one.state(house.clock.now()) == "waiting"
    async with house.db.deed() as tx:
        await exports.approve(tx, actor(SECURITY), export.id)
    await house.settle()
    async with house.db.deed() as tx:
        _, content = await exports.fetch(tx, officer, export.id)
    assert identity(9) in content.decode()
    assert await rows_with(house.db, [identity(9), "欧阳清泉"]) == []


@pytest.mark.article("R18.1")
@pytest.mark.parametrize(
    "piece", ["one row", "three cells", "without its marks", "a canary read off a photograph"]
)
async def test_a_copied_piece_tells_which_export_it_is_of(house: House, city: City, piece: str) -> None:
    first, file = await made(house, actor_of(city["0901"]))
    second, other = await made(house, actor_of(city["0910"]))
    rows = list(csv.reader(io.StringIO(file)))
    real = {row[0] for row in csv.reader(io.StringIO(other))}
    own = [exporting.unmarked(row[0]) for row in rows if row[0] not in real and not any(row[1:])]
    canary = next(name for name in own if name.endswith("企业服务有限公司"))
    copied = {
        "one row": "\t".join(rows[7]),
        "three cells": f"转发：{rows[5][0]}、{rows[6][0]}\n{rows[9][0]}",
        "without its marks": exporting.unmarked(file).partition("\n")[2],
        "a canary read off a photograph": f"名单里有 {canary} 这一家",
    }[piece]

    [found] = await trace(house.db, copied)

    assert (found.export, found.who) == (first.number, "0901 冯军")
    assert found.export != second.number
    assert "季度核对登记资料" in found.why


async def test_what_is_no_piece_of_an_export_is_traced_to_none(house: House, city: City) -> None:
    export, file = await made(house, actor_of(city["0901"]))
    forged = file.splitlines()[3].replace("\u200b", "\u200c")

    assert await trace(house.db, "上海第1号科技有限公司,9131") == []
    assert await trace(house.db, forged) == []
    assert len(await trace(house.db, file)) == 1
    assert export.serial > 0


def test_no_cell_is_taken_for_a_formula() -> None:
    assert [exporting.safe(cell) for cell in ("=1+1", "@x", "王芳", "")] == ["'=1+1", "'@x", "王芳", ""]


@pytest.mark.article("R18.1")
async def test_the_file_is_gone_when_its_time_is_over_and_still_traced(house: House, city: City) -> None:
    officer = actor_of(city["0901"])
    export, file = await made(house, officer)
    house.clock.advance(timedelta(hours=73))

    with pytest.raises(Conflict, match="过期"):
        async with house.db.deed() as tx:
            await exports.fetch(tx, officer, export.id)
    async with house.db.deed() as tx:
        assert await exports.destroy_expired(tx) == 1
    assert [each.export for each in await trace(house.db, file)] == [export.number]


@pytest.mark.parametrize(
    ("number", "wish", "refusal"),
    [
        ("0101", WISH, Forbidden),
        ("0901", ExportWish(what="cases", reason="other", words="要"), Invalid),
    ],
    ids=["a consultant", "no words"],
)
async def test_not_everybody_may_ask(
    house: House, city: City, number: str, wish: ExportWish, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        async with house.db.deed() as tx:
            await exports.ask(tx, actor_of(city[number]), wish)


async def _a_file(dsn_house: House, city: City) -> tuple[UUID, str]:
    export, file = await made(dsn_house, actor_of(city["0901"]))
    return export.id, file


async def test_the_command_tells_where_a_file_came_from(house: House, city: City, tmp_path: Path) -> None:
    _, file = await _a_file(house, city)
    piece = tmp_path / "拷出来的.csv"
    piece.write_text("\n".join(file.splitlines()[4:7]))

    ended = await asyncio.to_thread(
        CliRunner().invoke, cli, ["trace", str(piece)], env={"HELPLINE_DATABASE_URL": house.db.dsn}
    )

    assert ended.exit_code == 0, ended.output
    assert '"who":"0901 冯军"' in ended.stdout
