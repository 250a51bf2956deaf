"""Goes through the rows of a file and tells the good from the bad. Pure but for what it remembers."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from helpline.people.model import DistrictId
from helpline.taxpayers import rules
from helpline.taxpayers.importing.report import MOST_REFUSED, RefusedRow, Report, refused_row
from helpline.taxpayers.model import Draft, Entry
from helpline.taxpayers.rules import BadField


class Intake:
    """Checks the rows of one file, one after another, and remembers what was refused."""

    def __init__(
        self,
        now: datetime,
        districts: Mapping[str, DistrictId],
        home: DistrictId | None,
        headings: Mapping[str, str],
    ) -> None:
        self._now = now
        self._districts = districts
        self._home = home
        self._headings = headings
        self._seen: dict[str, int] = {}
        self._refused: list[RefusedRow] = []
        self._refused_count = 0

    def check(self, row: int, entry: Entry | None) -> tuple[int, Draft] | None:
        """The row with what to stage; None if it is refused."""
        try:
            return row, self._checked(row, entry)
        except BadField as fault:
            self._refuse(row, fault, getattr(entry, fault.field, ""))
            return None

    def refuse_foreign(self, rows: Iterable[tuple[int, str]]) -> None:
        """Refuse rows that were good but tell of another district's taxpayer."""
        for row, number in sorted(rows):
            del self._seen[number]
            self._refuse(
                row, BadField("number", "这一户已登记在别的征管局，您只能修改本局的纳税人。"), number
            )

    def report(self, added: int, changed: int, ignored: tuple[str, ...]) -> Report:
        """What became of the rows; those seen and neither added nor changed were so already."""
        return Report(
            imported=added,
            updated=changed,
            unchanged=len(self._seen) - added - changed,
            refused_count=self._refused_count,
            refused=sorted(self._refused, key=lambda r: r.row),
            ignored_columns=ignored,
        )

    def _checked(self, row: int, entry: Entry | None) -> Draft:
        if entry is None:
            raise BadField("row", "这一行的格数比表头多，可能漏了引号，请核对这一行。")
        draft = rules.draft(entry, now=self._now, districts=self._districts, home=self._home)
        first = self._seen.setdefault(draft.tax_number, row)
        if first != row:
            raise BadField(_number_field(entry), f"与第 {first} 行是同一个号码，只采用了第 {first} 行。")
        return draft

    def _refuse(self, row: int, fault: BadField, value: str) -> None:
        self._refused_count += 1
        if len(self._refused) < MOST_REFUSED:
            column = self._headings.get(fault.field, "整行" if fault.field == "row" else fault.field)
            self._refused.append(refused_row(row, fault, value, column))


def _number_field(entry: Entry) -> str:
    return "number" if entry.number.strip() else "identity_number"
