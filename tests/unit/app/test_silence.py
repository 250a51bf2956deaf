"""A page's silence is counted by the server's clock, and only while the server listens."""

from collections.abc import Callable

from helpline.app.silence import Silence


class Timer:
    def __init__(self, due: float, ring: Callable[[], object]) -> None:
        self.due = due
        self.ring = ring
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class Loop:
    """Time that the test moves."""

    def __init__(self) -> None:
        self._now = 0.0
        self._timers: list[Timer] = []

    def time(self) -> float:
        return self._now

    def call_later(self, delay: float, callback: Callable[..., object], /, *args: object) -> Timer:
        self._timers.append(timer := Timer(self._now + delay, lambda: callback(*args)))
        return timer

    def move(self, seconds: float) -> None:
        self._now += seconds
        for timer in [each for each in self._timers if each.due <= self._now]:
            self._timers.remove(timer)
            if not timer.is_cancelled:
                timer.ring()


def watched() -> tuple[Loop, Silence, list[str]]:
    loop, gone = Loop(), list[str]()
    silence = Silence(loop, 30)
    silence.watch(lambda: gone.append("gone"))
    return loop, silence, gone


def test_thirty_seconds_without_a_word_are_the_end() -> None:
    loop, _, gone = watched()

    loop.move(29.9)
    assert gone == []
    loop.move(0.2)
    assert gone == ["gone"]


def test_each_word_begins_the_count_anew() -> None:
    loop, silence, gone = watched()

    for _ in range(10):
        loop.move(20)
        silence.broken()
        silence.begins()
    assert gone == []
    loop.move(31)
    loop.move(31)
    assert gone == ["gone"]


def test_what_the_server_is_busy_with_is_not_the_pages_silence() -> None:
    loop, silence, gone = watched()

    silence.broken()
    loop.move(100)
    assert gone == []
    silence.begins()
    loop.move(29)
    assert gone == []


def test_who_left_is_watched_no_more() -> None:
    loop, silence, gone = watched()

    silence.end()
    loop.move(100)

    assert gone == []
