"""The assistant on a real database: it cites, keeps up with withdrawals, and writes down what was asked."""

import msgspec
import pytest

from helpline.assistant import commands, queries
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
from helpline.kit.db import Database
from helpline.knowledge import queries as knowledge
from helpline.knowledge.commands import entries
from tests.support.knowledge import PASSWORD, PRINTING, REVIEWER, publish


async def ask(db: Database, text: str, context: Context | None = None) -> Reply:
    async with db.deed() as tx:
        reply = await queries.answer(tx, text, context=context or Context())
        await commands.note(tx, text, reply, context or Context())
    return reply


@pytest.mark.article("R15.2")
async def test_every_answer_names_entry_version_source_and_date(db: Database) -> None:
    number = await publish(db, PASSWORD)

    reply = await ask(db, "申报密码忘记")

    assert isinstance(reply, Answered)
    assert (reply.entry, reply.revision, reply.text) == (number, 1, PASSWORD.answer)
    assert (reply.source, reply.source_date) == (PASSWORD.source, PASSWORD.source_date)
    assert reply.reviewed_at is not None


async def test_a_code_read_wrong_by_eye_finds_its_entry(db: Database) -> None:
    number = await publish(db, PASSWORD)
    await publish(db, PRINTING)

    reply = await ask(db, "申报提示 ERR-2O117")

    assert isinstance(reply, Answered)
    assert reply.entry == number


async def test_a_withdrawn_entry_is_no_longer_answered_nor_chosen(db: Database) -> None:
    number = await publish(db, PASSWORD)
    assert isinstance(await ask(db, PASSWORD.title), Answered)
    async with db.deed() as tx:
        await entries.withdraw(tx, number, REVIEWER, "停用")

    assert not isinstance(await ask(db, PASSWORD.title), Answered | AskBack)
    assert isinstance(await ask(db, "这一条", Context(chosen=number)), Unknown)


async def test_a_choice_is_answered(db: Database) -> None:
    number = await publish(db, PASSWORD)
    context = Context(offered=(Choice(number, PASSWORD.title),), question="密码")

    reply = await ask(db, "第一个", context)

    assert isinstance(reply, Answered)
    assert reply.entry == number


async def test_a_named_system_leans_to_its_entries(db: Database) -> None:
    shared = {"title": "软件打不开怎么办", "wordings": (), "keywords": ()}
    await publish(db, msgspec.structs.replace(PASSWORD, system="tax_survey", answer="1. 甲。", **shared))
    its = await publish(
        db, msgspec.structs.replace(PASSWORD, title="申报时软件打不开怎么办", answer="1. 申报。")
    )

    reply = await ask(db, "扣缴客户端申报软件打不开")

    assert isinstance(reply, Answered | AskBack)
    first = reply.entry if isinstance(reply, Answered) else reply.choices[0].entry
    assert first == its


@pytest.mark.article("R10.1")
async def test_what_was_asked_becomes_hot_questions_and_gaps(db: Database) -> None:
    number = await publish(db, PASSWORD)
    replies = [
        await ask(db, text)
        for text in (
            "申报密码忘记",
            "申报密码忘记",
            "股东名册在税务系统哪里备案",
            "你好",
            "转人工",
            "离婚怎么办手续",
        )
    ]

    async with db.reading() as read:
        hot = await knowledge.hot_questions(read)
        gaps = await knowledge.gaps(read)
        outcomes = [
            row["outcome"] for row in await read.fetch("select outcome from knowledge_question order by id")
        ]

    assert [type(reply) for reply in replies] == [
        Answered,
        Answered,
        Unknown,
        SmallTalk,
        HandOver,
        OutOfScope,
    ]
    assert [(each.number, each.times) for each in hot] == [(number, 2)]
    assert [gap.words for gap in gaps] == ["股东名册在税务系统哪里备案"]
    assert sorted(outcomes) == ["answered", "answered", "handed_over", "out_of_scope", "unknown"]


async def test_an_empty_base_answers_nothing_and_breaks_nothing(db: Database) -> None:
    assert isinstance(await ask(db, "怎样打印完税证明"), Unknown)
