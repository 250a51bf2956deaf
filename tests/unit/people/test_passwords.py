"""Which new password will do."""

import pytest

from helpline.people import passwords
from helpline.people.strength import WeakPassword, check_new_password
from helpline.people.terms import PasswordTerms


@pytest.mark.parametrize("password", ["Kuailai1", "kuailai1!", "KUAILAI1!", "密码abcd12", "Aa1" + "x" * 125])
def test_eight_characters_of_three_classes_will_do(password: str) -> None:
    check_new_password(password, "0317")


@pytest.mark.parametrize(
    "password", ["Password1", "P@ssw0rd", "Admin@12345", "Qwerty!23", "1qaz2wsx!QAZ", "Abcd1234", "Aa123456!"]
)
def test_what_everybody_takes_is_refused_in_disguise_too(password: str) -> None:
    with pytest.raises(WeakPassword, match="太常见"):
        check_new_password(password, "0317")


def test_the_persons_name_is_refused() -> None:
    with pytest.raises(WeakPassword, match="姓名"):
        check_new_password("王小芳Xk-907", "0317", "王小芳")


def test_length_and_classes_are_the_bureaus() -> None:
    strict = PasswordTerms(length=12, classes=4)

    with pytest.raises(WeakPassword, match="至少 12 个字符"):
        check_new_password("Kuailai1!", "0317", terms=strict)
    with pytest.raises(WeakPassword, match="4 类"):
        check_new_password("Kuailaikuai1", "0317", terms=strict)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Abcde1!", "至少 8 个字符"),
        ("abcdefgh", "3 类"),
        ("abcdefg1", "3 类"),
        ("ABCDEFG1", "3 类"),
        ("密码密码密码密码ab", "3 类"),
        ("Aa1" + "x" * 126, "至多 128 个字符"),
        ("Ab!0317xyz", "工号"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword, match=reason) as refusal:
        check_new_password(password, "0317")

    assert (refusal.value.code, refusal.value.status) == ("weak-password", 422)


def test_a_number_in_letters_is_found_in_either_case() -> None:
    with pytest.raises(WeakPassword, match="工号"):
        check_new_password("1-A03x-1Z", "a03X")


def test_the_decoy_costs_what_a_present_hash_costs() -> None:
    assert not passwords._HASHER.check_needs_rehash(passwords.DECOY)


async def test_a_hash_matches_its_password_only() -> None:
    made = await passwords.hash_password("Shanghai-12366")

    assert await passwords.matches(made, "Shanghai-12366")
    assert not await passwords.matches(made, "Shanghai-12345")
    assert not await passwords.matches(None, "Shanghai-12366")
    assert not await passwords.matches("not a hash", "Shanghai-12366")


async def test_the_same_password_is_hashed_differently_each_time() -> None:
    first, second = await passwords.hash_password("Abcdefg1"), await passwords.hash_password("Abcdefg1")

    assert first != second
