"""What the engine has to know of the house, beside the node's address."""

from dataclasses import dataclass, field

from helpline.calls.engine import Line

HANDED = {"case": "X-Case-Number", "summary": "X-Case-Summary"}
"""R5.1: under which names 12366 and we tell each other what a call is about, agreed by configuration."""


@dataclass(frozen=True, slots=True)
class House:
    """`trunks`: name of the trunk for each line. `caller`: the number that we show when we call."""

    node: str
    prompts: str
    trunks: dict[Line, str] = field(default_factory=lambda: {"public": "public", "12366": "12366"})
    headers: dict[str, str] = field(default_factory=lambda: dict(HANDED))
    caller: str = ""

    def line_of(self, trunk: str) -> Line:
        """The line that a trunk is; an unknown one is the public network, of which nothing is believed."""
        return next((line for line, name in self.trunks.items() if name == trunk), "public")
