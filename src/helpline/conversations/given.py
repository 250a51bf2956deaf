"""What a taxpayer gives to be known or reached by, checked and as it is kept."""

from datetime import datetime

from helpline.kit.clock import shanghai
from helpline.kit.refusal import Invalid
from helpline.taxpayers.identifiers.check import check_tax_number
from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.phone import check_phone


def kept_phone(typed: str | None) -> str | None:
    """The telephone number without its decoration; None where none was given.

    Raises:
        Invalid: the sentence says what to mend.
    """
    return _kept(check_phone(typed)) if typed and typed.strip() else None


def kept_tax_number(typed: str | None, now: datetime) -> str | None:
    """The credit code or an older tax number; None where none was given.

    Raises:
        Invalid: the sentence says what to mend.
    """
    if not typed or not typed.strip():
        return None
    return _kept(check_tax_number(typed, today=shanghai(now).date()))


def _kept(finding: Finding) -> str:
    if not finding.valid:
        raise Invalid(f"{finding.reason or '号码有误，请核对。'}也可以不填。")
    return finding.normalised
