"""The assistant's dialogue, pure: what the taxpayer means, and what is replied to what was found."""

import re
from collections.abc import Iterable, Sequence

from helpline.assistant import sentences, words
from helpline.assistant.lexicon import evidence
from helpline.assistant.model import (
    Answered,
    AskBack,
    Asks,
    Choice,
    Chose,
    Context,
    Evidence,
    HandOver,
    Intent,
    NotHelped,
    OutOfScope,
    Reply,
    SmallTalk,
    Talks,
    Unknown,
    WantsHuman,
)
from helpline.knowledge.model import Hit, Shown, System
from helpline.knowledge.question import matter_of
from helpline.knowledge.text import bare, folded

LONGEST_QUESTION = 500
"""Characters that are read; who pastes more has said enough by then."""

SURE: dict[Evidence, float] = {Evidence.STRONG: 0.30, Evidence.WEAK: 0.55, Evidence.NONE: 0.65}
"""Coverage from which an entry is shown. Questions from elsewhere stay far below (decision 0009)."""
NEAR: dict[Evidence, float] = {Evidence.STRONG: 0.15, Evidence.WEAK: 0.25, Evidence.NONE: 0.30}
"""Coverage from which an entry is offered as a choice; a question that comes less near is about something else."""
SURE_OF_POLICY = 0.85
"""A question about policy is answered only by an entry that is about exactly that."""
EQUALLY_NEAR = 0.90
"""Two scores within this ratio are equally near, unless one covers so much more of the question:"""
COVERS_MORE = 0.25
WORTH_OFFERING = 0.60
MOST_CHOICES = 3

_PICKED = re.compile(r"第?([一二三123])(?:个|条)?")
_ORDINALS = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_NEGATED = re.compile(r"(?:不要|不用|不需要|别)(?:转|找|接)?(?:人工|客服|真人)")


def intent(text: str, context: Context) -> Intent:
    """R4.1: what the taxpayer means. The wish for a person comes before all guesses."""
    text = text.strip()[:LONGEST_QUESTION]
    if (picked := context.chosen or _picked(text, context.offered)) is not None:
        return Chose(picked)
    plain = bare(folded(text))
    if wish := _human(plain):
        return wish
    if sentence := _small_talk(plain):
        return Talks(sentence)
    if (context.shown or context.offered) and words.NOT_HELPED.fullmatch(plain):
        return NotHelped()
    return Asks(text)


def favoured(question: str, context: Context, systems: Iterable[System]) -> str | None:
    """R3.1: the system that the question names, or else the chosen one."""
    plain = bare(folded(question))
    named = {
        system.code
        for system in systems
        if any(bare(folded(name)) in plain for name in (system.name, system.short_name, *system.aliases))
    }
    return named.pop() if len(named) == 1 else context.system


def decide(question: str, hits: Sequence[Hit], context: Context) -> Reply:
    """R4.1, R5.4: show the entry that is surely meant, ask back between near ones, decline, or say that it is unknown."""
    if not matter_of(question):
        return Unknown(text=sentences.EMPTY, why="没有具体问题")
    exact = [hit for hit in hits if hit.is_exact]
    if len(exact) == 1:
        return shown(exact[0].shown, exact[0], "问题就是这一条的标题或问法")
    if exact:
        return _ask_back(exact, "几条知识的标题相同")
    return _weighed(
        hits, evidence(question, system_is_chosen=context.system is not None), is_policy(question)
    )


def after_failure(hits: Sequence[Hit], context: Context) -> Reply:
    """R4.1: what was shown did not help: the next near entry, or a human."""
    left = [
        hit
        for hit in hits
        if hit.shown.number not in context.shown
        and hit.shown.number not in {choice.entry for choice in context.offered}
        and hit.coverage >= SURE[Evidence.STRONG]
    ]
    if left and len(context.shown) == 1 and not context.offered:
        return shown(left[0].shown, left[0], "上一条未能解决，这是下一个接近的条目")
    return HandOver(text=sentences.NOT_SOLVED, reason="not_solved", why="已给出的内容未能解决")


def shown(entry: Shown, hit: Hit | None, why: str) -> Answered:
    """R15.2: the entry word for word, with number, version, source and date."""
    content = entry.content
    return Answered(
        entry_id=entry.entry_id,
        entry=entry.number,
        revision=entry.version,
        title=content.title,
        text=content.answer,
        steps=tuple(line.strip() for line in content.answer.splitlines() if line.strip()),
        source=content.source,
        source_date=content.source_date,
        reviewed_at=entry.reviewed_at,
        valid_until=content.valid_until,
        score=hit.score if hit else 0.0,
        why=why,
        layers=hit.layers if hit else (),
    )


