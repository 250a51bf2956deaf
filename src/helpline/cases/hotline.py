"""What is owed to whom nobody answered on the telephone: spoken messages, wishes to be called back, missed calls."""

from uuid import UUID

from msgspec.structs import replace as _replace

from helpline.calls import queries as calls
from helpline.calls.events import CallBackAsked, CallEnded, VoiceMessageLeft
from helpline.calls.model import Call
from helpline.kit.db import Tx
from helpline.kit.refusal import NotFound
from helpline.messages import by_phone
from helpline.messages import queries as owed
from helpline.messages.model import ByPhone
from helpline.regulation.queries import terms_on


async def keep_spoken(tx: Tx, fact: VoiceMessageLeft) -> None:
    """R6.1, R6.2: a spoken message is a message, with the same two clocks."""
    call = await _call(tx, fact.call_id)
    left = _left(call, f"语音留言，{round(fact.seconds)} 秒。")
    await by_phone.leave(tx, _replace(left, at=fact.at, wish="answer", spoken_seconds=fact.seconds))


async def owe_call_back(tx: Tx, fact: CallBackAsked) -> None:
    """R4.3: who asked to be called back is owed it by the two clocks of R6.2."""
    call = await _call(tx, fact.call_id)
    await by_phone.leave(tx, _replace(_left(call, "排队时请求回电。"), at=fact.at))


async def owe_missed(tx: Tx, fact: CallEnded) -> None:
    """R4.3: who waited and was not answered is called back; one who tried several times, once."""
    call = await _call(tx, fact.call_id)
    least = (await terms_on(tx, fact.at)).call_missed_seconds
    is_missed = fact.outcome in ("left", "lost") and call.state.queued_at and call.state.connected_at is None
    if not is_missed or fact.waited_seconds < least or not call.party.number:
        return
    before = await calls.earlier(tx, call)
    if await owed.owed_to_calls(tx, [each.id for each in before]):
        return
    text = f"来电排队 {fact.waited_seconds} 秒，未接通。"
    await by_phone.leave(tx, _replace(_left(call, text), at=fact.at))


def _left(call: Call, text: str) -> ByPhone:
    return ByPhone(
        call_id=call.id,
        at=call.arrived_at,
        text=text,
        name=call.party.name,
        number=call.party.number,
        system=call.state.system,
        provider_id=call.provider_id,
    )


async def _call(tx: Tx, call_id: UUID) -> Call:
    call = await calls.find(tx, call_id)
    if call is None:
        raise NotFound("没有找到这通电话。")
    return call
