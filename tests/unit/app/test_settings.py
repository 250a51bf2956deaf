"""A setting that is not understood stops the start, with a sentence that says what to mend."""

from pathlib import Path

import pytest

from helpline.app.settings import BadSettings, Settings, read


def test_what_is_not_set_has_its_default() -> None:
    assert read({}) == Settings()
    assert read({"PATH": "/bin", "HELPLINE_TEST_POSTGRES": "/x"}) == Settings()


def test_an_empty_value_is_as_if_not_set() -> None:
    assert read({"HELPLINE_POSTGRES_BIN": "", "HELPLINE_PORT": ""}) == Settings()


def test_every_kind_of_value_is_read() -> None:
    given = {
        "HELPLINE_DATA_DIR": "/srv/helpline",
        "HELPLINE_POSTGRES_BIN": "/usr/lib/postgresql/15/bin",
        "HELPLINE_PORT": "80",
        "HELPLINE_COOKIE_SECURE": "true",
        "HELPLINE_VISITORS_PER_MINUTE": "0",
        "HELPLINE_LOG_LEVEL": "WARNING",
    }

    assert read(given) == Settings(
        data_dir=Path("/srv/helpline"),
        postgres_bin=Path("/usr/lib/postgresql/15/bin"),
        port=80,
        cookie_secure=True,
        visitors_per_minute=0,
        log_level="WARNING",
    )


def test_unknown_names_are_all_named() -> None:
    with pytest.raises(BadSettings) as refused:
        read({"HELPLINE_PROT": "80", "HELPLINE_COLOUR": "", "HELPLINE_PORT": "80"})

    assert refused.value.message == "不认识的设置：HELPLINE_COLOUR、HELPLINE_PROT。请对照 README 更正或删除。"


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("HELPLINE_PORT", "http", "1 到 65535 之间的整数"),
        ("HELPLINE_PORT", "0", "1 到 65535 之间的整数"),
        ("HELPLINE_PORT", "65536", "1 到 65535 之间的整数"),
        ("HELPLINE_POOL_SIZE", "0", "不小于 1 的整数"),
        ("HELPLINE_SESSION_HOURS", "1.5", "不小于 1 的整数"),
        ("HELPLINE_VISITORS_PER_MINUTE", "-1", "不小于 0 的整数"),
        ("HELPLINE_COOKIE_SECURE", "maybe", "true 或 false"),
        ("HELPLINE_LOG_LEVEL", "loud", "DEBUG、INFO、WARNING 或 ERROR"),
    ],
)
def test_a_bad_value_is_named_with_what_is_meant(name: str, value: str, meant: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read({name: value})

    sentence = f"设置 {name} 的值“{value}”不可用，应为 {meant}。请更正后重新启动。"
    assert refused.value.message == sentence
