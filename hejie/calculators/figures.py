"""Dated figures that calculations use: interest rates, wages, limits, statistics. One row each,
with its source and who entered and checked it; a missing row is named and never guessed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from hejie.kernel.sentences import Complaint
from hejie.kernel.sentences import gettext_noop as _

DATA = Path(__file__).with_name("data")
SHIPPED = "和解项目"
"""Who entered the rows that come with the program."""
BY_USER = "填表人"


class Level(StrEnum):
    """For how large a region a figure holds; with the length of that region's code."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"

    @property
    def digits(self) -> int:
        return {"nation": 0, "province": 2, "city": 4, "district": 6}[self.value]

    @property
    def label(self) -> str:
        return {"nation": "全国", "province": "本省", "city": "本市", "district": "本区"}[
            self.value
        ]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a figure is: its name, its unit, the region it holds for, who publishes it."""

    label: str
    unit: str
    level: Level
    published: str


KINDS: dict[str, Kind] = {
    "lpr": Kind(
        label="一年期贷款市场报价利率（LPR）",
        unit="%",
        level=Level.NATION,
        published="全国银行间同业拆借中心每月公布",
    ),
    "loan_benchmark": Kind(
        label="2019年8月20日以前的同期同类贷款基准利率",
        unit="%",
        level=Level.NATION,
        published="中国人民银行当时公布",
    ),
    "minimum_wage": Kind(
        label="最低工资标准（每月）",
        unit="元",
        level=Level.DISTRICT,
        published="省人民政府公布",
    ),
    "city_average_wage": Kind(
        label="上年度职工月平均工资",
        unit="元",
        level=Level.CITY,
        published="设区的市人民政府公布",
    ),
    "disposable_income": Kind(
        label="城镇居民人均可支配收入（每年）",
        unit="元",
        level=Level.PROVINCE,
        published="省统计部门公布，用上一年度的数",
    ),
    "consumption": Kind(
        label="城镇居民人均消费支出（每年）",
        unit="元",
        level=Level.PROVINCE,
        published="省统计部门公布，用上一年度的数",
    ),
    "yearly_wage": Kind(
        label="职工年平均工资",
        unit="元",
        level=Level.PROVINCE,
        published="省统计部门公布，用上一年度的数",
    ),
    "meal_rate": Kind(
        label="国家机关一般工作人员出差伙食补助（每天）",
        unit="元",
        level=Level.DISTRICT,
        published="当地财政部门公布",
    ),
    "insurance_death": Kind(
        label="交强险死亡伤残赔偿限额", unit="元", level=Level.NATION, published="监管部门公布"
    ),
    "insurance_medical": Kind(
        label="交强险医疗费用赔偿限额", unit="元", level=Level.NATION, published="监管部门公布"
    ),
    "insurance_property": Kind(
        label="交强险财产损失赔偿限额", unit="元", level=Level.NATION, published="监管部门公布"
    ),
    "insurance_death_no_fault": Kind(
        label="交强险死亡伤残赔偿限额（机动车无责任）",
        unit="元",
        level=Level.NATION,
        published="监管部门公布",
    ),
    "insurance_medical_no_fault": Kind(
        label="交强险医疗费用赔偿限额（机动车无责任）",
        unit="元",
        level=Level.NATION,
        published="监管部门公布",
    ),
    "insurance_property_no_fault": Kind(
        label="交强险财产损失赔偿限额（机动车无责任）",
        unit="元",
        level=Level.NATION,
        published="监管部门公布",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure of one region from one day to another, both included."""

    code: str
    region: str
    valid_from: date
    valid_to: date | None
    value: Decimal
    source: str
    entered_by: str
    checked_by: str

    @property
    def id(self) -> str:
        return f"{self.code}/{self.region or 'CN'}/{self.valid_from}"

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def is_stated(self) -> bool:
        """Whether it was typed into the calculation instead of entered and checked."""
        return self.checked_by == ""

    def holds(self, region: str, day: date) -> bool:
        inside = region.startswith(self.region)
        return inside and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "label": self.kind.label,
            "value": f"{self.value:f}",
            "unit": self.kind.unit,
            "region": self.region or "CN",
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "source": self.source,
            "entered_by": self.entered_by,
            "checked_by": self.checked_by,
        }


class MissingFigure(Complaint):
    """A figure that nobody has entered for that day and region; the sentence names it and who
    must enter it."""

    def __init__(self, code: str, region: str, on: date) -> None:
        kind = KINDS[code]
        super().__init__(
            _(
                "缺“%(label)s”：没有%(level)s（%(region)s）在%(on)s有效的数。%(published)s，"
                "由区综治中心的负责人或者系统管理员在“本地设定”里录入、另一人核对后才能算；"
                "着急用的，可以自己填进这张表并写明来源"
            ),
            label=kind.label,
            level=kind.level.label,
            region=_named(kind.level, region),
            on=on.isoformat(),
            published=kind.published,
        )
        self.code, self.region, self.on = code, region, on


def _named(level: Level, region: str) -> str:
    if level is Level.NATION:
        return "不分地区"
    return region[: level.digits] if len(region) >= level.digits else "没有写明地区代码"


class Look:
    """Looks figures up for one calculation in one region, and keeps which were used."""

    def __init__(self, rows: Sequence[Row], *, region: str = "") -> None:
        self.rows, self.region = rows, region
        self.used: dict[str, Row] = {}

    def up(self, code: str, on: date, *, stated: Decimal | None = None) -> Decimal:
        """The figure of a day: what the calculation's user states comes first, then the row of
        the smallest region that begins last. Raises `MissingFigure`."""
        row = self._stated(code, on, stated) if stated is not None else self._entered(code, on)
        self.used[row.id] = row
        return row.value

    def _stated(self, code: str, on: date, value: Decimal) -> Row:
        return Row(
            code=code,
            region=self.region,
            valid_from=on,
            valid_to=on,
            value=value,
            source="填表人填写，没有核对",
            entered_by=BY_USER,
            checked_by="",
        )

    def _entered(self, code: str, on: date) -> Row:
        found = [row for row in self.rows if row.code == code and row.holds(self.region, on)]
        if not found:
            raise MissingFigure(code, self.region, on)
        return max(found, key=lambda row: (len(row.region), row.valid_from))


@cache
def shipped() -> tuple[Row, ...]:
    """The rows that come with the program."""
    return tuple(row for path in sorted(DATA.glob("*.toml")) for row in _read(path))


def _read(path: Path) -> Iterable[Row]:
    content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    rows = content["row"]
    for row in rows:
        yield Row(
            code=row["code"],
            region=str(row.get("region", "")),
            valid_from=row["from"],
            valid_to=row.get("to"),
            value=Decimal(row["value"]),
            source=content["source"],
            entered_by=SHIPPED,
            checked_by=SHIPPED,
        )
