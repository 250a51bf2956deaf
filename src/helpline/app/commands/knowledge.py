"""`helpline knowledge`: fill the knowledge base, ask it, measure it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from helpline.app import settings
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.clock import shanghai
from helpline.kit.db import Database
from helpline.kit.refusal import NotFound
from helpline.knowledge import evaluate as evaluation
from helpline.knowledge import queries, vectors
from helpline.knowledge.commands.embedding import embed_missing
from helpline.knowledge.commands.importing import ImportReport, import_rows
from helpline.knowledge.model import Hit, Signature
from helpline.knowledge.reading import read_file
from helpline.knowledge.search import Wish
from helpline.knowledge.shelving import Defaults

cli = typer.Typer(help="知识库：导入、检索、评测。", no_args_is_help=True)


class BadFileRow(msgspec.Struct, frozen=True):
    """A row that was refused, and in which file."""

    file: str
    row: int
    reason: str


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all rows of all files."""

    imported: int
    updated: int
    unchanged: int
    published: int
    refused: list[BadFileRow]
    topics_added: list[str]


class FoundEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was found, ready to be cited."""

    entry: str
    revision: int
    title: str
    system: str
    score: float
    coverage: float
    matched: tuple[str, ...]
    layers: tuple[str, ...]
    source: str
    source_date: str | None
    reviewed_on: str | None
    valid_until: str | None
    answer: str


class Embedded(msgspec.Struct, frozen=True):
    """How many vectors were made."""

    embedded: int
    model: str


@cli.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=".jsonl、.csv 或 .md 文件")],
    system: Annotated[str, typer.Option(help="行内未写明时的系统")] = "etax_bureau",
    kind: Annotated[str, typer.Option(help="行内未写明时的类别：process 或 operation")] = "operation",
    topic: Annotated[str, typer.Option(help="行内未写明时的问题分类")] = "其他",
    source: Annotated[str, typer.Option(help="行内未写明时的来源；不给时用文件名")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="由执行者签发，直接发布")] = False,
) -> None:
    """导入知识条目。有错的行不采用并说明原因，其余照常导入；不加 --publish 时进入待审核。"""
    with refusals_shown():
        given = [(file, _content(file)) for file in files]
        defaults = Defaults(system=system, kind=kind, topic=topic, source=source)
        reports = run_with_database(lambda db: _import(db, given, defaults, sign=publish))
        show(_summed(files, reports))


@cli.command()
def search(
    question: Annotated[str, typer.Argument(help="要找什么")],
    system: Annotated[str | None, typer.Option(help="只在这个系统的条目里找")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多几条")] = 5,
) -> None:
    """检索已发布且在有效期内的条目，给出一个 JSON 数组。"""

    async def deed(db: Database) -> list[Hit]:
        vector = await vectors.of_question(question)
        async with db.reading() as read:
            return await queries.search(read, question, Wish(system=system, limit=limit, vector=vector))

    with refusals_shown():
        _choose_vectors()
        show([_found(hit) for hit in run_with_database(deed)])


@cli.command()
def embed() -> None:
    """按设置里的向量服务，为已发布的条目补齐向量。"""
    with refusals_shown():
        _choose_vectors()
        if vectors.chosen() is None:
            raise vectors.VectorsUnavailable("没有设置向量服务：请设置 HELPLINE_EMBEDDING_URL。")
        show(Embedded(run_with_database(embed_missing), vectors.model()))


@cli.command()
def evaluate(file: Annotated[Path, typer.Argument(help="每行一个含 question、answer 的 JSON")]) -> None:
    """用文件里的每个问题检索文件里的全部答案，给出命中率和平均倒数排名。不需要数据库。"""
    with refusals_shown():
        show(evaluation.evaluate(evaluation.read_pairs(_content(file))))


async def _import(
    db: Database, given: Sequence[tuple[Path, bytes]], defaults: Defaults, *, sign: bool
) -> list[ImportReport]:
    """Each file in a deed of its own."""
    reports: list[ImportReport] = []
    for file, content in given:
        rows = read_file(file.name, content)
        filled = msgspec.structs.replace(defaults, source=defaults.source or file.stem)
        async with db.deed() as tx:
            reports.append(await import_rows(tx, rows, filled, Signature("命令行导入"), sign=sign))
    return reports


def _summed(files: Sequence[Path], reports: Sequence[ImportReport]) -> Imported:
    refused = [
        BadFileRow(file.name, bad.row, bad.reason)
        for file, report in zip(files, reports, strict=True)
        for bad in report.refused
    ]
    return Imported(
        imported=sum(report.imported for report in reports),
        updated=sum(report.updated for report in reports),
        unchanged=sum(report.unchanged for report in reports),
        published=sum(report.published for report in reports),
        refused=refused,
        topics_added=sorted({topic for report in reports for topic in report.topics_added}),
    )


def _found(hit: Hit) -> FoundEntry:
    shown, content = hit.shown, hit.shown.content
    return FoundEntry(
        entry=shown.number,
        revision=shown.version,
        title=content.title,
        system=content.system,
        score=hit.score,
        coverage=hit.coverage,
        matched=hit.matched,
        layers=hit.layers,
        source=content.source,
        source_date=content.source_date.isoformat() if content.source_date else None,
        reviewed_on=shanghai(shown.reviewed_at).date().isoformat() if shown.reviewed_at else None,
        valid_until=content.valid_until.isoformat() if content.valid_until else None,
        answer=content.answer,
    )


def _choose_vectors() -> None:
    chosen = settings.read()
    vectors.choose(vectors.embedder(chosen.embedding_url, chosen.embedding_model))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotFound(f"无法读取文件 {file}：{error.strerror}。") from None
