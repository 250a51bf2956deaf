"""The recordings that callers hear: their names, and the words that were recorded under each."""

from math import ceil

MOST_MINUTES = 30
MOST_PLACES = 99

GREETING = ("welcome", "notice")
CLOSED = ("welcome", "closed", "notice", "message.speak")
CHOICE = ("choice",)
CHOICE_WITHHELD = ("choice.message",)

WORDS: dict[str, str] = {
    "welcome": "您好，欢迎致电网上办税系统技术咨询热线。",
    "notice": "为保证服务质量，您的通话将被录音。",
    "closed": "现在不在人工服务时间。热线服务时间为周一至周六八点三十分至二十一点，法定节假日除外。",
    "menu": "请选择您要咨询的系统。",
    "menu.press": "请按",
    "menu.elderly": "老年人直接转人工",
    "menu.person": "直接转人工请按零，或稍候片刻。",
    "queue.place": "您前面还有",
    "queue.people": "位，",
    "queue.wait": "预计等待",
    "queue.minutes": "分钟。",
    "queue.soon": "马上为您接通，请稍候。",
    "queue.long": "当前排队较多，预计等待超过三十分钟。",
    "queue.nobody": "现在没有空闲的咨询员。",
    "queue.back": "抱歉，通话中断了，正在优先为您重新接通。",
    "choice": "不想等候，请按一，我们会尽快给您回电；留言请按二；继续等候请不要挂机。",
    "choice.message": "不想等候，请按二留言；继续等候请不要挂机。",
    "callback.noted": "已经记下，我们会尽快用您来电的号码联系您。再见。",
    "message.speak": "请在提示音后留言，说完请按井号键。我们会在一个工作日内听取，两个工作日内答复。",
    "message.thanks": "您的留言已经收到，谢谢，再见。",
    "message.empty": "没有听到您的留言。欢迎您在服务时间再次来电，再见。",
    "rate": "请为刚才的服务评价：非常满意请按五，满意请按四，一般请按三，不满意请按二，很不满意请按一。",
    "rate.thanks": "谢谢您的评价，再见。",
    "sorry": "抱歉，暂时无法接通，请稍后再拨。",
    "system.etax_sh3": "网上申报",
    "system.online_certification": "网上认证",
    "system.its_withholding": "个税扣缴客户端",
    "system.cit_annual": "所得税汇算清缴",
    "system.export_rebate_offline": "出口退税申报软件",
    "system.export_rebate_online": "出口退税网上申报",
    "system.single_window_rebate": "单一窗口退税",
    "system.departure_rebate": "离境退税",
    "system.general_invoicing": "通用开票软件",
    "system.etax_bureau": "电子税务局",
    "system.tax_survey": "税收调查直报",
    **{f"n.{each}": text for each, text in enumerate("零一二三四五六七八九")},
    "n.10": "十",
}
"""What stands in the catalogue, and what is said. Numbers to 99 are put together from `n.0` to `n.10`."""


def number(count: int) -> tuple[str, ...]:
    """A number from 0 to 99, as it is said: 23 is two, ten, three."""
    tens, ones = divmod(min(count, MOST_PLACES), 10)
    if tens == 0:
        return (f"n.{ones}",)
    head = ("n.10",) if tens == 1 else (f"n.{tens}", "n.10")
    return (*head, f"n.{ones}") if ones else head


def standing(place: int, wait_seconds: int | None) -> tuple[str, ...]:
    """R4.3: how many are before the caller, and the expected wait in whole minutes, rounded up."""
    if place <= 1:
        return ("queue.soon",)
    ahead = ("queue.place", *number(place - 1), "queue.people")
    if wait_seconds is None:
        return ahead
    minutes = max(1, ceil(wait_seconds / 60))
    if minutes > MOST_MINUTES:
        return (*ahead, "queue.long")
    return (*ahead, "queue.wait", *number(minutes), "queue.minutes")


def menu(keys: dict[str, str]) -> tuple[str, ...]:
    """R5.1: the one level of the menu, ending with the way to a person. `keys`: what each key leads to.

    A system without a recording is not named, so the key is not offered.
    """
    said: list[str] = ["menu"]
    for key, leads_to in sorted(keys.items()):
        name = "menu.elderly" if leads_to == "elderly" else f"system.{leads_to}"
        if name in WORDS:
            said += [name, "menu.press", *number(int(key))]
    return (*said, "menu.person")
