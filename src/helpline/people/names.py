"""How people are named to others."""

# The common family names of two characters; all others have one.
_COMPOUND = frozenset(
    {
        *("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"),
        *("夏侯", "宇文", "长孙", "轩辕", "端木", "百里", "南宫", "呼延", "澹台", "淳于", "申屠"),
    }
)


def masked(name: str) -> str:
    """The family name, the rest hidden: 张*, 欧阳*."""
    family = name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[:1]
    return f"{family}*"


def public_label(number: str) -> str:
    """What a taxpayer is told of a consultant: the number, as the 12366 procedure greets (R5.5)."""
    return f"{number} 号咨询员"


def lead_label(number: str) -> str:
    """What a taxpayer is told of a team lead who steps in."""
    return f"班长 {number} 号"
