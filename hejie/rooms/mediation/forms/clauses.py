"""The form that puts a clause of the library into an agreement that is being drafted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.kernel.procedures import Situation
from hejie.rooms.mediation.clauses import MOST, Clause, Given, clauses, clauses_for
from hejie.rooms.mediation.forms.consent import SIDES

PREFIX = "clause"


class ClauseForm(forms.Form):
    """Which clause, and what is known of it already; the rest can be filled in afterwards."""

    key = forms.ChoiceField(label=_("条款"))
    payer = forms.ChoiceField(label=_("谁给（义务人）"), required=False)
    payee = forms.ChoiceField(label=_("给谁（权利人）"), required=False)
    sum = forms.DecimalField(
        label=_("总金额（按月给的写每月多少）"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )
    first = forms.DateField(
        label=_("哪天前（分期的写第一期）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    times = forms.IntegerField(
        label=_("分几期、给几个月"), required=False, min_value=1, max_value=MOST
    )
    late = forms.DecimalField(
        label=_("违约金每日万分之几"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=3,
    )
    joint = forms.ChoiceField(label=_("谁承担连带责任"), required=False)

    def __init__(
        self,
        situation: Situation | None,
        names: Mapping[str, str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=PREFIX, use_required_attribute=False)
        parties = situation.with_role(*SIDES) if situation else ()
        offered = clauses_for(situation.category if situation else "")
        people = [("", "—"), *((p.key, names.get(p.key, p.key)) for p in parties)]
        choices: dict[str, Any] = {
            "key": [
                ("", "—"),
                *_group(gettext("新的一条"), [one for one in offered if not one.onto]),
                *_group(gettext("加到写了金额的各条"), [one for one in offered if one.onto]),
            ],
            "payer": people,
            "payee": people,
            "joint": people,
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        if len(parties) < 3:
            del self.fields["joint"]

    @property
    def clause(self) -> Clause:
        return clauses()[self.cleaned_data["key"]]

    @property
    def given(self) -> Given:
        told = {name: value for name, value in self.cleaned_data.items() if value and name != "key"}
        if late := told.get("late"):
            told["late"] = f"{late.normalize():f}"
        return Given(**told)


def _group(label: str, offered: list[Clause]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(label, [(clause.key, clause.label) for clause in offered])]
