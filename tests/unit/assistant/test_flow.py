"""What the assistant makes of what a taxpayer says."""

import pytest

from helpline.assistant import flow, sentences
from helpline.assistant.model import (
    Answered,
    AskBack,
    Asks,
    Choice,
    Chose,
    Context,
    HandOver,
    NotHelped,
    OutOfScope,
    SmallTalk,
    Unknown,
    WantsHuman,
)
from helpline.knowledge.model import System
from tests.support.scratch import Scratch, content

OFFERED = (Choice("K-0003", "怎样打印完税证明"), Choice("K-0004", "怎样打印申报表"))
BASE = Scratch(
    [
        content(
            "扣缴客户端的申报密码忘了怎么办", "1. 打开系统设置。\n2. 重置密码。", wordings=["申报密码被锁定"]
        ),
        content("电子税务局登录收不到短信验证码", "1. 核对手机号。\n2. 稍后重试。"),
        content("怎样打印完税证明", "1. 打开证明开具。\n2. 打印。"),
        content("怎样打印申报表", "1. 打开申报查询。\n2. 打印。"),
        content("增值税发票的税率怎样修改", "1. 在项目信息维护里修改。"),
        content("财务报表的报送期限在哪里查", "1. 在我的待办里查看。"),
    ]
)


@pytest.mark.article("R12.1")
@pytest.mark.parametrize(
    "words",
    [
        "人工",
        "转人工",
        "我要人工服务",
        "真人",
        "能不能转一下人工",
        "找客服",
        "请帮我转人工客服",
        "换人工",
        "有人吗？",
        "叫咨询员来",
    ],
)
def test_a_wish_for_a_person_is_understood_at_any_time(words: str) -> None:
    for context in (Context(), Context(offered=OFFERED), Context(question="打印", shown=("K-0003",))):
        assert isinstance(flow.intent(words, context), WantsHuman)

    reply = BASE.ask(words)
    assert isinstance(reply, HandOver)
    assert reply.reason == "asked"


@pytest.mark.parametrize(
    "words",
    [
        "人工费的发票怎么开具",
        "人工成本填在哪一行",
        "不要转人工，继续问",
        "企业所得税职工薪酬里人工成本怎么填",
    ],
)
def test_wages_and_a_refusal_are_no_wish_for_a_person(words: str) -> None:
    assert isinstance(flow.intent(words, Context()), Asks)


@pytest.mark.parametrize(
    "words", ["我要投诉", "你们客服态度太差了", "举报某公司偷税漏税", "商家一直不给开发票，要求查处"]
)
def test_a_complaint_goes_to_a_person(words: str) -> None:
    reply = BASE.ask(words)

    assert isinstance(reply, HandOver)
    assert reply.reason == "complaint"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("你好！", sentences.GREETING),
        ("您好，在吗？", sentences.GREETING),
        ("谢谢您", sentences.THANKS),
        ("好的，解决了，谢谢", sentences.SOLVED),
        ("再见", sentences.FAREWELL),
    ],
)
def test_small_talk_is_returned_and_nothing_is_looked_up(words: str, sentence: str) -> None:
    assert BASE.ask(words) == SmallTalk(text=sentence)


def test_a_greeting_before_a_question_does_not_hide_it() -> None:
    assert isinstance(BASE.ask("你好，怎样打印完税证明"), Answered)


@pytest.mark.parametrize("words", ["第二个", "2", "怎样打印申报表？", "K-0004"])
def test_a_choice_is_taken_by_place_title_or_number(words: str) -> None:
    assert flow.intent(words, Context(offered=OFFERED)) == Chose("K-0004")


def test_a_click_is_a_choice_whatever_its_label_says() -> None:
    assert flow.intent("转人工", Context(chosen="K-0001")) == Chose("K-0001")


@pytest.mark.parametrize("words", ["没解决", "还是不行", "都不是", "没用啊", "不对"])
def test_not_solved_means_something_only_after_an_answer(words: str) -> None:
    assert flow.intent(words, Context(question="打印", shown=("K-0003",))) == NotHelped()
    assert flow.intent(words, Context()) == Asks(words)


