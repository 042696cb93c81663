"""What a calculator asks: an input is a pydantic model whose fields carry a Chinese title, plain
help, a unit, and where one may drag, the ends between which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hejie.kernel.sentences import Complaint

EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)


def _no_number_for_a_day(value: Any) -> Any:
    """A number would be read as seconds since 1970."""
    if isinstance(value, int | float | Decimal):
        raise ValueError("date")
    return value


Yuan = Annotated[Decimal, Field(ge=0, le=Decimal("99999999999.99"), decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=6)]
Number = Annotated[Decimal, Field(ge=0, le=Decimal(10**9), decimal_places=4)]
Days = Annotated[int, Field(ge=0, le=100_000)]
Day = Annotated[date, BeforeValidator(_no_number_for_a_day), Field(ge=EARLIEST, le=LATEST)]
Age = Annotated[int, Field(ge=0, le=130)]


class Given(BaseModel):
    """Base of every input: names that are not asked for are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InRegion(Given):
    """Base of inputs whose calculation needs figures of a place."""

    region: str = Field(
        default="",
        pattern=r"^(\d{2}(\d{2}(\d{2})?)?)?$",
        title="地区代码",
        description="行政区划代码：省两位、市四位、区县六位；要用当地统计数的才填",
        json_schema_extra={"hidden": True},
    )


def ask(
    title: str,
    help: str = "",
    *,
    default: Any = ...,
    unit: str = "",
    slider: tuple[int | float, int | float, int | float] | None = None,
    figure: str = "",
    choices: Mapping[str, str] | None = None,
    **limits: Any,
) -> Any:
    """A question. `slider`: lowest, highest, step; `figure`: the code of the dated figure that
    serves when it is left empty; `choices`: the words for each answer."""
    told: dict[str, Any] = {}
    if unit:
        told["unit"] = unit
    if slider:
        told["slider"] = list(slider)
    if figure:
        told["figure"] = figure
    if choices:
        told["choices"] = dict(choices)
    return Field(
        default, title=title, description=help or None, json_schema_extra=told or None, **limits
    )


class Wrong(Complaint):
    """Input that cannot be used. `problems`: where (names and row numbers) and a sentence."""

    def __init__(self, problems: Iterable[tuple[tuple[str | int, ...], str]]) -> None:
        self.problems = tuple(problems)
        told = "；".join(f"{_place(where)}{sentence}" for where, sentence in self.problems)
        super().__init__("%(told)s", told=told)


def wrong(field: str, sentence: str) -> Wrong:
    return Wrong([((field,), sentence)])


def _place(where: tuple[str | int, ...]) -> str:
    named = ".".join(str(one + 1) if isinstance(one, int) else one for one in where)
    return f"{named}：" if named else ""


SENTENCES = {
    "missing": "缺这一项",
    "extra_forbidden": "没有这一项，不能填写",
    "decimal_parsing": "要写成数字",
    "decimal_type": "要写成数字",
    "int_parsing": "要写成整数",
    "int_type": "要写成整数",
    "int_from_float": "要写成整数",
    "date_parsing": "日期写作 2025-03-01",
    "date_from_datetime_parsing": "日期写作 2025-03-01",
    "date_from_datetime_inexact": "日期写作 2025-03-01",
    "date_type": "日期写作 2025-03-01",
    "value_error": "日期写作 2025-03-01",
    "bool_parsing": "只能填是或者否（true、false）",
    "bool_type": "只能填是或者否（true、false）",
    "string_type": "要写成文字",
    "string_pattern_mismatch": "写法不对",
    "string_too_long": "太长了",
    "string_too_short": "不能空着",
    "list_type": "要写成一列",
    "model_type": "要写成一个对象",
    "model_attributes_type": "要写成一个对象",
    "finite_number": "要写成数字",
}
WITH_LIMITS = {
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "greater_than": "要大于{gt}",
    "decimal_max_places": "小数最多{decimal_places}位",
    "literal_error": "只能填：{expected}",
    "too_long": "最多{max_length}行",
    "too_short": "至少{min_length}行",
    "decimal_whole_digits": "数字太大",
    "decimal_max_digits": "数字太大",
}


def read(model: type[Given], stated: object) -> Given:
    """What was stated as the calculator's input. Raises `Wrong` with every problem."""
    try:
        return model.model_validate(stated)
    except ValidationError as fault:
        raise Wrong((one["loc"], _sentence(one)) for one in fault.errors()) from None


def _sentence(error: Any) -> str:
    if error["type"] in WITH_LIMITS:
        return WITH_LIMITS[error["type"]].format(**error["ctx"])
    return SENTENCES.get(error["type"], "写法不对")
