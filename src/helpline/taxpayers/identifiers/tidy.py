"""Reads a number as people type it: full-width, in groups, in lower case, out of a spreadsheet cell."""

import msgspec

from helpline.taxpayers.identifiers.finding import Finding, Kind

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Only the full-width forms of ASCII. Full NFKC would also turn ① or ² into digits that nobody typed."""

SEPARATORS = frozenset(" \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212")
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff'`")
"""Zero-width marks of copied text, and the apostrophe with which spreadsheets mark text."""


class Tidied(msgspec.Struct, frozen=True):
    """`text` is half-width, upper-case, without separators; `notes` tell what was changed."""

    raw: str
    text: str
    notes: tuple[str, ...]

    def valid(self, kind: Kind, *, legacy: bool = False, notes: tuple[str, ...] = ()) -> Finding:
        """The finding that this is a right number of that kind."""
        return Finding(
            code=self.raw,
            normalised=self.text,
            kind=kind,
            valid=True,
            legacy=legacy,
            notes=self.notes + notes,
        )

    def refused(self, kind: Kind, reason: str, *, legacy: bool = False) -> Finding:
        """The finding that this is a wrong number, taken for that kind, and why."""
        return Finding(
            code=self.raw,
            normalised=self.text,
            kind=kind,
            valid=False,
            legacy=legacy,
            reason=reason,
            notes=self.notes,
        )


def half_width(text: str) -> str:
    """The same text, character by character, with full-width ASCII made half-width."""
    return text.translate(FULL_WIDTH)


def tidy(raw: str) -> Tidied:
    """Normalise a typed number, and tell each change that is more than a trimmed edge."""
    notes: list[str] = []
    half = half_width(raw)
    if half != raw:
        notes.append("已将全角字符转为半角。")
    seen = "".join(c for c in half if c not in INVISIBLE).strip()
    joined = "".join(c for c in seen if c not in SEPARATORS)
    if joined != seen:
        notes.append("已去掉空格和连字符。")
    upper = joined.upper() if joined.isascii() else joined
    if upper != joined:
        notes.append("已将小写字母转为大写。")
    return Tidied(raw, upper, tuple(notes))
