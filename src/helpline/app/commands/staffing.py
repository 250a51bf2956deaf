"""`helpline staffing`: how many consultants so much traffic needs. Needs no database."""

from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from helpline.app.shown import refusals_shown, show
from helpline.kit.refusal import Invalid
from helpline.measures import call_file, yardsticks
from helpline.measures.demand import Demand, demand
from helpline.measures.erlang import Behaviour, Traffic, behaviour
from helpline.measures.staffing import MOST_POSITIONS, Goal, Need, accept, needed
from helpline.regulation import shipped

cli = typer.Typer(help="排班测算：Erlang C、Erlang A。不需要数据库。", no_args_is_help=True)

Calls = Annotated[float, typer.Option(help="时段内来电量")]
Interval = Annotated[float, typer.Option(help="时段长度，分钟")]
Handling = Annotated[float, typer.Option(help="平均处理时长（通话加话后整理），分钟")]
Patience = Annotated[float, typer.Option(help="平均耐心时长，分钟")]
TargetWait = Annotated[float, typer.Option(help="及时接听的等待时限，分钟")]
Positions = Annotated[int | None, typer.Option(min=1, max=MOST_POSITIONS, help="在席人数；不给则求最少人数")]
Part = Annotated[float | None, typer.Option(min=0, max=1)]
Shrinkage = Annotated[float, typer.Option(min=0, max=0.99, help="离岗损耗，0至1")]


class By(StrEnum):
    HALF_HOUR = "half-hour"
    HOUR = "hour"


LENGTHS = {By.HALF_HOUR: timedelta(minutes=30), By.HOUR: timedelta(hours=1)}


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Times in minutes. `raw_positions` sit at their seats, `positions` are on the roster."""

    raw_positions: int
    positions: int
    load: float
    service_level: float
    occupancy: float
    waiting_probability: float
    abandonment_probability: float
    average_speed_of_answer_min: float | None


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of an average day."""

    start: str
    calls: float
    load: float
    raw_positions: int
    positions: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the file's calls need. Times in minutes; `patience_min` absent: nobody is taken to give up."""

    days: int
    aht_min: float
    patience_min: float | None
    goal: Goal
    stretches: list[Stretch]


@cli.command()
def erlang_c(  # noqa: PLR0913 - options of a command are a list
    *,
    calls: Calls,
    interval_min: Interval,
    aht_min: Handling,
    target_wait_min: TargetWait,
    positions: Positions = None,
    service_level: Part = None,
    max_occupancy: Part = None,
    waiting_probability: Part = None,
    shrinkage: Shrinkage = 0,
) -> None:
    """Erlang C：人人等到接听。给 --positions 得接听情况，不给则求达到目标的最少人数。"""
    traffic = Traffic(calls=calls, interval=interval_min, handling=aht_min)
    goal = Goal(
        within=target_wait_min,
        in_time=service_level,
        occupancy=max_occupancy,
        waiting=waiting_probability,
        shrinkage=shrinkage,
    )
    with refusals_shown():
        show(_answer(traffic, goal, positions))


@cli.command()
def erlang_a(  # noqa: PLR0913 - likewise
    *,
    calls: Calls,
    interval_min: Interval,
    aht_min: Handling,
    patience_min: Patience,
    target_wait_min: TargetWait,
    positions: Positions = None,
    service_level: Part = None,
    connect_rate: Part = None,
    max_occupancy: Part = None,
    waiting_probability: Part = None,
    shrinkage: Shrinkage = 0,
) -> None:
    """Erlang A：等得不耐烦的会挂断。service_level 是及时接听占全部来电的比例。"""
    traffic = Traffic(calls=calls, interval=interval_min, handling=aht_min, patience=patience_min)
    goal = Goal(
        within=target_wait_min,
        answered=connect_rate,
        in_time=service_level,
        occupancy=max_occupancy,
        waiting=waiting_probability,
        shrinkage=shrinkage,
    )
    with refusals_shown():
        show(_answer(traffic, goal, positions))


