"""When something may be revealed, and what is unusual. Pure."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

from helpline.kit.clock import shanghai
from helpline.kit.refusal import Conflict, Forbidden, Invalid
from helpline.regulation.model import Terms
from helpline.secrecy.model import FIELDS, REASONS, AlertKind, Export, ExportWish, Found, Request, Tally, Wish

SHORTEST_WORDS = 4
APPROVALS = 2


class NeedsApproval(Conflict):
    code = "needs-approval"


class NotYours(Forbidden):
    code = "own-request"


def check(wish: Wish) -> None:
    """R18.1: a reveal names a field that the thing has, and says why in words of one's own.

    Raises:
        Invalid: it does not.
    """
    if wish.field not in FIELDS[wish.kind]:
        raise Invalid("这类资料没有这一项，请刷新页面后重试。")
    if wish.reason not in REASONS:
        raise Invalid("请选择查看的事由。")
    if len(wish.words.strip()) < SHORTEST_WORDS:
        raise Invalid(f"请写明查看的具体缘由，至少 {SHORTEST_WORDS} 个字。")


def require_path(found: Found, approved: Request | None) -> None:
    """R18.1: seen by who answers for the matter at hand, or where two others agreed.

    Raises:
        NeedsApproval: neither.
    """
    if not found.at_hand and approved is None:
        raise NeedsApproval("这条资料不属于您正在办理的受理单，须先申请，由两人批准后才能查看。")


def require_approver(request: Request, approver: UUID, now: datetime) -> None:
    """R18.1: two others, each once, in time.

    Raises:
        NotYours: one's own request, or approved by this person already.
        Conflict: it is too late, or enough have agreed.
    """
    if approver == request.staff_id:
        raise NotYours("不能批准自己的申请，须由另外两人批准。")
    if approver in request.approvers:
        raise NotYours("您已批准过这份申请，还须另一人批准。")
    if now >= request.expires_at or request.used_at is not None:
        raise Conflict("这份申请已过期或已使用，请申请人重新提出。")
    if len(request.approvers) >= APPROVALS:
        raise Conflict("这份申请已有两人批准，无须再批。")


def is_usable(request: Request, now: datetime) -> bool:
    """R18.1: approved by two, not used, not too late."""
    return len(request.approvers) >= APPROVALS and request.used_at is None and now < request.expires_at


def is_night(at: datetime, terms: Terms) -> bool:
    """R18.1: whether it is the time of night at which few have reason to look."""
    clock = shanghai(at).time()
    return _within(
        clock, time.fromisoformat(terms.secrecy_night_from), time.fromisoformat(terms.secrecy_night_until)
    )


def night_began(at: datetime, terms: Terms) -> datetime:
    """When the night in which `at` lies began."""
    local = shanghai(at)
    begun = datetime.combine(local.date(), time.fromisoformat(terms.secrecy_night_from), local.tzinfo)
    return begun if begun <= local else begun - timedelta(days=1)


def unusual(tally: Tally, terms: Terms) -> Iterator[tuple[AlertKind, int]]:
    """R18.1: what of somebody's browsing is to be reported, with the count."""
    for kind, count, most in (
        ("many_reveals", tally.reveals_last_hour, terms.secrecy_reveals_per_hour),
        ("many_looks", tally.looks_last_hour, terms.secrecy_looks_per_hour),
        ("at_night", tally.reveals_at_night, terms.secrecy_reveals_at_night),
        ("outside_cases", tally.outside_cases_today, terms.secrecy_reveals_outside_cases),
    ):
        if count > most:
            yield kind, count  # type: ignore[misc]  # the words are of AlertKind


def _within(clock: time, start: time, end: time) -> bool:
    return start <= clock < end if start <= end else clock >= start or clock < end


def check_export(wish: ExportWish) -> None:
    """R18.1: an export says why, and for which days.

    Raises:
        Invalid: it does not.
    """
    if len(wish.words.strip()) < SHORTEST_WORDS:
        raise Invalid(f"请写明导出的用途，至少 {SHORTEST_WORDS} 个字。")
    if wish.since and wish.until and wish.since > wish.until:
        raise Invalid("起始日期晚于截止日期，请核对。")


def require_export_approver(export: Export, approver: UUID, now: datetime) -> None:
    """R18.1: exports need approval by another; unmasked ones by two others.

    Raises:
        NotYours: one's own export, or approved by this person already.
        Conflict: it is decided already.
    """
    if approver == export.staff_id:
        raise NotYours("不能审批自己的导出申请，须由他人审批。")
    if approver in export.approvers:
        raise NotYours("您已批准过这份申请，含明文的导出还须另一人批准。")
    if export.state(now) != "waiting":
        raise Conflict("这份申请已经审批过。")


def require_ready(export: Export, asker: UUID, now: datetime) -> None:
    """R18.1: only who asked fetches the file, while it is kept.

    Raises:
        NotYours: somebody else's.
        Conflict: it is not ready, or gone.
    """
    if asker != export.staff_id:
        raise NotYours("只有申请人可以下载这份文件。")
    state = export.state(now)
    if state != "ready":
        why = {
            "expired": "文件已过期销毁，请重新申请",
            "refused": "申请未获批准",
            "making": "文件还在生成，请稍候",
        }
        raise Conflict(f"{why.get(state, '申请还在等待审批')}。")
