"""One calculation on a page: its form, what it gives or what is still missing, its print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, QueryDict

from hejie.calculators.asking import Wrong
from hejie.calculators.calculator import GROUPS, Calculator
from hejie.calculators.catalogue import CALCULATORS, example_of
from hejie.calculators.figures import MissingFigure
from hejie.calculators.results import Sheet
from hejie.figures.forms import CalculationForm, form_of
from hejie.figures.models import known_rows
from hejie.kernel.jurisdictions import Organ
from hejie.papers.capitals import NotASum, capitals
from hejie.papers.typesetting import find, render

PAPERS = Path(__file__).with_name("papers")
TEMPLATE = "calculation.typ"


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """A calculator with its form; `sheet` once it could be computed, `missing` when a figure
    that somebody has to enter stands in the way."""

    calculator: Calculator
    form: CalculationForm
    sheet: Sheet | None = None
    missing: str = ""

    @property
    def in_capitals(self) -> str:
        """The total as papers carry it; nothing for what is no sum of money."""
        return words_of(self.sheet) if self.sheet else ""

    @property
    def waits_for(self) -> list[str]:
        """The fields that have to be filled before anything can be computed."""
        return [
            str(self.form.fields[name].label)
            for name in self.form.errors
            if name in self.form.fields and not self.form.data.get(name)
        ]


def grouped() -> list[tuple[str, list[Calculator]]]:
    """All calculators under the names of their groups."""
    return [
        (label, [one for one in CALCULATORS.values() if one.group == group])
        for group, label in GROUPS.items()
    ]


def find_calculator(name: str) -> Calculator:
    if name not in CALCULATORS:
        raise Http404(name)
    return CALCULATORS[name]


def asked(calculator: Calculator, *, region: str) -> Calculation:
    """A calculation before anything was filled in."""
    form = form_of(calculator)(initial={"region": region})
    return Calculation(calculator=calculator, form=form)


def computed(calculator: Calculator, data: Mapping[str, Any]) -> Calculation:
    """A calculation of what was filled in."""
    form = form_of(calculator)(data=data)
    if not form.is_valid():
        return Calculation(calculator=calculator, form=form)
    try:
        sheet = calculator.sheet(form.stated(), known_rows())
    except MissingFigure as missing:
        return Calculation(calculator=calculator, form=form, missing=str(missing))
    except Wrong as refusal:
        _tell(form, refusal)
        return Calculation(calculator=calculator, form=form)
    return Calculation(calculator=calculator, form=form, sheet=sheet)


def _tell(form: CalculationForm, refusal: Wrong) -> None:
    for where, sentence in refusal.problems:
        name = str(where[0]) if where else ""
        row = next((one for one in where[1:] if isinstance(one, int)), None)
        told = f"第 {row + 1} 行：{sentence}" if row is not None else sentence
        form.add_error(name if name in form.fields else None, told)


def worked_example(calculator: Calculator) -> QueryDict:
    """A worked example as a form would send it."""
    sent = QueryDict(mutable=True)
    for name, value in example_of(calculator.name).input.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                for key, one in row.items():
                    sent[f"{name}-{number}-{key}"] = _as_sent(one)
        else:
            sent[name] = _as_sent(value)
    for name, field in form_of(calculator).base_fields.items():
        if name not in sent and field.initial not in (None, False, ""):
            sent[name] = str(field.initial)
    return sent


def _as_sent(value: Any) -> str:
    return {True: "on", False: ""}[value] if isinstance(value, bool) else str(value)


def home_region() -> str:
    """The district that the instance serves, for pages without a matter."""
    centre = Organ.objects.filter(kind="centre", parent=None).order_by("key").first()
    return centre.area_id[:6] if centre else ""


def words_of(sheet: Sheet) -> str:
    if sheet.result.unit != "元":
        return ""
    try:
        return capitals(sheet.result.total)
    except NotASum:
        return ""


def printed(sheet: Sheet, *, on: date, number: str = "", organ: str = "") -> bytes:
    """The sheet on one page, with what was filled in and the figures that were used."""
    data = {
        "number": number or "／",
        "committee": organ,
        "date": on,
        "label": sheet.label,
        "inputs": list(_inputs(sheet)),
        "items": [[one.label, one.formula, one.basis, one.shown] for one in sheet.result.items],
        "unit": sheet.result.unit,
        "total": sheet.result.shown,
        "capitals": words_of(sheet),
        "ranges": [one.shown for one in sheet.result.ranges],
        "notes": list(sheet.notes),
        "figures": [
            f"{row.kind.label} {row.value:f}{row.kind.unit}（{row.source}，{row.valid_from}起）"
            for row in sheet.figures
        ],
        "version": f"{sheet.calculator} v{sheet.version}",
    }
    places = (*settings.PAPER_FOLDERS, PAPERS)
    return render(find(TEMPLATE, places), data, folders=places)


def _inputs(sheet: Sheet) -> Iterator[list[str]]:
    given = CALCULATORS[sheet.calculator].given
    for name, info in given.model_fields.items():
        told = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        value = sheet.inputs.get(name)
        if value in (None, "", [], "0") or told.get("hidden"):
            continue
        yield [str(info.title), _said(value, told, info.annotation)]


def _said(value: Any, told: Mapping[str, Any], annotation: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join("，".join(str(one) for one in row.values()) for row in value)
    words = told["choices"].get(str(value), value) if "choices" in told else value
    if isinstance(value, str) and _is_sum(value):
        words = f"{Decimal(value):f}"
    return f"{words} {told.get('unit', '')}".strip()


def _is_sum(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
