"""Nouns of knowledge: systems, topics, entries and their revisions, what is found and what is asked."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType
from uuid import UUID

import msgspec

EntryId = NewType("EntryId", UUID)
FeedbackId = NewType("FeedbackId", UUID)
GapId = NewType("GapId", UUID)

SystemState = Literal["in_use", "retired"]
StepKind = Literal["submitted", "returned", "published", "withdrawn"]
Outcome = Literal["answered", "asked_back", "unknown", "out_of_scope", "handed_over"]
Verdict = Literal["solved", "not_solved", "wrong", "missing"]
Layer = Literal["words", "title", "vectors"]
"""What found an entry: grams of characters, its very title or wording, dense vectors."""


class Kind(StrEnum):
    """R3.1: a question is about the process 流程类 or about the operation 操作类."""

    PROCESS = "process"
    OPERATION = "operation"


KIND_NAMES: dict[Kind, str] = {Kind.PROCESS: "流程类", Kind.OPERATION: "操作类"}


class State(StrEnum):
    """Where the newest revision of an entry stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STATE_NAMES: dict[State, str] = {
    State.DRAFT: "草稿",
    State.IN_REVIEW: "待审核",
    State.PUBLISHED: "已发布",
    State.WITHDRAWN: "已下线",
}


SystemCode = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{1,39}$")]
Position = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
"""Where it stands in a list."""


class System(msgspec.Struct, frozen=True, kw_only=True):
    """R3.1: an online tax system. A retired one may name its successor."""

    code: SystemCode
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    state: SystemState = "in_use"
    successor: str | None = None
    position: Position = 100


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """What a question is about, such as 登录与认证."""

    code: str
    name: str
    position: Position = 90


class Signature(msgspec.Struct, frozen=True):
    """Who did it: a name for people, and the staff member where it was one."""

    name: str
    staff_id: UUID | None = None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision says. `valid_from` and `valid_until` are inclusive days in Shanghai; None is open."""

    system: str
    kind: Kind
    topic: str
    title: str
    answer: str
    source: str
    wordings: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    source_date: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, today: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_until is None or today <= self.valid_until)


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """R15.2: one version of an entry; never changes."""

    entry_id: EntryId
    version: int
    content: Content
    written_at: datetime
    written_by: Signature
    why: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """R15.2: something done to a revision on its way to the taxpayer and back."""

    version: int
    step: StepKind
    at: datetime
    by: Signature
    why: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: `latest` is its newest version, `live` the one that taxpayers are shown, if any."""

    id: EntryId
    number: str
    state: State
    latest: int
    changed_at: datetime
    live: int | None = None


class EntryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with all that was ever said in it and done to it, oldest first."""

    entry: Entry
    revisions: tuple[Revision, ...]
    steps: tuple[Step, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as it may be cited: with number, version, source and the day of its sign-off."""

    entry_id: EntryId
    number: str
    version: int
    content: Content
    state: State
    system_name: str
    topic_name: str
    reviewed_at: datetime | None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """Something found.

    `coverage` is the share, 0 to 1, of the question's matter that title, wordings and keywords have;
    `matched` are the stretches of the question that are anywhere in the entry.
    """

    shown: Shown
    score: float
    coverage: float
    matched: tuple[str, ...]
    layers: tuple[Layer, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the question is the entry's very title or one of its wordings."""
        return "title" in self.layers


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was put, and what became of it; `entry_id` and `version` are what was shown."""

    words: str
    outcome: Outcome
    system: str | None = None
    entry_id: EntryId | None = None
    version: int | None = None


class HotQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was often asked for."""

    number: str
    title: str
    system: str
    times: int


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A question that found nothing, and how often it was asked."""

    id: GapId
    words: str
    system: str | None
    times: int
    first_at: datetime
    last_at: datetime


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says: that an entry solved it, did not, is wrong; or, without `number`, that one is missing."""

    verdict: Verdict
    number: str | None = None
    words: str = ""
    conversation: UUID | None = None


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of an entry, or of one that is missing (`number` is None)."""

    id: FeedbackId
    number: str | None
    title: str | None
    version: int | None
    verdict: Verdict
    words: str
    conversation: UUID | None
    at: datetime
    by: str
