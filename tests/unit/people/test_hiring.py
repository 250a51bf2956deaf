"""Each role has its place in the tiers."""

from datetime import date

import pytest
from msgspec.structs import replace

from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid
from helpline.people.model import DistrictId, Matching, NewStaff, ProviderId, Role, Skills, TeamId, Tier
from helpline.people.rules import MatchedAlready, Misplaced, check_hiring, make_way
from tests.support.people import actor

PROVIDER, TEAM, DISTRICT = ProviderId(new_id()), TeamId(new_id()), DistrictId(new_id())
PLACED = [
    NewStaff(number="0101", name="王芳", role=Role.CONSULTANT, provider_id=PROVIDER, team_id=TEAM),
    NewStaff(number="0102", name="王芳", role=Role.TEAM_LEAD, provider_id=PROVIDER, team_id=TEAM),
    NewStaff(number="0103", name="王芳", role=Role.INSPECTOR, provider_id=PROVIDER),
    NewStaff(number="0104", name="王芳", role=Role.EDITOR, provider_id=PROVIDER),
    NewStaff(number="0105", name="王芳", role=Role.EDITOR, office="information_centre"),
    NewStaff(number="0106", name="王芳", role=Role.TECHNICIAN, provider_id=PROVIDER),
    NewStaff(number="0107", name="王芳", role=Role.TRAINER, provider_id=PROVIDER),
    NewStaff(number="0108", name="王芳", role=Role.PROVIDER_MANAGER, provider_id=PROVIDER),
    NewStaff(number="0109", name="王芳", role=Role.DISTRICT_OFFICER, district_id=DISTRICT),
    NewStaff(number="0110", name="王芳", role=Role.MUNICIPAL_OFFICER, office="technology"),
    NewStaff(number="0111", name="王芳", role=Role.SYSTEM_ADMINISTRATOR),
    NewStaff(number="0112", name="王芳", role=Role.SECURITY_ADMINISTRATOR),
    NewStaff(number="0113", name="王芳", role=Role.AUDIT_ADMINISTRATOR),
]
MISPLACED = [
    (NewStaff(number="0101", name="王芳", role=Role.CONSULTANT), "必须属于一家服务商"),
    (NewStaff(number="0101", name="王芳", role=Role.CONSULTANT, provider_id=PROVIDER), "必须编入班组"),
    (NewStaff(number="0101", name="王芳", role=Role.TEAM_LEAD, provider_id=PROVIDER), "必须编入班组"),
    (NewStaff(number="0101", name="王芳", role=Role.PROVIDER_MANAGER), "必须属于一家服务商"),
    (NewStaff(number="0101", name="王芳", role=Role.DISTRICT_OFFICER), "必须属于一个区"),
    (replace(PLACED[8], provider_id=PROVIDER), "不能属于服务商"),
    (replace(PLACED[8], office="technology"), "不能属于市局处室"),
    (replace(PLACED[9], provider_id=PROVIDER), "不能属于服务商"),
    (replace(PLACED[9], office=None), "必须属于市局的一个处室"),
    (replace(PLACED[9], district_id=DISTRICT), "只有征管局人员属于区"),
    *((replace(PLACED[place], provider_id=PROVIDER), "不能属于服务商") for place in (10, 11, 12)),
    (replace(PLACED[2], office="technology"), "不能属于市局处室"),
    (replace(PLACED[3], office="information_centre"), "二者择一"),
]


@pytest.mark.article("R14.1")
@pytest.mark.parametrize("person", PLACED, ids=lambda person: f"{person.role}-{person.number}")
def test_who_is_in_the_right_place_is_hired(person: NewStaff) -> None:
    check_hiring(person)


@pytest.mark.article("R14.1")
@pytest.mark.parametrize(("person", "reason"), MISPLACED)
def test_who_is_in_the_wrong_place_is_refused(person: NewStaff, reason: str) -> None:
    with pytest.raises(Misplaced, match=reason):
        check_hiring(person)


@pytest.mark.parametrize("number", ["", "1", "03 17", "0317;", "工号一", "1" * 17])
def test_a_number_is_of_letters_and_digits(number: str) -> None:
    with pytest.raises(Invalid, match="工号"):
        check_hiring(replace(PLACED[0], number=number))


def test_a_name_is_needed() -> None:
    with pytest.raises(Invalid, match="姓名"):
        check_hiring(replace(PLACED[0], name=" "))


@pytest.mark.parametrize("level", [0, 10])
def test_a_level_has_bounds(level: int) -> None:
    with pytest.raises(Invalid, match="技能等级"):
        check_hiring(replace(PLACED[0], skills=Skills(max_level=level)))


@pytest.mark.parametrize("capacity", [-1, 21])
def test_a_capacity_has_bounds(capacity: int) -> None:
    with pytest.raises(Invalid, match="同时接待数"):
        check_hiring(replace(PLACED[0], chat_capacity=capacity))


@pytest.mark.article("R14.1")
def test_the_tier_is_where_one_is_employed() -> None:
    assert actor(Role.CONSULTANT, provider=PROVIDER).tier is Tier.PROVIDER
    assert actor(Role.DISTRICT_OFFICER, district=DISTRICT).tier is Tier.DISTRICT
    assert actor(Role.MUNICIPAL_OFFICER, office="finance").tier is Tier.MUNICIPAL


def _matching(provider: ProviderId, since: date) -> Matching:
    return Matching(district_id=DISTRICT, provider_id=provider, since=since)


@pytest.mark.article("R14.1")
def test_the_present_provider_serves_to_the_day_before_the_next() -> None:
    present, following = (
        _matching(PROVIDER, date(2026, 1, 1)),
        _matching(ProviderId(new_id()), date(2027, 1, 1)),
    )

    assert make_way(present, following) == replace(present, until=date(2027, 1, 1))
    assert make_way(None, following) is None


def test_a_matching_cannot_start_before_or_with_the_present_one() -> None:
    present = _matching(PROVIDER, date(2026, 1, 1))

    with pytest.raises(MatchedAlready, match="2026-01-01"):
        make_way(present, _matching(ProviderId(new_id()), date(2026, 1, 1)))


def test_the_same_provider_is_not_matched_again() -> None:
    with pytest.raises(MatchedAlready, match="无需更改"):
        make_way(_matching(PROVIDER, date(2026, 1, 1)), _matching(PROVIDER, date(2027, 1, 1)))
