"""What may stand in the register. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import ClassVar

from helpline.kit.clock import SHANGHAI, shanghai
from helpline.kit.refusal import Conflict, Invalid, NotFound
from helpline.people.model import District, DistrictId
from helpline.taxpayers.identifiers.check import check_tax_number
from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.identity_number import check_identity_number
from helpline.taxpayers.identifiers.phone import check_email, check_phone
from helpline.taxpayers.identifiers.tidy import half_width
from helpline.taxpayers.model import ContactDraft, Draft, Entry, Taxpayer

LONGEST_NAME = 120
LONGEST_ADDRESS = 200
DATE = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?(?:[ T].*)?")
AUTHORITY = re.compile(r"1([0-9]{6})[0-9]{4}")
"""The code of a tax authority: 1, the district's six digits, four of its own."""


class BadField(Invalid):
    """What stands in one field cannot be kept; `field` is its name in `Entry`."""

    code: ClassVar[str] = "taxpayer-invalid"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class AlreadyRegistered(Conflict):
    code = "taxpayer-exists"


class UnknownTaxpayer(NotFound):
    code = "taxpayer-unknown"


def draft(
    entry: Entry, *, now: datetime, districts: Mapping[str, DistrictId], home: DistrictId | None = None
) -> Draft:
    """Check an entry. `districts` knows every word for a district (`district_words`); `home` is the only
    district whose taxpayers may be entered, None if all may.

    Raises:
        BadField: the first field that is wrong, and why.
    """
    today = shanghai(now).date()
    finding, identity = _numbers(entry, today)
    return Draft(
        tax_number=finding.normalised,
        kind=finding.kind,
        legacy=finding.legacy,
        identity_number=identity,
        name=_name(entry.name),
        district_id=_district(entry.district, districts, home),
        likely_district_id=home or _district_of_issue(finding, districts),
        address=_text("address", entry.address, LONGEST_ADDRESS) or None,
        added_at=_added_at(entry.added_on, today),
        contact=contact(entry.contact_name, entry.phone, entry.email),
    )


def contact(name: str, phone: str, email: str) -> ContactDraft | None:
    """Check a contact; None where neither a phone nor an e-mail address is given.

    Raises:
        BadField: which of the three is wrong, and why.
    """
    kept_phone = _phone(phone)
    reason = check_email(email) if email.strip() else None
    if reason:
        raise BadField("email", reason)
    kept_name = _text("contact_name", name, 40)
    if kept_phone is None and not email.strip():
        if kept_name:
            raise BadField("phone", "填了联系人，还请填写联系电话或电子邮箱。")
        return None
    return ContactDraft(name=kept_name, phone=kept_phone, email=half_width(email).strip() or None)


def entry_of(taxpayer: Taxpayer, changes: Mapping[str, str]) -> Entry:
    """The entry that would make this taxpayer, with some fields written anew."""
    fields = {
        "number": taxpayer.credit_code or "",
        "identity_number": taxpayer.identity_number or "",
        "name": taxpayer.name,
    }
    return Entry(**{**fields, **changes})


def amended(before: Taxpayer, draft: Draft) -> Taxpayer:
    """The taxpayer with `draft` written over it: what the draft leaves open stays."""
    return Taxpayer(
        id=before.id,
        tax_number=draft.tax_number,
        kind=draft.kind,
        legacy=draft.legacy,
        name=draft.name,
        identity_number=draft.identity_number or before.identity_number,
        district_id=draft.district_id or before.district_id,
        address=draft.address or before.address,
        added_at=draft.added_at or before.added_at,
    )


def district_words(districts: list[District]) -> dict[str, DistrictId]:
    """Each district by its code, name, name without 区, and its bureau's full and short name."""
    words: dict[str, DistrictId] = {}
    for each in districts:
        short = each.name.removesuffix("新区").removesuffix("区")
        bureau = each.bureau_name.removeprefix("国家税务总局")
        for word in (each.code, each.name, short, f"上海市{each.name}", each.bureau_name, bureau):
            words[word] = each.id
        words[f"{each.name}税务局"] = each.id
    return words


def _numbers(entry: Entry, today: date) -> tuple[Finding, str | None]:
    """The number to register under, and the identity number where there is one."""
    identity = None
    if entry.identity_number.strip():
        identity = check_identity_number(entry.identity_number, today=today)
        if identity.reason:
            raise BadField("identity_number", identity.reason)
    if not entry.number.strip():
        if identity is None:
            raise BadField("number", "请填写统一社会信用代码；自然人请填写身份证号。")
        return identity, identity.normalised
    number = check_tax_number(entry.number, today=today)
    if number.reason:
        raise BadField("number", number.reason)
    return number, identity.normalised if identity else _owner(number)


def _owner(number: Finding) -> str | None:
    owned = number.kind == "sole_trader_number" and len(number.normalised) != 17
    return number.normalised[:18] if owned else None


def _name(raw: str) -> str:
    name = _text("name", raw, LONGEST_NAME)
    if not name:
        raise BadField("name", "请填写纳税人名称。")
    return name


def _text(field: str, raw: str, longest: int) -> str:
    text = " ".join(raw.split())
    if any(not c.isprintable() for c in text):
        raise BadField(field, "文字里含有无法显示的字符，请删除后重填。")
    if len(text) > longest:
        raise BadField(field, f"文字过长：至多 {longest} 个字，现为 {len(text)} 个。")
    return text


def _phone(raw: str) -> str | None:
    if not raw.strip():
        return None
    finding = check_phone(raw)
    if finding.reason:
        raise BadField("phone", finding.reason)
    return finding.normalised


def _district_of_issue(number: Finding, districts: Mapping[str, DistrictId]) -> DistrictId | None:
    """The district that issued a code, if it is one of the city's; a person may have moved since birth."""
    if number.kind not in {"credit_code", "legacy_number"}:
        return None
    start = 2 if number.kind == "credit_code" else 0
    return districts.get(number.normalised[start : start + 6])


def _district(raw: str, districts: Mapping[str, DistrictId], home: DistrictId | None) -> DistrictId | None:
    told = half_width(raw).strip()
    if not told:
        return None
    authority = AUTHORITY.fullmatch(told)
    found = districts.get(authority.group(1) if authority else told)
    if found is None:
        raise BadField("district", "没有这个征管局，请填写区名（如徐汇区）或六位区划代码。")
    if home not in (None, found):
        raise BadField("district", "这一户属于别的征管局，您只能登记本局的纳税人。")
    return found


def _added_at(raw: str, today: date) -> datetime | None:
    text = half_width(raw).strip()
    if not text:
        return None
    match = DATE.fullmatch(text)
    try:
        day = date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None or day.year < 1949:
        raise BadField("added_on", "日期写法有误或没有这一天，应形如 2026-11-10。")
    if day > today:
        raise BadField("added_on", "新增日期晚于今天，请核对。")
    return datetime.combine(day, time(), SHANGHAI)
