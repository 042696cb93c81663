"""Identifiers: what is right passes in one form, what is wrong is named with its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel import identifiers
from hejie.kernel.identifiers import Invalid

TODAY = date(2026, 3, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident_id(body: str) -> str:
    """Add the check character by the weights of GB 11643-1999."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def credit_code(body: str) -> str:
    """Add the check character by the weights 3**n mod 31 of GB 32100-2015."""
    total = sum(CREDIT_LETTERS.index(c) * pow(3, n, 31) for n, c in enumerate(body))
    return body + CREDIT_LETTERS[-total % 31]


resident_ids = st.builds(
    lambda place, born, serial: resident_id(f"{place}{born:%Y%m%d}{serial:03}"),
    st.integers(100000, 999999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
credit_codes = st.builds(
    lambda organ, kind, place, rest: credit_code(f"{organ}{kind}{place:06}{rest}"),
    st.sampled_from("123456789ANY"),
    st.sampled_from("1239"),
    st.integers(0, 999999),
    st.text(CREDIT_LETTERS, min_size=9, max_size=9),
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("11010519491231002X", "11010519491231002X"),
        (" 110105 1949-1231 002x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (resident_id("42030320260301123"), resident_id("42030320260301123")),
    ],
)
def test_a_resident_number_has_one_form(text: str, number: str) -> None:
    assert identifiers.check_resident_id(text, today=TODAY) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写身份证号"),
        ("  -  ", "请填写身份证号"),
        ("110105491231002", "15 位的旧身份证号已停用，请填写 18 位身份证号"),
        ("1101051949123100", "身份证号应为 18 位，现为 16 位"),
        ("1101O519491231002X", "身份证号第 5 位不是数字，请核对"),
        ("11010519491231002A", "身份证号第 18 位应为数字或 X，请核对"),
        (resident_id("01010519491231002"), "身份证号第 1 位不会是 0，请核对前 6 位"),
        (resident_id("11010519490229002"), "身份证号第 7 至 14 位不是有效的出生日期，请核对"),
        (resident_id("11010520260302002"), "身份证号中的出生日期晚于今天，请核对第 7 至 14 位"),
        ("110105194912310021", "身份证号最后一位校验不符，请核对第 18 位"),
        ("1" * 201, "填写的内容太长，请只填号码"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "身份证号第 1 位不是数字，请核对"),
    ],
)
def test_a_wrong_resident_number_is_refused_with_the_place(text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        identifiers.check_resident_id(text, today=TODAY)
    assert str(refused.value) == sentence


@given(resident_ids)
def test_resident_numbers_of_any_place_pass(number: str) -> None:
    assert identifiers.check_resident_id(number, today=TODAY) == number


@given(resident_ids, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, shift: int) -> None:
    old = 10 if number[place] == "X" else int(number[place])
    wrong = number[:place] + str((old + shift) % 10) + number[place + 1 :]
    if wrong == number:
        return
    with pytest.raises(Invalid):
        identifiers.check_resident_id(wrong, today=TODAY)


@given(resident_ids, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        return
    with pytest.raises(Invalid):
        identifiers.check_resident_id(swapped, today=TODAY)


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = TODAY + timedelta(days=1)
    number = resident_id(f"420303{tomorrow:%Y%m%d}123")
    with pytest.raises(Invalid, match="晚于今天"):
        identifiers.check_resident_id(number, today=TODAY)
    assert identifiers.check_resident_id(number, today=tomorrow) == number


@given(credit_codes)
def test_credit_codes_pass_in_one_form(code: str) -> None:
    spaced = f" {code[:2]}-{code[2:8]} {code[8:].lower()}"
    assert identifiers.check_credit_code(spaced) == code


@given(credit_codes, st.integers(0, 17), st.sampled_from(CREDIT_LETTERS))
def test_one_wrong_letter_of_a_credit_code_is_found(code: str, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong == code:
        return
    with pytest.raises(Invalid):
        identifiers.check_credit_code(wrong)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写统一社会信用代码"),
        ("9111000060003734", "统一社会信用代码应为 18 位，现为 16 位"),
        ("9111000060003734IL", "统一社会信用代码第 17 位“I”不会出现在代码中，请核对"),
        (credit_code("B1110000600037341"), "统一社会信用代码第 1 位（登记管理部门）不对，请核对"),
        (credit_code("91110A00600037341"), "统一社会信用代码第 6 位应为数字，请核对"),
        ("911100006000373410", "统一社会信用代码最后一位校验不符，请核对第 18 位"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_the_place(text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        identifiers.check_credit_code(text)
    assert str(refused.value) == sentence


def test_a_published_credit_code_and_a_village_collective_pass() -> None:
    assert identifiers.check_credit_code("91110000600037341L") == "91110000600037341L"
    collective = credit_code("N2420303MF1234567")
    assert identifiers.check_credit_code(collective) == collective


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("passport", "e 1234 5678", "E12345678"),
        ("passport", "EA1234567", "EA1234567"),
        ("hk_macau", "h12345678", "H12345678"),
        ("hk_macau", "M1234567801", "M1234567801"),
        ("taiwan", "1234-5678", "12345678"),
        ("taiwan", "1234567801", "1234567801"),
        ("resident_id", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "91110000600037341l", "91110000600037341L"),
    ],
)
def test_each_kind_of_paper_has_its_check(kind: str, text: str, number: str) -> None:
    assert kind in identifiers.ID_TYPES
    assert identifiers.check_id(kind, text, today=TODAY) == number


@pytest.mark.parametrize(
    ("kind", "text", "word"),
    [
        ("passport", "E123", "护照"),
        ("passport", "护照12345", "护照"),
        ("passport", "E" * 21, "护照"),
        ("hk_macau", "A12345678", "H 或 M"),
        ("hk_macau", "H123456789", "H 或 M"),
        ("taiwan", "1234567", "8 位"),
        ("taiwan", "T1234567", "8 位"),
    ],
)
def test_a_paper_of_the_wrong_shape_is_refused(kind: str, text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        identifiers.check_id(kind, text, today=TODAY)


def test_an_unknown_kind_of_paper_is_an_error() -> None:
    with pytest.raises(KeyError):
        identifiers.check_id("ration_book", "1", today=TODAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "13800138000"),
        ("138-0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("16212345678", "16212345678"),
        ("19912345678", "19912345678"),
        ("0719-8652345", "0719-8652345"),
        ("07198652345", "0719-8652345"),
        ("（0719）8652345", "0719-8652345"),
        ("0719—8652345", "0719-8652345"),
        ("+86 719 8652345", "0719-8652345"),
        ("010-12345678", "010-12345678"),
        ("0719-8652345-801", "0719-8652345-801"),
        ("0719-8652345转801", "0719-8652345-801"),
        ("0719 8652345 ext. 801", "0719-8652345-801"),
        ("400-812-3123", "4008123123"),
        ("400-812-3123转1", "4008123123-1"),
        ("95588", "95588"),
        ("+852 9876 5432", "+85298765432"),
    ],
)
def test_a_phone_number_has_one_form(text: str, number: str) -> None:
    assert identifiers.check_phone(text) == number
    assert identifiers.check_phone(number) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写电话号码"),
        ("1380013800", "手机号应为 11 位，现为 10 位"),
        ("+86 138001380001", "手机号应为 11 位，现为 12 位"),
        ("11812345678", "没有以 118 开头的手机号，请核对前 3 位"),
        ("8652345", "座机号请加区号，例如 0719-8652345"),
        ("138oo138000", "电话号码里有“o”，请只填数字"),
        ("13800138000转1", "手机号没有分机号，请核对"),
        ("110", "110 是服务或应急号码，不能作联系电话"),
        ("12345", "12345 是服务或应急号码，不能作联系电话"),
        ("0719", "电话号码不对，请核对：手机 11 位，座机带区号，境外号码以 + 和国家代码开头"),
        ("+86", "电话号码不对，请核对：手机 11 位，座机带区号，境外号码以 + 和国家代码开头"),
        ("9" * 201, "填写的内容太长，请只填号码"),
    ],
)
def test_a_wrong_phone_number_is_refused_with_a_reason(text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        identifiers.check_phone(text)
    assert str(refused.value) == sentence


@given(st.text(max_size=40) | st.text("0123456789+-转 ()", max_size=30))
def test_any_text_is_a_number_in_form_or_refused(text: str) -> None:
    try:
        number = identifiers.check_phone(text)
    except Invalid:
        return
    assert len(number) <= 24
    assert identifiers.check_phone(number) == number


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 张三 ", "张三"),
        ("\u3000欧阳修\u3000", "欧阳修"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("John   Smith", "John Smith"),
        ("十堰市东风物业服务有限公司（第二分公司）", "十堰市东风物业服务有限公司（第二分公司）"),
        ("字" * 100, "字" * 100),
        ("𠮷田", "𠮷田"),
    ],
)
def test_a_name_has_one_form(text: str, name: str) -> None:
    assert identifiers.check_name(text) == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写姓名或名称"),
        (" \t\u3000", "请填写姓名或名称"),
        ("字" * 101, "姓名或名称最多 100 个字，现为 101 个"),
        ("张\x00三", "姓名或名称第 2 个字是看不见的控制符，请删去"),
        ("张三\u202e", "姓名或名称第 3 个字是看不见的控制符，请删去"),
        ("张\u200b三", "姓名或名称第 2 个字是看不见的控制符，请删去"),
        ("……", "姓名或名称里没有文字，请核对"),
    ],
)
def test_a_wrong_name_is_refused_with_the_place(text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        identifiers.check_name(text)
    assert str(refused.value) == sentence


def test_a_refusal_can_be_said_in_another_language() -> None:
    with pytest.raises(Invalid) as refused:
        identifiers.check_resident_id("1" * 17, today=TODAY)
    assert refused.value.template == "身份证号应为 18 位，现为 %(found)s 位"
    assert refused.value.values == {"found": 17}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("王", "*"),
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳", "欧*"),
        ("欧阳修", "欧阳*"),
        ("欧阳修文", "欧阳**"),
        ("买买提·吐尔逊", "买****"),
        ("John Smith", "J****"),
    ],
)
def test_names_show_the_surname_only(name: str, shown: str) -> None:
    assert identifiers.mask_name(name) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ""),
        ("湖北省十堰市张湾区汉江路街道东环社区3号楼", "湖北省十堰市张湾区汉江路街道****"),
        ("张湾区黄龙镇黄龙滩村2组", "张湾区黄龙镇****"),
        ("广西壮族自治区南宁市青秀区新竹街道1号", "广西壮族自治区南宁市青秀区新竹街道****"),
        ("汉江小区5栋501", "****"),
        ("人民路12号", "****"),
        ("市场路3号", "****"),
    ],
)
def test_addresses_show_no_more_than_the_town(address: str, shown: str) -> None:
    assert identifiers.mask_address(address) == shown


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (identifiers.mask_id, "11010519491231002X", "110***********002X"),
        (identifiers.mask_id, "E12345678", "*******78"),
        (identifiers.mask_id, "", ""),
        (identifiers.mask_phone, "13800138000", "138****8000"),
        (identifiers.mask_phone, "0719-8652345", "0719-*****45"),
        (identifiers.mask_phone, "0719-8652345-801", "0719-*****45"),
        (identifiers.mask_phone, "4008123123", "********23"),
        (identifiers.mask_account, "6222 0212 3456 7890 123", "****0123"),
        (identifiers.mask_account, "1234567", "*******"),
    ],
)
def test_numbers_show_a_few_digits(mask: object, text: str, shown: str) -> None:
    assert callable(mask)
    assert mask(text) == shown


@given(st.text(st.characters(exclude_characters="*"), min_size=1, max_size=40))
def test_no_mask_of_a_number_shows_two_thirds_of_it(text: str) -> None:
    for mask in (identifiers.mask_id, identifiers.mask_account):
        seen = mask(text).replace("*", "")
        assert 3 * len(seen) < 2 * len(text)
