"""The live socket /api/live: subscribe to topics, say things, be told. Resume rules: docs/live.md."""

import asyncio
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from helpline.app.errands import TOLD_REFUSALS, put_on_record
from helpline.app.frames import (
    Ack,
    FromClient,
    Hello,
    Moving,
    OtherFrames,
    Ping,
    Pong,
    PostFrame,
    ReadFrame,
    RefusedFrame,
    Subscribe,
    TypingFrame,
    Unsubscribe,
    Welcome,
)
from helpline.app.pace import Pace
from helpline.app.parts import Parts
from helpline.audit.commands import ANSWERABLE
from helpline.conversations.commands import talking
from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.talking import Sending
from helpline.conversations.http.callers import visitor_author
from helpline.conversations.live import known_id, require_seen
from helpline.conversations.model import Author
from helpline.conversations.oversight import Overseer, overseer_of
from helpline.conversations.rules import label
from helpline.kit import errand
from helpline.kit.batch import NotTaken
from helpline.kit.live import Subscription
from helpline.kit.log import Log
from helpline.kit.mailbox import Mailbox
from helpline.kit.refusal import Forbidden, Invalid, Refused
from helpline.people import rules
from helpline.people.model import Actor, session_topic
from helpline.supervision import commands as supervision

log = Log(__name__)

Saying = PostFrame | TypingFrame | ReadFrame
"""What a locked page may not do; listening goes on, covered."""

_decoder = msgspec.json.Decoder(FromClient)


