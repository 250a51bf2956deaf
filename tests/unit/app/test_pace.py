"""A socket's frames are taken in at a pace; a burst after a cut is not slowed down."""

from helpline.app.pace import Pace


def test_a_burst_passes_and_a_flood_is_slowed_to_the_pace() -> None:
    pace = Pace(a_second=10, at_once=30)

    waits = [pace.wait(100.0) for _ in range(40)]

    assert waits[:30] == [0.0] * 30
    assert [round(each, 6) for each in waits[30:33]] == [0.1, 0.2, 0.3]


def test_who_was_quiet_may_burst_again() -> None:
    pace = Pace(a_second=10, at_once=30)
    for _ in range(30):
        pace.wait(100.0)

    assert [pace.wait(110.0) for _ in range(30)] == [0.0] * 30
