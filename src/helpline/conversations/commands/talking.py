"""Saying things: posts, recalls, read marks, typing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec

from helpline.audit import commands as audit
from helpline.audit.model import Line
from helpline.conversations.commands.moves import Move, Moved, apply, apply_one, require_hand
from helpline.conversations.flow.happenings import (
    ConsultantPosted,
    LateAnswer,
    Recalled,
    SupervisorPosted,
    TaxpayerPosted,
)
from helpline.conversations.model import Attached, Author, Picture, Post, Sendable, Text
from helpline.conversations.rules import NotInSight
from helpline.conversations.store import changes, conversations, visitors
from helpline.kit.db import Tx
from helpline.kit.refusal import Forbidden, Invalid, NotFound, Refused
from helpline.kit.secrets.ciphers import sm3
from helpline.knowledge.commands import asked as knowledge
from helpline.knowledge.model import Note, Signature
from helpline.regulation.model import Terms
from helpline.regulation.queries import terms_on

LONGEST_ENTRY = 40
"""Letters in the number of a knowledge entry."""


class TooLate(Refused):
    code, status = "too-late", 409


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A post on its way in. `client_id` is the sender's own id: sent twice, it is said once."""

    conversation_id: UUID
    author: Author
    client_id: UUID
    content: Sendable


async def send_many(tx: Tx, sendings: Sequence[Sending]) -> list[Moved | Refused]:
    """Say many things in one transaction, each answered by itself. For the group-commit writer."""
    terms = await terms_on(tx, tx.now)
    files = [
        (each.conversation_id, each.content.file) for each in sendings if not isinstance(each.content, Text)
    ]
    kept = await visitors.attachments(tx, files) if files else {}
    moves: list[Move] = []
    refused: dict[int, Refused] = {}
    for index, sending in enumerate(sendings):
        try:
            moves.append(_move(sending, _fit(sending, kept, terms)))
        except Refused as refusal:
            refused[index] = refusal
    moved = await apply(tx, moves)
    await _put_on_record(tx, moves, moved)
    outcomes = iter(moved)
    return [refused[index] if index in refused else next(outcomes) for index in range(len(sendings))]


POSTED: dict[str, type[TaxpayerPosted | ConsultantPosted | SupervisorPosted]] = {
    "taxpayer": TaxpayerPosted,
    "consultant": ConsultantPosted,
    "supervisor": SupervisorPosted,
}


async def _put_on_record(tx: Tx, moves: Sequence[Move], moved: Sequence[Moved | Refused]) -> None:
    """One line for all that this transaction says: how many posts, and their digest; the posts name their authors."""
    said = [
        (
            move.conversation_id,
            outcome.seq,
            move.client_id,
            move.author.id if move.author else None,
            _words(move),
        )
        for move, outcome in zip(moves, moved, strict=True)
        if isinstance(outcome, Moved)
    ]
    if said:
        detail = {"posts": len(said), "sm3": sm3(msgspec.json.encode(said)).hex()}
        await audit.record(tx, Line(deed="conversations.post", detail=detail))


def _words(move: Move) -> object:
    return (
        move.event.post.content
        if isinstance(move.event, TaxpayerPosted | ConsultantPosted | SupervisorPosted)
        else None
    )


def _fit(sending: Sending, kept: Mapping[tuple[UUID, UUID], asyncpg.Record], terms: Terms) -> Sendable:
    """What may be said: clean words, or a file as it was uploaded here, whatever the page says it is."""
    content = sending.content
    if isinstance(content, Text):
        return _checked(content, terms)
    found = kept.get((sending.conversation_id, content.file))
    if found is None:
        raise NotFound("没有找到这个文件，请重新选择后再发送。")
    kind = Picture if found["media_type"].startswith("image/") else Attached
    return kind(file=content.file, name=found["name"], size=found["size"])


def _move(sending: Sending, content: Sendable) -> Move:
    author = sending.author
    post = Post(
        by=author.party, name=author.label, content=content, author=author.id, client_id=sending.client_id
    )
    event = POSTED[author.party](post)
    return Move(
        conversation_id=sending.conversation_id, event=event, author=author, client_id=sending.client_id
    )


def _checked(content: Text, terms: Terms) -> Text:
    """Text that says something, is not too long, and holds no control characters that a page could stumble over."""
    words = _printable(content.text).strip()
    if not words:
        raise Invalid("消息是空的，请写点内容再发送。")
    if len(words) > terms.post_max_chars:
        raise Invalid(f"消息太长（{len(words)} 字），请分成每条不超过 {terms.post_max_chars} 字再发送。")
    if content.entry is not None and len(content.entry) > LONGEST_ENTRY:
        raise Invalid("引用的知识条目编号有误。")
    return msgspec.structs.replace(content, text=words)


