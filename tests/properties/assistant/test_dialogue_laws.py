"""Laws of the dialogue, whatever is said."""

from hypothesis import given
from hypothesis import strategies as st

from helpline.assistant.model import (
    Answered,
    AskBack,
    Choice,
    Context,
    HandOver,
    OutOfScope,
    Reply,
    SmallTalk,
    Unknown,
)
from tests.support.scratch import Scratch, content

TITLES = [
    "扣缴客户端的申报密码忘了怎么办",
    "怎样打印完税证明",
    "怎样打印申报表",
    "发票开具时选不到税率",
    "证书过期怎么更新",
]
BASE = Scratch([content(title, f"1. {title}的做法。\n2. 完成。") for title in TITLES])
WORDS = st.one_of(
    st.text(max_size=80),
    st.text(
        st.sampled_from("税发票申报密码打印证明证书的怎么办人工投诉转没解决不行第一二三个？，"), max_size=40
    ),
)
CONTEXTS = st.builds(
    Context,
    question=st.sampled_from(["", *TITLES]),
    shown=st.sampled_from([(), ("K-0001",), ("K-0001", "K-0002")]),
    offered=st.sampled_from([(), (Choice("K-0002", TITLES[1]), Choice("K-0003", TITLES[2]))]),
)


@given(WORDS, CONTEXTS)
def test_whatever_is_said_gets_a_reply_with_words_and_a_reason(words: str, context: Context) -> None:
    reply = BASE.ask(words, context)

    assert reply.text
    assert reply.why or isinstance(reply, Answered)


@given(WORDS, CONTEXTS)
def test_nothing_about_taxes_is_said_but_what_an_entry_says(words: str, context: Context) -> None:
    reply: Reply = BASE.ask(words, context)

    match reply:
        case Answered():
            entry = next(each for each in BASE.shown if each.number == reply.entry)
            assert reply.text == entry.content.answer
            assert reply.source == entry.content.source
        case AskBack():
            titles = {each.number: each.content.title for each in BASE.shown}
            assert 0 < len(reply.choices) <= 3
            assert all(titles[choice.entry] == choice.label for choice in reply.choices)
        case Unknown() | HandOver() | OutOfScope() | SmallTalk():
            assert words not in reply.text or len(words) < 4


@given(
    st.sampled_from(TITLES), st.text("，。！？ 　,.!?", max_size=6), st.text("，。！？ 　,.!?", max_size=6)
)
def test_an_entry_is_always_found_by_its_title(title: str, before: str, after: str) -> None:
    reply = BASE.ask(before + title + after)

    assert isinstance(reply, Answered)
    assert reply.title == title


@given(WORDS, CONTEXTS)
def test_asking_for_a_person_always_ends_with_a_person(words: str, context: Context) -> None:
    assert isinstance(BASE.ask("转人工", context), HandOver)
