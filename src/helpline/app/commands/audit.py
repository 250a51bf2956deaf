"""`helpline audit`: verify the log, also offline on an export; export it; hand over anchors; change the key."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer

from helpline.app import settings as settings_module
from helpline.app.keepers import anchors_of, keys_of
from helpline.app.session import run_with_database
from helpline.app.settings import Settings
from helpline.app.shown import refusals_shown, show
from helpline.audit import anchors, keys, sealing, verification
from helpline.audit import commands as audit
from helpline.audit.model import Anchor, Line, Report
from helpline.audit.sealer import Sealer
from helpline.audit.verifier import KeySource
from helpline.kit.db import Database

cli = typer.Typer(help="审计：校验、导出、锚定、换密钥。", no_args_is_help=True)

T = TypeVar("T")
First = Annotated[int, typer.Option("--from", metavar="N", help="从第 N 条起", min=1)]
Last = Annotated[int | None, typer.Option("--to", metavar="N", help="到第 N 条止，默认到末尾", min=1)]
AnchorFolder = Annotated[
    Path | None, typer.Option("--anchors", metavar="DIR", help="市局留存的锚定文件所在目录")
]
KeyFile = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="密钥文件，默认用数据目录里的")]


@cli.command()
def verify(
    anchor_folder: AnchorFolder = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="校验导出文件，不连数据库")
    ] = None,
    key: KeyFile = None,
    first: First = 1,
    last: Last = None,
) -> None:
    """校验审计链。完好时退出码为 0；发现改动、删除、调换、插入、截尾或密钥不对时为 1，并逐条说明在哪里。"""
    with refusals_shown():
        settings = settings_module.read()
        source: KeySource = keys.OneKey(key) if key else keys_of(settings)
        known = anchors.read(anchor_folder) if anchor_folder else []
        if export:
            with export.open("rb") as file:
                report = verification.verify_export(file, source, known)
        else:
            report = _run(lambda db: _verify(db, source, known, (first, last)))
        show(report)
    raise SystemExit(0 if report.whole else 1)


@cli.command("export")
def export_lines(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="写到文件，默认写到标准输出")] = None,
    first: First = 1,
    last: Last = None,
) -> None:
    """导出审计记录和封印，每行一个 JSON，可在别处用 verify --export 校验。"""
    with refusals_shown():
        _run(lambda db: _export(db, file, (first, last)))


@cli.command("anchors")
def hand_over() -> None:
    """补写已结束各日的锚定文件，给出新写的；平时由后台进程每日自动写。"""
    with refusals_shown():
        settings = settings_module.read()
        show(_run(lambda db: _hand_over(db, settings)))


@cli.command()
def rotate() -> None:
    """启用新的封印密钥。旧密钥留着校验用；正在运行的进程会自行改用新密钥。"""
    with refusals_shown():
        settings = settings_module.read()
        path = keys.add(settings.audit_keys or settings.data_dir / "audit-keys")
        show({"file": str(path), "key_id": keys.read(path)[0]})


@cli.command()
def resume(why: Annotated[str, typer.Option("--why", help="为何可以接着封印；会记入审计")]) -> None:
    """链尾记录被改动、封印停下后，查明情况，从现存最后一条接着封印。"""
    with refusals_shown():
        settings = settings_module.read()
        show(_run(lambda db: _resume(db, settings, why)))


def _run(deed: Callable[[Database], Awaitable[T]]) -> T:
    return run_with_database(deed)


async def _verify(
    db: Database, source: KeySource, known: list[Anchor], part: tuple[int, int | None]
) -> Report:
    of = await verification.opening(db, *part)
    return await verification.verify(db, source, of, known, alone=part == (1, None))


async def _export(db: Database, file: Path | None, part: tuple[int, int | None]) -> None:
    of = await verification.opening(db, *part)
    out = file.open("wb") if file else sys.stdout.buffer
    try:
        out.write(msgspec.json.encode(of) + b"\n")
        async for links in verification.links(db, of):
            out.writelines(msgspec.json.encode(link) + b"\n" for link in links)
        out.flush()
    finally:
        if file:
            out.close()
    async with db.deed() as tx:
        await audit.record(
            tx, Line(deed="audit.export", outcome="looked", detail={"from": of.first, "to": of.last})
        )


async def _hand_over(db: Database, settings: Settings) -> list[Anchor]:
    chain_keys = keys_of(settings)
    await Sealer(db, chain_keys).seal_all()
    return await anchors.hand_over(db, chain_keys, anchors_of(settings))


async def _resume(db: Database, settings: Settings, why: str) -> dict[str, int]:
    async with db.deed() as tx:
        claimed, last = await sealing.resume(tx, keys_of(settings))
        detail = {"claimed": claimed, "from": last}
        await audit.record(tx, Line(deed="audit.resume", why=why, detail=detail))
    return detail
