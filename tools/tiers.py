"""Writes docs/tiers.md: who may do what and how far, read from the one policy."""

from pathlib import Path

from helpline.people.model import ROLE_NAMES, Role
from helpline.people.policy import TABLE, Grant, Reach

TARGET = Path(__file__).resolve().parents[1] / "docs" / "tiers.md"
WORDS = {
    Reach.SELF: "本人",
    Reach.TEAM: "班组",
    Reach.PROVIDER: "服务商",
    Reach.DISTRICT: "本区",
    Reach.MUNICIPAL: "全市",
}
HEAD = """# Tiers

Made by `tools/tiers.py` from `people.policy`, the one place that decides who may do what (R14.1, R18.1, R20.1);
a test keeps it current.
A cell says how far the right goes; empty: not at all. `*`: people of certain offices of the municipal bureau only.
系统管理员 runs the platform, 安全管理员 gives rights, 审计管理员 watches both; nobody is two of them,
and nobody decides about the own post.
"""


def page() -> str:
    """The whole page."""
    roles = list(Role)
    rows = [
        f"| 事项 | | {' | '.join(ROLE_NAMES[role] for role in roles)} |",
        "|---|---|" + "---|" * len(roles),
    ]
    for deed, rule in TABLE.items():
        cells = [_cell(rule.grants.get(role)) for role in roles]
        rows.append(f"| {rule.wording} | `{deed}` | {' | '.join(cells)} |")
    return HEAD + "\n" + "\n".join(rows) + "\n"


def _cell(grant: Grant | None) -> str:
    if grant is None:
        return ""
    return WORDS[grant.reach] + ("\\*" if grant.offices else "")


if __name__ == "__main__":
    TARGET.write_text(page())
