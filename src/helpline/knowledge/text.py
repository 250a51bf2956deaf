"""How text is made comparable: width, case and punctuation do not count, synonyms are one."""

import re
import unicodedata

SYNONYMS: dict[str, str] = {
    "全面数字化的电子发票": "数电票",
    "数字化电子发票": "数电票",
    "数电发票": "数电票",
    "全电发票": "数电票",
    "全电票": "数电票",
    "红冲": "冲红",
    "电子发票服务平台": "电票平台",
    "增值税发票综合服务平台": "综服平台",
    "发票综合服务平台": "综服平台",
    "数字证书": "ca证书",
    "汇缴": "汇算清缴",
    "个税": "个人所得税",
    "扣缴端": "扣缴客户端",
    "登陆": "登录",
    "帐号": "账号",
    "帐户": "账户",
    "交税": "缴税",
    "进不去": "无法登录",
    "登不上": "无法登录",
    "登录不上": "无法登录",
    "登录不了": "无法登录",
    "不能登录": "无法登录",
    "打不开": "无法打开",
    "不能打开": "无法打开",
}
"""What taxpayers write, and the one wording under which it is indexed and sought; in folded form."""

_SYNONYM = re.compile("|".join(sorted(map(re.escape, SYNONYMS), key=len, reverse=True)))
_NOT_WORD = re.compile(r"[\W_]+")
_RUN = re.compile(r"[a-z0-9]+")
_TOKEN = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_YEAR = re.compile(r"(19|20)\d\d")
_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1"})

SHORTEST_TOKEN = 3
"""A shorter run of letters or digits is found by its characters well enough."""


def folded(text: str) -> str:
    """Width and case folded, codes read by look (O and 0, I, l and 1 are one), synonyms made one."""
    plain = _RUN.sub(lambda run: _read_by_look(run[0]), unicodedata.normalize("NFKC", text).lower())
    return _SYNONYM.sub(lambda match: SYNONYMS[match[0]], plain)


def bare(folded_text: str) -> str:
    """Only the letters, digits and characters of a folded text: what its n-grams are made of."""
    return _NOT_WORD.sub("", folded_text)


def tokens(folded_text: str) -> list[str]:
    """The runs of Latin letters and digits of a folded text; a code with hyphens also as one."""
    found: list[str] = []
    for compound in _TOKEN.findall(folded_text):
        parts = re.split(r"[-_]", compound)
        runs = parts if len(parts) == 1 else [*parts, "".join(parts)]
        found.extend(run for run in runs if len(run) >= SHORTEST_TOKEN)
    return found


def is_code(token: str) -> bool:
    """Whether a token reads like an error or form code: digits with letters, or four digits, no year."""
    digits = sum(char.isdigit() for char in token)
    return 0 < digits < len(token) or (digits >= 4 and not _YEAR.fullmatch(token))


def _read_by_look(run: str) -> str:
    return run.translate(_LOOKALIKES) if any(char.isdigit() for char in run) else run
