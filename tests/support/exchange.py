"""An Asterisk for tests: booted once, on loopback, with the public network at 127.0.0.2 and 12366 at 127.0.0.4."""

import os
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from helpline.calls.prompts import WORDS
from helpline.kit.asterisk.configuration.plan import Layout, Plan, Trunk, Waiting
from helpline.kit.asterisk.launcher import Exchange, Facts, ports_of
from helpline.kit.asterisk.unpacking import tree_in

TREE = Path(__file__).resolve().parents[2] / ".cache/asterisk"
PUBLIC, STAND_IN_12366, STRANGER = "127.0.0.2", "127.0.0.4", "127.0.0.9"
PROMPT, MUSIC = 1000, 500
"""Tones, in hertz, of every prompt and of the waiting music: what a telephone hears can be told apart."""
PROMPT_SECONDS = 0.3


def unpacked() -> Path:
    """The unpacked tree; the test is skipped where there is none."""
    tree = tree_in(TREE)
    if tree is None:
        pytest.skip("Asterisk is not unpacked: run `helpline telephony fetch --with-tests`")
    return tree


def far_port() -> int:
    """Where the far exchanges listen: each test process has its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return 25_070 + int(worker)


def tone(path: Path, hertz: int, seconds: float) -> None:
    """Write a tone as WAV, 8 kHz, 16 bit."""
    at = np.arange(int(8000 * seconds))
    samples = (8000 * np.sin(2 * np.pi * hertz * at / 8000)).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(samples.tobytes())


def sounds(folder: Path) -> tuple[Path, Path]:
    """Prompts and music as tones."""
    prompts, music = folder / "prompts", folder / "music"
    for made in (prompts, music):
        made.mkdir(parents=True)
    for name in WORDS:
        tone(prompts / f"{name}.wav", PROMPT, PROMPT_SECONDS)
    tone(music / "music.wav", MUSIC, 20)
    return prompts, music


@contextmanager
def exchange_in(
    folder: Path, *, waiting: Waiting | None = None, most_calls: int = 12, extra: tuple[str, ...] = ()
) -> Iterator[Exchange]:
    """A running exchange whose node lives in `folder`."""
    tree = unpacked()
    folder.chmod(0o711)
    prompts, music = sounds(folder / "sounds")
    far = far_port()

    def plan(home: Path, facts: Facts) -> Plan:
        return Plan(
            folder=home,
            layout=Layout.of_tree(tree),
            prompts=prompts,
            music=music,
            secret=facts.secret,
            ports=ports_of(facts),
            trunks=(
                Trunk("public", (PUBLIC,), f"sip:{PUBLIC}:{far}", most_calls=most_calls),
                Trunk("12366", (STAND_IN_12366,), f"sip:{STAND_IN_12366}:{far}", marked=True),
            ),
            phones=("127.0.0.3",),
            waiting=waiting or Waiting(seconds=12, retry=1, message=5),
        )

    exchange = Exchange(folder / "node1", tree, plan, extra=extra)
    exchange.start()
    try:
        yield exchange
    finally:
        exchange.stop()
