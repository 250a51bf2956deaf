"""Who may do what, written out: every role × every deed."""

from typing import get_args

import pytest

from helpline.kit.ids import new_id
from helpline.kit.refusal import Forbidden
from helpline.people import policy
from helpline.people.founding import OFFICES
from helpline.people.model import ADMINISTRATORS, Actor, DistrictId, ProviderId, Role, StaffId, TeamId
from helpline.people.policy import CITYWIDE, Deed, Scope
from tests.support.people import actor

# - not at all, S own, T team, P provider, D district, M city; for municipal officers M is of any office and
# m of the offices of OFFICES_OF only. Columns: the roles in their order.
EXPECTED = """
                      cons lead insp edit tech trai mana dist muni syst secu audi
conversation.serve      S    S    -    -    -    -    -    -    -    -    -    -
conversation.read       S    T    P    -    -    -    P    D    M    -    -    -
presence.set            S    S    -    -    -    -    -    -    -    -    -    -
queue.read              P    P    -    -    -    -    P    D    M    -    -    -
queue.edit              -    -    -    -    -    -    P    -    m    -    -    -
wallboard.read          -    T    -    -    -    -    P    D    M    -    -    -
supervise               -    T    -    -    -    -    -    -    -    -    -    -
case.read               S    T    P    -    -    -    P    D    M    -    -    -
case.history            P    P    -    -    -    -    -    -    -    -    -    -
case.edit               S    T    -    -    -    -    -    -    -    -    -    -
case.close              S    T    -    -    -    -    -    -    -    -    -    -
case.decline            S    T    -    -    -    -    -    -    -    -    -    -
case.transfer           S    T    -    -    -    -    -    -    -    -    -    -
follow_up.read          S    T    -    -    -    -    P    D    M    -    -    -
follow_up.answer        S    T    -    -    -    -    -    -    -    -    -    -
message.read            P    P    P    -    -    -    P    D    M    -    -    -
message.answer          P    P    -    -    -    -    -    -    -    -    -    -
rating.read             S    T    P    -    -    -    P    D    M    -    -    -
recording.play          S    T    P    -    -    -    P    D    M    -    -    -
measure.read            -    P    P    -    -    -    P    D    M    -    -    -
measure.exclude         -    -    -    -    -    -    -    -    M    -    -    -
knowledge.read          M    M    M    M    M    M    M    M    M    M    M    -
knowledge.suggest       M    M    M    M    M    M    M    M    M    M    M    -
knowledge.edit          -    -    -    M    -    -    -    -    m    -    -    -
knowledge.publish       -    -    -    M    -    -    -    -    m    -    -    -
taxpayer.read           P    P    -    -    -    -    P    D    M    -    -    -
taxpayer.reveal         P    P    -    -    -    -    -    D    -    -    -    -
taxpayer.edit           -    -    -    -    -    -    -    D    m    -    -    -
taxpayer.import         -    -    -    -    -    -    -    D    m    -    -    -
calendar.read           M    M    M    M    M    M    M    M    M    M    M    -
calendar.edit           -    -    -    -    -    -    -    -    m    M    -    -
term.read               M    M    M    M    M    M    M    M    M    M    M    -
term.edit               -    -    -    -    -    -    -    -    m    -    -    -
staff.read              P    P    P    -    -    -    P    D    M    -    M    -
staff.edit              -    -    -    -    -    -    P    -    -    -    M    -
organisation.read       P    P    P    P    P    P    P    D    M    M    M    -
organisation.history    -    -    -    -    -    -    P    D    M    M    M    -
organisation.edit       -    -    -    -    -    -    -    -    m    M    -    -
issuer.edit             -    -    -    -    -    -    -    -    -    M    -    -
token.edit              -    -    -    -    -    -    -    -    -    M    -    -
account.read            -    -    -    -    -    -    -    -    -    -    M    -
account.edit            -    -    -    -    -    -    -    -    -    -    M    -
role.edit               -    -    -    -    -    -    -    -    -    -    M    -
session.end_any         -    -    -    -    -    -    -    -    -    -    M    -
audit.read              -    -    -    -    -    -    -    -    -    -    -    M
reveal.approve          -    -    -    -    -    -    P    -    -    -    M    -
export.make             -    -    -    -    -    -    P    D    M    -    -    -
export.approve          -    -    -    -    -    -    -    -    -    -    M    -
secrecy.watch           -    -    -    -    -    -    -    -    -    -    M    -
"""
OFFICES_OF: dict[str, set[str]] = {
    "queue.edit": {"technology"},
    "knowledge.edit": {"information_centre"},
    "knowledge.publish": {"information_centre"},
    "taxpayer.edit": {"technology"},
    "taxpayer.import": {"technology"},
    "calendar.edit": {"technology", "taxpayer_service"},
    "term.edit": {"technology"},
    "organisation.edit": {"technology"},
}
PROVIDER, TEAM, DISTRICT = ProviderId(new_id()), TeamId(new_id()), DistrictId(new_id())


def _rows() -> dict[str, dict[Role, str]]:
    lines = [line.split() for line in EXPECTED.strip().splitlines()[1:]]
    return {deed: dict(zip(Role, letters, strict=True)) for deed, *letters in lines}


ROWS = _rows()
CASES = [(deed, role) for deed in get_args(Deed) for role in Role if role is not Role.MUNICIPAL_OFFICER]


