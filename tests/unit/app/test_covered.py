"""What a locked page is told: that somebody waits, never who."""

import msgspec
import pytest

from helpline.app.topics import covered


@pytest.mark.article("R18.1")
def test_a_locked_desk_rings_for_dialogues_and_calls_alike_and_tells_of_nobody() -> None:
    desk = {
        "offers": [{"asker": "王*"}],
        "calls": {"offers": [{"phone": "138****5678"}, {"phone": "139****0713"}]},
    }
    frame = msgspec.json.encode({"type": "snapshot", "topic": "desk", "data": desk})

    told = covered(frame)

    assert told is not None
    assert msgspec.json.decode(told) == {"type": "ringing", "offers": 3}


@pytest.mark.article("R18.1")
def test_a_locked_board_is_told_nothing_of_calls() -> None:
    assert covered(msgspec.json.encode({"type": "snapshot", "topic": "calls", "data": {"calls": []}})) is None
