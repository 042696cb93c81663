"""Forms of sorting and sending on: class, unit, objection, authority."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import DatedForm, UploadsField, WordsField
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.procedures import Situation
from hejie.rooms.petitions.classes import ACCUSATION, CLASSES, NOT_ACCEPTED
from hejie.rooms.petitions.forms.opening import AUTHORITY_KIND, BUREAU_KIND, shut_out, units_near

YES_NO = [("yes", _("是")), ("no", _("否"))]
DAY = forms.DateInput(attrs={"type": "date"})


class ClassifyForm(DatedForm):
    route = forms.ChoiceField(
        label=_("属于哪一类"),
        choices=[(key, f"{key} {one.label}（{one.route}）") for key, one in CLASSES.items()],
    )
    accused = forms.ChoiceField(
        label=_("检举控告的，反映的是哪个单位"),
        required=False,
        help_text=_("选了以后，这个单位再也看不到这件事。"),
    )

    def adapt(self, situation: Situation) -> None:
        self.fields["accused"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *units_near(situation),
            ("other", _("其他单位")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("route") != ACCUSATION:
            cleaned["accused"] = ""
        elif not cleaned.get("accused"):
            self.add_error("accused", _("检举控告要写明反映的是哪个单位"))
        if barred := shut_out(cleaned.get("accused", "")):
            cleaned["shut_out"] = barred
        return cleaned


class NotAcceptForm(DatedForm):
    ground = forms.ChoiceField(
        label=_("理由"), choices=[(key, words) for key, (words, _basis) in NOT_ACCEPTED.items()]
    )
    text = WordsField(label=_("说明"), rows=3)


class GuideForm(DatedForm):
    to = forms.CharField(label=_("应当向哪个单位提出"), max_length=100)
    text = WordsField(label=_("怎么去、带什么"), rows=3, required=False)


class SendForm(DatedForm):
    """To a unit that may hold petitions and is not shut out."""

    holder = forms.ChoiceField(label=_("交给"))
    text = WordsField(label=_("意见"), rows=3, required=False)

    def adapt(self, situation: Situation) -> None:
        barred = situation.data.get("shut_out", ())
        organs = Organ.objects.filter(
            holds__contains=["petition"], area__code__startswith=situation.place[:6]
        ).exclude(kind__in=[BUREAU_KIND, AUTHORITY_KIND])
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name)
            for organ in organs.exclude(key__in=[*barred, situation.holder]).order_by("name")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            cleaned["bureau"] = self.situation.holder
            cleaned["asked_organs"] = [self.situation.holder]
        return cleaned


class ForwardForm(SendForm):
    pass


class AssignForm(SendForm):
    report_by = forms.DateField(label=_("哪天前反馈"), widget=DAY)


class ObjectForm(DatedForm):
    text = WordsField(label=_("详细理由"), rows=4)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            cleaned["holder"] = self.situation.data["bureau"]
        return cleaned


class SettleObjectionForm(DatedForm):
    agreed = forms.ChoiceField(label=_("是否同意异议"), choices=YES_NO)
    text = WordsField(label=_("核实情况"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None and cleaned.get("agreed") == "no":
            cleaned["holder"] = self.situation.data["unit"]
        return cleaned


class PassOnForm(DatedForm):
    """To the authority; a petition bureau that passed it on reads no more."""

    holder = forms.ChoiceField(label=_("移交给"))
    text = WordsField(label=_("移交说明（不写内容）"), rows=2, required=False)
    files = UploadsField(  # type: ignore[assignment]
        label=_("材料"), kind="evidence", required=False
    )

    def adapt(self, situation: Situation) -> None:
        barred = situation.data.get("shut_out", ())
        organs = Organ.objects.filter(
            kind=AUTHORITY_KIND, area__code__startswith=situation.place[:4]
        )
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name) for organ in organs.exclude(key__in=barred).order_by("name")
        ]
