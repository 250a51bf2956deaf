"""No secret that passes through the real processes is in anything they write down, not at the wordiest level either."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pyotp
import pytest

from helpline.app.settings import read
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from tests.support.front import ask
from tests.support.live_pages import follows, taxpayer_page, token_of
from tests.support.people import PASSWORD, a_city
from tests.support.processes import HELPLINE, Processes
from tests.support.socket_page import connected

DATABASE_PASSWORD, METRICS, WRONG, NEW = (
    "Quelle-Passwort-7741",
    "messen-9d2c51",
    "Falsch-66102",
    "Neu-Kennwort-8823",
)
MASTER = "c2VjcmV0IG9mIHRoZSBtYXN0ZXIsIHRoaXJ0eS10d28="
"""32 bytes of its own, to be found again wherever it leaks."""


def with_password(dsn: str) -> str:
    """The address of the database as an operator writes it; the test's server asks for no password."""
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(netloc=f"postgres:{DATABASE_PASSWORD}@"))


@pytest.fixture
def processes(dsn: str, tmp_path: Path) -> Iterator[Processes]:
    started = Processes(
        tmp_path,
        HELPLINE_DATABASE_URL=with_password(dsn),
        HELPLINE_METRICS_TOKEN=METRICS,
        HELPLINE_LOG_LEVEL="DEBUG",
    )
    yield started
    started.close()


@pytest.mark.article("R18.1")
async def test_no_secret_is_in_any_log_of_the_running_processes(
    dsn: str, processes: Processes, tmp_path: Path
) -> None:
    db = await Database.open(dsn, SystemClock(), size=2)
    await a_city(db)
    await db.close()
    web = processes.web("web")
    for name in ("worker", "ticker"):
        await processes.loop(name)
    await web.answers()

    secrets = await _lives(web.url)

    said = written(tmp_path)
    assert '"level":"debug"' in said, "the wordiest level was not on"
    found = [name for name, secret in secrets.items() if secret in said]
    assert found == []


def written(folder: Path) -> str:
    """All that the processes wrote."""
    return "".join(path.read_text(errors="replace") for path in sorted(folder.rglob("*.log")))


async def _lives(url: str) -> dict[str, str]:
    """Use every secret there is, rightly and wrongly; what they were, by name."""
    secrets = {
        "database": DATABASE_PASSWORD,
        "metrics": METRICS,
        "password": PASSWORD,
        "wrong": WRONG,
        "new": NEW,
    }
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as person:
        for password in (WRONG, PASSWORD):
            await person.post("/api/session", json={"number": "0101", "password": password})
        await person.post("/api/session", json={"number": WRONG, "password": ["not a word", WRONG]})
        await person.get("/metrics", headers={"Authorization": f"Bearer {METRICS}", "Via": "1.1 proxy"})
        begun = (await person.post("/api/account/second-factor", json={"password": PASSWORD})).json()
        secrets["phone"] = begun["secret"]
        code = pyotp.TOTP(begun["secret"]).now()
        done = await person.post("/api/account/second-factor/confirmation", json={"code": code})
        secrets["recovery"] = done.json()["codes"][0]
        await person.post(
            "/api/session", json={"number": "0101", "password": PASSWORD, "code": secrets["recovery"]}
        )
        secrets |= {f"cookie {name}": value for name, value in person.cookies.items()}
        async with connected(url, person) as desk:
            await desk.hear("welcome")
            await desk.send(type="subscribe", topic="desk")
            await desk.hear("snapshot")
        changed = await person.put("/api/account/password", json={"old": PASSWORD, "new": NEW})
        assert changed.is_success, changed.text
        secrets |= {f"later cookie {name}": value for name, value in person.cookies.items()}
    async with taxpayer_page(url) as page:
        secrets["visitor"] = token_of(page)
        await follows(page, await ask(page.browser, "登录不了"))
        await page.send(type="hello", token=WRONG)
        await page.hear("refused")
    return secrets


@pytest.mark.parametrize(
    ("command", "address"),
    [
        pytest.param("web", f"postgresql://hl:{DATABASE_PASSWORD}@127.0.0.1:1/helpline", id="nobody answers"),
        pytest.param("migrate", f"postgresql://hl:{DATABASE_PASSWORD}@[::1/helpline", id="no host"),
        pytest.param("worker", f"postgresql://hl:{DATABASE_PASSWORD}@127.0.0.1:port/helpline", id="no port"),
    ],
)
async def test_a_start_that_fails_keeps_the_secrets_of_its_settings(
    command: str, address: str, tmp_path: Path
) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    given = {
        "HELPLINE_DATABASE_URL": address,
        "HELPLINE_MASTER_KEY": MASTER,
        "HELPLINE_METRICS_TOKEN": METRICS,
        "HELPLINE_LOG_LEVEL": "DEBUG",
        "HELPLINE_DATA_DIR": str(tmp_path / "data"),
    }

    ended = await asyncio.to_thread(
        subprocess.run,
        [HELPLINE, command],
        env={**own, **given},
        capture_output=True,
        timeout=100,
        check=False,
        cwd=tmp_path,
    )

    said = (ended.stdout + ended.stderr).decode(errors="replace")
    assert ended.returncode != 0
    assert [secret for secret in (DATABASE_PASSWORD, MASTER, METRICS) if secret in said] == [], said


def test_settings_that_are_printed_tell_no_secret() -> None:
    settings = read(
        {
            "HELPLINE_DATABASE_URL": f"postgresql://hl:{DATABASE_PASSWORD}@db.example/helpline",
            "HELPLINE_MASTER_KEY": MASTER,
            "HELPLINE_MASTER_KEY_COMMAND": f"vault read --token {WRONG}",
            "HELPLINE_METRICS_TOKEN": METRICS,
            "HELPLINE_HOST": "0.0.0.0",
        }
    )

    for printed in (repr(settings), str(settings), str(list(settings.__rich_repr__()))):
        assert [secret for secret in (DATABASE_PASSWORD, MASTER, METRICS, WRONG) if secret in printed] == []
        assert "0.0.0.0" in printed
