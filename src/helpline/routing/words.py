"""What people are told when routing says no."""

from helpline.kit.clock import shanghai
from helpline.routing.model import Offer, Waiting


def why_gone(offer: Offer, work: Waiting, holder: str | None) -> str:
    """What became of an offer that cannot be taken any more: who, what, when. `holder` is a name."""
    if work.holder not in (None, offer.staff_id):
        return f"此事项已由{holder or '他人'}于 {shanghai(work.state_since):%H:%M:%S} 接手。"
    if work.state in ("left", "released"):
        return f"此事项已于 {shanghai(work.state_since):%H:%M:%S} 结束，无需应答。"
    if offer.outcome == "declined":
        return "您已谢绝此事项，系统已另派他人。"
    if offer.outcome == "withdrawn":
        return f"此次派发已于 {shanghai(offer.outcome_at or offer.due_at):%H:%M:%S} 撤回：{offer.reason}。"
    if offer.outcome == "claimed":
        return "此事项您曾接手，现已不在您手中。"
    return f"应答时限 {shanghai(offer.due_at):%H:%M:%S} 已过，此事项已另派他人。"
