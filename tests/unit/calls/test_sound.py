"""R11.2: a recording is looked through before it is kept."""

import struct

import pytest

from helpline.calls.recordings.model import spool_name
from helpline.calls.recordings.sound import PEAKS, NoSound, examine
from helpline.kit.ids import new_id
from tests.support.recordings import RATE, wav

pytestmark = pytest.mark.article("R11.2")


def test_length_loudness_and_shape_are_found() -> None:
    sound = examine(wav(3, loudness=16_000))

    assert (sound.seconds, sound.rate, sound.is_silent, sound.is_repaired) == (3, RATE, False, False)
    assert len(sound.peaks) == PEAKS
    assert max(sound.peaks) == pytest.approx(16_000 * 255 / 32767, abs=2)


def test_silence_is_told() -> None:
    assert examine(wav(1, loudness=50)).is_silent
    assert not examine(wav(1, loudness=400)).is_silent
    assert examine(wav(0)).is_silent


def test_a_file_that_was_not_closed_is_whole_so_far_and_gets_a_true_head() -> None:
    sound = examine(wav(2, closed=False)[:-1])

    assert (sound.is_repaired, round(sound.seconds, 2)) == (True, 2)
    assert examine(sound.wav).is_repaired is False
    assert examine(sound.wav).seconds == sound.seconds


def test_what_stands_between_head_and_sound_is_passed_over() -> None:
    plain = wav(1)
    extra = b"LIST" + struct.pack("<I", 5) + b"abcde\0"

    assert examine(plain[:36] + extra + plain[36:]).seconds == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"ID3" + bytes(100),
        wav()[:40],
        wav().replace(b"fmt ", b"fmt_"),
        wav()[:20] + b"\x06" + wav()[21:],
        wav()[:34] + b"\x08" + wav()[35:],
        wav()[:24] + bytes(4) + wav()[28:],
    ],
    ids=["empty", "a word", "mp3", "cut head", "no format", "a-law", "eight bits", "no rate"],
)
def test_what_is_no_recording_is_refused(content: bytes) -> None:
    with pytest.raises(NoSound):
        examine(content)


def test_the_name_of_a_file_tells_its_call_and_derives_its_id() -> None:
    call = new_id()

    assert (spool_name("n", f"rec-{call}").kind, spool_name("n", f"rec-{call}").call_id) == ("talk", call)
    assert spool_name("n", f"vm-{call}").kind == "message"
    assert spool_name("n", "left-17.3-13800001111-public").kind == "alone"
    assert spool_name("n", "rec-nonsense").kind == "alone"
    assert spool_name("n", f"rec-{call}").id == spool_name("n", f"rec-{call}").id
    assert spool_name("m", f"rec-{call}").id != spool_name("n", f"rec-{call}").id
