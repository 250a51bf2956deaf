"""This process's searchable copy of the knowledge base, rebuilt beside the event loop when it has changed."""

import asyncio

from helpline.kit.db import ReadTx
from helpline.knowledge import vectors
from helpline.knowledge.search import SearchIndex
from helpline.knowledge.store import entries as store

PATIENCE = 0.5
"""Seconds a search waits for a rebuild before it uses the copy at hand. What was withdrawn is never shown:
everything found is read from the tables again before it is shown."""
MOST_COPIES = 4

Mark = tuple[int, str]
"""Version of what is searchable, and the model of the vectors."""

_copies: dict[str, tuple[Mark, SearchIndex]] = {}
_rebuilds: dict[str, tuple[Mark, "asyncio.Task[SearchIndex]"]] = {}


async def current(read: ReadTx) -> SearchIndex:
    """The copy for the database of `read`, no older than the rebuild under way."""
    place, version = await store.place_and_version(read)
    mark = (version, vectors.model())
    held = _copies.get(place)
    if held is not None and _serves(held[0], mark):
        return held[1]
    task = await _rebuild(read, place, mark)
    await asyncio.wait({task}, timeout=PATIENCE if held else None)
    return task.result() if held is None or task.done() else held[1]


def _serves(held: Mark, wanted: Mark) -> bool:
    return held[1] == wanted[1] and held[0] >= wanted[0]


async def _rebuild(read: ReadTx, place: str, mark: Mark) -> "asyncio.Future[SearchIndex]":
    running = _rebuilds.get(place)
    if running is not None and running[0] == mark:
        return running[1]
    entries = await store.searchable(read, mark[1])
    running = _rebuilds.get(place)
    if running is not None and running[0] == mark:  # another search was faster
        return running[1]
    held = _copies.get(place)
    if held is not None and _serves(held[0], mark):  # so much faster that it is done
        ready = asyncio.get_running_loop().create_future()
        ready.set_result(held[1])
        return ready
    task = asyncio.create_task(asyncio.to_thread(SearchIndex, entries))
    _rebuilds[place] = (mark, task)
    task.add_done_callback(lambda done: _keep(place, mark, done))
    return task


def _keep(place: str, mark: Mark, done: "asyncio.Task[SearchIndex]") -> None:
    running = _rebuilds.get(place)
    if running is not None and running[0] == mark:
        del _rebuilds[place]
    if done.cancelled() or done.exception() is not None:
        return
    held = _copies.pop(place, None)
    newest = held if held is not None and held[0][0] > mark[0] else (mark, done.result())
    _copies[place] = newest
    while len(_copies) > MOST_COPIES:
        del _copies[next(iter(_copies))]
