"""Phones on bad networks load little."""

import gzip
import re

from helpline.app.pages import STATIC

PAGE_MOST = 60 * 1024
WIDGET_MOST = 6 * 1024


def packed(path: str) -> int:
    """Bytes of a built file as they travel."""
    return len(gzip.compress((STATIC / path).read_bytes(), 9))


def test_taxpayers_page_weighs_at_most_60_kb() -> None:
    html = (STATIC / "taxpayer.html").read_text(encoding="utf-8")
    parts = re.findall(r'/static/([\w./-]+\.(?:js|css))"', html)

    assert len(parts) >= 2
    assert sum(packed(part) for part in parts) <= PAGE_MOST


def test_widget_weighs_at_most_6_kb_and_keeps_its_name() -> None:
    assert packed("widget.js") <= WIDGET_MOST
