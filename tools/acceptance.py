"""The acceptance table as text: what is asked, its state, its proof. A proof that names a file must exist."""

import sys
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "acceptance.yaml"


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """`state`: done, partly or open. `proof`: tests, commands or pictures; `note` says what is missing."""

    asks: str
    state: str
    proof: list[str] = []
    note: str = ""


def main() -> int:
    """Print the table; the number of proofs that do not exist is the exit code."""
    chapters = msgspec.yaml.decode(TABLE.read_bytes(), type=dict[str, list[Line]])
    missing = 0
    for chapter, lines in chapters.items():
        print(f"\n{chapter}")
        for line in lines:
            print(f"  [{line.state:6}] {line.asks}" + (f"  ({line.note})" if line.note else ""))
            for proof in line.proof:
                path = proof.split("::")[0].split(" ")[0]
                if path.startswith(("tests/", "docs/", "src/", "web/")) and not list(ROOT.glob(path)):
                    print(f"           missing: {proof}")
                    missing += 1
    states = [line.state for lines in chapters.values() for line in lines]
    print(
        f"\n{states.count('done')} done, {states.count('partly')} partly, {states.count('open')} open of {len(states)}"
    )
    return missing


if __name__ == "__main__":
    sys.exit(main())
