"""Deeds about organisations. They take many at once, for a city is set up in bulk."""

from collections.abc import Sequence
from datetime import date

from helpline.kit.db import Tx
from helpline.kit.refusal import NotFound
from helpline.people import rules
from helpline.people.commands import units
from helpline.people.commands.units import NameTaken
from helpline.people.model import (
    Department,
    District,
    DistrictId,
    Hall,
    Matching,
    MunicipalBureau,
    Office,
    Provider,
    ProviderId,
    Team,
)
from helpline.people.store import organisations as store


class UnknownDistrict(NotFound):
    code = "unknown-district"


async def found_bureau(tx: Tx, bureau: MunicipalBureau, offices: Sequence[Office]) -> None:
    """R20.1: name the municipal bureau and its offices; doing it again renames them."""
    await store.save_bureau(tx, bureau)
    await store.save_offices(tx, offices)
    await units.note_entered(tx)


async def make_districts(tx: Tx, districts: Sequence[District]) -> None:
    """Enter districts; one whose code is there already stays as it is."""
    await store.add_districts(tx, districts)
    await units.note_entered(tx)


async def make_halls(tx: Tx, halls: Sequence[Hall]) -> None:
    """Enter tax service halls of districts."""
    await store.add_halls(tx, halls)
    await units.note_entered(tx)


async def make_providers(tx: Tx, providers: Sequence[Provider]) -> None:
    """R13.1: enter providers.

    Raises:
        NameTaken: a code or a name is in use.
    """
    taken = await store.taken_provider_names(tx, [p.code for p in providers], [p.name for p in providers])
    if taken:
        raise NameTaken(f"服务商的代码或名称已被使用：{'、'.join(taken)}。")
    await store.add_providers(tx, providers)
    await units.note_entered(tx)


async def make_department(tx: Tx, department: Department) -> None:
    """R13.1: enter a department of a provider.

    Raises:
        NameTaken: the provider has one of that name.
    """
    if any(each.name == department.name for each in await store.departments(tx, department.provider_id)):
        raise NameTaken(f"该服务商已有部门“{department.name}”。")
    await store.add_departments(tx, [department])
    await units.note_entered(tx)


async def make_team(tx: Tx, team: Team) -> None:
    """R13.1: enter a team of a department.

    Raises:
        NameTaken: the provider has one of that name.
    """
    if any(each.name == team.name for each in await store.teams(tx, team.provider_id)):
        raise NameTaken(f"该服务商已有班组“{team.name}”。")
    await store.add_teams(tx, [team])
    await units.note_entered(tx)


async def match_district(tx: Tx, district_id: DistrictId, provider_id: ProviderId, since: date) -> Matching:
    """R14.1: from the day `since` on the provider serves the district, and the present one no more.

    Raises:
        UnknownDistrict: there is no such district.
        MatchedAlready: it is served by that provider, or `since` is not after the present start.
    """
    if await store.lock_district(tx, district_id) is None:
        raise UnknownDistrict("没有这个区，请核对区划代码。")
    matching = Matching(district_id=district_id, provider_id=provider_id, since=since)
    ended = rules.make_way(await store.open_matching(tx, district_id), matching)
    if ended is not None:
        await store.end_matching(tx, ended)
    await store.add_matching(tx, matching)
    await units.note_matched(tx, matching)
    return matching
