"""A paper's data as the JSON a template reads: text stays text, whatever characters it holds."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hejie.papers.capitals import capitals
from hejie.papers.shapes import QrCode

PLACE = ZoneInfo("Asia/Shanghai")

Json = dict[str, object] | list[object] | str | int | bool | None

_NEW_LINES = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n") | {"\t": " "})
_VARIATION_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


@dataclass
class Literal:
    """Turns values into JSON for one paper, and collects the files (images) they name.

    A date or time becomes its Chinese words, a Decimal (a sum in yuan) its figures and capitals,
    bytes and QR codes the path of a file, a dataclass an object of its fields.
    """

    printable: frozenset[int]
    files: dict[str, bytes] = field(default_factory=dict)

    def of(self, value: object) -> Json:
        """Turn one value, and all it holds, into JSON; a TypeError for what no paper shows."""
        match value:
            case None | int():
                return value
            case str():
                return self.text(value)
            case bytes():
                return self._file(value)
            case QrCode():
                return self._file(value.svg())
            case Mapping():
                return {str(key): self.of(item) for key, item in value.items()}
            case Sequence():
                return [self.of(item) for item in value]
        if is_dataclass(value):
            return {item.name: self.of(getattr(value, item.name)) for item in fields(value)}
        return _quantity(value)

    def text(self, value: str) -> str:
        """Keep every character the typefaces have; write 〔U+1F600〕 for one they have not.

        Invisible control and direction characters go: they could make a paper read otherwise
        than the record it was made from.
        """
        value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_NEW_LINES)
        if self.printable.issuperset(map(ord, value.replace("\n", ""))):
            return value
        return "".join(map(self._character, value))

    def _character(self, char: str) -> str:
        if char == "\n" or ord(char) in self.printable:
            return char
        category = unicodedata.category(char)
        if category in ("Cc", "Cf") or ord(char) in _VARIATION_SELECTORS:
            return ""
        return " " if category == "Zs" else f"〔U+{ord(char):04X}〕"

    def _file(self, content: bytes) -> str:
        name = f"/file-{len(self.files) + 1}"
        self.files[name] = content
        return name


def _quantity(value: object) -> Json:
    match value:
        case Decimal():
            return {"figures": f"{value:,.2f}", "capitals": capitals(value)}
        case datetime():
            return _moment(value)
        case date():
            return _day(value)
    raise TypeError(f"a paper cannot show {type(value).__name__}")


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"a time on a paper needs its time zone: {value.isoformat()}")
    local = value.astimezone(PLACE)
    return f"{_day(local)}{local.hour}时{local.minute:02d}分"
