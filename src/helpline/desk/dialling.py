"""R4.3: calling back with one key: from a message, a wish to be called back, or a missed call."""

from uuid import UUID

from helpline.calls import commands as calls
from helpline.calls import queries as hotline
from helpline.calls.commands import CallBack
from helpline.calls.queries import CallView
from helpline.kit.db import Tx
from helpline.kit.refusal import Conflict, Forbidden, Invalid
from helpline.messages import commands as messages
from helpline.messages.model import Consultant
from helpline.messages.rules import NOBODY_KNOWN
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.names import public_label


class BusyOnThePhone(Conflict):
    code = "busy-on-the-phone"


async def dial_message(tx: Tx, actor: Actor, message_id: UUID) -> CallView:
    """Ring the own phone, then the number that left the message; reading it first makes the consultant its owner (R5.3).

    Raises:
        Refused: unknown, a colleague's, without a number, or the consultant is on the phone or not on duty.
    """
    if actor.provider_id is None:
        raise Forbidden("只有服务商的咨询人员可以回呼。")
    by = Consultant(staff_id=actor.staff_id, provider_id=actor.provider_id)
    message = await messages.read(tx, message_id, by)
    if message.owner != actor.staff_id:
        raise Conflict(f"这条留言由{await _label(tx, message.owner)}负责。如需由您回呼，请先接手。")
    await _require_free(tx, actor.staff_id)
    if not message.phone:
        raise Invalid("来电未显示号码，无法回呼。")
    wanted = CallBack(
        node=await hotline.home_node(tx),
        number=message.phone,
        name="" if message.name == NOBODY_KNOWN else message.name,
        system=message.system,
        about=message.id,
    )
    return await hotline.view(tx, await calls.place(tx, actor.staff_id, actor.provider_id, wanted))


async def _require_free(tx: Tx, staff_id: UUID) -> None:
    """R12.1: one call at a time."""
    if (await hotline.my_calls(tx, staff_id)).call is not None:
        raise BusyOnThePhone("您正在通话，请先结束当前通话再回呼。")


async def _label(tx: Tx, staff_id: UUID | None) -> str:
    found = await people.staff_by_ids(tx, [staff_id]) if staff_id else {}
    return public_label(next(iter(found.values())).number) if found else "别的咨询员"
