"""Telephone numbers of the mainland, and e-mail addresses: how they are typed, how they are kept."""

import re
from collections.abc import Callable

from helpline.taxpayers.identifiers.finding import Finding, Kind
from helpline.taxpayers.identifiers.tidy import Tidied, half_width, tidy

HOME_AREA = "021"
"""A fixed number of eight digits without an area code is taken for one of Shanghai."""

PUNCTUATION = re.compile(r"[()\[\].]")
EXTENSION = re.compile(r"(?:转|EXT|X|#|,|\*)([0-9]{1,6})$")
HYPHENED_EXTENSION = re.compile(r"^([^0-9]*[0-9]{3,4}[^0-9]*[0-9]{7,8})-([0-9]{1,6})$")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
SERVICE = re.compile(r"[48]00[0-9]{7}")
SHORT = re.compile(r"1[0-2][0-9]{1,3}|9[56][0-9]{3,6}")
FIXED = re.compile(r"(0(?:10|2[0-9])|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
TOLD = "中国大陆手机号 11 位，固定电话请带区号，如 021-62345678。"


def check_phone(raw: str) -> Finding:
    """Valid as mobile, fixed, 400/800 or short number, or refused with what to mend. Kept as `13812345678`,
    `021-62345678-801`, `4008123456`, `12366`.
    """
    body, extension = _split_extension(half_width(raw).strip().upper())
    tidied = _without_prefix(_cleaned(raw, body))
    for shape in _SHAPES:
        if found := shape(tidied, extension):
            return found
    return tidied.refused("phone", _reason(tidied.text))


def check_email(raw: str) -> str | None:
    """Why this is no e-mail address, in a sentence; None if it is one."""
    text = half_width(raw).strip()
    if len(text) > 254 or not EMAIL.fullmatch(text) or ".." in text:
        return "电子邮箱格式有误，应形如 name@example.com，请核对后重填。"
    return None


def _split_extension(text: str) -> tuple[str, str]:
    match = EXTENSION.search(text)
    if match:
        return text[: match.start()], match.group(1)
    hyphened = HYPHENED_EXTENSION.match(text)
    return (hyphened.group(1), hyphened.group(2)) if hyphened else (text, "")


def _cleaned(raw: str, body: str) -> Tidied:
    tidied = tidy(PUNCTUATION.sub("", body))
    notes = ("已将全角字符转为半角。",) if half_width(raw) != raw else ()
    return Tidied(raw, tidied.text, notes + tidied.notes)


def _without_prefix(tidied: Tidied) -> Tidied:
    """Drops +86, 0086, 86 and the long-distance 0 before a mobile number."""
    international = re.match(r"(?:\+|00)86|86(?=1[3-9][0-9]{9}$)", tidied.text)
    text = tidied.text[international.end() :] if international else tidied.text
    notes = ("已去掉国际区号 86。",) if international else ()
    if international and not text.startswith(("0", "1", "4", "8", "9")):
        text = "0" + text
    if re.fullmatch(r"01[3-9][0-9]{9}", text):
        text, notes = text[1:], (*notes, "已去掉手机号前的 0。")
    return Tidied(tidied.raw, text, tidied.notes + notes)


def _plain(pattern: re.Pattern[str], kind: Kind) -> Callable[[Tidied, str], Finding | None]:
    def shape(tidied: Tidied, extension: str) -> Finding | None:
        if not pattern.fullmatch(tidied.text):
            return None
        return tidied.valid(kind, notes=("已略去分机号。",) if extension else ())

    return shape


def _fixed(tidied: Tidied, extension: str) -> Finding | None:
    local = re.fullmatch(r"[2-8][0-9]{7}", tidied.text)
    match = FIXED.fullmatch(HOME_AREA + tidied.text if local else tidied.text)
    if match is None or (len(match.group(1)) == 3 and len(match.group(2)) != 8):
        return None
    parts = [match.group(1), match.group(2), *([extension] if extension else [])]
    notes = (f"已按上海区号补为 {HOME_AREA}。",) if local else ()
    return Tidied(tidied.raw, "-".join(parts), tidied.notes).valid("landline", notes=notes)


_SHAPES = (_plain(MOBILE, "mobile"), _plain(SERVICE, "service_number"), _fixed, _plain(SHORT, "short_number"))


def _reason(text: str) -> str:
    if not text:
        return "没有填写电话号码，请填写。" + TOLD
    for place, character in enumerate(text, start=1):
        if character not in "0123456789":
            return f"第 {place} 位“{character}”不是数字，请核对电话号码。" + TOLD
    if text.startswith("1"):
        return _mobile_reason(text)
    if text.startswith("0"):
        return f"固定电话“区号加号码”应为 10 至 12 位，现为 {len(text)} 位或区号有误，请核对。" + TOLD
    if text.startswith(("400", "800")):
        return f"400、800 号码应为 10 位，现为 {len(text)} 位，请核对。"
    return f"{len(text)} 位号码认不出是手机还是固定电话，请核对。" + TOLD


def _mobile_reason(text: str) -> str:
    if len(text) != 11:
        return f"手机号应为 11 位，现为 {len(text)} 位，请核对是否{'漏填' if len(text) < 11 else '多填'}。"
    return f"第 2 位“{text[1]}”有误：手机号第 2 位应为 3 至 9，请核对后重填。"
