"""Which new password will do (GB/T 22239, 8.1.4.1)."""

import re
from pathlib import Path

from helpline.kit.refusal import Invalid
from helpline.people.terms import PasswordTerms

MAX_LENGTH = 128

_COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
"""What people take first, without the digits and signs that they hang on it to please a rule."""

_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_DISGUISES = str.maketrans("@4301!$57", "aaeoiisst")


class WeakPassword(Invalid):
    code = "weak-password"


def check_new_password(
    password: str, number: str, name: str = "", terms: PasswordTerms | None = None
) -> None:
    """Long and mixed enough, without the person's number and name, and not one that everybody takes.

    Raises:
        WeakPassword: the sentence says what is missing.
    """
    terms = terms or PasswordTerms()
    faults = {
        f"密码至少 {terms.length} 个字符": len(password) < terms.length,
        f"密码至多 {MAX_LENGTH} 个字符": len(password) > MAX_LENGTH,
        f"密码须含大写字母、小写字母、数字、符号中的至少 {terms.classes} 类": classes(password)
        < terms.classes,
        "密码不能包含工号": number.lower() in password.lower(),
        "密码不能包含姓名": len(name) > 1 and name.lower() in password.lower(),
        "这个密码太常见，容易被猜到，请换一个": is_common(password),
    }
    for sentence, is_so in faults.items():
        if is_so:
            raise WeakPassword(f"{sentence}。")


def classes(password: str) -> int:
    """How many of the four classes of characters occur."""
    upper = any("A" <= c <= "Z" for c in password)
    lower = any("a" <= c <= "z" for c in password)
    digit = any("0" <= c <= "9" for c in password)
    other = any(not (c.isascii() and c.isalnum()) for c in password)
    return upper + lower + digit + other


def is_common(password: str) -> bool:
    """Whether only a word that everybody takes is left without digits and signs, also of P@ssw0rd."""
    small = password.lower()
    core = _EDGES.sub("", small)
    return any(_letters(each) in _COMMON for each in (small, core.translate(_DISGUISES)))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())
