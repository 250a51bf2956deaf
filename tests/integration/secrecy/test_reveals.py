"""R18.1: what is masked is seen with a reason, for a matter at hand or after two others agreed, and never unnoticed."""

from datetime import timedelta
from uuid import UUID

import pytest

from helpline.kit.ids import new_id
from helpline.kit.refusal import Conflict, Forbidden, Invalid, NotFound
from helpline.messages import commands as messages
from helpline.people.model import Actor, Role
from helpline.regulation.queries import terms_on
from helpline.secrecy import queries
from helpline.secrecy.commands import reveals, watch
from helpline.secrecy.http.doors import DOORS
from helpline.secrecy.model import Alert, Revealed, Wish
from helpline.secrecy.rules import NeedsApproval, NotYours
from helpline.taxpayers import commands as register
from helpline.taxpayers.model import Entry
from tests.support.house import House
from tests.support.knock import actor, doors
from tests.support.messages import consultant, leave
from tests.support.people import actor_of
from tests.support.service import Service, a_service
from tests.support.taxpayers import identity

SECURITY = Role.SECURITY_ADMINISTRATOR
PHONE = "13698765432"
PERSON = identity(7)


@pytest.fixture
async def service(house: House) -> Service:
    return await a_service(house)


@pytest.fixture
async def taxpayer(service: Service) -> UUID:
    entry = Entry(identity_number=PERSON, name="欧阳清泉", district="徐汇区", address="漕溪北路8号602室")
    async with service.db.deed() as tx:
        return (await register.register(tx, entry)).id


async def at_hand(service: Service) -> UUID:
    """A conversation of the person, taken by 0101."""
    await service.sits("0101")
    visitor = await service.visitor()
    asked = await service.asks(visitor, name="东方若云", phone=PHONE, credit_code=PERSON)
    await service.wants_person(visitor, asked)
    await service.house.settle()
    assert await service.takes("0101") == asked
    return asked


def wish(kind: str, subject: UUID, field: str, words: str = "核对身份后查办") -> Wish:
    return Wish(kind=kind, subject=subject, field=field, reason="verify", words=words)  # type: ignore[arg-type]


async def see(service: Service, who: Actor, what: Wish) -> Revealed:
    async with service.db.deed() as tx:
        return await reveals.reveal(tx, who, what)


async def lines(service: Service, deed: str) -> list[tuple[str, str]]:
    rows = await service.rows("select subject_id, why from audit_line where deed = $1 order by at", deed)
    return [(row["subject_id"], row["why"]) for row in rows]


@pytest.mark.article("R18.1")
async def test_the_owner_of_the_case_at_hand_sees_it_and_the_deed_is_on_record(
    service: Service, taxpayer: UUID
) -> None:
    asked = await at_hand(service)
    wang = actor_of(service.city["0101"])

    phone = await see(service, wang, wish("conversation", asked, "phone"))
    number = await see(service, wang, wish("taxpayer", taxpayer, "identity_number"))

    assert (phone.value, number.value) == (PHONE, PERSON)
    assert (phone.number, phone.name, phone.at, phone.shown_for) == (
        "0101",
        "王芳",
        service.house.clock.now(),
        30,
    )
    assert await lines(service, "secrecy.reveal") == [
        (str(asked), "核对来访人身份：核对身份后查办"),
        (str(taxpayer), "核对来访人身份：核对身份后查办"),
    ]
    kept = await service.rows("select * from reveal")
    assert PHONE not in str(kept)


@pytest.mark.article("R18.1")
async def test_a_message_is_seen_by_who_answers_for_it(service: Service) -> None:
    left = await leave(service.db, name="皇甫听雨", phone="15800001111")
    wang, li = (actor_of(service.city[number]) for number in ("0101", "0102"))
    async with service.db.deed() as tx:
        await messages.read(tx, left.id, consultant(service.city["0101"]))

    assert (await see(service, wang, wish("message", left.id, "phone"))).value == "15800001111"
    with pytest.raises(NeedsApproval):
        await see(service, li, wish("message", left.id, "phone"))


@pytest.mark.article("R18.1")
async def test_without_a_case_two_others_must_agree_and_it_is_seen_once(
    service: Service, taxpayer: UUID
) -> None:
    li, manager = actor_of(service.city["0102"]), actor_of(service.city["0124"])
    guard, stranger = actor(SECURITY), actor_of(service.city["0224"])
    wanted = wish("taxpayer", taxpayer, "address")

    with pytest.raises(NeedsApproval):
        await see(service, li, wanted)
    async with service.db.deed() as tx:
        request = await reveals.ask(tx, li, wanted)
    for who, refusal in [(li, Forbidden), (stranger, NotFound)]:
        with pytest.raises(refusal):
            async with service.db.deed() as tx:
                await reveals.approve(tx, who, request.id)
    async with service.db.deed() as tx:
        await reveals.approve(tx, manager, request.id)
    with pytest.raises(NotYours):
        async with service.db.deed() as tx:
            await reveals.approve(tx, manager, request.id)
    with pytest.raises(NeedsApproval):
        await see(service, li, wanted)
    async with service.db.deed() as tx:
        await reveals.approve(tx, guard, request.id)

    assert (await see(service, li, wanted)).value == "漕溪北路8号602室"
    with pytest.raises(NeedsApproval):
        await see(service, li, wanted)
    with pytest.raises(NeedsApproval):
        await see(service, li, wish("taxpayer", taxpayer, "name"))
    assert len(await lines(service, "secrecy.approve")) == 2


