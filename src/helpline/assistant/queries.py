"""Asks the assistant."""

from helpline.assistant import flow, sentences
from helpline.assistant.model import Asks, Chose, Context, NotHelped, Reply, Unknown
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.knowledge import queries as knowledge
from helpline.knowledge.search import Vector, Wish

FRESH = Context()
"""Nothing has been said yet."""
LOOKED_AT = 6
"""Entries that are weighed against each other."""


async def answer(read: ReadTx, text: str, *, context: Context = FRESH, vector: Vector | None = None) -> Reply:
    """R4.1, R12.1, R15.2: what the assistant replies to `text`; `vector` is that of the text, where vectors are on."""
    match flow.intent(text, context):
        case Chose(entry):
            return await _chosen(read, entry)
        case NotHelped():
            return await _after_failure(read, context)
        case Asks(question):
            return await _found(read, question, context, vector)
        case meant:
            return flow.spoken(meant)


async def _found(read: ReadTx, question: str, context: Context, vector: Vector | None) -> Reply:
    favour = flow.favoured(question, context, await knowledge.systems(read))
    hits = await knowledge.search(read, question, Wish(favour=favour, limit=LOOKED_AT, vector=vector))
    return flow.decide(question, hits, context)


async def _after_failure(read: ReadTx, context: Context) -> Reply:
    hits = await knowledge.search(read, context.question, Wish(favour=context.system, limit=LOOKED_AT))
    return flow.after_failure(hits, context)


async def _chosen(read: ReadTx, entry: str) -> Reply:
    try:
        return flow.shown(await knowledge.shown(read, entry), None, "您选择了这一条")
    except NotFound:
        return Unknown(text=sentences.GONE, why=f"条目 {entry} 已下线")
