"""What may stand in the register."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from helpline.kit.clock import SHANGHAI
from helpline.kit.ids import new_id
from helpline.people.model import District, DistrictId
from helpline.taxpayers import rules
from helpline.taxpayers.model import Entry, Taxpayer, TaxpayerId
from helpline.taxpayers.rules import BadField
from tests.support.taxpayers import code, identity

NOW = datetime(2026, 11, 10, 6, tzinfo=UTC)
XUHUI, PUDONG = (
    District(id=DistrictId(new_id()), code=code_, name=name, bureau_name=f"国家税务总局上海市{name}税务局")
    for code_, name in (("310104", "徐汇区"), ("310115", "浦东新区"))
)
WORDS = rules.district_words([XUHUI, PUDONG])


def draft(home: DistrictId | None = None, **fields: str) -> Any:
    entry = Entry(**{"number": code(1), "name": "上海某某有限公司", **fields})
    return rules.draft(entry, now=NOW, districts=WORDS, home=home)


def test_a_full_entry_is_kept_in_one_form() -> None:
    made = draft(
        number=" 9131 0104ma1000001" + code(1)[-1].lower(),
        name=" 上海某某  有限公司 ",
        district="徐汇区",
        address="上海市徐汇区漕溪北路1号",
        added_on="2026/11/1",
        contact_name="王芳",
        phone="+86 138-0000-0001",
        email="wang@example.com",
    )

    assert (made.tax_number, made.kind, made.legacy) == (code(1), "credit_code", False)
    assert made.name == "上海某某 有限公司"
    assert made.district_id == XUHUI.id
    assert made.added_at == datetime(2026, 11, 1, tzinfo=SHANGHAI)
    assert (made.contact.name, made.contact.phone, made.contact.email) == (
        "王芳",
        "13800000001",
        "wang@example.com",
    )


@pytest.mark.parametrize(
    "word",
    [
        "310115",
        "浦东新区",
        "浦东",
        "上海市浦东新区",
        "浦东新区税务局",
        "国家税务总局上海市浦东新区税务局",
        "13101150000",
    ],
)
def test_a_district_goes_by_many_names(word: str) -> None:
    assert draft(district=word).district_id == PUDONG.id


@pytest.mark.parametrize(
    "text", ["2026-11-01", "2026/11/1", "2026.11.01", "20261101", "2026年11月1日", "2026-11-01 09:30"]
)
def test_a_day_may_be_written_in_many_ways(text: str) -> None:
    assert draft(added_on=text).added_at == datetime(2026, 11, 1, tzinfo=SHANGHAI)


def test_a_person_is_registered_by_identity_number_alone() -> None:
    made = draft(number="", identity_number=identity(), name="张三")

    assert (made.tax_number, made.kind, made.legacy) == (identity(), "identity_number", False)
    assert made.identity_number == identity()


def test_older_numbers_are_flagged_and_know_their_owner() -> None:
    assert draft(number="310104123456789").legacy
    trader = draft(number=identity() + "01")
    assert (trader.kind, trader.legacy, trader.identity_number) == ("sole_trader_number", True, identity())


def test_the_district_of_issue_is_only_a_guess_for_new_ones() -> None:
    made = draft()

    assert (made.district_id, made.likely_district_id) == (None, XUHUI.id)
    assert draft(home=PUDONG.id).likely_district_id == PUDONG.id


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("number", "91310104MA1000001I", "第 18 位“I”"),
        ("identity_number", "310101199001010013", "校验码不符"),
        ("name", "  ", "请填写纳税人名称"),
        ("name", "名" * 121, "至多 120 个字"),
        ("name", "公司\x07", "无法显示的字符"),
        ("district", "闸弄口", "没有这个征管局"),
        ("added_on", "昨天", "应形如 2026-11-10"),
        ("added_on", "2026-02-30", "没有这一天"),
        ("added_on", "2026-11-11", "晚于今天"),
        ("phone", "1380000", "手机号应为 11 位"),
        ("email", "wang", "格式有误"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(field: str, value: str, words: str) -> None:
    with pytest.raises(BadField, match=words) as refusal:
        rules.draft(
            msgspec.structs.replace(Entry(number=code(1), name="公司"), **{field: value}),
            now=NOW,
            districts=WORDS,
        )

    assert refusal.value.field == field
    assert refusal.value.status == 422


def test_some_number_is_needed() -> None:
    with pytest.raises(BadField, match="请填写统一社会信用代码"):
        draft(number=" ")


def test_a_contact_needs_a_way_to_be_reached() -> None:
    with pytest.raises(BadField, match="联系电话或电子邮箱"):
        draft(contact_name="王芳")

    assert draft().contact is None


def test_an_officer_enters_taxpayers_of_the_own_district_only() -> None:
    assert draft(home=XUHUI.id, district="徐汇区").district_id == XUHUI.id
    with pytest.raises(BadField, match="别的征管局"):
        draft(home=XUHUI.id, district="浦东新区")


def test_what_a_change_leaves_open_stays() -> None:
    before = Taxpayer(
        id=TaxpayerId(new_id()),
        tax_number="310104123456789",
        kind="legacy_number",
        legacy=True,
        name="旧名",
        added_at=NOW,
        district_id=PUDONG.id,
        address="上海市浦东新区世纪大道1号",
    )

    entry = rules.entry_of(before, {"number": code(7), "name": "新名"})
    after = rules.amended(before, rules.draft(entry, now=NOW, districts=WORDS))

    assert (after.tax_number, after.legacy, after.name) == (code(7), False, "新名")
    assert (after.district_id, after.address, after.added_at) == (PUDONG.id, before.address, NOW)
