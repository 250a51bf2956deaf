"""The audit of what we stand on, against an index of the test's own."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

TOOL = Path(__file__).parents[3] / "tools" / "advisories"
CANARY = {"urllib3 1.26.4": ["PYSEC-2021-108"]}


@contextmanager
def an_index(known: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Its address, and what it was asked about. It tells of these faults by package and version."""
    asked: list[str] = []

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, _, name, version, _ = self.path.split("/")
            asked.append(f"{name} {version}")
            faults = [{"id": each, "withdrawn": None} for each in known.get(asked[-1], [])]
            old = {"id": "PYSEC-0000-0", "withdrawn": "2020-01-01T00:00:00Z"}
            body = msgspec.json.encode({"vulnerabilities": [*faults, *([old] if known else [])]})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Nothing: the test looks at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/simple", asked
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize(
    ("known", "code", "told"),
    [
        pytest.param(CANARY, 0, "nothing known", id="nothing known"),
        pytest.param({**CANARY, "litestar": ["GHSA-1"]}, 1, "GHSA-1", id="a fault"),
        pytest.param({}, 3, "NOT ASKED", id="an index without advisories"),
    ],
)
def test_the_audit_fails_on_a_known_fault_and_says_when_nobody_knew(
    known: dict[str, list[str]], code: int, told: str
) -> None:
    lock = (TOOL.parents[1] / "requirements.lock").read_text()
    locked = dict(re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^\s\\;]+)", lock))
    faults = {name if " " in name else f"{name} {locked[name]}": ids for name, ids in known.items()}

    with an_index(faults) as (address, asked):
        done = _audit(address)

    assert (done.returncode, told in done.stdout) == (code, True), done.stdout + done.stderr
    if code < 3:
        assert {f"{name} {version}" for name, version in locked.items()} <= set(asked)
    else:
        assert asked == ["urllib3 1.26.4"]


def test_the_audit_says_when_nobody_answers() -> None:
    done = _audit("http://127.0.0.1:1/simple")

    assert (done.returncode, "NOT ASKED" in done.stdout) == (3, True), done.stdout


def _audit(index: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.run(
        [sys.executable, TOOL],
        env={**own, "PIP_INDEX_URL": index},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
