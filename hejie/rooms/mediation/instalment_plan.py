"""A plan of instalments from what a mediator fills in, with what else it could be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.calculators.asking import Wrong
from hejie.settlement.catalogue import settle


class InstalmentsForm(forms.Form):
    total = forms.DecimalField(
        label=_("一共欠多少（元）"), min_value=0, max_digits=13, decimal_places=2
    )
    down = forms.DecimalField(
        label=_("签字当天先付（元）"),
        min_value=0,
        max_digits=13,
        decimal_places=2,
        required=False,
    )
    first = forms.DateField(label=_("第一期哪天"), widget=forms.DateInput(attrs={"type": "date"}))
    every = forms.IntegerField(
        label=_("每隔几个月"), min_value=1, max_value=12, initial=1, required=False
    )
    count = forms.IntegerField(
        label=_("分几期（和下一项填一个）"), min_value=1, max_value=60, required=False
    )
    amount = forms.DecimalField(
        label=_("每期付多少元"), min_value=0, max_digits=13, decimal_places=2, required=False
    )


@dataclass(frozen=True)
class Planned:
    """The form, the instalments once they could be computed, and other ways to split."""

    form: InstalmentsForm
    rows: tuple[Mapping[str, Any], ...] = ()
    what_if: tuple[Mapping[str, Any], ...] = ()


def planned_from(data: Mapping[str, Any] | None) -> Planned:
    form = InstalmentsForm(data)
    if not form.is_valid():
        return Planned(form)
    stated = {name: value for name, value in form.cleaned_data.items() if value is not None}
    try:
        settled, _certificate = settle("instalments", stated)
    except Wrong as refusal:
        for where, sentence in refusal.problems:
            name = str(where[0]) if where else ""
            form.add_error(name if name in form.fields else None, sentence)
        return Planned(form)
    return Planned(form, tuple(settled.result["rows"]), tuple(settled.result["what_if"]))
