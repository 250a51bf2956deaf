"""Imagines one conversation of the past: what was said, who served, how it ended. Seeded, so every demo tells the same."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from helpline.app.demo import cast
from helpline.conversations import words
from helpline.conversations.model import (
    AnswerPost,
    Content,
    ConversationId,
    Party,
    Phase,
    State,
    Text,
)
from helpline.conversations.rules import label
from helpline.kit.ids import new_id
from helpline.people.model import Staff
from helpline.taxpayers.masking import mask_name

GREETINGS = (
    "您好，请问具体是哪一步提示的？",
    "您好，前面的内容我看到了，我来帮您处理。",
    "您好，麻烦发一下报错截图。",
)
CLOSERS = ("好了，可以了，谢谢！", "解决了，谢谢。", "明白了，我回去试试。")
ENDINGS = ("不客气，还有其他问题吗？", "好的，祝您工作顺利。")
STUCK = ("按步骤做了还是不行", "提示和您说的不太一样", "在登录那一步就卡住了")
PRAISE = ("讲得清楚", "回应快")
GRUMBLES = ("等得久", "步骤太多")


@dataclass
class Line:
    """One post of the past."""

    at: datetime
    by: Party
    name: str
    content: Content
    author: UUID | None = None


@dataclass
class Talk:
    """One conversation of the past."""

    id: ConversationId
    visitor: UUID
    started_at: datetime
    asker: str
    entry: Any
    provider_id: UUID | None = None
    lines: list[Line] = field(default_factory=list)
    consultant: Staff | None = None
    asked_at: datetime | None = None
    offered_at: datetime | None = None
    taken_at: datetime | None = None
    replied_at: datetime | None = None
    missed_by: Staff | None = None
    ended_at: datetime | None = None
    satisfaction: int | None = None
    tags: list[str] = field(default_factory=list)

    def say(
        self, after: float, by: Party, content: Content, name: str = "", author: UUID | None = None
    ) -> None:
        """Something said so many seconds after the last line."""
        at = (self.lines[-1].at if self.lines else self.started_at) + timedelta(seconds=after)
        self.lines.append(Line(at, by, name, content, author))

    @property
    def state(self) -> State:
        return State(
            id=self.id,
            phase=Phase.ENDED,
            seq=len(self.lines),
            consultant=self.consultant.id if self.consultant else None,
            consultant_label=label(self.consultant.number) if self.consultant else "",
            assistant_turns=1,
            answered_upto=1,
            end_reason="answered" if self.consultant else "taxpayer_left",
            ended_at=self.ended_at,
        )


@dataclass
class Past:
    """All conversations imagined so far."""

    random: Random
    entries: list[Any]
    consultants: list[list[Staff]]
    talks: list[Talk] = field(default_factory=list)

    def team_of(self, talk: Talk) -> list[Staff]:
        """The consultants of the company whose district the taxpayer belongs to."""
        return next(team for team in self.consultants if team[0].provider_id == talk.provider_id)


def imagine(past: Past, at: datetime, *, served: bool) -> None:
    """One conversation that began at `at`; a person serves it only in service hours."""
    random = past.random
    entry = random.choice(past.entries[: 1 + int(random.triangular(1, len(past.entries), 1))])
    talk = Talk(ConversationId(new_id()), new_id(), at, cast.name(random), entry)
    team = random.choices(past.consultants, weights=[len(each) ** 2 for each in past.consultants])[0]
    talk.provider_id = team[0].provider_id
    asked = random.choice([entry["title"], *entry["wordings"]])
    talk.say(0, "taxpayer", Text(text=asked), mask_name(talk.asker), talk.visitor)
    talk.say(1, "assistant", _answer(entry), "智能助手")
    if served and random.random() < 0.62:
        _serve(past, talk)
    else:
        talk.say(random.uniform(40, 240), "system", words.closing("taxpayer_left"))
    talk.ended_at = talk.lines[-1].at
    if random.random() < (0.6 if talk.consultant else 0.25):
        _rate(random, talk)
    past.talks.append(talk)


def _answer(entry: Any) -> AnswerPost:
    return AnswerPost(
        entry=entry["number"],
        revision=1,
        title=entry["title"],
        text=entry["answer"],
        source=entry["source"],
        reviewed_on=None,
        valid_until=entry["valid_until"].isoformat() if entry["valid_until"] else None,
    )


def _serve(past: Past, talk: Talk) -> None:
    """A consultant takes it; now and then after somebody else missed it, or after the thirty seconds."""
    random = past.random
    team = past.team_of(talk)
    talk.consultant = consultant = random.choice(team)
    name = label(consultant.number)
    talk.say(
        random.uniform(15, 90), "taxpayer", Text(text="没解决，转人工"), mask_name(talk.asker), talk.visitor
    )
    talk.say(0.2, "system", words.queued(1, None))
    talk.asked_at = talk.lines[-1].at
    waited = random.expovariate(1 / 25)
    if random.random() < 0.04 and len(team) > 1:
        talk.missed_by = next(each for each in team if each is not consultant)
        waited += 30
    talk.offered_at = talk.asked_at + timedelta(seconds=waited)
    late = random.random() < 0.025
    taken = random.uniform(2, 12)
    talk.taken_at = talk.offered_at + timedelta(seconds=taken)
    talk.say(waited + taken, "system", words.joined(name))
    first = random.uniform(31, 45) if late else random.uniform(3, 16)
    talk.say(first, "consultant", Text(text=random.choice(GREETINGS)), name, consultant.id)
    talk.replied_at = talk.lines[-1].at
    _solve(random, talk, name, consultant)


def _solve(random: Random, talk: Talk, name: str, consultant: Staff) -> None:
    talk.say(
        random.uniform(20, 90),
        "taxpayer",
        Text(text=random.choice(STUCK)),
        mask_name(talk.asker),
        talk.visitor,
    )
    steps = Text(text=_steps(talk.entry), entry=talk.entry["number"])
    talk.say(random.uniform(15, 80), "consultant", steps, name, consultant.id)
    talk.say(
        random.uniform(30, 150),
        "taxpayer",
        Text(text=random.choice(CLOSERS)),
        mask_name(talk.asker),
        talk.visitor,
    )
    talk.say(random.uniform(5, 25), "consultant", Text(text=random.choice(ENDINGS)), name, consultant.id)
    talk.say(random.uniform(5, 40), "system", words.closing("answered"))


def _steps(entry: Any) -> str:
    return "请这样做：\n" + "\n".join(str(entry["answer"]).splitlines()[:3])


def _rate(random: Random, talk: Talk) -> None:
    talk.satisfaction = random.choices((5, 4, 3, 2, 1), weights=(58, 34, 5, 2, 1))[0]
    talk.tags = (
        [random.choice(PRAISE if talk.satisfaction >= 4 else GRUMBLES)] if random.random() < 0.5 else []
    )
