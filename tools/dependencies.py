"""Write docs/dependencies.md: every package we stand on, with version and licence. `--check` only compares."""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "dependencies.md"


def page() -> str:
    """The page as it should be."""
    lines = [
        "# Dependencies",
        "",
        "Made by `tools/dependencies.py` from the locks and the packages' own metadata.",
        "Node packages marked * are for development only.",
        "",
        "| Python package | version | licence |",
        "|---|---|---|",
        *(f"| {name} | {version} | {_licence(name)} |" for name, version in _locked()),
        "",
        "| Node package | version | licence |",
        "|---|---|---|",
        *_node(),
        "",
    ]
    return "\n".join(lines)


def _locked() -> list[tuple[str, str]]:
    """Those that every machine gets; what only some need (`; sys_platform == …`) is not installed to be asked."""
    lock = (ROOT / "requirements.lock").read_text()
    return re.findall(r"^([a-z0-9][\w.-]*)==(\S+) \\$", lock, flags=re.MULTILINE)


def _licence(name: str) -> str:
    """As the package says; a whole text is named by its first line."""
    told = metadata.metadata(name)

    def all_of(field: str) -> list[str]:
        return [str(each) for each in told.get_all(field) or []]

    if expressions := all_of("License-Expression"):
        return expressions[0]
    if classified := [
        each.rpartition(" :: ")[2] for each in all_of("Classifier") if each.startswith("License")
    ]:
        return " / ".join(classified)
    return (all_of("License") or ["?"])[0].strip().splitlines()[0][:60]


def _node() -> list[str]:
    """Of the pages, and of the OpenID provider that the tests start."""
    found = set()
    for folder, is_for_tests in (("web", False), ("tests/support/openid", True)):
        packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
        for path, each in packages.items():
            if path and not each.get("optional"):
                star = "*" if is_for_tests or each.get("dev") else ""
                found.add(
                    (path.rpartition("node_modules/")[2] + star, each["version"], each.get("license", "?"))
                )
    return [f"| {name} | {version} | {licence} |" for name, version, licence in sorted(found)]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text() != page())
    PAGE.write_text(page())
