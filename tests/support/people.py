"""A small city to work in: two providers that must never see each other, and somebody in every role."""

from dataclasses import dataclass, field

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people import commands, founding, passwords
from helpline.people.model import (
    Actor,
    Department,
    DepartmentId,
    District,
    DistrictId,
    NewStaff,
    Provider,
    ProviderId,
    Role,
    SessionId,
    Skills,
    Staff,
    StaffId,
    Team,
    TeamId,
)

PASSWORD = "Shanghai-12366"


def actor(
    role: Role,
    *,
    provider: ProviderId | None = None,
    team: TeamId | None = None,
    district: DistrictId | None = None,
    office: str | None = None,
) -> Actor:
    """Somebody who is logged in, without any database."""
    return Actor(
        staff_id=StaffId(new_id()),
        session_id=SessionId(new_id()),
        number="0317",
        name="张三",
        role=role,
        provider_id=provider,
        team_id=team,
        district_id=district,
        office=office,
    )


def actor_of(person: Staff) -> Actor:
    """The same person, logged in."""
    return Actor(
        staff_id=person.id,
        session_id=SessionId(new_id()),
        number=person.number,
        name=person.name,
        role=person.role,
        provider_id=person.provider_id,
        team_id=person.team_id,
        district_id=person.district_id,
        office=person.office,
    )


@dataclass
class City:
    """The bureau, the districts 徐汇 and 浦东, and a provider with one team for each of the two."""

    districts: dict[str, District] = field(default_factory=dict)
    providers: list[Provider] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    staff: dict[str, Staff] = field(default_factory=dict)
    """By number: 01xx are the first provider's, 02xx the second's, 09xx the bureau's."""

    def __getitem__(self, number: str) -> Staff:
        return self.staff[number]


_hashes: list[str] = []


async def password_hash() -> str:
    """Hashing is slow by design: once for all tests of a process."""
    if not _hashes:
        _hashes.append(await passwords.hash_password(PASSWORD))
    return _hashes[0]


async def a_city(db: Database) -> City:
    """Found the city. Everybody's password is `PASSWORD`."""
    city = City(districts={each.code: each for each in founding.districts()})
    hashed = await password_hash()
    async with db.deed() as tx:
        await commands.found_bureau(tx, founding.BUREAU, founding.OFFICES)
        await commands.make_districts(tx, list(city.districts.values()))
        for name, code in (("浦江", "310104"), ("申江", "310115")):
            provider = Provider(
                id=ProviderId(new_id()), code=code, name=f"{name}税务技术服务有限公司", short_name=name
            )
            department = Department(id=DepartmentId(new_id()), provider_id=provider.id, name="咨询部")
            team = Team(
                id=TeamId(new_id()), provider_id=provider.id, department_id=department.id, name="咨询一班"
            )
            await commands.make_providers(tx, [provider])
            await commands.make_department(tx, department)
            await commands.make_team(tx, team)
            since = tx.now.date()
            await commands.match_district(tx, city.districts[code].id, provider.id, since)
            city.providers.append(provider)
            city.teams.append(team)
        hired = await commands.hire(tx, [*_of_provider(city, 0), *_of_provider(city, 1), *_of_bureau(city)])
        await commands.set_passwords(tx, {person.id: hashed for person in hired})
    city.staff = {person.number: person for person in hired}
    return city


def _of_provider(city: City, place: int) -> list[NewStaff]:
    provider, team, prefix = city.providers[place].id, city.teams[place].id, f"0{place + 1}"
    skills = Skills(systems=("etax",), languages=("zh",), max_level=2)
    consultants = [
        NewStaff(
            number=f"{prefix}{serial:02}",
            name=name,
            role=Role.CONSULTANT,
            provider_id=provider,
            team_id=team,
            skills=skills,
            chat_capacity=3,
        )
        for serial, name in ((1, "王芳"), (2, "李伟"), (3, "欧阳静"))
    ]
    lead = NewStaff(
        number=f"{prefix}10", name="陈明", role=Role.TEAM_LEAD, provider_id=provider, team_id=team
    )
    others = [
        NewStaff(number=f"{prefix}{serial}", name=name, role=role, provider_id=provider)
        for serial, name, role in (
            (20, "赵敏", Role.INSPECTOR),
            (21, "钱进", Role.EDITOR),
            (22, "孙力", Role.TECHNICIAN),
            (23, "周红", Role.TRAINER),
            (24, "吴刚", Role.PROVIDER_MANAGER),
        )
    ]
    return [*consultants, lead, *others]


def _of_bureau(city: City) -> list[NewStaff]:
    xuhui, pudong = city.districts["310104"].id, city.districts["310115"].id
    officers = [
        NewStaff(number=f"09{serial}", name="郑洁", role=Role.MUNICIPAL_OFFICER, office=office.code)
        for serial, office in enumerate(founding.OFFICES, start=10)
    ]
    return [
        NewStaff(number="0901", name="冯军", role=Role.DISTRICT_OFFICER, district_id=xuhui),
        NewStaff(number="0902", name="褚亮", role=Role.DISTRICT_OFFICER, district_id=pudong),
        *officers,
        NewStaff(number="0997", name="卫平", role=Role.SYSTEM_ADMINISTRATOR),
        NewStaff(number="0998", name="蒋安", role=Role.SECURITY_ADMINISTRATOR),
        NewStaff(number="0988", name="韩密", role=Role.SECURITY_ADMINISTRATOR),
        NewStaff(number="0999", name="沈鉴", role=Role.AUDIT_ADMINISTRATOR),
    ]
