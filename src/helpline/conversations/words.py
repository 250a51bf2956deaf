"""What the house itself says in a conversation. One place, so that tone and terms stay the same."""

from datetime import datetime

from helpline.conversations.model import Notice
from helpline.kit.clock import shanghai


def queued(place: int, wait_seconds: int | None) -> Notice:
    """R4.3: the system tells each one place and expected wait."""
    if place <= 1:
        return Notice(
            code="queued", text="正在为您接通咨询员，请稍候。您的问题已经转给咨询员，不用再说一遍。"
        )
    wait = f"，大约还要 {minutes(wait_seconds)} 分钟" if wait_seconds is not None else ""
    return Notice(
        code="queued",
        text=f"现在咨询的人较多，您排在第 {place} 位{wait}。可以继续等待、先留言，也可以接着问智能助手。",
    )


def minutes(seconds: int) -> int:
    """Seconds as whole minutes for people, never zero."""
    return max(1, -(-seconds // 60))


def outside_hours(opens_at: datetime | None) -> Notice:
    """R4.1: nobody meets a dead end."""
    when = f"，{moment(opens_at)}开始" if opens_at else ""
    return Notice(
        code="outside_hours",
        text=f"现在不在人工服务时间{when}。您可以继续问智能助手、留言，或先排上队，一开始服务就为您接通。",
    )


def place_kept(opens_at: datetime | None) -> Notice:
    when = moment(opens_at) if opens_at else "人工服务开始时"
    return Notice(code="place_kept", text=f"已为您保留排位，{when}按顺序接通。这期间可以继续问智能助手。")


def service_opened() -> Notice:
    return Notice(code="opened", text="人工服务已经开始，正在按顺序为您接通。")


def service_ended() -> Notice:
    """R4.3: told at closing time to who still waits."""
    return Notice(
        code="service_ended",
        text="今天的人工服务时间到了，您的排位仍然保留：在岗咨询员会继续按顺序接通，今天接不到的，下次开始服务时接着排。"
        "您也可以留言或继续问智能助手。",
    )


def queue_left() -> Notice:
    return Notice(code="queue_left", text="已退出排队。需要时可随时再转人工。")


def joined(label: str) -> Notice:
    return Notice(code="joined", text=f"{label}已接入")


def transferred(label: str) -> Notice:
    return Notice(code="transferred", text=f"已转给{label}，前面的内容对方都能看到，不用再说一遍。")


def stepped_in(label: str) -> Notice:
    return Notice(code="stepped_in", text=f"{label}加入对话，与咨询员一起为您解答")


def stepped_out(label: str) -> Notice:
    return Notice(code="stepped_out", text=f"{label}离开对话，咨询员继续为您服务")


def requeued() -> Notice:
    return Notice(
        code="requeued", text="抱歉，刚才的咨询员暂时无法继续，已把您排到最前面，马上换一位咨询员。"
    )


def wait_text(wait_minutes: int) -> str:
    """R4.4, asked by the consultant or, at two minutes, by the system."""
    return f"我要去核实一下，大约 {wait_minutes} 分钟。您愿意等，还是让我稍后答复您？"


def system_wait_text(wait_minutes: int) -> str:
    return f"咨询员还在核实，大约还要 {wait_minutes} 分钟。您愿意继续等，还是稍后答复您？"


def chosen(choice: str, *, by_default: bool) -> str:
    if choice == "later":
        return "选择了稍后答复"
    return "没有选择，按继续等待处理" if by_default else "选择了继续等待"


def follow_up(due_at: datetime) -> Notice:
    return Notice(
        code="follow_up",
        text=f"好的，我们最晚 {moment(due_at)}前答复您。答复会出现在这里和“我的事项”里。",
    )


def reminder(seconds_left: int) -> Notice:
    """R4.5: after the taxpayer's silence."""
    return Notice(
        code="reminder",
        text=f"您还在吗？如果 {seconds_left} 秒内没有回复，本次对话会先结束；以后随时可以就此事再问。",
    )


def closing(code: str) -> Notice:
    """R4.5: the closing words."""
    words = {
        "taxpayer_silent": "因为一直没有收到您的回复，本次对话先结束了。需要时请点“就此事再问”，记录都还在。",
        "taxpayer_left": "您已结束本次对话。感谢您的咨询，祝您办税顺利。",
        "answered": "感谢您的咨询。如还有问题，请点“就此事再问”。请为本次服务评价。",
        "declined": "本次咨询到此结束。感谢您的理解。",
        "later": "本次对话先结束，问题我们接着办。",
        "supervisor": "抱歉，咨询员暂时无法继续，本次对话先结束了。需要时请点“就此事再问”，记录都还在。",
        "idle": "本次对话先结束了。需要时请点“就此事再问”，记录都还在。",
    }
    return Notice(code="closing", text=words[code])


def recalled() -> Notice:
    return Notice(code="recalled", text="撤回了一条消息")


def moment(at: datetime) -> str:
    """A moment as people say it: 11 月 12 日（周四）14:33."""
    local = shanghai(at)
    day = "一二三四五六日"[local.weekday()]
    return f"{local.month} 月 {local.day} 日（周{day}）{local:%H:%M}"
