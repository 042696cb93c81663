"""Hide most of what identifies a person, so that a page can show that it is known."""

from __future__ import annotations

import re

STARS = "****"
COMPOUND_SURNAMES = (
    " 欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
    "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 "
    "南门 轩辕 西门 第五 谷梁 段干 拓跋 梁丘 左丘 乐正 亓官 司寇 巫马 公西 漆雕 壤驷 公良 "
    "夹谷 宰父 微生 羊舌 颛孙 子车 "
)

_PLACE = re.compile(
    "(?:[^省市区县]{2,8}?(?:省|自治区|特别行政区))?"
    "(?:[^省市区县]{1,8}?(?:市|自治州|地区|盟))?"
    "(?:[^省市区县]{1,8}?(?:(?<![小社园厂校景地])区|县|市|旗))?"
    "(?:[^省市区县]{1,8}?(?:街道|镇|乡))?"
)


def mask_id(number: str) -> str:
    """Show the first three and last four of a long number, less of a short one."""
    return _keep(number, 3, 4)


def mask_phone(number: str) -> str:
    """Show 138****8000; of a landline the area code and the last two digits."""
    area, dash, rest = number.partition("-")
    if dash and area.startswith("0"):
        local = rest.partition("-")[0]
        return f"{area}-{_keep(local, 0, 2)}"
    return _keep(number, 3, 4)


def mask_name(name: str) -> str:
    """Show the surname: 张**, 欧阳*; of other names the first letter."""
    surname = name[:2] if len(name) > 2 and f" {name[:2]} " in COMPOUND_SURNAMES else name[:1]
    if len(name) < 2:
        return "*" * len(name)
    return surname + "*" * min(len(name) - len(surname), len(STARS))


def mask_address(address: str) -> str:
    """Show district and town or street office, never the road, estate or house."""
    found = _PLACE.match(address)
    shown = found[0] if found else ""
    return shown + STARS if address else ""


def mask_account(number: str) -> str:
    """Show the last four digits of a bank account."""
    digits = "".join(number.split())
    return STARS + digits[-4:] if len(digits) >= 8 else "*" * len(digits)


def _keep(text: str, head: int, tail: int) -> str:
    if len(text) < head + tail + 4:
        head, tail = 0, len(text) // 4
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :]
