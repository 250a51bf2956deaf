"""Masks personal data (R18.1). Pure, and one-sided: what a mask does not understand it hides whole."""

import re
from collections.abc import Callable

from helpline.taxpayers.identifiers.finding import Kind
from helpline.taxpayers.identifiers.in_text import Sort, find_identifiers
from helpline.taxpayers.identifiers.phone import check_phone
from helpline.taxpayers.identifiers.tidy import half_width
from helpline.taxpayers.surnames import family_name

STARS = "****"
ROAD = re.compile(r"大道|公路|大街|胡同|路|街(?!道)|(?<!街)道|巷")
AREA = re.compile(r".*?[区县]|.*?市")
NUMBER = re.compile(
    r"[0-9]|[一二三四五六七八九十百千〇零两]+(?=[号弄支幢栋座楼层室单])|[A-Za-z](?=[座幢栋区])"
)


def mask_name(name: str) -> str:
    """The family name stays: 张三丰 → 张*, 欧阳锋 → 欧阳*. The length is hidden too."""
    trimmed = name.strip()
    return family_name(trimmed) + "*" if trimmed else ""


def mask_phone(phone: str) -> str:
    """138****5678; 021-****5678 without extension; 400****456. A short number stays, anything else goes."""
    finding = check_phone(phone)
    if not finding.valid:
        return STARS if phone.strip() else ""
    number = finding.normalised
    if finding.kind == "mobile":
        return number[:3] + STARS + number[-4:]
    if finding.kind == "landline":
        area, local = number.split("-")[:2]
        return f"{area}-{STARS}{local[-4:]}"
    return number[:3] + STARS + number[-3:] if finding.kind == "service_number" else number


def mask_identity_number(number: str) -> str:
    """310***********0012: three in front, four behind. Also for what contains one."""
    return _keep(number, 3, 4)


def mask_credit_code(code: str) -> str:
    """9131**********001F: four in front, four behind."""
    return _keep(code, 4, 4)


def mask_bank_card(number: str) -> str:
    """622202*********1234: the bank in front, four behind."""
    return _keep("".join(c for c in number if c.isalnum()), 6, 4)


def mask_tax_number(number: str, kind: Kind) -> str:
    """The mask that fits the kind: numbers built on an identity number are masked as one."""
    if kind in {"credit_code", "legacy_number"}:
        return mask_credit_code(number)
    return mask_identity_number(number)


def mask_email(email: str) -> str:
    """z***@example.com."""
    name, at, domain = email.strip().rpartition("@")
    if not at or not name:
        return "***" if email.strip() else ""
    return f"{name[0]}***@{domain}"


def mask_address(address: str) -> str:
    """上海市徐汇区漕溪北路***: as far as the street; the number, the building and the door are hidden.

    Without a street as far as the district or town; without either nothing.
    """
    text = half_width(address).strip()
    if not text:
        return ""
    number = NUMBER.search(text)
    head = text[: number.start()] if number else text
    if road := ROAD.search(head):
        return head[: road.end()] + "***"
    area = AREA.match(head)
    return (area.group() if area else "") + "***"


def mask_text(text: str) -> str:
    """Free text with every identifier in it masked; the rest stays as it was written."""
    parts: list[str] = []
    at = 0
    for found in find_identifiers(text):
        parts += [text[at : found.start], _MASKS[found.sort](found.value)]
        at = found.end
    return "".join(parts) + text[at:]


def _keep(text: str, front: int, back: int) -> str:
    """Hide all but the ends; hide everything where the ends would leave fewer than four places hidden."""
    hidden = len(text) - front - back
    if hidden < 4:
        return "*" * len(text)
    return text[:front] + "*" * hidden + text[-back:]


_MASKS: dict[Sort, Callable[[str], str]] = {
    "email": mask_email,
    "mobile": mask_phone,
    "identity_number": mask_identity_number,
    "credit_code": mask_credit_code,
    "bank_card": mask_bank_card,
}
