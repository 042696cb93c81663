"""Check and normalise numbers of identity papers and names; looks nothing up.

Numbers come back without spaces, dashes, full-width forms or small letters. A check answers only
whether a number can exist, never whose it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from types import MappingProxyType

from stdnum.cn import ric, uscc

from hejie.kernel.sentences import Complaint
from hejie.kernel.sentences import gettext_noop as _

LONGEST_INPUT = 200
LONGEST_NAME = 100
CREDIT_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, S, V, Z."""

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")
_SPACES = re.compile(r"\s+")
_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


class Invalid(Complaint):
    """An identifier that cannot be right; the sentence says what and where."""


def check_resident_id(text: str, *, today: date) -> str:
    """Check an 18-digit resident identity number; nobody is born after ``today``."""
    number = _compact(text)
    if not number:
        raise Invalid(_("请填写身份证号"))
    if len(number) == 15 and _are_digits(number):
        raise Invalid(_("15 位的旧身份证号已停用，请填写 18 位身份证号"))
    _require_length(number, 18, _("身份证号应为 18 位，现为 %(found)s 位"))
    _require_digits(number[:-1], _("身份证号第 %(place)s 位不是数字，请核对"))
    if number[-1] not in "0123456789X":
        raise Invalid(_("身份证号第 18 位应为数字或 X，请核对"))
    if number[0] == "0":
        raise Invalid(_("身份证号第 1 位不会是 0，请核对前 6 位"))
    if _birth_date(number) > today:
        raise Invalid(_("身份证号中的出生日期晚于今天，请核对第 7 至 14 位"))
    if number[-1] != ric.calc_check_digit(number):
        raise Invalid(_("身份证号最后一位校验不符，请核对第 18 位"))
    return number


def check_credit_code(text: str) -> str:
    """Check a unified social credit code by GB 32100-2015, village collectives included."""
    code = _compact(text)
    if not code:
        raise Invalid(_("请填写统一社会信用代码"))
    _require_length(code, 18, _("统一社会信用代码应为 18 位，现为 %(found)s 位"))
    for place, letter in enumerate(code, start=1):
        if letter not in CREDIT_CODE_LETTERS:
            raise Invalid(
                _("统一社会信用代码第 %(place)s 位“%(letter)s”不会出现在代码中，请核对"),
                place=place,
                letter=letter,
            )
    if code[0] not in "123456789ANY":
        raise Invalid(_("统一社会信用代码第 1 位（登记管理部门）不对，请核对"))
    _require_digits(code[2:8], _("统一社会信用代码第 %(place)s 位应为数字，请核对"), first=3)
    if code[-1] != uscc.calc_check_digit(code):
        raise Invalid(_("统一社会信用代码最后一位校验不符，请核对第 18 位"))
    return code


def check_passport(text: str) -> str:
    """Check the shape of a passport number of any country."""
    number = _compact(text)
    if not re.fullmatch(r"[A-Z0-9]{5,20}", number, re.ASCII):
        raise Invalid(_("护照号码应为 5 至 20 位字母和数字，请核对"))
    return number


def check_hk_macau_permit(text: str) -> str:
    """Check a 港澳居民来往内地通行证 number: H or M and 8 digits, 10 on older cards."""
    number = _compact(text)
    if not re.fullmatch(r"[HM](\d{8}|\d{10})", number, re.ASCII):
        raise Invalid(_("港澳居民来往内地通行证号码应为 H 或 M 加 8 位（旧证 10 位）数字，请核对"))
    return number


def check_taiwan_permit(text: str) -> str:
    """Check a 台湾居民来往大陆通行证 number: 8 digits, 10 on older papers."""
    number = _compact(text)
    if not re.fullmatch(r"\d{8}|\d{10}", number, re.ASCII):
        raise Invalid(_("台湾居民来往大陆通行证号码应为 8 位（旧证 10 位）数字，请核对"))
    return number


ID_TYPES: MappingProxyType[str, str] = MappingProxyType(
    {
        "resident_id": _("居民身份证"),
        "credit_code": _("统一社会信用代码"),
        "passport": _("护照"),
        "hk_macau": _("港澳居民来往内地通行证"),
        "taiwan": _("台湾居民来往大陆通行证"),
    }
)
"""Kinds of papers by key; keys fit twelve characters."""

_CHECKS: MappingProxyType[str, Callable[[str], str]] = MappingProxyType(
    {
        "credit_code": check_credit_code,
        "passport": check_passport,
        "hk_macau": check_hk_macau_permit,
        "taiwan": check_taiwan_permit,
    }
)


def check_id(kind: str, text: str, *, today: date) -> str:
    """Check a number by its kind, a key of ID_TYPES; an unknown kind raises KeyError."""
    if kind == "resident_id":
        return check_resident_id(text, today=today)
    return _CHECKS[kind](text)


def check_name(text: str) -> str:
    """Check the name of a person or an organisation; spaces are closed up, dots made alike."""
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", text).strip(" \t\r\n\u3000"))
    if not name:
        raise Invalid(_("请填写姓名或名称"))
    if len(name) > LONGEST_NAME:
        raise Invalid(
            _("姓名或名称最多 %(most)s 个字，现为 %(found)s 个"),
            most=LONGEST_NAME,
            found=len(name),
        )
    for place, letter in enumerate(name, start=1):
        if unicodedata.category(letter) in _INVISIBLE:
            raise Invalid(_("姓名或名称第 %(place)s 个字是看不见的控制符，请删去"), place=place)
    if not any(map(str.isalnum, name)):
        raise Invalid(_("姓名或名称里没有文字，请核对"))
    return _DOTS.sub("\u00b7", name)


def plain(text: str) -> str:
    """Write full-width forms as plain ones; what is far too long for a number is refused."""
    if len(text) > LONGEST_INPUT:
        raise Invalid(_("填写的内容太长，请只填号码"))
    return unicodedata.normalize("NFKC", text).strip()


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", plain(text)).upper()


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _require_length(number: str, length: int, template: str) -> None:
    if len(number) != length:
        raise Invalid(template, found=len(number))


def _require_digits(part: str, template: str, *, first: int = 1) -> None:
    for place, letter in enumerate(part, start=first):
        if not _are_digits(letter):
            raise Invalid(template, place=place)


def _birth_date(number: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Invalid(_("身份证号第 7 至 14 位不是有效的出生日期，请核对")) from None
