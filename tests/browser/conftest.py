"""A real Chromium before the real application. Screenshots go to screenshots/ at the project's root."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from helpline.app.pages import STATIC
from helpline.app.seed import seed
from helpline.app.settings import Settings
from helpline.kit.clock import SHANGHAI, ShiftedClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from tests.support.city_of_knowledge import fill
from tests.support.site import Site, a_site

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "screenshots"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
PATIENCE_MS = 15_000
"""A machine that does other things too must not fail a test; nothing here takes so long by itself."""
expect.set_options(timeout=PATIENCE_MS)

OPEN_AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
"""A working Tuesday."""
CLOSED_NIGHT = datetime(2026, 11, 10, 22, 0, tzinfo=SHANGHAI)
"""The same day after the consultants went home; they come again on Wednesday at 8:30."""

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}

Shot = Callable[[Page, str], Awaitable[None]]
OpenPage = Callable[..., Awaitable[Page]]
Barriers = Callable[[Page], Awaitable[None]]


@pytest.fixture(scope="session")
def furnished(cluster: Cluster, template: str) -> str:
    """A database with a small city, its staff and the starter knowledge, from which each test's own is cloned."""
    name = "template_furnished"

    async def furnish() -> None:
        connection = await asyncpg.connect(cluster.dsn())
        await connection.execute(f'create database "{name}" template "{template}" strategy file_copy')
        await connection.close()
        db = await Database.open(cluster.dsn(name), ShiftedClock(OPEN_AFTERNOON))
        await seed(db)
        await fill(db)
        await db.close()

    asyncio.run(furnish())
    return name


@pytest.fixture
def start_at() -> datetime:
    """When the test begins; a test module or a parametrisation may say otherwise."""
    return OPEN_AFTERNOON


@pytest.fixture
def at_port() -> int:
    """A test module whose site has to know its own address names a port."""
    return 0


@pytest.fixture
async def site(
    cluster: Cluster, furnished: str, start_at: datetime, at_port: int, tmp_path: Path
) -> AsyncIterator[Site]:
    """The application at work on a database of the test's own."""
    if not (STATIC / "taxpayer.html").exists():
        pytest.fail("the pages are not built: run `make pages` first")
    name = f"t_{new_id().hex}"
    connection = await asyncpg.connect(cluster.dsn())
    await connection.execute(f'create database "{name}" template "{furnished}" strategy file_copy')
    try:
        settings = Settings(data_dir=tmp_path, public_url=f"http://127.0.0.1:{at_port}" if at_port else "")
        clock = ShiftedClock(start_at)
        async with a_site(cluster.dsn(name), clock, tmp_path, port=at_port, settings=settings) as opened:
            yield opened
    finally:
        await connection.execute(f'drop database "{name}" with (force)')
        await connection.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def open_page(browser: Browser, site: Site) -> AsyncIterator[OpenPage]:
    """Opens a page of the site as somebody new. An error that a script did not catch fails the test."""
    errors: list[str] = []

    async def open_one(
        path: str = "/", *, size: dict[str, int] = PHONE, base: str = "", **more: object
    ) -> Page:
        context = await browser.new_context(
            viewport=size,  # type: ignore[arg-type]  # a dict of its shape
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **more,  # type: ignore[arg-type]  # options of Playwright, named at the call
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto((base or site.url) + path)
        return page

    yield open_one
    assert not errors, errors


@pytest.fixture
async def phone(open_page: OpenPage) -> Page:
    """The taxpayer's first page on a phone."""
    return await open_page()


@pytest.fixture
def shot() -> Shot:
    """Keeps a picture of a page under a name."""
    SHOTS.mkdir(exist_ok=True)

    async def take(page: Page, name: str) -> None:
        await page.wait_for_timeout(250)  # motion comes to rest
        await page.screenshot(path=SHOTS / f"{name}.png")

    return take


@pytest.fixture
def no_barriers() -> Barriers:
    """Fails on serious and critical findings of axe-core on the page as it stands."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `make pages` first")
    source = AXE.read_text(encoding="utf-8")

    async def check(page: Page) -> None:
        await page.evaluate(source)
        found = await page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
            ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
            ".map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`)"
        )
        assert found == []

    return check
