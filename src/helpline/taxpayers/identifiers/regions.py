"""Where an identity number was issued: a hint, never a reason to refuse, since tables lag behind."""

from functools import lru_cache

import msgspec
from stdnum import numdb

PROVINCE_CODES = "1112131415212223313233343536374142434445465051525354616263646571818283"
PROVINCES = frozenset(PROVINCE_CODES[at : at + 2] for at in range(0, len(PROVINCE_CODES), 2))
"""81, 82 and 83 also open the residence permits of people from Hong Kong, Macao and Taiwan."""


class Region(msgspec.Struct, frozen=True):
    """A place that had the code in the year asked about."""

    province: str
    county: str


@lru_cache(maxsize=4096)
def region(code: str, year: int) -> Region | None:
    """The place whose six-digit code this was in `year`; None if the table knows none."""
    found: dict[str, str] = {}
    for _, properties in numdb.get("cn/loc").info(code):
        found |= properties
    for name in found.get("county", "").split(",") if "province" in found else ():
        span, _, county = name.rpartition("]")
        if _covers(span.lstrip("["), year):
            return Region(found["province"], county)
    return None


def _covers(span: str, year: int) -> bool:
    """Whether a span such as `1992-`, `-1991`, `1983-1998` or nothing holds the year."""
    start, _, end = span.partition("-")
    return (not start or int(start) <= year) and (not end or year <= int(end))
