"""Who lives in the demo: eight invented companies, their people, and officials. Names are made up."""

from collections.abc import Iterator
from random import Random

from helpline.people.founding import OFFICES
from helpline.people.model import District, NewStaff, ProviderId, Role, Skills, TeamId

PASSWORD = "Helpline-12366"
"""Everybody's password in the demo."""

PROVIDERS = ("申澜信息", "浦芯税软", "沪瑞科技", "东汇数服", "汇智云税", "海纳软件", "博渊信息", "众衡远税")

SURNAMES = "林高方许韩沈曹彭邓冯苏程魏马罗梁宋唐陈周吴郑王李赵孙钱徐何吕施张孔姜戚谢邹喻"
GIVEN = [
    "晓敏",
    "静",
    "建华",
    "佳怡",
    "文博",
    "丽娟",
    "志强",
    "思远",
    "雨晴",
    "国栋",
    "欣",
    "海燕",
    "俊杰",
    "梦婷",
    "立群",
    "春梅",
    "子涵",
    "振宇",
    "雪",
    "明哲",
]

SYSTEMS = (
    "etax_bureau",
    "its_withholding",
    "etax_sh3",
    "general_invoicing",
    "export_rebate_offline",
    "cit_annual",
    "online_certification",
    "export_rebate_online",
    "single_window_rebate",
    "departure_rebate",
    "tax_survey",
)
"""From the most asked to the least."""


def name(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def provider_staff(index: int, provider: ProviderId, team: TeamId, consultants: int) -> Iterator[NewStaff]:
    """One company: consultants 0101…, team lead 0191, inspector, editor, manager."""
    random = Random(f"staff-{index}")
    prefix = f"{index + 1:02}"
    for serial in range(1, consultants + 1):
        yield NewStaff(
            number=f"{prefix}{serial:02}",
            name=name(random),
            role=Role.CONSULTANT,
            provider_id=provider,
            team_id=team,
            skills=Skills(systems=_systems(serial), languages=("zh", "en") if serial == 1 else ("zh",)),
            chat_capacity=6,
        )
    lead = NewStaff(
        number=f"{prefix}91",
        name=name(random),
        role=Role.TEAM_LEAD,
        provider_id=provider,
        team_id=team,
        skills=Skills(systems=SYSTEMS),
        chat_capacity=6,
    )
    yield lead
    for serial, role in ((92, Role.INSPECTOR), (93, Role.EDITOR), (94, Role.PROVIDER_MANAGER)):
        yield NewStaff(number=f"{prefix}{serial}", name=name(random), role=role, provider_id=provider)


def _systems(serial: int) -> tuple[str, ...]:
    """The three everyday systems for all, and a share of the others, so that every system has somebody."""
    others = SYSTEMS[3:]
    return (*SYSTEMS[:3], *(others[(serial * 3 + step) % len(others)] for step in range(4)))


def officials(districts: list[District]) -> Iterator[NewStaff]:
    """Officers of the sixteen districts (8001…), the five offices (9001…), and the three administrators (9901…)."""
    random = Random("officials")
    for serial, district in enumerate(districts, start=1):
        yield NewStaff(
            number=f"80{serial:02}", name=name(random), role=Role.DISTRICT_OFFICER, district_id=district.id
        )
    for serial, office in enumerate(OFFICES, start=1):
        yield NewStaff(
            number=f"90{serial:02}", name=name(random), role=Role.MUNICIPAL_OFFICER, office=office.code
        )
    for serial, role in enumerate(
        (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR), start=1
    ):
        yield NewStaff(number=f"99{serial:02}", name=name(random), role=role)
    yield NewStaff(number="9912", name=name(random), role=Role.SECURITY_ADMINISTRATOR)
