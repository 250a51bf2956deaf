"""R13.1, R14.1: the city's organisations in one shape: each has a parent, the days between which it stands, a history."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

import msgspec

from helpline.kit.refusal import Conflict, Invalid

Kind = Literal["bureau", "office", "district", "branch", "hall", "provider", "department", "team"]
Turn = Literal["entered", "changed", "moved", "closed", "matched", "unmatched"]

KIND_NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        "bureau": "市局",
        "office": "处室",
        "district": "征管局",
        "branch": "税务所",
        "hall": "办税服务厅",
        "provider": "服务商",
        "department": "部门",
        "team": "班组",
    }
)

PARENTS: Mapping[Kind, Kind] = MappingProxyType(
    {
        "office": "bureau",
        "district": "bureau",
        "branch": "district",
        "hall": "district",
        "provider": "bureau",
        "department": "provider",
        "team": "department",
    }
)
"""What each kind stands under."""

MOVABLE: frozenset[Kind] = frozenset({"branch", "hall", "team"})
"""What may come under another parent; a team within its own provider only."""

_CODES: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "office": ("[a-z][a-z0-9_]{1,30}", "处室代码须为小写字母开头的英文代码，如 fourth_branch。"),
        "district": (
            "[0-9]{6}|[a-z][a-z0-9_]{1,30}",
            "征管局代码须为六位区划代码；不对应行政区的分局用英文代码，如 third_branch。",
        ),
        "branch": ("([0-9]{11})?", "税务所代码须为十一位征收机关代码，没有则留空。"),
        "provider": ("[0-9A-Za-z_-]{1,20}", "服务商代码须为 1 至 20 位字母或数字。"),
    }
)


class NotMovable(Conflict):
    code = "not-movable"


class StillInUse(Conflict):
    code = "still-in-use"


class ClosedAlready(Conflict):
    code = "closed-already"


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation. `id` is its own; it stands from `since` (None: always) to before `closed_on`.

    `code` is an office's word, a district's six digits (or a word, where the bureau is of no district), a
    branch's eleven digits or nothing, a provider's code. `longitude` and `latitude` are degrees, GCJ-02.
    """

    id: UUID
    kind: Kind
    parent_id: UUID | None
    name: str
    short_name: str = ""
    code: str = ""
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None
    since: date | None = None
    closed_on: date | None = None
    provider_id: UUID | None = None
    district_id: UUID | None = None
    position: int = 0

    def is_open(self, day: date) -> bool:
        return self.closed_on is None or day < self.closed_on


class UnitEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One turn in an organisation's history; `state` is how it stands from the day `since` on."""

    id: UUID
    unit_id: UUID
    at: datetime
    since: date
    what: Turn
    by_id: UUID | None
    why: str
    state: dict[str, object]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation is called and where it is; None leaves it as it is."""

    name: str | None = None
    short_name: str | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None


class Remains(msgspec.Struct, frozen=True, kw_only=True):
    """What still hangs on an organisation that is to be closed."""

    units: Sequence[str] = ()
    staff: int = 0
    matchings: int = 0


def check_new(unit: Unit, parent: Unit | None) -> None:
    """R14.1: each kind stands under its own kind of parent, and is called something.

    Raises:
        Invalid: the parent does not fit, or name or code will not do.
        ClosedAlready: the parent stands no more.
    """
    wanted = PARENTS.get(unit.kind)
    if wanted is None:
        raise Invalid("市局只有一个，不能新设。")
    if parent is None or parent.kind != wanted:
        raise Invalid(f"{KIND_NAMES[unit.kind]}须设在{KIND_NAMES[wanted]}之下，请重新选择上级。")
    if parent.closed_on is not None:
        raise ClosedAlready(f"上级“{parent.name}”已撤销或即将撤销，不能在其下新设。")
    check_named(unit)
    pattern, sentence = _CODES.get(unit.kind, ("", f"{KIND_NAMES[unit.kind]}没有代码，请留空。"))
    if not re.fullmatch(pattern, unit.code):
        raise Invalid(sentence)


def check_named(unit: Unit) -> None:
    """Name, short name and position will do.

    Raises:
        Invalid: they do not.
    """
    if not unit.name.strip():
        raise Invalid(f"请填写{KIND_NAMES[unit.kind]}的名称。")
    if unit.kind in ("district", "provider") and not unit.short_name.strip():
        raise Invalid("请填写简称。")
    if (unit.longitude is None) != (unit.latitude is None):
        raise Invalid("经度和纬度须同时填写，或同时留空。")


def changed(unit: Unit, change: Change) -> Unit:
    """How it stands after a change.

    Raises:
        Invalid: name or position will not do.
        Conflict: nothing changes.
    """
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    if unit.kind not in ("district", "provider"):
        given.pop("short_name", None)
    if unit.kind not in ("branch", "hall"):
        given.pop("address", None)
    if unit.kind != "hall":
        given = {name: value for name, value in given.items() if name not in ("longitude", "latitude")}
    after = msgspec.structs.replace(unit, **given)
    check_named(after)
    if after == unit:
        raise Conflict("没有任何变化，请核对。")
    return after


def moved(unit: Unit, parent: Unit) -> Unit:
    """R14.1: how it stands under another parent.

    Raises:
        NotMovable: the kind does not move, the parent does not fit, or it stands there already.
    """
    if unit.kind not in MOVABLE:
        raise NotMovable(f"{KIND_NAMES[unit.kind]}不能调整隶属关系。")
    if parent.kind != PARENTS[unit.kind] or parent.closed_on is not None:
        raise NotMovable(f"{KIND_NAMES[unit.kind]}只能调到仍在运行的{KIND_NAMES[PARENTS[unit.kind]]}之下。")
    if parent.id == unit.parent_id:
        raise NotMovable(f"“{unit.name}”现在就在“{parent.name}”之下，无需调整。")
    if unit.provider_id != parent.provider_id:
        raise NotMovable("班组只能在本服务商的部门之间调整。")
    return msgspec.structs.replace(unit, parent_id=parent.id, district_id=parent.district_id)


def closed(unit: Unit, day: date, today: date, remains: Remains) -> Unit:
    """R14.1: how it stands when it ends on that day. Nothing is deleted, and nothing is left hanging.

    Raises:
        Invalid: the bureau itself, or a day that is past.
        ClosedAlready: its end is entered.
        StillInUse: organisations, staff or a matching still hang on it.
    """
    if unit.kind == "bureau":
        raise Invalid("市局不能撤销。")
    if unit.closed_on is not None:
        raise ClosedAlready(f"“{unit.name}”已登记于 {unit.closed_on} 撤销。")
    if day < today:
        raise Invalid("撤销日期不能早于今天。")
    parts = [f"下设 {'、'.join(remains.units)}"] if remains.units else []
    parts += [f"在职 {remains.staff} 人"] if remains.staff else []
    parts += [f"服务对应关系 {remains.matchings} 项"] if remains.matchings else []
    if parts:
        raise StillInUse(f"“{unit.name}”还不能撤销：尚有{'，'.join(parts)}。请先妥善安排。")
    return msgspec.structs.replace(unit, closed_on=day)


def check_noted(day: date, today: date) -> None:
    """A change is entered on its day or afterwards; one that is to come is entered when it has come.

    Raises:
        Invalid: the day is to come.
    """
    if day > today:
        raise Invalid("更名、变更和调整不能预先登记，生效日期不能晚于今天。")
