"""A conversation under the flow alone: no database, no process, only what happens and what time it is."""

from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from helpline.conversations.flow.actions import Action, Say
from helpline.conversations.flow.happenings import (
    ConsultantPosted,
    Happening,
    Queued,
    Taken,
    TaxpayerPosted,
    TimePassed,
)
from helpline.conversations.flow.silence import wake_at
from helpline.conversations.flow.step import step
from helpline.conversations.model import Content, ConversationId, Notice, Post, State, Text
from helpline.kit.clock import SHANGHAI
from helpline.kit.ids import new_id
from helpline.regulation import rules, shipped
from helpline.regulation.model import Terms

TERMS = rules.in_force(shipped.changes(), date(2026, 11, 10))
"""The terms that ship: 30 s, 2 min, 4 min and the rest."""

START = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)
WANG, LI = new_id(), new_id()
NUMBERS = {WANG: "0101 号咨询员", LI: "0102 号咨询员"}

A = TypeVar("A", bound=Action)


def taxpayer_says(text: str = "电子税务局登录不了怎么办") -> TaxpayerPosted:
    return TaxpayerPosted(Post(by="taxpayer", name="", content=Text(text=text)))


def consultant_says(text: str = "您好，请问提示什么？", by: UUID = WANG) -> ConsultantPosted:
    return ConsultantPosted(Post(by="consultant", name=NUMBERS[by], content=Text(text=text), author=by))


class Dialogue:
    """Knows its state and what the last happening asked for. Moments are seconds since it began."""

    def __init__(self, terms: Terms = TERMS) -> None:
        self.state = State(id=ConversationId(new_id()))
        self.now = START
        self.actions: list[Action] = []
        self._terms = terms

    def at(self, seconds: float) -> "Dialogue":
        """Move to a moment; nobody is told."""
        self.now = START + timedelta(seconds=seconds)
        return self

    def hears(self, event: Happening) -> list[Action]:
        """Let it happen now; what is to be done."""
        self.state, self.actions = step(self.state, event, self.now, self._terms)
        return self.actions

    def wait(self, until: float) -> list[Action]:
        """Let time pass as the ticker tells it: at every moment at which the flow asked to hear of it."""
        done: list[Action] = []
        end = START + timedelta(seconds=until)
        while (wake := self.wakes) is not None and wake <= end:
            self.now = max(self.now, wake)
            done += self.hears(TimePassed())
            assert self.wakes is None or self.wakes > wake, "time was told, and nothing came of it"
        self.now = end
        return done

    @property
    def wakes(self) -> datetime | None:
        return wake_at(self.state, self._terms)

    @property
    def wakes_after(self) -> float | None:
        """Seconds since the beginning at which the flow wants to hear of time."""
        return (self.wakes - START).total_seconds() if self.wakes else None

    @property
    def runs_out_after(self) -> float | None:
        """Seconds since the beginning at which the running clock ends."""
        return (self.state.clock.due_at - START).total_seconds() if self.state.clock else None

    @property
    def clock(self) -> str | None:
        """What is running."""
        return self.state.clock.kind if self.state.clock else None


def asked() -> Dialogue:
    """The taxpayer has asked the assistant, at second 0."""
    dialogue = Dialogue()
    dialogue.hears(taxpayer_says())
    return dialogue


def waiting() -> Dialogue:
    """The taxpayer waits for a person, since second 0."""
    dialogue = asked()
    dialogue.hears(Queued(place=2, expected_wait_seconds=300))
    return dialogue


def taken(after: float = 9) -> Dialogue:
    """王 was offered it at second 0 and took it `after` seconds later."""
    dialogue = waiting().at(after)
    dialogue.hears(take(WANG))
    return dialogue


def take(staff_id: UUID, offered_after: float = 0, how: str = "queue") -> Taken:
    offered_at = START + timedelta(seconds=offered_after)
    return Taken(staff_id=staff_id, label=NUMBERS[staff_id], offered_at=offered_at, how=how)


def answered() -> Dialogue:
    """王 took it at second 9 and answered at second 20."""
    dialogue = taken().at(20)
    dialogue.hears(consultant_says())
    return dialogue


def asked_at_30() -> Dialogue:
    """The taxpayer's question, at second 30, waits for 王's answer."""
    dialogue = answered().at(30)
    dialogue.hears(taxpayer_says("提示密码错误"))
    return dialogue


def due(seconds: float) -> datetime:
    """That many seconds since the beginning, as a moment."""
    return START + timedelta(seconds=seconds)


def of(kind: type[A], actions: list[Action]) -> list[A]:
    """Those actions of a kind."""
    return [action for action in actions if isinstance(action, kind)]


def said(actions: list[Action]) -> list[Content]:
    """What is said."""
    return [action.post.content for action in of(Say, actions)]


def notices(actions: list[Action]) -> list[str]:
    """Occasions on which the system speaks."""
    return [content.code for content in said(actions) if isinstance(content, Notice)]
