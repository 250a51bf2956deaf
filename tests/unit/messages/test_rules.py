"""What may be left, and whose it is."""

from datetime import timedelta

import msgspec
import pytest

from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid, NotFound
from helpline.messages import rules
from helpline.messages.model import Consultant
from tests.support.messages import LEFT, a_message


def test_what_was_left_is_tidied() -> None:
    words = rules.accept(
        msgspec.structs.replace(LEFT, name="  张  三 ", phone="+86 138-1234-5678", text="\n怎么退税？\x00 "),
        4000,
    )

    assert (words.name, words.phone, words.text) == ("张 三", "13812345678", "怎么退税？")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", " ", "称呼"),
        ("name", "张" * 41, "40 个字"),
        ("phone", "", "没有填写电话"),
        ("phone", "1381234567", "11 位"),
        ("phone", "12366", "手机号或固定电话"),
        ("text", " \n", "请写下"),
        ("text", "税" * 21, "21 个字"),
    ],
)
def test_a_refusal_says_what_to_mend(field: str, value: str, told: str) -> None:
    left = msgspec.structs.replace(LEFT, **{field: value})

    with pytest.raises(Invalid, match=told):
        rules.accept(left, 20)


@pytest.mark.article("R14.1")
def test_a_provider_reaches_its_own_and_nobodys() -> None:
    own, other = new_id(), new_id()

    assert rules.require_reach(a_message(provider_id=own), own)
    assert rules.require_reach(a_message(provider_id=None), own)
    with pytest.raises(NotFound):
        rules.require_reach(a_message(provider_id=other), own)
    with pytest.raises(NotFound):
        rules.require_reach(None, own)


@pytest.mark.article("R5.3")
def test_only_the_owner_answers() -> None:
    owner, colleague = (Consultant(staff_id=new_id(), provider_id=new_id()) for _ in range(2))
    message = a_message(owner=owner.staff_id)

    rules.require_owner(message, owner, "0101 号咨询员")
    with pytest.raises(rules.NotOwner, match=r"0101 号咨询员负责.*先接手"):
        rules.require_owner(message, colleague, "0101 号咨询员")


@pytest.mark.article("R6.2")
def test_the_clock_that_runs_out_first_is_the_one_to_read_then_the_one_to_answer() -> None:
    message = a_message()

    assert rules.next_due(message) == message.read_due_at
    assert rules.next_due(msgspec.structs.replace(message, read_at=message.left_at)) == message.answer_due_at


@pytest.mark.article("R6.2")
def test_reading_late_stays_overdue_though_the_answer_was_in_time() -> None:
    message = a_message()
    due = message.read_due_at
    late = msgspec.structs.replace(
        message, read_at=due + timedelta(seconds=1), answered_at=due + timedelta(seconds=2)
    )

    assert rules.is_overdue(late, due)
    assert not rules.is_overdue(msgspec.structs.replace(late, read_at=due), due)


@pytest.mark.article("R6.2")
def test_an_unread_message_is_overdue_from_its_deadline_on() -> None:
    message = a_message()

    assert not rules.is_overdue(message, message.read_due_at - timedelta(microseconds=1))
    assert rules.is_overdue(message, message.read_due_at)


def test_a_long_question_is_cut_for_lists() -> None:
    assert rules.question_of("第一行\n第二行") == "第一行 第二行"
    assert rules.question_of("税" * 61) == "税" * 59 + "…"
