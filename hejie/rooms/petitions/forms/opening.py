"""Forms of coming in: what is asked, where, by whom; and what is said against somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hejie.kernel.contacts import NameField, PhoneField
from hejie.kernel.facts import FactsForm, PartiesField, PlaceField, UploadsField, WordsField
from hejie.kernel.jurisdictions import Organ, able_organ, competent_organ, find_division
from hejie.kernel.procedures import Situation
from hejie.rooms.petitions.classes import CHANNELS, FIELDS, MOST_REPRESENTATIVES
from hejie.rooms.petitions.guards import BUREAU, UNIT

NAMELESS = "未留姓名"
BUREAU_KIND = "petitions"
"""Kind of an organ that is a petition bureau."""
AUTHORITY_KIND = "discipline"


class PetitionerRow(FactsForm):
    """One petitioner or representative. A name and an address are needed only to be told."""

    role = forms.ChoiceField(
        label=_("身份"), choices=[("petitioner", _("信访人"))], initial="petitioner"
    )
    kind = forms.ChoiceField(
        label=_("个人或单位"),
        choices=[("person", _("个人")), ("organisation", _("单位"))],
        initial="person",
    )
    name = NameField(required=False)
    phone = PhoneField()
    address = forms.CharField(label=_("住址"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.reachable = bool(cleaned.get("name") and cleaned.get("address"))
        cleaned["name"] = cleaned.get("name") or NAMELESS
        return cleaned


class OpeningForm(FactsForm):
    """What every way in asks for, and who has received it."""

    place = PlaceField(label=_("事情发生在哪里"), max_length=12)
    parties = PartiesField(PetitionerRow, least=1, most=50, blank=1, label=_("信访人"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        people = cleaned.get("parties", ())
        cleaned["reachable"] = any(_is_reachable(row.words) for row in people)
        receiver = self._receiver(cleaned)
        if receiver is not None:
            cleaned["holder"] = receiver.key
        is_bureau = receiver is not None and receiver.kind == BUREAU_KIND
        cleaned["receiver"] = BUREAU if is_bureau else UNIT
        return cleaned

    def _receiver(self, cleaned: dict[str, Any]) -> Organ | None:
        """The organ of whoever registers; for the public, the one whose door it is."""
        own = self.situation.organs if self.situation else ()
        if own:
            return able_organ(own, self.procedure_key)
        place = find_division(str(cleaned.get("place", "")))
        return competent_organ(place, door=self.procedure_key) if place else None

    procedure_key = "petition"


def _is_reachable(words: Any) -> bool:
    return bool(words.get("address")) and words.get("name") not in {None, "", NAMELESS}


class PetitionForm(OpeningForm):
    facts_told = WordsField(label=_("事实和理由"), rows=6)
    claims = WordsField(label=_("您的请求、意见或者建议"), rows=3)
    category = forms.ChoiceField(label=_("属于哪个领域"), choices=list(FIELDS.items()))
    people = forms.IntegerField(
        label=_("一共多少人"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=format_lazy(
            _("几个人一起提同一件事的填。只填人数，代表最多{most}人。"), most=MOST_REPRESENTATIVES
        ),
    )
    files = UploadsField(  # type: ignore[assignment]
        label=_("照片、单据"), kind="evidence", required=False
    )


class FileForm(PetitionForm):
    """A resident's own petition, online."""

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "channel": "web"}


class RegisterForm(PetitionForm):
    """What came by letter, telephone, fax or a visit; what was said is written down as said."""

    dated = True
    channel = forms.ChoiceField(
        label=_("怎么来的"), choices=list(CHANNELS.items()), initial="visit"
    )
    repeat = forms.BooleanField(label=_("同一件事以前提过"), required=False)
    complained = forms.ChoiceField(label=_("反映的单位"), required=False)

    def adapt(self, situation: Situation) -> None:
        units = units_near(situation)
        self.fields["complained"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class AccuseForm(OpeningForm):
    """What is said against somebody in office, sealed at once. A name may stay unsaid."""

    procedure_key = "accusation"
    accused = forms.ChoiceField(
        label=_("反映的是哪个单位（或者它的工作人员）"),
        help_text=_("选了以后，这个单位看不到这件事。名单里没有的，选“其他单位”。"),
    )
    story = WordsField(label=_("反映什么事：时间、地点、经过"), rows=8, sealed=True)
    parties = PartiesField(
        PetitionerRow, least=1, most=MOST_REPRESENTATIVES, blank=1, label=_("检举控告人")
    )
    files = UploadsField(  # type: ignore[assignment]
        label=_("材料、照片"), kind="evidence", required=False
    )

    def adapt(self, situation: Situation) -> None:
        self.fields["accused"].choices = [  # type: ignore[attr-defined]
            *units_near(situation),
            ("other", _("其他单位")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["route"] = "A"
        cleaned["channel"] = "web" if self.situation and not self.situation.organs else "visit"
        cleaned["shut_out"] = shut_out(cleaned.get("accused", ""))
        return cleaned


def shut_out(accused: str) -> list[str]:
    """The accused organ and its branches."""
    if accused in {"", "other"}:
        return []
    branches = Organ.objects.filter(parent=accused).values_list("key", flat=True)
    return sorted({accused, *branches})


def units_near(situation: Situation) -> list[tuple[str, str]]:
    """Organs that may be complained about: those that handle petitions, and centres."""
    organs = Organ.objects.exclude(kind=AUTHORITY_KIND).exclude(kind="committee")
    place = situation.place[:6] or _district_of(situation)
    found = organs.filter(area__code__startswith=place).order_by("area__path", "name")
    return [(organ.key, organ.name) for organ in found]


def _district_of(situation: Situation) -> str:
    codes = Organ.objects.filter(key__in=situation.organs).values_list("area__code", flat=True)
    return next(iter(codes), "")[:6]
