"""A measured figure beside its ceiling."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`ceiling` is what the machine gave without the product in the same run, or a limit; `at_most`: less is better."""

    name: str
    value: float
    unit: str
    ceiling: float
    meaning: str
    at_most: bool = False

    def row(self) -> str:
        """As a line of the table."""
        return f"| {self.name} | {self.value:,.1f} {self.unit} | {self.ceiling:,.1f} {self.unit} | {self.meaning} |"
