"""Names are shown as far as needed."""

import pytest

from helpline.people import founding, names, tokens


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张*"), ("欧阳静", "欧阳*"), ("欧阳", "欧*"), ("王小明", "王*"), ("李", "李*"), ("", "*")],
)
def test_the_family_name_stays_and_the_rest_is_hidden(name: str, shown: str) -> None:
    assert names.masked(name) == shown


def test_a_taxpayer_is_told_the_number() -> None:
    assert names.public_label("0317") == "0317 号咨询员"


def test_a_token_is_random_and_only_its_digest_is_alike() -> None:
    first, second = tokens.new_token(), tokens.new_token()

    assert first != second
    assert len(first) >= 43  # 256 bits, six to a character
    assert tokens.digest(first) == tokens.digest(first) != tokens.digest(second)


@pytest.mark.article("R20.1")
def test_the_bureau_is_founded_with_five_offices_and_sixteen_districts() -> None:
    districts = founding.districts()

    assert len(founding.OFFICES) == 5
    assert len({each.code for each in districts}) == len({each.name for each in districts}) == 16
    assert all(each.code.startswith("3101") and len(each.code) == 6 for each in districts)
