"""Sealing: lines that were committed get their place in the chain, off the path of the deeds. One sealer at a time."""

from helpline.audit import chain, store
from helpline.audit.keys import Keys
from helpline.audit.model import Head, Seal
from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict
from helpline.kit.secrets.ciphers import KeyedDigest

BATCH = 2000


class BrokenHead(Conflict):
    """The end of the chain is not as the last sealer left it: sealing on would hide what was cut off."""

    code = "broken-head"


async def seal(tx: Tx, keys: Keys, most: int = BATCH) -> int:
    """Seal what waits, up to `most` lines; the number sealed. While another process seals, none.

    Raises:
        BrokenHead: somebody changed where the chain ends.
    """
    if not await store.only_sealer(tx):
        return 0
    waiting = await store.take_unsealed(tx, most)
    if not waiting:
        return 0
    key_id, key = keys.current()
    counter, before = await _end(tx, keys)
    seals: list[Seal] = []
    for line_id, entry in waiting:
        counter += 1
        before = chain.mac(key, counter, before, key_id, chain.canonical(entry))
        seals.append(Seal(counter=counter, line_id=line_id, mac=before, key_id=key_id))
    await store.add_seals(tx, seals)
    await store.save_head(tx, _head(key_id, key, counter, before))
    return len(seals)


async def resume(tx: Tx, keys: Keys) -> tuple[int, int]:
    """Let the chain go on from its last link, whatever its end says: the number claimed, and the one it goes on from.

    An operator's deed, after it was established what happened.
    """
    await store.wait_to_seal(tx)
    found = await store.head(tx)
    key_id, key = keys.current()
    counter, last = await store.last_link(tx)
    await store.save_head(tx, _head(key_id, key, counter, last))
    return found.counter if found else 0, counter


async def _end(tx: Tx, keys: Keys) -> tuple[int, bytes]:
    head = await store.head(tx)
    if head is None:
        if (await store.last_link(tx))[0]:
            raise BrokenHead("审计链的链尾记录不见了，已停止封印。请由审计管理员运行 helpline audit verify。")
        return 0, chain.START
    key = keys.find(head.key_id)
    if key is not None and chain.proof(key, head.counter, head.mac) != head.proof:
        raise BrokenHead("审计链的链尾记录被改动，已停止封印。请由审计管理员运行 helpline audit verify。")
    return head.counter, head.mac


def _head(key_id: str, key: KeyedDigest, counter: int, last: bytes) -> Head:
    return Head(counter=counter, mac=last, key_id=key_id, proof=chain.proof(key, counter, last))
