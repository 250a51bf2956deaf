"""The catalogue of systems: the eleven of article 3, editable, retired ones with their successor."""

import msgspec
import pytest

from helpline.kit.db import Database
from helpline.kit.refusal import Invalid
from helpline.knowledge import queries
from helpline.knowledge.commands import catalogue
from helpline.knowledge.model import System, Topic
from tests.support.knowledge import PASSWORD, WRITER, found, publish


async def systems(db: Database) -> dict[str, System]:
    async with db.reading() as read:
        return {system.code: system for system in await queries.systems(read)}


@pytest.mark.article("R3.1")
async def test_the_eleven_systems_of_article_3_are_the_beginning(db: Database) -> None:
    known = await systems(db)

    assert len(known) == 11
    assert [system.position for system in known.values()] == list(range(1, 12))
    assert all(system.state == "in_use" for system in known.values())


@pytest.mark.article("R3.1")
async def test_a_retired_system_names_its_successor(db: Database) -> None:
    old = (await systems(db))["online_certification"]

    async with db.deed() as tx:
        retired = msgspec.structs.replace(old, state="retired", successor="etax_bureau")
        await catalogue.save_system(tx, retired, WRITER)

    assert (await systems(db))["online_certification"] == retired


@pytest.mark.article("R3.1")
async def test_a_system_can_be_added(db: Database) -> None:
    new = System(code="etax_app", name="税务手机应用", short_name="手机应用", aliases=("APP",))

    async with db.deed() as tx:
        await catalogue.save_system(tx, new, WRITER)

    assert (await systems(db))["etax_app"] == new


async def test_a_new_name_of_a_system_finds_its_entries(db: Database) -> None:
    number = await publish(db, PASSWORD)
    assert await found(db, "蓝鲸") == []

    async with db.deed() as tx:
        old = (await queries.systems(tx))[2]
        await catalogue.save_system(tx, msgspec.structs.replace(old, aliases=("蓝鲸",)), WRITER)

    assert [hit.shown.number for hit in await found(db, "蓝鲸")] == [number]


@pytest.mark.parametrize("change", [{"successor": "nowhere"}, {"successor": "tax_survey"}, {"name": " "}])
async def test_a_system_that_makes_no_sense_is_refused(db: Database, change: dict[str, str]) -> None:
    old = (await systems(db))["tax_survey"]

    with pytest.raises(Invalid):
        async with db.deed() as tx:
            await catalogue.save_system(tx, msgspec.structs.replace(old, **change), WRITER)


@pytest.mark.parametrize(("code", "name"), [("new", ""), ("new", "密码")])
async def test_a_topic_needs_a_name_of_its_own(db: Database, code: str, name: str) -> None:
    with pytest.raises(Invalid):
        async with db.deed() as tx:
            await catalogue.save_topic(tx, Topic(code=code, name=name), WRITER)