@pytest.mark.article("R15.2")
def test_an_answer_is_the_entry_word_for_word_with_its_source() -> None:
    reply = BASE.ask("申报密码被锁定")

    assert isinstance(reply, Answered)
    entry = BASE.shown[0]
    assert (reply.entry, reply.revision, reply.title) == ("K-0001", 1, entry.content.title)
    assert reply.text == entry.content.answer
    assert reply.steps == ("1. 打开系统设置。", "2. 重置密码。")
    assert reply.source == "测试资料"
    assert reply.layers == ("words", "title")


@pytest.mark.parametrize("question", ["申报密码忘记了怎么重置", "收不到登录的短信", "完税证明在哪里打印"])
def test_another_wording_is_answered_with_what_speaks_for_it(question: str) -> None:
    reply = BASE.ask(question)

    assert isinstance(reply, Answered)
    assert "相同的词" in reply.why


def test_two_equally_near_entries_are_asked_back() -> None:
    reply = BASE.ask("请问怎样打印？")

    assert isinstance(reply, AskBack)
    assert {choice.entry for choice in reply.choices} == {"K-0003", "K-0004"}


def test_entries_with_one_title_are_asked_back() -> None:
    twins = Scratch([content("如何勾选发票", "甲"), content("如何勾选发票", "乙"), content("如何开票", "丙")])

    reply = twins.ask("如何勾选发票")

    assert isinstance(reply, AskBack)
    assert {choice.entry for choice in reply.choices} == {"K-0001", "K-0002"}


@pytest.mark.article("R5.4")
@pytest.mark.parametrize(
    "question",
    ["小规模纳税人增值税起征点是多少", "研发费用能不能税前扣除", "印花税税率是多少", "年终奖需要交多少税"],
)
def test_policy_is_declined_with_the_reason_and_where_to_ask(question: str) -> None:
    reply = BASE.ask(question)

    assert isinstance(reply, OutOfScope)
    assert reply.category == "policy"
    assert "12366" in reply.text


@pytest.mark.article("R5.4")
@pytest.mark.parametrize(
    "question", ["离婚怎么办手续", "今天天气怎么样", "房东不退押金怎么办", "帮我写一首诗"]
)
def test_what_is_not_about_the_systems_is_declined_with_the_reason(question: str) -> None:
    reply = BASE.ask(question)

    assert isinstance(reply, OutOfScope)
    assert reply.category == "not_tax"


def test_a_policy_word_in_a_question_about_a_screen_is_no_policy_question() -> None:
    assert not flow.is_policy("税率在系统里选不到怎么办")
    assert isinstance(BASE.ask("增值税发票的税率怎样修改"), Answered)


def test_what_the_base_does_not_say_is_said_to_be_unknown() -> None:
    assert isinstance(BASE.ask("退税商店备案被退回"), Unknown)


@pytest.mark.parametrize("words", ["", "  ", "？？？", "请问怎么办"])
def test_words_without_a_matter_get_no_answer(words: str) -> None:
    assert isinstance(BASE.ask(words), Unknown | SmallTalk)


def test_the_next_near_entry_comes_after_the_first_failed_and_then_a_person() -> None:
    question = "打印申报表和完税证明"
    hits = BASE.hits(question)
    first = hits[0].shown.number

    second = BASE.ask("没解决", Context(question=question, shown=(first,)))
    third = BASE.ask("还是不行", Context(question=question, shown=(first, "K-0009")))

    assert isinstance(second, Answered)
    assert second.entry != first
    assert isinstance(third, HandOver)
    assert third.reason == "not_solved"


def test_none_of_the_choices_means_a_person() -> None:
    reply = BASE.ask("都不是", Context(question="打印", offered=OFFERED))

    assert isinstance(reply, HandOver)


def test_the_system_that_is_named_counts_before_the_chosen_one() -> None:
    systems = [
        System(code="etax_bureau", name="电子税务局", short_name="电子税务局"),
        System(code="its", name="扣缴客户端", short_name="扣缴端", aliases=("ITS",)),
    ]

    assert flow.favoured("ITS 登录不上", Context(system="etax_bureau"), systems) == "its"
    assert flow.favoured("登录不上", Context(system="etax_bureau"), systems) == "etax_bureau"
    assert flow.favoured("电子税务局和扣缴端都登录不上", Context(), systems) is None
