"""What of a question carries its matter: the grams that are left when the words of asking are taken away."""

import re

import numpy as np

from helpline.knowledge.grams import Keys, pair_keys, token_keys
from helpline.knowledge.text import folded

_ASKING = re.split(
    r"\s+",
    """请问一下 请问 你好 您好 麻烦 帮忙 帮我 想问 想咨询 咨询一下 我想 我要 我们 我的 我 你们 你 您 老师
    怎么办理 怎么办 怎么样 怎么弄 怎么回事 怎么处理 如何处理 怎么解决 如何解决 怎么 咋办 咋整 咋 怎样 如何
    为什么 为啥 为何 是什么意思 什么意思 是什么 是啥 什么 哪里 哪些 哪个 在哪 多少 多久 几 可以 能不能 能否
    可不可以 是否 是不是 有没有 吗 呢 吧 啊 呀 了 的 得 地 着 过 是 在 有 和 与 及 或 也 都 就 还 又 再 很 被
    把 将 从 到 对 给 向 于 之 这个 那个 这 那 一个 一直 总是 老是 现在 已经 情况 问题 需要 应该
    应 会 要 想 说 谢谢""",
)
_FILLER = re.compile("|".join(sorted(map(re.escape, _ASKING), key=len, reverse=True)))
_NOT_WORD = re.compile(r"[\W_]+")


def matter_of(text: str) -> list[str]:
    """The stretches of a question that carry its matter, folded."""
    stretches: list[str] = []
    for run in _NOT_WORD.split(folded(text)):
        stretches.extend(_FILLER.sub(" ", run).split())
    return stretches


def matter_keys(text: str) -> Keys:
    """The keys of the pairs, lone characters and whole tokens of a question's matter, each once."""
    parts = [
        pair_keys(stretch) if len(stretch) > 1 else np.array([ord(stretch)]) for stretch in matter_of(text)
    ]
    return np.unique(np.concatenate([*parts, token_keys(text)])).astype(np.int64)


def matter_key(text: str) -> str:
    """One text for all questions with the same matter."""
    return "".join(matter_of(text))[:200]
