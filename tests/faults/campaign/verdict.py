"""What happened, judged by what the crowd sent, was told and was shown; the system's own tables are not asked."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from tests.faults.campaign.consultant import Consultant
from tests.faults.campaign.copy import Copy, Shown
from tests.faults.campaign.outbox import Outbox
from tests.faults.campaign.taxpayer import Taxpayer

MOST_TOLD = 10
"""Findings of one kind that are spelled out."""


class Verdict(msgspec.Struct, kw_only=True):
    """Counts; each fault has its findings in `findings`."""

    messages: int = 0
    acknowledged: int = 0
    shown: int = 0
    dialogues: int = 0
    handed_on: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    stuck: int = 0
    assigned_twice: int = 0
    refused: int = 0
    log_ins_lost: int = 0
    gaps_refilled: int = 0
    reconnects: int = 0
    asked_again: int = 0
    seconds: float = 0.0
    clocks: list[tuple[str, float, float, float]] = []
    """What, when due, when seen, since when the connection that saw it was there."""
    findings: dict[str, list[str]] = {}

    def find(self, kind: str, what: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        told = self.findings.setdefault(kind, [])
        if len(told) < MOST_TOLD:
            told.append(what)


def judge(
    taxpayers: Iterable[Taxpayer], consultants: list[Consultant], read_anew: dict[str, list[Shown]]
) -> Verdict:
    """`read_anew`: each conversation as a page that comes only now is shown it."""
    verdict = Verdict(findings={}, clocks=[])
    outboxes: dict[str, list[Outbox]] = {}
    for consultant in consultants:
        _desk(verdict, consultant)
        for key, dialogue in consultant.dialogues.items():
            outboxes.setdefault(key, []).append(dialogue.outbox)
            _page(verdict, dialogue.copy, read_anew.get(key, []))
    claims = Counter(each for consultant in consultants for each in consultant.claimed)
    for taxpayer in taxpayers:
        key = taxpayer.copy.conversation
        verdict.dialogues += 1
        verdict.clocks += [(kind, due, seen, 0.0) for kind, due, seen in taxpayer.told]
        verdict.gaps_refilled += taxpayer.copy.gaps
        verdict.reconnects += taxpayer.pipe.came_back if taxpayer.pipe else 0
        if not taxpayer.is_done:
            verdict.find("stuck", f"{key}: {taxpayer.copy.phase}, {len(taxpayer.copy.shown)} shown")
        _page(verdict, taxpayer.copy, read_anew.get(key, []))
        own = [taxpayer.outbox] if taxpayer.outbox else []
        for outbox in [*own, *outboxes.get(key, [])]:
            _sender(verdict, outbox, read_anew.get(key, []))
        _assignment(verdict, taxpayer.copy, claims[key])
    return verdict


def _desk(verdict: Verdict, consultant: Consultant) -> None:
    verdict.reconnects += consultant.pipe.came_back if consultant.pipe else 0
    verdict.handed_on += consultant.handed_on
    verdict.clocks += [("offer", *clock) for clock in consultant.clocks]
    for lost in consultant.refused:
        verdict.find("log_ins_lost", lost)


def _sender(verdict: Verdict, outbox: Outbox, record: list[Shown]) -> None:
    """Each acknowledged line stands once, under the number told, and in the order written."""
    verdict.messages += len(outbox.written)
    verdict.acknowledged += len(outbox.acknowledged)
    at: dict[str, list[int]] = {}
    for each in record:
        at.setdefault(each.client_id or "", []).append(each.seq)
    name = outbox.conversation
    for client_id, seq in outbox.acknowledged.items():
        if seq not in at.get(client_id, []):
            verdict.find("lost", f"{name}: {client_id} told as {seq}")
    for client_id in (each for each in outbox.written if len(at.get(each, [])) > 1):
        verdict.find("doubled", f"{name}: {client_id} at {at[client_id]}")
    order = [at[each][0] for each in outbox.written if each in at]
    if order != sorted(order):
        verdict.find("disordered", f"{name}: {order}")
    for why in [*outbox.refused, *["acknowledged with two numbers"] * outbox.contradicted]:
        verdict.find("refused", f"{name}: {why}")


def _page(verdict: Verdict, copy: Copy, record: list[Shown]) -> None:
    """A page shows the record from its start on, nothing else: no gap, nothing twice."""
    verdict.shown += len(copy.shown)
    if copy.shown != record[: len(copy.shown)]:
        verdict.find("disordered", f"{copy.conversation}: a page differs from the record")
    doubled = Counter(each.client_id for each in copy.shown if each.client_id).most_common(1)
    if doubled and doubled[0][1] > 1:
        verdict.find("doubled", f"{copy.conversation}: shown {doubled[0]}")


def _assignment(verdict: Verdict, copy: Copy, claims: int) -> None:
    """Whoever claimed it was announced to the taxpayer, once; a second one only after it was given back or handed on."""
    announced = copy.notices["joined"] + copy.notices["transferred"]
    given_up = copy.notices["requeued"] + copy.notices["transferred"]
    if (
        claims > announced or announced > 1 + given_up
    ):  # fewer: the answer to a claim was lost with its process
        verdict.find(
            "assigned_twice",
            f"{copy.conversation}: {claims} claims, {announced} announced, {given_up} given up",
        )


def plain(verdict: Verdict) -> dict[str, Any]:
    """For JSON."""
    told: dict[str, Any] = msgspec.to_builtins(verdict)
    return told