async def test_an_approval_comes_too_late(service: Service, taxpayer: UUID) -> None:
    li, guard = actor_of(service.city["0102"]), actor(SECURITY)
    async with service.db.deed() as tx:
        request = await reveals.ask(tx, li, wish("taxpayer", taxpayer, "address"))
    await service.house.advance(timedelta(hours=25))

    with pytest.raises(Conflict):
        async with service.db.deed() as tx:
            await reveals.approve(tx, guard, request.id)


@pytest.mark.article("R18.1")
@pytest.mark.parametrize(
    ("number", "field", "words", "refusal"),
    [
        ("0101", "email", "核对身份后查办", Invalid),
        ("0101", "name", "看看", Invalid),
        ("0121", "name", "核对身份后查办", Forbidden),
        ("0910", "name", "核对身份后查办", Forbidden),
        ("0201", "name", "核对身份后查办", NotFound),
        ("0902", "name", "核对身份后查办", NotFound),
    ],
    ids=["no such field", "no words", "an editor", "an office", "another provider", "another district"],
)
async def test_nobody_else_learns_even_that_there_is_something(
    service: Service, taxpayer: UUID, number: str, field: str, words: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await see(service, actor_of(service.city[number]), wish("taxpayer", taxpayer, field, words))


async def alerts(service: Service) -> list[Alert]:
    async with service.db.reading() as read:
        return await queries.newest_alerts(read)


@pytest.mark.article("R18.1")
async def test_many_reveals_are_reported_once_a_day_and_acknowledged(service: Service) -> None:
    asked = await at_hand(service)
    wang = actor_of(service.city["0101"])
    async with service.db.reading() as read:
        most = (await terms_on(read, read.now)).secrecy_reveals_per_hour

    for _ in range(most):
        await see(service, wang, wish("conversation", asked, "phone"))
    assert await alerts(service) == []
    for _ in range(2):
        await see(service, wang, wish("conversation", asked, "phone"))

    [alert] = await alerts(service)
    assert (alert.kind, alert.staff_id, alert.count) == ("many_reveals", wang.staff_id, most + 2)
    with pytest.raises(Forbidden):
        async with service.db.deed() as tx:
            await reveals.acknowledge(tx, wang, alert.id, "没事")
    async with service.db.deed() as tx:
        await reveals.acknowledge(tx, actor(SECURITY), alert.id, "已谈话")
    assert (await alerts(service))[0].note == "已谈话"


@pytest.mark.article("R18.1")
async def test_at_night_fewer_are_enough(service: Service) -> None:
    asked = await at_hand(service)
    service.house.clock.advance(
        timedelta(hours=9)
    )  # 23:00; the dialogue's own clocks are not the matter here

    for _ in range(6):
        await see(service, actor_of(service.city["0101"]), wish("conversation", asked, "phone"))

    assert [(each.kind, each.count) for each in await alerts(service)] == [("at_night", 6)]


@pytest.mark.article("R18.1")
async def test_turning_over_many_taxpayers_is_reported_within_the_hour(service: Service) -> None:
    wang = service.city["0101"]
    async with service.db.deed() as tx:
        await watch.begin(tx)
        for _ in range(61):
            await tx.execute(
                """insert into audit_line (id, at, who_kind, who_id, who_number, who_role, address, agent, door, purpose,
                     correlation, deed, subject_kind, subject_id, outcome, why, detail)
                   values ($1, $2, 'staff', $3, '0101', '', '', '', $4, '', '', $4, 'taxpayer', $5, 'looked', '',
                     '{}')""",
                *(new_id(), tx.now, wang.id, watch.CARD, str(new_id())),
            )

    await service.house.advance(timedelta(minutes=60))

    assert [(each.kind, each.staff_id, each.count) for each in await alerts(service)] == [
        ("many_looks", wang.id, 61)
    ]


async def test_the_page_shows_each_their_part(service: Service, taxpayer: UUID) -> None:
    li, manager = actor_of(service.city["0102"]), actor_of(service.city["0124"])
    async with doors(service.db, DOORS, li) as mine, doors(service.db, DOORS, manager) as managers:
        told = {
            "kind": "taxpayer",
            "subject": str(taxpayer),
            "field": "name",
            "reason": "verify",
            "words": "核对身份后查办",
        }
        refused = await mine.post("/api/reveals", json=told)
        asked = await mine.post("/api/reveals/requests", json=told)
        own = (await mine.get("/api/secrecy")).json()
        theirs = (await managers.get("/api/secrecy")).json()
        approved = await managers.post(f"/api/reveals/requests/{asked.json()['id']}/approval")

    assert (refused.status_code, refused.json()["code"]) == (409, "needs-approval")
    assert asked.status_code == 201
    assert ([each["mine"] for each in own["own_requests"]], own["requests"], own["may_export"]) == (
        [True],
        [],
        False,
    )
    assert [(each["who"], each["mine_to_approve"]) for each in theirs["requests"]] == [("0102 李伟", True)]
    assert approved.json()["approvals"] == 1
    assert theirs["alerts"] == []