@cli.command()
def calls(  # noqa: PLR0913 - likewise
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE.tsv", help="话务记录，同 helpline measures calls")],
    by: Annotated[By, typer.Option(help="时段")] = By.HALF_HOUR,
    weekday: Annotated[int | None, typer.Option(min=1, max=7, help="只看星期几，1 为星期一")] = None,
    service_rate: Annotated[float | None, typer.Option(help="每人每小时接听数；不给则取实测")] = None,
    patience_min: Annotated[
        float | None, typer.Option(help="平均耐心时长，分钟；0 为人人等到接听；不给则取实测")
    ] = None,
    waiting_probability: Annotated[
        float | None, typer.Option(min=0, max=1, help="须等待的概率上限；给出则以此为目标")
    ] = None,
    shrinkage: Shrinkage = 0,
) -> None:
    """一天各时段需要多少人：默认目标为条款的人工接通率和60秒人工接通率。"""
    with refusals_shown():
        found = _read(file, LENGTHS[by], weekday)
        handling = timedelta(hours=1) / service_rate if service_rate else found.handling
        if handling is None:
            raise Invalid("文件中没有接听的来电，请用 --service-rate 给出每人每小时接听数。")
        patience = found.patience if patience_min is None else timedelta(minutes=patience_min)
        if waiting_probability is not None:
            patience = None
        show(_plan(found, handling, patience, _goal(found, waiting_probability, shrinkage)))


def _answer(traffic: Traffic, goal: Goal, positions: int | None) -> Answer:
    accept(traffic, goal.within)
    if positions is not None:
        return _shown(traffic, positions, positions, behaviour(traffic, positions, goal.within))
    if (goal.in_time, goal.answered, goal.waiting, goal.occupancy) == (None,) * 4:
        raise Invalid("请给出 --positions，或至少一个目标（如 --service-level 0.8）。")
    need = needed(traffic, goal)
    return _shown(traffic, need.seated, need.scheduled, need.expected)


def _shown(traffic: Traffic, seated: int, scheduled: int, found: Behaviour) -> Answer:
    return Answer(
        raw_positions=seated,
        positions=scheduled,
        load=traffic.load,
        service_level=found.answered_in_time,
        occupancy=found.occupancy,
        waiting_probability=found.waiting_probability,
        abandonment_probability=found.abandonment_probability,
        average_speed_of_answer_min=found.average_wait,
    )


def _read(file: Path, length: timedelta, weekday: int | None) -> Demand:
    def keep(day: date) -> bool:
        return weekday in (None, day.isoweekday())

    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return demand(call_file.calls(lines), length=length, keep=keep)
    except OSError as error:
        raise Invalid(f"读不到文件 {file}：{error.strerror}。") from None
    except UnicodeDecodeError:
        raise Invalid("文件不是 UTF-8 编码的文本。") from None


def _goal(found: Demand, waiting: float | None, shrinkage: float) -> Goal:
    terms = yardsticks.by_day(shipped.changes())(max(found.days, default=date.min))
    if waiting is not None:
        return Goal(within=terms.within, waiting=waiting, shrinkage=shrinkage)
    return Goal(
        within=terms.within,
        answered=terms.connect_target / 100,
        in_time=terms.in_time_target / 100,
        shrinkage=shrinkage,
    )


def _plan(found: Demand, handling: timedelta, patience: timedelta | None, goal: Goal) -> Plan:
    def stretch(start: time) -> Stretch:
        traffic = found.traffic(start, handling, patience)
        need: Need = needed(traffic, goal)
        return Stretch(
            start=f"{start:%H:%M}",
            calls=traffic.calls,
            load=traffic.load,
            raw_positions=need.seated,
            positions=need.scheduled,
        )

    minute = timedelta(minutes=1)
    return Plan(
        days=len(found.days),
        aht_min=handling / minute,
        patience_min=patience / minute if patience else None,
        goal=goal,
        stretches=[stretch(start) for start in found.starts()],
    )