def spoken(meant: Talks | WantsHuman) -> Reply:
    """What needs no look into the knowledge base."""
    if isinstance(meant, Talks):
        return SmallTalk(text=meant.sentence)
    text = sentences.COMPLAINT if meant.reason == "complaint" else sentences.HUMAN
    return HandOver(text=text, reason=meant.reason, why=f"纳税人提出“{meant.words}”")


def is_policy(question: str) -> bool:
    """Article 3: whether a question asks what the law says rather than how a system is worked."""
    text = folded(question)
    return bool(words.POLICY.search(text)) and not words.OPERATION.search(text)


def _weighed(hits: Sequence[Hit], about: Evidence, policy: bool) -> Reply:  # noqa: FBT001 - a plain mark
    """The reply to a question that is no entry's title."""
    sure = max(SURE[about], SURE_OF_POLICY if policy else 0.0)
    if hits and hits[0].coverage >= sure and _stands_out(hits):
        return shown(hits[0].shown, hits[0], _found_by(hits[0]))
    near = [
        hit for hit in hits if hit.coverage >= NEAR[about] and hit.score >= WORTH_OFFERING * hits[0].score
    ]
    if (declined := _declined(about, policy=policy, near=bool(near))) is not None:
        return declined
    if near:
        return _ask_back(near, "几条知识同样接近" if len(near) > 1 else "最接近的一条把握不足")
    return Unknown(text=sentences.UNKNOWN, why="没有足够接近的知识条目")


def _declined(about: Evidence, *, policy: bool, near: bool) -> Reply | None:
    """R5.4: the reason why a question is not for us, if it is not."""
    if policy and about is not Evidence.NONE:
        return OutOfScope(
            text=sentences.POLICY, category="policy", why="问的是政策，不是系统的操作或办理流程"
        )
    if about is Evidence.NONE and not near:
        return OutOfScope(text=sentences.NOT_TAX, category="not_tax", why="问题里没有办税系统的内容")
    return None


def _stands_out(hits: Sequence[Hit]) -> bool:
    """Whether the first entry is nearer than the second by score, or covers much more of the question."""
    if len(hits) == 1:
        return True
    first, second = hits[0], hits[1]
    return second.score < EQUALLY_NEAR * first.score or first.coverage - second.coverage >= COVERS_MORE


def _ask_back(near: Sequence[Hit], why: str) -> AskBack:
    choices = tuple(Choice(hit.shown.number, hit.shown.content.title) for hit in near[:MOST_CHOICES])
    return AskBack(text=sentences.ASK_BACK, choices=choices, score=near[0].score, why=why)


def _found_by(hit: Hit) -> str:
    words_matched = "、".join(hit.matched) or "整句"
    return f"标题和问法覆盖了问题的 {hit.coverage:.0%}，相同的词：{words_matched}"


def _picked(text: str, offered: Sequence[Choice]) -> str | None:
    """The entry that is picked among those offered: by its number, its title, or its place."""
    for choice in offered:
        if bare(folded(text)) in (bare(folded(choice.label)), bare(folded(choice.entry))):
            return choice.entry
    match = _PICKED.fullmatch(bare(folded(text)))
    place = _ORDINALS[match[1]] if match else 0
    return offered[place - 1].entry if 0 < place <= len(offered) else None


def _human(plain: str) -> WantsHuman | None:
    """A wish for a person, or a complaint, which is for a person too."""
    if _NEGATED.search(plain):
        return None
    alone = words.HUMAN_ALONE.search(plain) if len(plain) <= words.LONGEST_ALONE else None
    if match := words.HUMAN.search(plain) or alone:
        return WantsHuman("asked", match[0])
    match = words.COMPLAINT.search(plain)
    ours = len(plain) <= words.LONGEST_COMPLAINT_ALONE or words.ABOUT_SERVICE.search(plain)
    if match and (ours or evidence(plain) is Evidence.STRONG):
        return WantsHuman("complaint", match[0])
    return None


def _small_talk(plain: str) -> str | None:
    """What is said back to words that ask nothing."""
    answers = (
        (words.GREETING, sentences.GREETING),
        (words.THANKS, sentences.THANKS),
        (words.SOLVED, sentences.SOLVED),
        (words.FAREWELL, sentences.FAREWELL),
    )
    return next((sentence for pattern, sentence in answers if pattern.fullmatch(plain)), None)
