"""What travels through the doors of knowledge, in the names of the field."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from helpline.kit.clock import shanghai
from helpline.knowledge.model import (
    Content,
    EntryRecord,
    Hit,
    Kind,
    Revision,
    Shown,
    Signature,
    State,
    StepKind,
    Verdict,
)
from helpline.people.model import Actor


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An entry by one of its versions; `entry` is its number, `score` 0 where nothing was sought."""

    entry: str
    revision: int
    title: str
    answer: str
    system: str
    system_name: str
    kind: Kind
    topic: str
    topic_name: str
    source: str
    source_date: date | None
    reviewed_on: date | None
    valid_from: date | None
    valid_until: date | None
    state: State
    score: float = 0.0
    matched: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()


class VersionView(msgspec.Struct, frozen=True, kw_only=True):
    """R15.2: one version, with who wrote it, when and why."""

    revision: int
    content: Content
    written_at: datetime
    written_by: str
    why: str
    mine: bool


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """R15.2: a step of review."""

    revision: int
    step: StepKind
    at: datetime
    by: str
    why: str


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with all its versions and steps, oldest first, and what people said of it."""

    entry: str
    state: State
    latest: int
    live: int | None
    changed_at: datetime
    versions: list[VersionView]
    steps: list[StepView]
    votes: dict[Verdict, int]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, and the cursor of the next page, if there is one."""

    items: list[Item]
    next: str | None


class NewVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What a new version says, and why it is written; `based_on` is the version that its writer had before him."""

    content: Content
    why: str = ""
    based_on: int | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is done."""

    why: str = ""


class NewNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a colleague says of an entry, or of one that is missing."""

    kind: Verdict
    entry: str | None = None
    conversation: UUID | None = None
    words: str = ""


def item(shown: Shown, hit: Hit | None = None) -> Item:
    """An entry as it travels."""
    content = shown.content
    return Item(
        entry=shown.number,
        revision=shown.version,
        title=content.title,
        answer=content.answer,
        system=content.system,
        system_name=shown.system_name,
        kind=content.kind,
        topic=content.topic,
        topic_name=shown.topic_name,
        source=content.source,
        source_date=content.source_date,
        reviewed_on=shanghai(shown.reviewed_at).date() if shown.reviewed_at else None,
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        state=shown.state,
        score=hit.score if hit else 0.0,
        matched=hit.matched if hit else (),
        layers=hit.layers if hit else (),
    )


def view(record: EntryRecord, votes: dict[Verdict, int], reader: Actor) -> EntryView:
    """An entry with its history, as `reader` sees it."""
    entry = record.entry
    return EntryView(
        entry=entry.number,
        state=entry.state,
        latest=entry.latest,
        live=entry.live,
        changed_at=entry.changed_at,
        versions=[_version(revision, reader) for revision in record.revisions],
        steps=[
            StepView(
                revision=step.version, step=step.step, at=step.at, by=_signed(step.by, reader), why=step.why
            )
            for step in record.steps
        ],
        votes=votes,
    )


def signature(actor: Actor) -> Signature:
    """Who signs what is done through a door."""
    return Signature(actor.name, actor.staff_id)


def _signed(by: Signature, reader: Actor) -> str:
    """R14.1: the base is common, and its editors work for one provider or another, who never learn of each other."""
    is_shown = reader.provider_id is None or by.staff_id in (None, reader.staff_id)
    return by.name if is_shown else "知识编辑"


def _version(revision: Revision, reader: Actor) -> VersionView:
    return VersionView(
        revision=revision.version,
        content=revision.content,
        written_at=revision.written_at,
        written_by=_signed(revision.written_by, reader),
        why=revision.why,
        mine=revision.written_by.staff_id == reader.staff_id,
    )