class Connection:
    """One page's socket."""

    def __init__(self, parts: Parts, actor: Actor | None) -> None:
        self._parts = parts
        self.actor = actor
        self.errand = errand.current()
        self.visitor: Author | None = None
        self.mailbox = Mailbox()
        self._subscriptions: dict[str, Subscription] = {}
        self._session: Subscription | None = None
        self._turning_away: set[asyncio.Task[None]] = set()
        self._counted = False
        self.is_locked = False
        self.pace = Pace()

    async def arrive(self) -> None:
        """Greet a member of staff, watch the log-in, and count the desk as connected. Taxpayers say hello first."""
        self._parts.leaving.came(self, self._parts.settings.move_seconds)
        if self.actor is None:
            return
        self._send(Welcome(now=self._parts.db.clock.now()))
        topic = session_topic(self.actor.session_id)
        self._session = await self._parts.hub.subscribe(topic, self.actor, self.mailbox, 0)
        self._counted = True
        await self._parts.online.staff_came(self.actor)

    def move(self, within_seconds: float) -> None:
        """The process is about to end: the page shall come back, to a neighbour."""
        self._send(Moving(within_seconds=within_seconds))

    async def hear(self, raw: str | bytes) -> None:
        """Deal with one frame; a refusal is told, never fatal."""
        frame: Any = None
        try:
            frame = _decoder.decode(raw)
            rules.check_open((), is_locked=self.is_locked and isinstance(frame, Saying))
            if isinstance(frame, PostFrame):
                self._post(frame)
                return
            with self._running(frame):
                await self._deal_on_record(frame)
        except msgspec.DecodeError:
            self._refuse(Invalid("收到的内容无法识别，请刷新页面后重试。"), frame)
        except Refused as refusal:
            self._refuse(refusal, frame)

    def _running(self, frame: FromClient) -> AbstractContextManager[None]:
        door = f"live.{frame.__struct_config__.tag}"
        return errand.running(msgspec.structs.replace(self.errand, door=door))

    async def _deal_on_record(self, frame: OtherFrames) -> None:
        try:
            await self._deal(frame)
        except Refused as refusal:
            await self._put_refusal_on_record(refusal)
            raise
        if isinstance(frame, Hello):
            self.errand = errand.current()

    async def _deal(self, frame: OtherFrames) -> None:
        match frame:
            case Hello():
                await self._know(frame.token)
            case Subscribe():
                await self._subscribe(frame)
            case Unsubscribe():
                self._drop(frame.topic)
            case TypingFrame():
                async with self._parts.db.deed() as tx:
                    await talking.tell_typing(tx, frame.conversation, self._author())
            case ReadFrame():
                async with self._parts.db.deed() as tx:
                    await talking.mark_read(tx, frame.conversation, self._author(), frame.upto)
            case Ping():
                self._send(Pong(now=self._parts.db.clock.now()))

    async def _know(self, token: str) -> None:
        """A taxpayer said hello, maybe for the second time."""
        author = await visitor_author(self._parts.db, token)
        if self.visitor is not None:
            self._parts.online.visitor_left(self.visitor.id)
        self.visitor = author
        self._parts.online.visitor_came(author.id)
        self._send(Welcome(now=self._parts.db.clock.now()))

    def _post(self, frame: PostFrame) -> None:
        """Acknowledged after the commit. Posts of one page keep their order: the writer's queue does."""
        try:
            sending = Sending(
                conversation_id=frame.conversation,
                author=self._author(),
                client_id=frame.client_id,
                content=frame.content,
            )
            self._parts.writer.entrust(sending, partial(self._answer, frame))
        except Refused as refusal:
            self._answer(frame, refusal)

    def _answer(self, frame: PostFrame, outcome: Moved | Exception) -> None:
        if isinstance(outcome, Moved):
            self._send(Ack(client_id=frame.client_id, seq=outcome.seq))
            return
        turning_away = asyncio.create_task(self._turn_away(outcome, frame))
        self._turning_away.add(turning_away)  # else it may be collected before it is done
        turning_away.add_done_callback(self._turning_away.discard)

    async def _turn_away(self, error: Exception, frame: PostFrame) -> None:
        try:
            if not isinstance(error, Refused):
                raise error  # noqa: TRY301  # to be logged with its trace
            with self._running(frame):
                await self._put_refusal_on_record(error)
            self._refuse(error, frame)
        except Exception:  # nobody awaits this: the page is told, or it would wait for ever
            log.failure("post.failed")
            self._refuse(NotTaken("系统出现故障，消息未发出，请稍后重试。"), frame)

    async def _subscribe(self, frame: Subscribe) -> None:
        self._drop(frame.topic)
        topic, viewer = self._topic(frame.topic)
        if frame.topic.startswith("listen:") and isinstance(viewer, Overseer):
            async with self._parts.db.deed() as tx:
                await supervision.listen(tx, viewer, known_id(topic.partition(":")[2]))
        else:
            await self._put_look_on_record(topic, viewer)
        self._subscriptions[frame.topic] = await self._parts.hub.subscribe(
            topic, viewer, self.mailbox, frame.after
        )

    async def _put_look_on_record(self, topic: str, viewer: object) -> None:
        """R18.1: staff who open a dialogue leave a line before they see any of it; who may not see it, a refusal."""
        kind, _, key = topic.partition(":")
        errand.refine(subject=(kind, key))
        if kind != "conversation" or isinstance(viewer, Overseer) or errand.current().kind not in ANSWERABLE:
            return
        async with self._parts.db.reading() as read:
            await require_seen(read, key, viewer)
        await put_on_record(self._parts.db, "looked")

    async def _put_refusal_on_record(self, refusal: Refused) -> None:
        if refusal.status in TOLD_REFUSALS and errand.current().kind in ANSWERABLE:
            await put_on_record(self._parts.db, "refused", refusal.code)

    def _topic(self, wanted: str) -> tuple[str, object]:
        """The hub's topic and the eyes it is seen with."""
        kind = wanted.partition(":")[0]
        if kind == "conversation":
            return wanted, self._author()
        if kind in ("listen", "asides") and self.actor is not None:
            seen_through = {"listen": "conversation", "asides": "asides"}[kind]
            return f"{seen_through}:{wanted.partition(':')[2]}", overseer_of(self.actor)
        if kind in ("desk", "wallboard", "calls") and self.actor is not None:
            return f"{kind}:{self.actor.staff_id}", self.actor
        raise Forbidden("没有这个主题，或需要先登录。")

    def _author(self) -> Author:
        if self.visitor is not None:
            return self.visitor
        if self.actor is not None:
            return Author(party="consultant", id=self.actor.staff_id, label=label(self.actor.number))
        raise Forbidden("请先登录或刷新页面。")

    def _drop(self, topic: str) -> None:
        subscription = self._subscriptions.pop(topic, None)
        if subscription is not None:
            self._parts.hub.unsubscribe(subscription)

    def _refuse(self, refusal: Refused, frame: Any) -> None:
        client_id: UUID | None = getattr(frame, "client_id", None)
        topic: str | None = getattr(frame, "topic", None)
        self._send(RefusedFrame(client_id=client_id, topic=topic, code=refusal.code, message=refusal.message))

    def _send(self, frame: msgspec.Struct) -> None:
        self.mailbox.put(msgspec.json.encode(frame))

    async def leave(self) -> None:
        """Forget everything this socket listened to."""
        self._parts.leaving.went(self)
        for topic in list(self._subscriptions):
            self._drop(topic)
        if self._session is not None:
            self._parts.hub.unsubscribe(self._session)
        if self.visitor is not None:
            self._parts.online.visitor_left(self.visitor.id)
        if self.actor is not None and self._counted:
            await self._parts.online.staff_left(self.actor)
