"""Gathers what the flow wants done for many conversations, and writes it in few statements."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import msgspec

from helpline.conversations import preview, slices
from helpline.conversations.flow.actions import (
    Action,
    Breach,
    FirstReply,
    LeaveQueue,
    Recall,
    ReleaseSeat,
    Requeue,
    Say,
    StintBegan,
    StintEnded,
    Tell,
)
from helpline.conversations.flow.happenings import Happening
from helpline.conversations.flow.silence import wake_at
from helpline.conversations.flow.step import step
from helpline.conversations.model import Conversation
from helpline.conversations.store import changes, conversations, stints
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import Tx
from helpline.regulation.model import Terms
from helpline.routing.commands import queue as routing
from helpline.routing.commands.queue import NotHeld

CLOCK = "conversations.clock"
"""Kind of the one deadline a conversation runs: the moment at which its flow wants to hear of time."""


class Ledger:
    """One batch of moves."""

    def __init__(self, found: Mapping[UUID, Conversation], terms: Terms, now: datetime) -> None:
        self.conversations = dict(found)
        self._before = dict(found)
        self._terms = terms
        self._now = now
        self._actions: defaultdict[UUID, list[Action]] = defaultdict(list)

    def take(self, conversation: Conversation, event: Happening) -> Conversation:
        """Let the flow decide; what it wants is written later. Raises as the flow does, and then nothing is taken."""
        state, actions = step(conversation.state, event, self._now, self._terms)
        after = msgspec.structs.replace(conversation, state=state)
        self.conversations[conversation.id] = after
        self._actions[conversation.id].extend(actions)
        return after

    async def write(self, tx: Tx) -> None:
        """Save, order, announce and stir."""
        moved = [c for key, c in self.conversations.items() if c is not self._before.get(key)]
        if not moved:
            return
        lines = [(key, action) for key, action in self._all() if isinstance(action, Say | Recall)]
        if lines:
            await changes.append(tx, lines)
        await conversations.save(tx, [(c, self._last_words(c)) for c in moved])
        await self._marks(tx)
        await self._clocks(tx, moved)
        await self._orders(tx)
        self._tell(tx, moved)

    def _all(self) -> Iterator[tuple[UUID, Action]]:
        """Every action: those of one conversation in their order."""
        for key, actions in self._actions.items():
            for action in actions:
                yield key, action

    def _last_words(self, conversation: Conversation) -> conversations.LastWords:
        said = [a.post for a in self._actions[conversation.id] if isinstance(a, Say)]
        talk = [post for post in said if post.by != "system"]
        words = preview.of(talk[-1].content) if talk else ""
        by = talk[-1].by if talk else "system"
        return conversations.LastWords(by, words, sum(post.by == "taxpayer" for post in said))

    async def _marks(self, tx: Tx) -> None:
        for key, action in self._all():
            if isinstance(action, StintBegan | FirstReply | StintEnded | Breach):
                await stints.mark(tx, key, action)

    async def _clocks(self, tx: Tx, moved: list[Conversation]) -> None:
        start: list[Deadline] = []
        stop: list[tuple[UUID, str]] = []
        for after in moved:
            due = wake_at(after.state, self._terms)
            if due == wake_at(self._before[after.id].state, self._terms):
                continue
            if due is None:
                stop.append((after.id, CLOCK))
            else:
                owner = after.state.consultant
                start.append(
                    Deadline(kind=CLOCK, subject=after.id, started_at=self._now, due_at=due, owner=owner)
                )
        await deadlines.start(tx, start)
        await deadlines.void(tx, stop)

    async def _orders(self, tx: Tx) -> None:
        """Orders sink to routing; it takes its own lock, so they come after everything of ours."""
        for key, action in self._all():
            match action:
                case Requeue():
                    with suppress(NotHeld):  # its desk was lost at the same time, and it waits already
                        await routing.requeue(tx, key, action.why)
                case LeaveQueue():
                    await routing.leave(tx, key, action.why)
                case ReleaseSeat():
                    # taken from a lost desk a moment ago, it waits for another consultant, and must not
                    if not await routing.release(tx, key):
                        await routing.leave(tx, key, "ended")
                case _:
                    pass

    def _tell(self, tx: Tx, moved: list[Conversation]) -> None:
        for _, action in self._all():
            if isinstance(action, Tell):
                tx.announce(action.fact)
        for after in moved:
            before, actions = self._before[after.id], self._actions[after.id]
            if after.state.consultant is not None and slices.is_plain_talk(before, after, actions):
                frame = slices.of_talk(after, actions, self._now)
                eyes = (after.visitor_id, after.state.consultant)
                tx.hand(f"conversation:{after.id}", frame, before.state.seq, after.state.seq, eyes)
            else:
                tx.stir(f"conversation:{after.id}")
            for staff_id in {after.state.consultant, before.state.consultant} - {None}:
                tx.stir(f"desk:{staff_id}")
