"""A furnished house to knock at: own, neighbouring and foreign matters of every kind, and somebody of every role."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import httpx

from helpline.app.seed import seed
from helpline.calls import commands as calls
from helpline.calls.engine import CallArrived, KeyPressed, LegAnswered, Played, call_id, leg_id, play_id
from helpline.calls.engine.names import recording_id
from helpline.calls.recordings import commands as recordings
from helpline.calls.recordings.model import spool_name
from helpline.cases import commands as cases
from helpline.desk import commands as desk
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people import commands as people
from helpline.people.model import NewStaff, Role, Skills, Team, TeamId
from helpline.routing import commands as routing
from helpline.taxpayers import commands as register
from helpline.taxpayers.model import Entry
from tests.support.city_of_knowledge import fill
from tests.support.front import Front, ask, say
from tests.support.house import House
from tests.support.people import City, password_hash
from tests.support.recordings import a_call, wav
from tests.support.taxpayers import code
from tests.support.uploads import a_photo

PLACES = ("own", "neighbour", "foreign")
"""Of the first provider's team and 徐汇; of its other team and 长宁, which it serves too; of the other provider."""
HOLDERS = {"own": "0101", "neighbour": "0104", "foreign": "0201"}
STAFF = {"own": "0102", "neighbour": "0104", "foreign": "0202"}
"""Whose file is knocked at; nobody's who knocks."""
DISTRICTS = {"own": "310104", "neighbour": "310105", "foreign": "310115"}
PEOPLE = {
    "cons": "0101",
    "lead": "0110",
    "insp": "0120",
    "edit": "0121",
    "tech": "0122",
    "trai": "0123",
    "mana": "0124",
    "dist": "0901",
    "muni": "0910",
    "syst": "0997",
    "secu": "0998",
    "audi": "0999",
}
"""Who knocks for each role."""
QUESTION = "电子税务局登录不了，提示密码错误"


@dataclass
class Things:
    """Ids of what is where, by the name of the path's parameter."""

    at: dict[str, dict[str, str]] = field(default_factory=dict)
    visitors: dict[str, str] = field(default_factory=dict)
    """Who asked there, as the header that says so."""

    def put(self, parameter: str, place: str, thing: object) -> None:
        self.at.setdefault(parameter, {})[place] = str(thing)


async def furnish(db: Database, house: House, doors: Front) -> Things:
    """Fill the city: in each place dialogues, a call, a recorded call, a message, a follow-up, a taxpayer."""
    await seed(db)
    city = await fill(db)
    await _second_team(db, city)
    things = Things()
    for place, team in (("own", city.teams[0]), ("neighbour", city.teams[-1]), ("foreign", city.teams[1])):
        things.put("unit_id", place, team.id)
    for place in PLACES:
        await _taxpayer(db, things, city, place)
        await _dialogue(db, house, doors, things, city, place)
        await _recording(db, doors, things, city, place)
        await _call(db, house, things, city, place)
    await house.settle()
    return things


async def _second_team(db: Database, city: City) -> None:
    first, team = city.providers[0].id, city.teams[0]
    async with db.deed() as tx:
        other = Team(
            id=TeamId(new_id()), provider_id=first, department_id=team.department_id, name="咨询二班"
        )
        await people.make_team(tx, other)
        skills = Skills(systems=("etax_bureau",), max_level=3)
        hired = await people.hire(
            tx,
            [
                NewStaff(
                    number="0104",
                    name="许蔚",
                    role=Role.CONSULTANT,
                    provider_id=first,
                    team_id=other.id,
                    skills=skills,
                    chat_capacity=3,
                )
            ],
        )
        await people.set_passwords(tx, {person.id: await password_hash() for person in hired})
        await people.match_district(tx, city.districts["310105"].id, first, tx.now.date())
    city.teams.append(other)
    city.staff |= {person.number: person for person in hired}


async def _taxpayer(db: Database, things: Things, city: City, place: str) -> None:
    district = city.districts[DISTRICTS[place]]
    entry = Entry(number=code(1, region=district.code), name=f"{district.name}试用有限公司")
    async with db.deed() as tx:
        made = await register.register(tx, entry, home=district.id)
    things.put("taxpayer_id", place, made.id)


