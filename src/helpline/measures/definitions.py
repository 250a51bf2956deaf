"""The registry. The official rates first (R5.2), the other usual ones beside them: nobody need guess which is meant."""

from helpline.measures.model import Definition

LEVELS = (20, 30, 60, 90, 120)
"""Seconds at which the answered are counted besides the term's."""

CONNECT = Definition(
    id="connect_rate",
    version=1,
    title="人工接通率",
    article="R5.2",
    official=True,
    numerator=("answered",),
    denominator=("offered",),
    words="人工接听量÷人工呼入量。呼入量指要求人工、进入人工队列的来电，每通只计一次；按来电时刻归入时段。",
)
IN_TIME = Definition(
    id="connect_in_time",
    version=1,
    title="60秒人工接通率",
    article="R5.2",
    official=True,
    numerator=("answered_in_time",),
    denominator=("offered",),
    words="自首次进入人工队列起60秒内（含）接听的来电÷人工呼入量。未接通的来电计入分母。",
)
DEFINITIONS: tuple[Definition, ...] = (
    CONNECT,
    IN_TIME,
    Definition(
        id="connect_in_time_of_answered",
        version=1,
        title="60秒接通占已接听比",
        article="R5.2",
        official=False,
        numerator=("answered_in_time",),
        denominator=("answered",),
        words="60秒内接听÷人工接听量。不计放弃的来电，数值偏高，仅供对照。",
    ),
    Definition(
        id="connect_in_time_without_early_abandoned",
        version=1,
        title="60秒人工接通率（不计60秒内放弃）",
        article="R5.2",
        official=False,
        numerator=("answered_in_time",),
        denominator=("offered",),
        less=("abandoned_in_time",),
        words="60秒内接听÷（人工呼入量−60秒内（含）自行放弃的来电），仅供对照。",
    ),
    Definition(
        id="connect_rate_without_short_abandoned",
        version=1,
        title="人工接通率（不计短时放弃）",
        article="R5.2",
        official=False,
        numerator=("answered",),
        denominator=("offered",),
        less=("abandoned_short",),
        words="人工接听量÷（人工呼入量−短时放弃的来电），短时的秒数为条款“短时放弃”，默认0即全部计入。",
    ),
    Definition(
        id="connect_rate_talked",
        version=1,
        title="有效通话接通率",
        article="R5.2",
        official=False,
        numerator=("talked",),
        denominator=("offered",),
        words="接听且通话满1秒的来电÷人工呼入量，应答无通话的不计入分子，仅供对照。",
    ),
    Definition(
        id="handed_rate",
        version=1,
        title="转12366占接听比",
        article="R5.1",
        official=False,
        numerator=("handed",),
        denominator=("answered",),
        words="接听后由咨询员转给12366的来电÷人工接听量。转出的来电仍按接听计。",
    ),
    Definition(
        id="abandon_rate",
        version=1,
        title="放弃率",
        article="R5.2",
        official=False,
        numerator=("abandoned",),
        denominator=("offered",),
        words="排队或振铃中自行挂断的来电÷人工呼入量。选择回拨或留言的不算放弃，也不算接通。",
    ),
)