def _printable(text: str) -> str:
    if text.isprintable():  # nearly all are, and this looks at them twenty times as fast
        return text
    return "".join(c for c in text if c in "\n\t" or c.isprintable() or c == "\u3000")


async def recall(tx: Tx, conversation_id: UUID, author: Author, seq: int) -> Moved:
    """Take back one's own post within two minutes; its words stay on record.

    Raises:
        NotFound, Forbidden, TooLate: with the reason.
    """
    await _in_hand(tx, conversation_id, author)
    post = await changes.post_at(tx, conversation_id, seq)
    if post is None:
        raise NotFound("没有这条消息。")
    if post["author"] != author.id:
        raise Forbidden("只能撤回自己发的消息。")
    within = (await terms_on(tx, tx.now)).recall_within_seconds
    if tx.now > post["at"] + timedelta(seconds=within):
        raise TooLate(f"已超过 {within // 60} 分钟，不能撤回了。")
    if post["recalled_by"] is not None:
        raise TooLate("这条消息已经撤回过了。")
    event = Recalled(by=author.party, target=seq)
    return await apply_one(tx, Move(conversation_id=conversation_id, event=event, author=author))


async def mark_read(tx: Tx, conversation_id: UUID, author: Author, upto: int) -> None:
    """The author has seen everything up to number `upto`.

    Raises:
        NotFound, Forbidden: it is not the author's to read.
    """
    await _in_hand(tx, conversation_id, author)
    if await conversations.mark_read(tx, conversation_id, author.party, upto):
        tx.stir(f"conversation:{conversation_id}")
        if author.party == "consultant":
            tx.stir(f"desk:{author.id}")


async def tell_typing(tx: Tx, conversation_id: UUID, author: Author) -> None:
    """Passing news, kept nowhere: the author is typing.

    Raises:
        NotFound, Forbidden: it is not the author's to write in.
    """
    await _in_hand(tx, conversation_id, author)
    tx.stir(f"typing:{conversation_id}", data=msgspec.json.encode(author.party))


async def answer_late(tx: Tx, conversation_id: UUID, author: Author, text: str) -> Moved:
    """R4.4: what was promised for later, said where the taxpayer asked. The caller checked who may answer."""
    content = _checked(Text(text=text), await terms_on(tx, tx.now))
    post = Post(by="consultant", name=author.label, content=content, author=author.id)
    return await apply_one(tx, Move(conversation_id=conversation_id, event=LateAnswer(post=post)))


async def answer_message(
    tx: Tx, conversation_id: UUID, author: Author, content: Text, message_id: UUID
) -> None:
    """R6.2: the answer to a message that was left from here, said here too. Told twice, it is said once.

    The words were checked when the message was answered.
    """
    post = Post(by="consultant", name=author.label, content=content, author=author.id, client_id=message_id)
    event = LateAnswer(post=post, settles=False)
    await apply_one(tx, Move(conversation_id=conversation_id, event=event, client_id=message_id))


async def vote(tx: Tx, conversation_id: UUID, author: Author, seq: int, *, solved: bool) -> None:
    """The taxpayer says whether the assistant's answer helped."""
    found = await conversations.find(tx, conversation_id)
    if found is None or found.visitor_id != author.id:
        raise NotInSight()
    post = await changes.post_at(tx, conversation_id, seq)
    entry = getattr(changes.decode(post["body"]), "entry", None) if post else None
    if post is None or post["by_party"] != "assistant" or entry is None:
        raise NotFound("没有这条回答。")
    await visitors.vote(tx, conversation_id, seq, entry, solved=solved)
    note = Note(verdict="solved" if solved else "not_solved", number=entry, conversation=conversation_id)
    with suppress(NotFound):  # withdrawn since it was shown: the vote stays with the conversation
        await knowledge.give_feedback(tx, note, Signature("纳税人"))


async def _in_hand(tx: Tx, conversation_id: UUID, author: Author) -> None:
    """Lock the conversation for its author.

    Raises:
        NotFound: there is none, or a stranger asks.
        Forbidden: another consultant has it.
    """
    found = (await conversations.lock(tx, [conversation_id])).get(conversation_id)
    if found is None:
        raise NotInSight()
    require_hand(found, author)