def _someone(role: Role) -> Actor:
    if role in ADMINISTRATORS:
        return actor(role)
    if role is Role.DISTRICT_OFFICER:
        return actor(role, district=DISTRICT)
    return actor(role, provider=PROVIDER, team=TEAM)


def _scope(letter: str, who: Actor) -> Scope | None:
    return {
        "-": None,
        "S": Scope(staff_id=who.staff_id, provider_id=who.provider_id),
        "T": Scope(team_id=TEAM, provider_id=PROVIDER),
        "P": Scope(provider_id=PROVIDER),
        "D": Scope(district_id=DISTRICT),
        "M": CITYWIDE,
    }[letter]


@pytest.mark.article("R18.1")
def test_the_written_out_table_names_every_deed() -> None:
    assert set(ROWS) == set(get_args(Deed)) == set(policy.TABLE)


@pytest.mark.article("R18.1")
@pytest.mark.parametrize(("deed", "role"), CASES)
def test_a_role_may_do_a_deed_as_far_as_written_and_no_further(deed: Deed, role: Role) -> None:
    who = _someone(role)

    expected = _scope(ROWS[deed][role], who)

    assert policy.allowed(who, deed) == expected
    if expected is None:
        with pytest.raises(Forbidden):
            policy.require(who, deed)
    else:
        assert policy.require(who, deed) == expected


@pytest.mark.article("R20.1")
@pytest.mark.parametrize("deed", get_args(Deed))
@pytest.mark.parametrize("office", [office.code for office in OFFICES])
def test_an_office_of_the_bureau_may_do_what_is_its_own(deed: Deed, office: str) -> None:
    who = actor(Role.MUNICIPAL_OFFICER, office=office)

    letter = ROWS[deed][Role.MUNICIPAL_OFFICER]

    is_allowed = letter == "M" or (letter == "m" and office in OFFICES_OF[deed])
    assert policy.allowed(who, deed) == (CITYWIDE if is_allowed else None)


@pytest.mark.article("R14.1")
@pytest.mark.parametrize("deed", get_args(Deed))
@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {*ADMINISTRATORS, Role.MUNICIPAL_OFFICER}]
)
def test_who_belongs_nowhere_reaches_no_organisation(deed: Deed, role: Role) -> None:
    """A team lead without a team, an officer without a district: a missing filter must not open the city."""
    scope = policy.allowed(actor(role), deed)

    letter = ROWS[deed][role]

    assert scope is None or letter in {"S", "M"}


@pytest.mark.article("R18.1")
def test_no_deed_of_running_the_platform_of_giving_rights_and_of_watching_is_in_two_hands() -> None:
    """三权分立: what the three administrators may do beyond looking things up does not overlap."""
    deeds = {
        role: {
            deed
            for deed, letters in ROWS.items()
            if letters[role] != "-" and not deed.endswith((".read", ".history"))
        }
        for role in ADMINISTRATORS
    }
    system, security, audit = (deeds[role] for role in sorted(ADMINISTRATORS, reverse=True))

    assert system & security - {"knowledge.suggest"} == set()
    assert audit == set()
    assert {deed for deed, letters in ROWS.items() if letters[Role.AUDIT_ADMINISTRATOR] != "-"} == {
        "audit.read"
    }
    assert (
        ROWS["audit.read"][Role.SYSTEM_ADMINISTRATOR]
        == ROWS["audit.read"][Role.SECURITY_ADMINISTRATOR]
        == "-"
    )


def test_a_refusal_names_the_post_and_the_deed() -> None:
    with pytest.raises(Forbidden) as refusal:
        policy.require(_someone(Role.EDITOR), "conversation.read")

    assert refusal.value.status == 403
    assert "知识编辑" in refusal.value.message
    assert "查看对话" in refusal.value.message


@pytest.mark.article("R14.1")
def test_what_another_provider_owns_lies_outside() -> None:
    scope = policy.require(_someone(Role.PROVIDER_MANAGER), "conversation.read")

    assert policy.covers(scope, provider_id=PROVIDER)
    assert not policy.covers(scope, provider_id=new_id())
    assert not policy.covers(scope)


@pytest.mark.article("R14.1")
def test_old_work_stays_with_the_old_provider() -> None:
    who = _someone(Role.CONSULTANT)
    scope = policy.require(who, "conversation.read")

    assert policy.covers(scope, provider_id=PROVIDER, staff_id=who.staff_id)
    assert not policy.covers(scope, provider_id=new_id(), staff_id=who.staff_id)
    assert not policy.covers(scope, provider_id=PROVIDER, staff_id=StaffId(new_id()))


def test_a_team_lies_inside_its_own_scope_only() -> None:
    scope = policy.require(_someone(Role.TEAM_LEAD), "supervise")

    assert policy.covers(scope, provider_id=PROVIDER, team_id=TEAM, staff_id=new_id(), district_id=new_id())
    assert not policy.covers(scope, provider_id=PROVIDER, team_id=new_id())
    assert not policy.covers(scope, provider_id=PROVIDER)


def test_a_district_lies_inside_its_own_scope_only() -> None:
    scope = policy.require(_someone(Role.DISTRICT_OFFICER), "case.read")

    assert policy.covers(scope, provider_id=PROVIDER, district_id=DISTRICT)
    assert not policy.covers(scope, provider_id=PROVIDER, district_id=new_id())


def test_the_city_covers_everything() -> None:
    assert CITYWIDE.is_citywide
    assert policy.covers(CITYWIDE)
    assert policy.covers(CITYWIDE, provider_id=new_id(), district_id=new_id())
