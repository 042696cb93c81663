"""Which of the visible matters a list shows: its filters, in words of the address line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hejie.kernel import registry, search
from hejie.kernel.facts import EARLIEST, LATEST
from hejie.kernel.jurisdictions import Actor, Division, Organ
from hejie.kernel.matters import Matter

NEWEST = ("-opened_at", "-id")
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
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    order = forms.ChoiceField(
        label=_("顺序"),
        required=False,
        choices=[("", _("最新登记的在前")), ("due", _("期限最近的在前"))],
    )

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        districts = sorted({post.district for post in actor.posts})
        offers: dict[str, Iterable[tuple[str, Any]]] = {
            "procedure": [(law.key, law.label) for law in registry.procedures()],
            "state": _states(),
            "category": sorted(
                (code, label)
                for room in registry.rooms()
                for code, label in room.categories.items()
            ),
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
        return NEAREST_DUE if self.told.get("order") == "due" else NEWEST

    def narrow(self, matters: QuerySet[Matter]) -> QuerySet[Matter]:
        told = self.told
        for name in ("procedure", "state", "category", "holder"):
            if name in told:
                matters = matters.filter(**{name: told[name]})
        if code := told.get("place"):
            place = Division.objects.get(code=code)
            matters = matters.filter(place_path__startswith=place.path)
        if (day := told.get("due_before")) and EARLIEST <= day <= LATEST:
            midnight = datetime.combine(day + timedelta(days=1), time())
            matters = matters.filter(next_due__lte=timezone.make_aware(midnight))
        if told.get("order") == "due":
            matters = matters.filter(next_due__isnull=False)
        return search.matching(matters, told.get("q", ""))


def _states() -> list[tuple[str, str]]:
    """The states of all procedures present; one that several have is named as the first does."""
    return list(
        {k: v for law in reversed(registry.procedures()) for k, v in law.states.items()}.items()
    )


def _places(districts: list[str]) -> list[tuple[str, str]]:
    """The districts, their towns and their villages, each below the one it belongs to."""
    found = Division.objects.filter(_within("code", districts)).order_by("path")
    return [(row.code, f"{_indent(row)}{row.name}") for row in found]


def _indent(division: Division) -> str:
    codes = division.path.rstrip(".").split(".")
    return "　" * (len(codes) - 1 - codes.index(division.district))


def _holders(districts: list[str]) -> list[tuple[str, str]]:
    found = Organ.objects.filter(_within("area__code", districts)).exclude(holds=[])
    return list(found.order_by("area__path", "name").values_list("key", "short_name"))


def _within(column: str, districts: list[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}__startswith": code}) for code in districts), Q(pk__in=[]))
