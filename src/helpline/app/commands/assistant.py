"""`helpline assistant`: ask the assistant and see why it replies so."""

from datetime import date
from typing import Annotated

import msgspec
import typer

from helpline.app import settings
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.assistant import queries
from helpline.assistant.model import Answered, AskBack, Choice, Context, Reply
from helpline.kit.clock import shanghai
from helpline.kit.db import Database
from helpline.knowledge import vectors

cli = typer.Typer(help="智能助手。", no_args_is_help=True)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer rests on."""

    entry: str
    revision: int
    title: str
    source: str
    source_date: date | None
    reviewed_on: date | None
    valid_until: date | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A reply, explained. `sources` and `score` are empty and null where no entry is shown."""

    kind: str
    answer: str
    sources: list[Source]
    score: float | None
    why: str
    layers: tuple[str, ...]
    choices: tuple[Choice, ...]


@cli.callback()
def room() -> None:
    """智能助手。"""


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="纳税人的问题")],
    system: Annotated[str | None, typer.Option(help="纳税人选定的系统（代码）")] = None,
) -> None:
    """问智能助手，给出答复、出处、得分和理由。"""

    async def deed(db: Database) -> Reply:
        vector = await vectors.of_question(question)
        async with db.reading() as read:
            return await queries.answer(read, question, context=Context(system=system), vector=vector)

    with refusals_shown():
        chosen = settings.read()
        vectors.choose(vectors.embedder(chosen.embedding_url, chosen.embedding_model))
        show(told(run_with_database(deed)))


def told(reply: Reply) -> Told:
    """A reply in the words of the command line."""
    shown = reply if isinstance(reply, Answered) else None
    return Told(
        kind=str(reply.__struct_config__.tag),
        answer=reply.text,
        sources=[_source(shown)] if shown else [],
        score=reply.score if isinstance(reply, Answered | AskBack) else None,
        why=reply.why,
        layers=shown.layers if shown else (),
        choices=reply.choices if isinstance(reply, AskBack) else (),
    )


def _source(shown: Answered) -> Source:
    return Source(
        entry=shown.entry,
        revision=shown.revision,
        title=shown.title,
        source=shown.source,
        source_date=shown.source_date,
        reviewed_on=shanghai(shown.reviewed_at).date() if shown.reviewed_at else None,
        valid_until=shown.valid_until,
    )
