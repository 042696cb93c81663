"""Calculators: which there are, and what one gives. Open to everybody; nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Path, Router
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from hejie.api.matters import PLAIN
from hejie.api.problems import Problem, Wrong, missing
from hejie.calculators import asking
from hejie.calculators.catalogue import CALCULATORS, example_of
from hejie.calculators.figures import MissingFigure
from hejie.figures.models import known_rows

router = Router(tags=["calculators"], auth=None)

Name = Annotated[str, Path(max_length=60, pattern=PLAIN)]


class Row(BaseModel):
    """One line; `amount` has two decimals, `formula` the numbers in it."""

    label: str
    amount: str
    formula: str
    basis: str


class Ends(BaseModel):
    label: str
    low: str
    high: str


class FigureUsed(BaseModel):
    id: str
    label: str
    value: str
    unit: str
    region: str
    valid_from: str
    valid_to: str | None
    source: str
    entered_by: str
    checked_by: str


class Calculated(BaseModel):
    calculator: str
    label: str
    version: str
    inputs: dict[str, JsonValue]
    items: list[Row]
    total: str
    unit: str
    notes: list[str]
    ranges: list[Ends]
    figures: list[FigureUsed]
    verdict: str | None = None


class CalculatorTold(BaseModel):
    """`input` is a JSON Schema of what `POST /calculators/{calculator}` takes."""

    model_config = ConfigDict(populate_by_name=True)

    name: str
    label: str
    group: str
    help: str
    version: str
    input: dict[str, JsonValue]
    example: dict[str, JsonValue]


class CalculatorsTold(BaseModel):
    items: list[CalculatorTold] = Field(description="In the order of their subjects.")


@router.get(
    "/calculators",
    response={200: CalculatorsTold},
    url_name="calculators",
    operation_id="listCalculators",
    summary="List calculators",
)
def calculators(request: HttpRequest) -> dict[str, Any]:
    """Every calculator with the JSON Schema of its input and a worked example."""
    items = [
        {
            "name": one.name,
            "label": one.label,
            "group": one.group,
            "help": one.help,
            "version": one.version,
            "input": one.schema(),
            "example": one.given.model_validate(example_of(one.name).input).model_dump(
                mode="json", exclude_unset=True
            ),
        }
        for one in CALCULATORS.values()
    ]
    return {"items": items}


@router.post(
    "/calculators/{calculator}",
    response={200: Calculated, **dict.fromkeys((400, 404, 422), Problem)},
    url_name="calculate",
    operation_id="calculate",
    summary="Calculate",
)
def calculate(
    request: HttpRequest, calculator: Name, given: Body[dict[str, JsonValue]]
) -> dict[str, Any]:
    """Items with formula and article; the district's checked figures are used. For
    negotiation, no ruling."""
    if calculator not in CALCULATORS:
        raise missing(_("没有这个计算器"))
    try:
        return CALCULATORS[calculator].sheet(given, known_rows()).as_json()
    except MissingFigure as lacking:
        raise Wrong(422, "figure-missing", str(lacking)) from lacking
    except asking.Wrong as refusal:
        errors = [(".".join(map(str, where)), told) for where, told in refusal.problems]
        raise Wrong(422, "invalid", _("填写有误，请看 errors"), errors=errors) from refusal
