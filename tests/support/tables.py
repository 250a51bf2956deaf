"""Tables that a person wrote, of who is let in where."""

from pathlib import Path


def written(table: Path, callers: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Each door with its cells by caller, in the order of the table. The first line names the callers."""
    lines = [line for line in table.read_text().splitlines() if line and not line.startswith("#")]
    assert tuple(lines[0].split()) == callers
    found: dict[str, dict[str, str]] = {}
    for line in lines[1:]:
        words = line.split()
        cells = words[-len(callers) :]
        found[" ".join(words[: -len(callers)])] = dict(zip(callers, cells, strict=True))
    return found
