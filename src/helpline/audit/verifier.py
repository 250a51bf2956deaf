"""Verification: link by link, what fits and what was bent. Pure; fed from the tables or from an export."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from helpline.audit import chain
from helpline.audit.model import FAULTS, Anchor, Fault, Finding, Head, Link, Report
from helpline.kit.secrets.ciphers import KeyedDigest

MOST_FINDINGS = 200
MOST_PAIRED = 64
"""Changed links that are tried for having been swapped with each other."""


class KeySource(Protocol):
    """Where keys are found by id."""

    def find(self, key_id: str) -> KeyedDigest | None: ...


class _Changed(msgspec.Struct, frozen=True):
    """A link that does not fit, kept until the end to see whether another line fits in its place."""

    link: Link
    before: bytes
    place: int


class Verifier:
    """Takes links in order. `first` is the number it begins with, `before` the value before that link (None: unknown)."""

    def __init__(self, keys: KeySource, first: int = 1, before: bytes | None = chain.START) -> None:
        self._keys = keys
        self._first = first
        self._next = first
        self._before = before
        self._macs: dict[int, str] = {}
        self._watched: set[int] = set()
        self._changed: list[_Changed] = []
        self._findings: list[Finding] = []
        self._faults = 0
        self._lines = 0
        self._last: Link | None = None
        self._is_cut = False

    def watch(self, anchors: Iterable[Anchor]) -> None:
        """Remember the values at the numbers that these anchors name."""
        self._watched.update(anchor.counter for anchor in anchors)

    def take(self, links: Iterable[Link]) -> None:
        """The next links, by number."""
        for link in links:
            self._take(link)

    def _take(self, link: Link) -> None:
        counter = link.seal.counter
        if counter > self._next:
            missing = f"{self._next}–{counter - 1}" if counter - 1 > self._next else ""
            self._find(Finding(fault="seal-missing", counter=self._next, detail=missing))
            self._before = (
                None  # what stood before is not known: the next link can only be trusted as a beginning
            )
        if link.entry is None:
            self._find(Finding(fault="line-missing", counter=counter, line=link.seal.line_id))
        elif self._before is not None:
            self._check(link, self._before)
        self._next = counter + 1
        self._before = link.seal.mac
        self._lines += 1
        self._last = link
        if counter in self._watched:
            self._macs[counter] = link.seal.mac.hex()

    def _check(self, link: Link, before: bytes) -> None:
        seal, entry = link.seal, link.entry
        key = self._keys.find(seal.key_id)
        if key is None:
            self._find(_of(link, "wrong-key", seal.key_id))
            return
        if chain.mac(key, seal.counter, before, seal.key_id, chain.canonical(entry)) == seal.mac:
            return
        place = len(self._findings)
        self._find(_of(link, "changed"))
        if len(self._changed) < MOST_PAIRED and place < MOST_FINDINGS:
            self._changed.append(_Changed(link, before, place))

    def _find(self, finding: Finding) -> None:
        self._faults += 1
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(msgspec.structs.replace(finding, words=FAULTS[finding.fault]))

    def strays(self, lines: Sequence[tuple[UUID, datetime]]) -> None:
        """Lines that no link seals and that wait for none: their ids and times."""
        for line, at in lines:
            self._find(Finding(fault="stray-line", counter=0, at=at, line=line))

    def head(self, head: Head | None) -> None:
        """Where the chain says that it ends, against where it does end."""
        last = self._next - 1
        if head is None:
            if self._lines:
                self._find(Finding(fault="head-forged", counter=last))
            return
        key = self._keys.find(head.key_id)
        ends_elsewhere = self._last is not None and last == head.counter and self._last.seal.mac != head.mac
        if key is None:
            self._find(Finding(fault="wrong-key", counter=head.counter, detail=head.key_id))
        elif chain.proof(key, head.counter, head.mac) != head.proof or last > head.counter or ends_elsewhere:
            self._find(Finding(fault="head-forged", counter=head.counter))
        self.reach(head.counter)

    def reach(self, counter: int) -> None:
        """The links must go as far as this number."""
        if self._next <= counter and not self._is_cut:
            self._is_cut = True
            self._find(Finding(fault="cut-tail", counter=self._next, detail=f"{self._next}–{counter}"))

    def anchors(self, anchors: Sequence[Anchor], upto: int | None) -> None:
        """Anchor files by day: each whole, each following the one before, each as the chain stood there.

        Anchors beyond the last link show a cut tail, unless only a part up to `upto` was to be verified.
        """
        previous: Anchor | None = None
        for anchor in anchors:
            self._check_file(anchor, previous)
            if anchor.counter >= self._first:
                self._check_place(anchor, upto)
            previous = anchor

    def _check_file(self, anchor: Anchor, previous: Anchor | None) -> None:
        day = f"{anchor.day}"
        key = self._keys.find(anchor.key_id)
        if key is None:
            self._find(Finding(fault="wrong-key", counter=anchor.counter, detail=f"{day} {anchor.key_id}"))
        elif chain.anchor_proof(key, anchor) != anchor.proof:
            self._find(Finding(fault="anchor-forged", counter=anchor.counter, detail=day))
        if previous is not None and chain.digest(chain.anchor_text(previous)) != anchor.before:
            self._find(Finding(fault="anchor-missing", counter=anchor.counter, detail=day))

    def _check_place(self, anchor: Anchor, upto: int | None) -> None:
        if anchor.counter >= self._next:
            if upto is None:
                self.reach(anchor.counter)
        elif self._macs.get(anchor.counter) != anchor.mac:
            self._find(Finding(fault="anchor-differs", counter=anchor.counter, detail=f"{anchor.day}"))

    def report(self, *, unsealed: int = 0, head: int = 0, anchors: int = 0) -> Report:
        """What was found; swapped lines are told as such."""
        self._pair()
        last = self._last
        return Report(
            whole=self._faults == 0,
            first=self._first,
            last=self._next - 1,
            lines=self._lines,
            head=head,
            unsealed=unsealed,
            anchors=anchors,
            faults=self._faults,
            findings=tuple(self._findings),
            last_at=last.entry.at if last and last.entry else None,
        )

    def _pair(self) -> None:
        for one in self._changed:
            for other in self._changed:
                if one is not other and self._fits(one, other):
                    found = self._findings[one.place]
                    self._findings[one.place] = msgspec.structs.replace(
                        found,
                        fault="swapped",
                        words=FAULTS["swapped"],
                        detail=f"{other.link.seal.counter}",
                    )

    def _fits(self, place: _Changed, line: _Changed) -> bool:
        seal = place.link.seal
        key = self._keys.find(seal.key_id)
        body = chain.canonical(line.link.entry)
        return key is not None and chain.mac(key, seal.counter, place.before, seal.key_id, body) == seal.mac


def _of(link: Link, fault: Fault, detail: str = "") -> Finding:
    at = link.entry.at if link.entry else None
    return Finding(fault=fault, counter=link.seal.counter, at=at, line=link.seal.line_id, detail=detail)
