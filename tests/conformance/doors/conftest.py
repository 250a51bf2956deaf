"""A real site, as it is served, with everybody in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from helpline.app.seed import seed
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from tests.support.people import a_city
from tests.support.processes import Processes, WebProcess


@pytest.fixture
async def site(dsn: str, tmp_path: Path) -> AsyncIterator[WebProcess]:
    db = await Database.open(dsn, SystemClock(), size=2)
    await seed(db)
    await a_city(db)
    await db.close()
    processes = Processes(tmp_path, HELPLINE_DATABASE_URL=dsn, HELPLINE_VISITORS_PER_MINUTE="0")
    web = processes.web("serve", "--quiet")
    await web.answers()
    yield web
    processes.close()
