"""Parts of a served file (RFC 9110, 14): a page may ask for a range, if the file is still the one it knows. Pure."""

import re
from typing import NamedTuple

from helpline.kit.refusal import Refused

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Unsatisfiable(Refused):
    code, status = "range-not-satisfiable", 416


class Part(NamedTuple):
    """From byte `first` to byte `last`, both in it."""

    first: int
    last: int


def wanted_part(asked: str, if_range: str, tag: str, size: int) -> Part | None:
    """The range that is asked for; None: the whole file is given, because of several ranges, or an older `tag`, too.

    Raises:
        Unsatisfiable: it begins behind the end.
    """
    found = _ONE_RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", "") or if_range not in ("", tag):
        return None
    start, end = found.groups()
    first = int(start) if start else max(0, size - int(end))
    last = min(int(end), size - 1) if start and end else size - 1
    if start and end and int(end) < first:
        return None
    if first >= size or (not start and int(end) == 0):
        raise Unsatisfiable("请求的部分超出了文件的大小，请重新下载。")
    return Part(first, last)
