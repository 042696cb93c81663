"""Check and normalise telephone numbers by which somebody can be called back."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from hejie.kernel.identifiers.checks import Invalid, plain
from hejie.kernel.sentences import gettext_noop as _

MAINLAND = 86

_EXTENSION = re.compile(r"(?P<main>.*\d)\s*(?:转|#|ext\.?|x|(?<=\d{7})-)\s*(?P<extension>\d{1,6})")
_SERVICE = re.compile(r"95\d{3,6}")
_PUBLIC_SERVICE = re.compile(r"1\d{2}|1\d{4}")
_MAINLAND_PREFIX = re.compile(r"(\+|00)86")
_DASHES = re.compile("[\u2010-\u2015]")
_NOT_PHONE = re.compile(r"[^0-9 ()\-+]")
_LINES = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    }
)


def check_phone(text: str) -> str:
    """Check a number by which somebody can be called back; emergency numbers are refused.

    Mobile numbers come back as 11 digits, landlines as ``0719-8652345`` or
    ``0719-8652345-801``, service lines as digits, numbers outside the mainland as ``+852…``.
    """
    shown = _DASHES.sub("-", plain(text)).lower()
    if not shown:
        raise Invalid(_("请填写电话号码"))
    with_extension = _EXTENSION.fullmatch(shown)
    main = with_extension["main"] if with_extension else shown
    extension = with_extension["extension"] if with_extension else ""
    stray = _NOT_PHONE.search(main)
    if stray:
        raise Invalid(_("电话号码里有“%(letter)s”，请只填数字"), letter=stray[0])
    digits = re.sub(r"\D", "", _MAINLAND_PREFIX.sub("", main, count=1))
    if _SERVICE.fullmatch(digits) and not extension:
        return digits
    return _normal_phone(_parsed_phone(main, digits), extension)


def _parsed_phone(main: str, digits: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(main, "CN")
    except phonenumbers.NumberParseException:
        raise _phone_fault(digits) from None
    if not phonenumbers.is_valid_number(number):
        raise _phone_fault(digits)
    return number


def _phone_fault(digits: str) -> Invalid:
    if _PUBLIC_SERVICE.fullmatch(digits):
        return Invalid(_("%(digits)s 是服务或应急号码，不能作联系电话"), digits=digits)
    if digits.startswith("1"):
        if len(digits) != 11:
            return Invalid(_("手机号应为 11 位，现为 %(found)s 位"), found=len(digits))
        return Invalid(_("没有以 %(prefix)s 开头的手机号，请核对前 3 位"), prefix=digits[:3])
    if len(digits) in {7, 8} and not digits.startswith("0"):
        return Invalid(_("座机号请加区号，例如 0719-8652345"))
    return Invalid(_("电话号码不对，请核对：手机 11 位，座机带区号，境外号码以 + 和国家代码开头"))


def _normal_phone(number: PhoneNumber, extension: str) -> str:
    tail = f"-{extension}" if extension else ""
    if number.country_code != MAINLAND:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + tail
    digits = str(number.national_number)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.MOBILE and extension:
        raise Invalid(_("手机号没有分机号，请核对"))
    if kind == PhoneNumberType.MOBILE:
        return digits
    if kind not in _LINES:
        raise Invalid(_("%(digits)s 是服务或应急号码，不能作联系电话"), digits=digits)
    area = phonenumbers.length_of_geographical_area_code(number)
    return (f"0{digits[:area]}-{digits[area:]}" if area else digits) + tail