async def _dialogue(db: Database, house: House, doors: Front, things: Things, city: City, place: str) -> None:
    """A dialogue in the holder's hands with a file, a promise and a message, and one that is only offered."""
    person = city[HOLDERS[place]]
    browser = await doors.signed_in(person.number)
    async with db.deed() as tx:
        await desk.sit_down(tx, person.id)
    (await browser.post("/api/desk/presence", json={"presence": "available"})).raise_for_status()
    taxpayer, conversation = await _asked(house, doors, city, place)
    (await browser.post(f"/api/offers/{await _offer(browser)}/claim")).raise_for_status()
    (await say(browser, conversation, "您好")).raise_for_status()
    await house.settle()
    kept = await taxpayer.post(
        f"/api/conversations/{conversation}/files", files={"file": ("截图.png", a_photo(), "image/png")}
    )
    left = {"client_id": str(new_id()), "text": "请回电", "name": "王芳", "phone": "13800005678"}
    (await taxpayer.post("/api/messages", json={**left, "conversation": conversation})).raise_for_status()
    async with db.deed() as tx:
        await cases.promise_later(tx, UUID(conversation), person.id, tx.now, tx.now + timedelta(days=1))
    await house.settle()
    messages = (await browser.get("/api/messages")).json()
    promises = (await browser.get("/api/follow-ups")).json()
    things.visitors[place] = taxpayer.headers["Authorization"]
    things.put("staff_id", place, city[STAFF[place]].id)
    things.put("conversation_id", place, conversation)
    things.put("case_id", place, conversation)
    things.put("attachment_id", place, kept.json()["file"])
    things.put("message_id", place, next(m["id"] for m in messages if m["conversation"] == conversation))
    things.put("follow_up_id", place, next(p["id"] for p in promises if p["kind"] == "follow_up"))
    things.put("session_id", place, (await browser.get("/api/sessions")).json()[0]["session"]["id"])
    await _asked(house, doors, city, place)
    things.put("offer_id", place, await _offer(browser))


async def _recording(db: Database, doors: Front, things: Things, city: City, place: str) -> None:
    """A call that the holder served, recorded."""
    holder = city[HOLDERS[place]]
    call = await a_call(
        db,
        served_by=holder.id,
        provider_id=holder.provider_id,
        district_id=city.districts[DISTRICTS[place]].id,
    )
    name = recording_id(call)
    row = await recordings.keep(db, doors.files, spool_name("node1", name), name, wav(0.1), db.clock.now())
    things.put("recording_id", place, row.id)


async def _call(db: Database, house: House, things: Things, city: City, place: str) -> None:
    """A call in the holder's hands."""
    call, leg = call_id("furnished", place), leg_id(call_id("furnished", place), 1)
    now, holder = db.clock.now(), city[HOLDERS[place]].id
    before = (
        CallArrived(call=call, at=now, node="furnished", channel=place, number="13800001234"),
        Played(call=call, at=now, play=play_id(call, 1)),
        KeyPressed(call=call, at=now, channel=place, key="0"),
    )
    for signal in before:
        async with db.deed() as tx:
            await calls.hear(tx, signal)
    async with db.deed() as tx:
        await routing.take(tx, call, holder, "试用")
    await house.settle()
    async with db.deed() as tx:
        await calls.hear(tx, LegAnswered(call=call, at=now, leg=leg))
    things.put("call_id", place, call)


async def _asked(house: House, doors: Front, city: City, place: str) -> tuple[httpx.AsyncClient, str]:
    """A taxpayer of the place's district who asked for a person."""
    taxpayer = await doors.visitor()
    district = str(city.districts[DISTRICTS[place]].id)
    conversation = await ask(taxpayer, QUESTION, district=district, name="张三丰")
    (await taxpayer.post(f"/api/conversations/{conversation}/human", json={})).raise_for_status()
    await house.settle()
    return taxpayer, conversation


async def _offer(browser: httpx.AsyncClient) -> str:
    offer: str = (await browser.get("/api/desk")).json()["offers"][0]["id"]
    return offer
