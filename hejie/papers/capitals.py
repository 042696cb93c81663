"""人民币大写: sums of money in the Chinese capitals that papers carry beside the figures."""

from decimal import Decimal

LIMIT = Decimal("999999999999.99")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_SECTIONS = ((10**8, "亿"), (10**4, "万"), (1, ""))


class NotASum(ValueError):
    """An amount no paper can carry; its text is a Chinese sentence for the person who typed it."""


def capitals(amount: Decimal) -> str:
    """Write yuan in capitals, without the leading 人民币: 10001.50 gives 壹万零壹元伍角.

    整 closes a sum that ends at yuan. 零 stands wherever zeros are followed by more digits, once
    for each gap; the two places where custom leaves it open (a ten-thousands or a yuan digit
    of nought before a full next digit, as in 107,000.50) go without.
    """
    fen = _fen(amount)
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    whole = _whole(yuan)
    if not jiao and not fen:
        return (whole or "零") + "元整"
    text = whole + "元" if whole else ""
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (_DIGITS[fen] + "分" if fen else "")


def _fen(amount: Decimal) -> int:
    if not amount.is_finite():
        raise NotASum(f"金额“{amount}”不是一个数。")
    if amount < 0:
        raise NotASum(f"金额不能是负数：{amount}。")
    if amount > LIMIT:
        raise NotASum(f"金额超过可以大写的上限 {LIMIT:,} 元。")
    rounded = amount.quantize(Decimal("0.01"))
    if rounded != amount:
        raise NotASum(f"金额最多写到分（两位小数）：{amount}。")
    return int(rounded * 100)


def _whole(yuan: int) -> str:
    text, gap = "", False
    for size, unit in _SECTIONS:
        section, yuan = divmod(yuan, size)
        if not section:
            gap = bool(text)
            continue
        if text and (gap or section < 1000):
            text += _DIGITS[0]
        text, gap = text + _section(section) + unit, False
    return text


def _section(number: int) -> str:
    text, gap = "", False
    for size, place in _PLACES:
        digit, number = divmod(number, size)
        if not digit:
            gap = bool(text)
            continue
        text, gap = text + (_DIGITS[0] if gap else "") + _DIGITS[digit] + place, False
    return text
