"""Compares what a telephone system holds with what is on record: at every connect, and every 30 seconds."""

from helpline.calls.commands import hearing
from helpline.calls.engine import Snapshot, call_of
from helpline.calls.store import calls
from helpline.kit.db import Database, ReadTx


async def reconcile(db: Database, node: str, snapshot: Snapshot, *, afresh: bool = False) -> tuple[str, ...]:
    """Write down calls that nobody told of, adopt talks, put who waits back in place, close what is lost as lost.

    Each call in a deed of its own. What has to be done is ordered, as always; returned are the channels that belong to no
    call that runs, for the engine to discard. `afresh`: the connection is new.
    """
    for arrival in snapshot.arrivals:
        async with db.deed() as tx:
            await hearing.hear(tx, arrival)
    async with db.reading() as read:
        running = [call_id for call_id, _ in await calls.open_on(read, node)]
    for call_id in running:
        async with db.deed() as tx:
            await hearing.compare(tx, call_id, snapshot, afresh=afresh)
    async with db.reading() as read:
        return await strays(read, snapshot)


async def strays(read: ReadTx, snapshot: Snapshot) -> tuple[str, ...]:
    """Channels of calls that are over, or that no call of ours knows."""
    arrived = {each.channel: each.call for each in snapshot.arrivals}
    owner = {each.id: arrived.get(each.id) or call_of(each.id) for each in snapshot.channels}
    running = await calls.running(read, [call for call in owner.values() if call is not None])
    return tuple(name for name, call in owner.items() if call is not None and call not in running)
