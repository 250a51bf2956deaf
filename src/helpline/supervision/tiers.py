"""The tiers below the asker side by side: districts and who serves them, then the teams of a provider (R14.1)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations import queries as conversations
from helpline.feedback import queries as feedback
from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.knowledge import queries as knowledge
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.regulation.queries import terms_on
from helpline.routing import queries as routing
from helpline.supervision.figures import midnight
from helpline.supervision.model import KnowledgeFigures, Rate, TierRow, Tiers, Usage
from helpline.supervision.scene import Scene, read_scene

Key = tuple[UUID | None, UUID | None, UUID | None]
"""District, provider, team."""


class Count(msgspec.Struct):
    """What is counted of one line. Mutable: it is added up."""

    waiting: int = 0
    running: int = 0
    taken: int = 0
    answered: int = 0
    in_time: int = 0
    expired: int = 0
    rated: int = 0
    satisfied: int = 0


class Cell(msgspec.Struct, frozen=True):
    """One count with its district, provider and team."""

    district: UUID | None
    provider: UUID | None
    team: UUID | None
    count: Count


async def tiers_of(read: ReadTx, actor: Actor, *, teams: bool = False) -> Tiers:
    """Officers see districts × providers, a provider its teams; `teams` opens an officer's lines by team."""
    allowed = policy.require(actor, "wallboard.read")
    scene = await read_scene(read, allowed)
    cells = [cell for cell in await _cells(read) if _within(cell, allowed)]
    of_provider = actor.provider_id is not None
    summed = _sum(cells, _by_team if of_provider or teams else _by_district)
    if not of_provider and not teams:
        await _add_matched(read, allowed, summed)
    return Tiers(
        now=read.now,
        place=await people.organisation_words(read, actor),
        usage=await _usage(read, scene, of_provider=of_provider),
        rows=await _rows(read, summed, by_team=of_provider or teams),
    )


def _within(cell: Cell, allowed: policy.Scope) -> bool:
    """R14.1: a district's own taxpayers, a provider's own people; who waits for anybody is the officers' to see."""
    return policy.covers(allowed, provider_id=cell.provider, team_id=cell.team, district_id=cell.district)


def _by_district(cell: Cell) -> Key:
    return (cell.district, cell.provider, None)


def _by_team(cell: Cell) -> Key:
    return (None, cell.provider, cell.team)


async def _cells(read: ReadTx) -> list[Cell]:
    since = midnight(read.now)
    within = (await terms_on(read, read.now)).first_response_seconds
    stints = await conversations.tier_tallies(read, since, within)
    missed = await routing.expired_by_district(read, since)
    staff_ids = [*(row["staff_id"] for row in stints), *(staff_id for _, staff_id, _ in missed)]
    staff = {UUID(str(each.id)): each for each in (await people.staff_by_ids(read, staff_ids)).values()}
    cells = [
        Cell(
            row["district_id"],
            staff[row["staff_id"]].provider_id,
            staff[row["staff_id"]].team_id,
            Count(0, row["running"], row["taken"], row["answered"], row["in_time"]),
        )
        for row in stints
    ]
    cells += [
        Cell(district, staff[who].provider_id, staff[who].team_id, Count(expired=many))
        for district, who, many in missed
    ]
    cells += await _rated(read, since)
    return cells + [
        Cell(district, provider, None, Count(waiting=many))
        for district, provider, many in await routing.waiting_by_district(read)
    ]


async def _rated(read: ReadTx, since: datetime) -> list[Cell]:
    """R17.1: ratings count where their dialogue belongs."""
    ratings = await feedback.rated_since(read, since)
    belongs = await conversations.districts_of(read, [conversation for conversation, _, _ in ratings])
    people_found = await people.staff_by_ids(read, [who for _, who, _ in ratings])
    staff = {UUID(str(each.id)): each for each in people_found.values()}
    return [
        Cell(
            belongs[conversation],
            staff[who].provider_id,
            staff[who].team_id,
            Count(rated=1, satisfied=int(is_satisfied)),
        )
        for conversation, who, is_satisfied in ratings
    ]


def _sum(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Count]:
    summed: dict[Key, Count] = {}
    for cell in cells:
        total = summed.setdefault(key(cell), Count())
        for field in Count.__struct_fields__:
            setattr(total, field, getattr(total, field) + getattr(cell.count, field))
    return summed


async def _add_matched(read: ReadTx, allowed: policy.Scope, summed: dict[Key, Count]) -> None:
    """A district in which nothing happened today stands there too, with empty rates."""
    for each in await people.matchings_at(read, read.now):
        if policy.covers(allowed, provider_id=each.provider_id, district_id=each.district_id):
            summed.setdefault((each.district_id, each.provider_id, None), Count())


async def _rows(read: ReadTx, summed: dict[Key, Count], *, by_team: bool) -> list[TierRow]:
    districts: dict[UUID, str] = {each.id: each.name for each in await people.districts(read)}
    providers: dict[UUID, str] = {each.id: each.short_name for each in await people.providers(read)}
    teams: dict[UUID, str] = {each.id: each.name for each in await people.teams(read)}
    rows = [
        TierRow(
            district=district,
            district_name=districts.get(district) if district else None,
            provider=provider,
            provider_name=providers.get(provider) if provider else None,
            team=team,
            team_name=teams.get(team) if team else None,
            waiting=None if by_team else count.waiting,
            running=count.running,
            taken=count.taken,
            response=Rate(numerator=count.in_time, denominator=count.taken + count.expired),
            connect=Rate(numerator=count.answered, denominator=count.taken),
            satisfaction=Rate(numerator=count.satisfied, denominator=count.rated),
        )
        for (district, provider, team), count in summed.items()
        if not by_team or team is not None
    ]
    return sorted(
        rows, key=lambda row: (row.district_name or "~", row.provider_name or "~", row.team_name or "")
    )


async def _usage(read: ReadTx, scene: Scene, *, of_provider: bool) -> Usage:
    """R12.1."""
    since = midnight(read.now)
    whose = (since, scene.staff_ids, scene.scope.district_id)
    many, at = await conversations.peak_since(read, *whose)
    return Usage(
        served=await conversations.served_since(read, *whose),
        peak=many,
        peak_at=at,
        running=len(scene.running),
        knowledge=None if of_provider else await _knowledge(read),
    )


async def _knowledge(read: ReadTx) -> KnowledgeFigures:
    live, asked, hits, gaps = await knowledge.figures(read, shanghai(read.now).date())
    return KnowledgeFigures(live=live, hits=Rate(numerator=hits, denominator=asked), gaps=gaps)
