"""Give every live revision its dense vector, where vectors are on."""

import asyncio

from helpline.kit.db import Database
from helpline.knowledge import vectors
from helpline.knowledge.store import asked as store
from helpline.knowledge.store import entries

BATCH = 32


async def embed_missing(db: Database) -> int:
    """Fetch and keep the vectors that are missing; how many. Nothing is fetched inside a transaction.

    Raises:
        VectorsUnavailable: the vectors did not come; those kept before stay.
    """
    using = vectors.chosen()
    count = 0
    while using is not None:
        async with db.reading() as read:
            missing = await store.vectors_missing(read, using.model, BATCH)
        if not missing:
            break
        given = await asyncio.to_thread(using.passages, [text for _, _, text in missing])
        rows = [
            (entry, version, vector.tobytes())
            for (entry, version, _), vector in zip(missing, given, strict=True)
        ]
        async with db.deed() as tx:
            await store.save_vectors(tx, using.model, rows)
            await entries.mark_searchable_changed(tx)
        count += len(rows)
    return count
