"""Which of the visible matters a list shows: its filters, in words of the address line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hejie.kernel import clocks, registry, search
from hejie.kernel.deadlines import Effect
from hejie.kernel.facts import EARLIEST, LATEST
from hejie.kernel.jurisdictions import Actor, Division, Organ
from hejie.kernel.matters import Matter

DAY = forms.DateInput(attrs={"type": "date"})
PERIODS = {
    "opened_from": ("opened_at__gte", 0),
    "opened_to": ("opened_at__lt", 1),
    "closed_from": ("closed_at__gte", 0),
    "closed_to": ("closed_at__lt", 1),
}
"""Bounds of a period: what is compared, and how many days after its beginning a day ends it."""
EFFECTS = {"legal": (Effect.HARD, Effect.WARN), "local": (Effect.INFO,)}
NEAREST_DUE = ("next_due", "id")


class MatterFilter(forms.Form):
    """What a list is narrowed to. An unknown word narrows nothing."""

    q = forms.CharField(label=_("编号、关键词"), max_length=200, required=False)
    procedure = forms.ChoiceField(label=_("程序"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    category = forms.ChoiceField(label=_("类型"), required=False)
    place = forms.ChoiceField(label=_("地点"), required=False)
    holder = forms.ChoiceField(label=_("承办单位"), required=False)
    due_before = forms.DateField(
        label=_("期限在这天或以前"),
        required=False,
        widget=DAY,
    )
    running = forms.BooleanField(label=_("只看在办的"), required=False)
    opened_from = forms.DateField(label=_("从哪天登记的"), required=False, widget=DAY)
    opened_to = forms.DateField(label=_("到哪天登记的"), required=False, widget=DAY)
    closed_from = forms.DateField(label=_("从哪天办结的"), required=False, widget=DAY)
    closed_to = forms.DateField(label=_("到哪天办结的"), required=False, widget=DAY)
    broken = forms.ChoiceField(
        label=_("期限超过的"),
        required=False,
        choices=[("", _("全部")), ("legal", _("法定期限")), ("local", _("内部期限"))],
    )
    broken_from = forms.DateField(label=_("从哪天超期的"), required=False, widget=DAY)
    broken_to = forms.DateField(label=_("到哪天超期的"), required=False, widget=DAY)
    order = forms.ChoiceField(
        label=_("顺序"),
        required=False,
        choices=[("", _("最新登记的在前")), ("due", _("期限最近的在前"))],
    )

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        districts = sorted({post.district for post in actor.posts})
        offers: dict[str, Iterable[tuple[str, Any]]] = {
            "procedure": [(law.key, gettext(law.label)) for law in registry.procedures()],
            "state": _states(get_language()),
            "category": _categories(get_language()),
            "place": _places(districts),
            "holder": _holders(districts),
        }
        for name, offer in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("全部")), *offer]

    @property
    def told(self) -> dict[str, Any]:
        """What was asked for, without what could not be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def order_by(self) -> tuple[str, ...]:
        return NEAREST_DUE if self.told.get("order") == "due" else search.NEWEST

    def narrow(self, matters: QuerySet[Matter]) -> QuerySet[Matter]:
        told = self.told
        for name in ("procedure", "state", "category", "holder"):
            if name in told:
                matters = matters.filter(**{name: told[name]})
        if code := told.get("place"):
            place = Division.objects.get(code=code)
            matters = matters.filter(place_path__startswith=place.path)
        if (day := told.get("due_before")) and EARLIEST <= day <= LATEST:
            matters = matters.filter(next_due__lte=_midnight(day, 1))
        for name, (compared, days) in PERIODS.items():
            if (day := told.get(name)) and EARLIEST <= day <= LATEST:
                matters = matters.filter(**{compared: _midnight(day, days)})
        if "running" in told:
            matters = matters.filter(closed_at__isnull=True)
        if kind := told.get("broken"):
            first, last = told.get("broken_from") or EARLIEST, told.get("broken_to") or LATEST
            matters = matters.filter(
                clocks.broken(EFFECTS[kind], _midnight(first, 0), _midnight(last, 1))
            )
        if told.get("order") == "due":
            matters = matters.filter(next_due__isnull=False)
        return matters

    def first(self, matters: QuerySet[Matter], order: Sequence[str], most: int) -> list[Matter]:
        """The first of those narrowed that have the words asked for."""
        return search.first(matters, order, most, query=self.told.get("q", ""))


def _midnight(day: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time()))


@cache
def _categories(_language: str) -> list[tuple[str, str]]:
    return sorted(
        (code, gettext(label))
        for room in registry.rooms()
        for code, label in room.categories.items()
    )


@cache
def _states(_language: str) -> list[tuple[str, str]]:
    """The states of all procedures present; one that several have is named as the first does."""
    return list(
        {
            state: gettext(label)
            for law in reversed(registry.procedures())
            for state, label in law.states.items()
        }.items()
    )


def _places(districts: list[str]) -> list[tuple[str, str]]:
    """The districts, their towns and their villages, each below the one it belongs to."""
    found = Division.objects.filter(_within("code", districts)).order_by("path")
    rows = found.values_list("code", "name", "path")
    return [(code, f"{_indent(code, path)}{name}") for code, name, path in rows]


def _indent(code: str, path: str) -> str:
    codes = path.rstrip(".").split(".")
    return "　" * (len(codes) - 1 - codes.index(code[:6]))


def _holders(districts: list[str]) -> list[tuple[str, str]]:
    found = Organ.objects.filter(_within("area__code", districts)).exclude(holds=[])
    return list(found.order_by("area__path", "name").values_list("key", "short_name"))


def _within(column: str, districts: list[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}__startswith": code}) for code in districts), Q(pk__in=[]))
