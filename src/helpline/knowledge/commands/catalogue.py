"""Keep the catalogue of systems and topics."""

from helpline.kit.db import Tx
from helpline.kit.refusal import Invalid
from helpline.knowledge.model import Signature, System, Topic
from helpline.knowledge.store import catalogue as store
from helpline.knowledge.store import entries


class BadSystem(Invalid):
    code = "bad-system"


async def save_system(tx: Tx, system: System, by: Signature) -> None:
    """R3.1: add a system or change it; a retired one may name its successor.

    Raises:
        BadSystem: a name is missing, or the successor is not another system of the catalogue.
    """
    known = {each.code for each in await store.systems(tx)}
    if not (system.name.strip() and system.short_name.strip()):
        raise BadSystem("请填写系统名称和简称。")
    if system.successor is not None and (system.successor not in known or system.successor == system.code):
        raise BadSystem(f"后续系统“{system.successor}”须是目录里的另一个系统。")
    await store.save_system(tx, system, by.name)
    await entries.mark_searchable_changed(tx)
    tx.stir("systems")


async def save_topic(tx: Tx, topic: Topic, by: Signature) -> None:
    """R3.1: add a topic or rename it. Raises Invalid for an empty name or one in use."""
    if not (topic.code.strip() and topic.name.strip()):
        raise Invalid("请填写问题分类的名称。")
    if any(each.name == topic.name and each.code != topic.code for each in await store.topics(tx)):
        raise Invalid(f"已有名为“{topic.name}”的问题分类。")
    await store.save_topic(tx, topic, by.name)
    tx.stir("systems")
