"""Founds the demo city: organisations, staff, taxpayers, knowledge. Founding it twice changes nothing."""

import io
from pathlib import Path
from random import Random

import msgspec

from helpline.app.demo import cast
from helpline.kit.clock import shanghai
from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id
from helpline.knowledge.commands.importing import import_rows
from helpline.knowledge.model import Signature
from helpline.knowledge.reading import read_file
from helpline.knowledge.shelving import Defaults
from helpline.people import commands as people
from helpline.people import founding, passwords
from helpline.people import queries as staff_queries
from helpline.people.model import (
    Department,
    DepartmentId,
    District,
    Provider,
    ProviderId,
    Staff,
    Team,
    TeamId,
)
from helpline.taxpayers.commands import import_csv
from helpline.taxpayers.identifiers.credit_code import check_character

KNOWLEDGE = Path(__file__).with_name("knowledge.jsonl")
TAXPAYERS = 5_000
CONSULTANTS = (11, 9, 8, 7, 7, 6, 6, 6)
"""By provider; sixty in all."""

_TRADES = [
    "机电",
    "贸易",
    "物流",
    "餐饮",
    "科技",
    "建材",
    "文化传播",
    "医疗器械",
    "服饰",
    "进出口",
    "广告",
    "软件",
    "食品",
    "咨询",
    "装饰",
    "汽配",
    "教育",
    "环保",
]
_MARKS = [
    "砺川",
    "澄砚",
    "启衡",
    "沐辰",
    "锦屿",
    "禾颂",
    "云杉",
    "瑞丰",
    "德诺",
    "嘉木",
    "恒远",
    "新锐",
    "青禾",
    "博盛",
    "联创",
    "华岩",
    "致远",
    "明德",
    "星澜",
    "广济",
]


class City(msgspec.Struct):
    """What the demo was founded with."""

    districts: list[District]
    providers: list[Provider]
    staff: list[Staff]


async def found(db: Database) -> City:
    """Found the city, or find it as it stands."""
    async with db.reading() as read:
        providers = await staff_queries.providers(read)
        if providers:
            return await _as_it_stands(db)
    password = await passwords.hash_password(cast.PASSWORD)
    async with db.deed() as tx:
        city = await _organisations(tx)
        city.staff = await _hire(tx, city, password)
    await _knowledge(db)
    await _taxpayers(db)
    return city


async def _as_it_stands(db: Database) -> City:
    async with db.reading() as read:
        rows = await read.fetch("select id from staff")
        people_found = await staff_queries.staff_by_ids(read, [row["id"] for row in rows])
        return City(
            districts=await staff_queries.districts(read),
            providers=await staff_queries.providers(read),
            staff=list(people_found.values()),
        )


async def _organisations(tx: Tx) -> City:
    districts = founding.districts()
    await people.found_bureau(tx, founding.BUREAU, founding.OFFICES)
    await people.make_districts(tx, districts)
    providers = [
        Provider(
            id=ProviderId(new_id()),
            code=f"P{index:02}",
            name=f"上海{short}技术服务有限公司",
            short_name=short,
        )
        for index, short in enumerate(cast.PROVIDERS, start=1)
    ]
    await people.make_providers(tx, providers)
    since = shanghai(tx.now).date().replace(month=1, day=1)
    for index, district in enumerate(districts):
        await people.match_district(tx, district.id, providers[index % len(providers)].id, since)
    return City(districts, providers, [])


async def _hire(tx: Tx, city: City, password: str) -> list[Staff]:
    hired: list[Staff] = []
    for index, provider in enumerate(city.providers):
        department = Department(id=DepartmentId(new_id()), provider_id=provider.id, name="咨询部")
        team = Team(
            id=TeamId(new_id()), provider_id=provider.id, department_id=department.id, name="咨询一组"
        )
        await people.make_department(tx, department)
        await people.make_team(tx, team)
        staff = cast.provider_staff(index, provider.id, team.id, CONSULTANTS[index])
        hired += await people.hire(tx, list(staff))
    hired += await people.hire(tx, list(cast.officials(city.districts)))
    await people.set_passwords(tx, {person.id: password for person in hired})
    return hired


async def _knowledge(db: Database) -> None:
    rows = read_file(KNOWLEDGE.name, KNOWLEDGE.read_bytes())
    async with db.deed() as tx:
        defaults = Defaults(
            system="etax_bureau", kind="operation", topic="其他", source="平台编写：操作要点整理"
        )
        await import_rows(tx, rows, defaults, Signature("信息中心"), sign=True, why="随产品附带")


async def _taxpayers(db: Database) -> None:
    async with db.deed() as tx:
        await import_csv(tx, io.BytesIO(register_csv().encode()))


def register_csv(count: int = TAXPAYERS) -> str:
    """The register as a bureau would send it: invented companies with valid codes."""
    random = Random("taxpayers")
    lines = ["统一社会信用代码,纳税人名称,所属区,地址,联系人,联系电话"]
    districts = founding.districts()
    for serial in range(count):
        district = random.choice(districts)
        lines.append(
            f"{_code(random, district.code, serial)},{_company(random)},{district.name},"
            f"{district.name}{random.choice('新和永长东安')}{random.choice('泰平宁康兴')}路{random.randint(1, 990)}号,"
            f"{cast.name(random)},1{random.choice('35789')}{random.randrange(10**9):09}"
        )
    return "\n".join(lines) + "\n"


def _code(random: Random, region: str, serial: int) -> str:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91{region}MA1{random.choice(letters)}{random.choice(letters)}{serial:04}"
    return body + check_character(body)


def _company(random: Random) -> str:
    return f"上海{random.choice(_MARKS)}{random.choice(_TRADES)}有限公司"
