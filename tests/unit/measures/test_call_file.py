"""Reading a call centre's file: what is wrong in it is told, never guessed."""

import pytest

from helpline.kit.refusal import Invalid
from helpline.measures import call_file
from helpline.measures.model import Exclusion, Outcome

HEAD = "vru+line\tcall_id\ttype\tdate\tvru_entry\tvru_time\tq_time\toutcome\tser_time"
GOOD = "AA0101\t7\tPS\t990201\t7:02:47\t9\t12\tAGENT\t166"


def test_a_line_becomes_a_call() -> None:
    [call] = call_file.calls([HEAD, GOOD])

    assert (call.id, call.queue, call.outcome) == ("AA0101-7", "PS", Outcome.ANSWERED)
    assert f"{call.arrived_at}" == "1999-02-01 07:02:47+08:00"
    assert (call.wait.seconds, call.talked.seconds) == (12, 166)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "AA0101\t7",
        GOOD.replace("990201", "990231"),
        GOOD.replace("990201", "99"),
        GOOD.replace("7:02:47", "soon"),
        GOOD.replace("\t12\t", "\t-12\t"),
        GOOD.replace("\t12\t", "\tnan\t"),
        GOOD.replace("\t12\t", "\t1e99\t"),
        GOOD.replace("AGENT", "WHO"),
    ],
)
def test_a_line_that_cannot_be_read_is_left_out_by_its_number(line: str) -> None:
    calls = list(call_file.calls([HEAD, GOOD, line + "\t", GOOD]))

    assert [call.excluded for call in calls] == [None, Exclusion.UNREADABLE, None]
    assert calls[1].note == "第 3 行"


@pytest.mark.parametrize("lines", [[], ["a\tb"], [HEAD.replace("q_time", "wait")]])
def test_a_file_of_another_layout_is_refused_with_what_is_missing(lines: list[str]) -> None:
    with pytest.raises(Invalid, match="q_time"):
        list(call_file.calls(lines))


def test_what_is_no_table_is_refused_with_the_line() -> None:
    with pytest.raises(Invalid, match="第 3 行"):
        list(call_file.calls([HEAD, GOOD, "x" * 200_000]))
