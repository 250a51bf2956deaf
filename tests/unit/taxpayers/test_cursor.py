"""A cursor comes back as it was given, and anything else is refused."""

from datetime import UTC, datetime

import pytest

from helpline.kit.ids import new_id
from helpline.taxpayers import cursor


def test_a_cursor_comes_back() -> None:
    place = (datetime(2026, 11, 10, 6, 0, 0, 123456, tzinfo=UTC), new_id())

    assert cursor.decode(cursor.encode(place)) == place


@pytest.mark.parametrize("text", ["", "x", "中文", "bnVsbA", "WyIyMDI2LTExLTEwVDAwOjAwOjAwIiwiYSJd", "!!!!"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(cursor.BadCursor, match="翻页标记有误"):
        cursor.decode(text)
