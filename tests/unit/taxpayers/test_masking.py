"""Personal data is masked by default (R18.1)."""

import pytest

from helpline.taxpayers import masking

pytestmark = pytest.mark.article("R18.1")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳锋", "欧阳*"),
        ("欧阳", "欧*"),
        ("买买提·艾力", "买*"),
        ("", ""),
    ],
)
def test_of_a_name_the_family_name_stays(name: str, masked: str) -> None:
    assert masking.mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("021-62345678", "021-****5678"),
        ("021-62345678-801", "021-****5678"),
        ("02162345678", "021-****5678"),
        ("0512-6789123", "0512-****9123"),
        ("4008201234", "400****234"),
        ("12366", "12366"),
        ("not a phone", "****"),
        ("", ""),
    ],
)
def test_of_a_phone_number_the_middle_is_hidden(phone: str, masked: str) -> None:
    assert masking.mask_phone(phone) == masked


def test_numbers_keep_their_ends() -> None:
    assert masking.mask_identity_number("310101199001010012") == "310***********0012"
    assert masking.mask_credit_code("91310104MA1FR0001F") == "9131**********001F"
    assert masking.mask_bank_card("6222 0210 0111 6245 702") == "622202*********5702"
    assert masking.mask_tax_number("31010119900101001201", "sole_trader_number").startswith("310****")
    assert masking.mask_tax_number("91310104MA1FR0001F", "credit_code") == "9131**********001F"


def test_what_is_too_short_is_hidden_whole() -> None:
    assert masking.mask_identity_number("3101012") == "*******"


@pytest.mark.parametrize(
    ("email", "masked"),
    [("zhang@qq.com", "z***@qq.com"), ("a@b.cn", "a***@b.cn"), ("nonsense", "***"), ("", "")],
)
def test_of_an_email_the_first_character_and_the_domain_stay(email: str, masked: str) -> None:
    assert masking.mask_email(email) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("上海市徐汇区漕溪北路123号4楼502室", "上海市徐汇区漕溪北路***"),
        ("延安西路恒隆广场A座", "延安西路***"),
        ("中山北路一百号", "中山北路***"),
        ("上海市浦东新区张江镇某小区五号楼", "上海市浦东新区***"),
        ("漕宝路", "漕宝路***"),
        ("某某大厦", "***"),
        ("", ""),
    ],
)
def test_an_address_is_shown_to_the_street(address: str, masked: str) -> None:
    assert masking.mask_address(address) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的手机13812345678，请回电", "我的手机138****5678，请回电"),
        ("电话 138 1234 5678 或 139-1234-5678", "电话 138****5678 或 139****5678"),
        ("身份证３１０１０１１９９００１０１００１２", "身份证310***********0012"),
        ("44011320141005001x", "440***********001X"),
        ("卡号6222 0210 0111 6245 702。", "卡号622202*********5702。"),
        ("税号91310104ma1fr0001f好", "税号9131**********001F好"),
        ("13812345678 310101199001010012", "138****5678 310***********0012"),
        ("发到zhang@qq.com谢谢", "发到z***@qq.com谢谢"),
        ("微信wx13812345678", "微信wx138****5678"),
    ],
)
def test_identifiers_in_free_text_are_masked(text: str, masked: str) -> None:
    assert masking.mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "报错代码 Z4010502，金额 12,345.67 元",
        "订单 20260105000123 还没到",
        "身份证 310101199001010013 校验不对的不算",
        "2026-11-10 14:00 请拨 12366 或 021-54679568",
        "",
    ],
)
def test_what_identifies_nobody_stays_readable(text: str) -> None:
    assert masking.mask_text(text) == text
