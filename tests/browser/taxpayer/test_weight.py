"""Phones on bad networks load little."""

import gzip
import re

import httpx

from helpline.app.pages import STATIC
from tests.support.site import Site

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


async def test_page_travels_packed_and_is_kept_by_the_browser(site: Site) -> None:
    html = (STATIC / "taxpayer.html").read_text(encoding="utf-8")
    [script] = re.findall(r'"(/static/assets/[\w.-]+\.js)"', html)

    async with httpx.AsyncClient(base_url=site.url, trust_env=False) as client:
        packed_script = await client.get(script)
        entry = await client.get("/")
        api = await client.get("/api/welcome")

    assert packed_script.headers["content-encoding"] == "gzip"
    assert packed_script.num_bytes_downloaded < len(packed_script.content) / 2
    assert "immutable" in packed_script.headers["cache-control"]
    assert entry.headers["cache-control"] == "no-cache"
    assert "content-encoding" not in api.headers
