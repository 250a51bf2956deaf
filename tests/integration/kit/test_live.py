"""The live hub's law: a snapshot and the changes after it are the later snapshot, whatever became of the hints."""

import asyncio
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest

from helpline.kit.db import Database, Hint, ReadTx
from helpline.kit.ids import new_id
from helpline.kit.live import Hub, Piece, Subscription
from helpline.kit.mailbox import MAILBOX, Mailbox
from helpline.kit.refusal import Forbidden
from tests.support.wayward_bus import WaywardBus

MOST = 5
"""Words in one frame of the test's own topic."""


class Told(msgspec.Struct):
    seq: int
    words: list[str]


class Diary:
    """A topic of its own: words under a key, numbered from 1; `shut` keys are for nobody."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.shut: set[object] = set()
        self.broken = False
        self.looks = 0

    async def write(self, *words: str, key: str = "a") -> None:
        async with self.db.deed() as tx:
            for word in words:
                await tx.execute(
                    """insert into word (key, seq, said)
                       select $1, coalesce(max(seq), 0) + 1, $2 from word where key = $1""",
                    key,
                    word,
                )

    async def read(self, read: ReadTx, key: str, after: int, viewer: object) -> Piece | None:
        self.looks += 1
        if viewer in self.shut:
            raise Forbidden("不给看。")
        if self.broken:
            raise ZeroDivisionError
        rows = await read.fetch(
            "select seq, said from word where key = $1 and seq > $2 order by seq", key, after
        )
        if not rows:
            return None
        shown = rows[:MOST]
        seq = shown[-1]["seq"]
        frame = msgspec.json.encode(Told(seq, [row["said"] for row in shown]))
        return Piece(frame, seq, more=len(rows) > MOST)


@pytest.fixture
async def diary(db: Database) -> Diary:
    async with db.deed() as tx:
        await tx.execute("create table word (key text, seq int, said text, primary key (key, seq))")
    return Diary(db)


@pytest.fixture
def bus() -> WaywardBus:
    return WaywardBus()


@pytest.fixture
def hub(db: Database, diary: Diary, bus: WaywardBus) -> Hub:
    made = Hub(db)
    made.add_reader("diary", diary.read)
    made.attach(bus)
    return made


async def quiet(hub: Hub) -> None:
    """Until nothing more is on its way."""
    while hub._tasks:
        await asyncio.gather(*hub._tasks)


def arrived(mailbox: Mailbox) -> list[str]:
    """The words of all frames in the mailbox, in order."""
    words: list[str] = []
    for frame in mailbox.rest():
        words += msgspec.json.decode(frame, type=Told).words
    return words


async def follow(hub: Hub, after: int = 0, viewer: object = "甲") -> tuple[Mailbox, Subscription]:
    mailbox = Mailbox()
    return mailbox, await hub.subscribe("diary:a", viewer, mailbox, after)


EYES = (new_id(),)


def given_along(after: int, *words: str, eyes: tuple[UUID, ...] = EYES) -> Hint:
    """The hint that brings its listeners these words."""
    frame = msgspec.json.encode(Told(after + len(words), list(words)))
    return Hint("diary:a", msgspec.Raw(frame), after, after + len(words), eyes)


@pytest.mark.parametrize("seed", range(12))
async def test_however_frames_that_travel_along_are_lost_doubled_and_mixed_up_each_word_is_told_once(
    hub: Hub, diary: Diary, bus: WaywardBus, seed: int
) -> None:
    random = Random(seed)
    hub.add_frames("diary", lambda viewer, eyes: viewer in eyes)
    mailbox, _ = await follow(hub, viewer=EYES[0])
    original: list[str] = []
    copy: list[str] = []
    under_way: list[Hint] = []

    for turn in range(25):
        words = [f"{turn}-{n}" for n in range(random.randint(1, 3))]
        await diary.write(*words)
        under_way += [given_along(len(original), *words)] * random.choice((0, 1, 1, 1, 2))
        original += words
        if random.random() < 0.3:
            random.shuffle(under_way)
        if random.random() < 0.7:
            bus.hand(*under_way)
            under_way.clear()
        if random.random() < 0.3:
            await quiet(hub)
        copy += arrived(mailbox)
        assert copy == original[: len(copy)]
    bus.deliver("diary:a")
    await quiet(hub)

    assert copy + arrived(mailbox) == original


async def test_a_frame_that_follows_on_is_told_without_a_look(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    hub.add_frames("diary", lambda viewer, eyes: viewer in eyes)
    mailbox, _ = await follow(hub, viewer=EYES[0])
    looks = diary.looks

    bus.hand(given_along(0, "一"), given_along(1, "二"))
    await quiet(hub)

    assert arrived(mailbox) == ["一", "二"]
    assert diary.looks == looks


async def test_a_frame_for_others_is_told_to_nobody_else(hub: Hub, diary: Diary, bus: WaywardBus) -> None:
    hub.add_frames("diary", lambda viewer, eyes: viewer in eyes)
    mailbox, _ = await follow(hub, viewer="甲")
    diary.shut.add("甲")

    bus.hand(given_along(0, "不是给你的"))
    await quiet(hub)

    assert arrived(mailbox) == []


@pytest.mark.parametrize("seed", range(12))
async def test_however__hints_are_lost_doubled_and_delayed_the_copy_is_the_original(
    hub: Hub, diary: Diary, bus: WaywardBus, seed: int
) -> None:
    random = Random(seed)
    await diary.write("开头")
    mailbox, _ = await follow(hub)
    original, copy, late = ["开头"], arrived(mailbox), 0

    for turn in range(20):
        words = [f"{turn}-{n}" for n in range(random.randint(1, 7))]
        await diary.write(*words)
        original += words
        late += random.choice((0, 0, 1))
        for _ in range(random.choice((0, 1, 1, 3))):
            bus.deliver("diary:a", "diary:other")
        if late and random.random() < 0.3:
            bus.deliver(*["diary:a"] * late)
            late = 0
        if random.random() < 0.5:
            await quiet(hub)
        copy += arrived(mailbox)
        assert copy == original[: len(copy)]
    bus.deliver("diary:a")
    await quiet(hub)

    assert copy + arrived(mailbox) == original


async def test_who_resumes_from_any_number_is_given_exactly_the_rest(hub: Hub, diary: Diary) -> None:
    words = [f"w{n}" for n in range(13)]
    await diary.write(*words)

    for after in range(len(words) + 1):
        mailbox, _ = await follow(hub, after)
        assert arrived(mailbox) == words[after:]


async def test_what_is_written_while_somebody_subscribes_is_told_once(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    mailboxes: list[Mailbox] = []

    async def write() -> None:
        for n in range(30):
            await diary.write(f"w{n}")
            bus.deliver("diary:a")

    async def subscribe() -> None:
        mailboxes.extend([(await follow(hub))[0] for _ in range(10)])

    await asyncio.gather(write(), subscribe())
    await quiet(hub)

    for mailbox in mailboxes:
        assert arrived(mailbox) == [f"w{n}" for n in range(30)]


async def test_after_a_gap_everybody_is_told_what_they_missed(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    first, second = (await follow(hub))[0], (await follow(hub))[0]
    await diary.write("错过的")

    bus.gap()
    await quiet(hub)

    assert (arrived(first), arrived(second)) == (["错过的"], ["错过的"])


async def test_a_burst_is_told_together(db: Database, diary: Diary, bus: WaywardBus) -> None:
    hub = Hub(db)
    hub.add_reader("diary", diary.read, pause=0.05)
    hub.attach(bus)
    mailbox, _ = await follow(hub)
    looks = diary.looks

    for n in range(4):
        await diary.write(f"w{n}")
        bus.deliver("diary:a")
    await quiet(hub)

    assert arrived(mailbox) == ["w0", "w1", "w2", "w3"]
    assert diary.looks - looks <= 2


async def test_a_topic_that_beats_is_told_without_being_stirred(db: Database, diary: Diary) -> None:
    hub = Hub(db)
    hub.add_reader("diary", diary.read, every=0.01)
    beating = asyncio.create_task(hub.run())
    mailbox, _ = await follow(hub)

    await diary.write("今天")
    async with asyncio.timeout(5):
        frame = await mailbox.take()

    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    await quiet(hub)
    assert frame is not None
    assert msgspec.json.decode(frame, type=Told).words == ["今天"]


async def test_a_refused_subscriber_is_told_nothing_then_or_later(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    mailbox = Mailbox()
    diary.shut.add("乙")
    with pytest.raises(Forbidden):
        await hub.subscribe("diary:a", "乙", mailbox, 0)

    diary.shut.clear()
    await diary.write("秘密")
    bus.deliver("diary:a")
    await quiet(hub)

    assert mailbox.rest() == []
    assert not mailbox.closed


async def test_who_loses_authority_is_told_no_more_of_it_and_keeps_the_rest(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    mailbox, _ = await follow(hub, viewer="乙")
    await hub.subscribe("diary:b", "丙", mailbox, 0)
    diary.shut.add("乙")

    await diary.write("给乙的")
    await diary.write("给丙的", key="b")
    bus.deliver("diary:a", "diary:b")
    await quiet(hub)
    diary.shut.clear()
    bus.deliver("diary:a")
    await quiet(hub)

    assert arrived(mailbox) == ["给丙的"]
    assert not mailbox.closed


async def test_a_listener_in_trouble_is_let_go_and_costs_the_others_nothing(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    mailbox, _ = await follow(hub)
    diary.broken = True
    await diary.write("一")
    bus.deliver("diary:a")
    await quiet(hub)
    assert mailbox.closed
    assert await mailbox.take() is None

    diary.broken = False
    back, _ = await follow(hub)

    assert arrived(back) == ["一"]


async def test_a_slow_reader_is_closed_not_thinned_out_and_resumes_without_loss(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    mailbox, subscription = await follow(hub)
    total = 0
    while not mailbox.closed:
        await diary.write(f"w{total}")
        total += 1
        bus.deliver("diary:a")
        await quiet(hub)
        assert total <= MAILBOX + 1
    assert total == MAILBOX + 1
    assert await mailbox.take() is None
    hub.unsubscribe(subscription)

    read_before_it_broke = 7
    back, _ = await follow(hub, after=read_before_it_broke)

    assert arrived(back) == [f"w{n}" for n in range(read_before_it_broke, total)]


async def test_who_unsubscribed_is_told_no_more(hub: Hub, diary: Diary, bus: WaywardBus) -> None:
    mailbox, subscription = await follow(hub)
    hub.unsubscribe(subscription)
    hub.unsubscribe(subscription)

    await diary.write("晚了")
    bus.deliver("diary:a")
    await quiet(hub)

    assert mailbox.rest() == []


async def test_passing_news_are_shown_as_each_viewer_may_and_kept_nowhere(
    hub: Hub, diary: Diary, bus: WaywardBus
) -> None:
    def render(key: str, data: bytes, viewer: object) -> bytes | None:
        said: Any = msgspec.json.decode(data)
        return None if viewer == said else msgspec.json.encode(Told(0, [f"{key}:{said}"]))

    hub.add_ephemeral("typing", render, "diary")
    one, two = (await follow(hub, viewer="甲"))[0], (await follow(hub, viewer="乙"))[0]
    looks = diary.looks

    bus.deliver("typing:a", data="甲")

    assert (arrived(one), arrived(two)) == ([], ["a:甲"])
    assert diary.looks == looks
