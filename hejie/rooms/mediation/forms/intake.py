"""Forms of coming in: apply, register, refer, sign for, not accept, hand over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hejie.kernel import identifiers
from hejie.kernel.contacts import NameField, PhoneField
from hejie.kernel.facts import (
    CodeField,
    FactsForm,
    PartiesField,
    PersonalField,
    PlaceField,
    RowsField,
    UploadsField,
    WordsField,
)
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.procedures import Situation
from hejie.law.causes import CAUSES
from hejie.rooms.mediation.forms.consent import SIDES
from hejie.rooms.mediation.intake import DOORS, REASONS, route_for
from hejie.rooms.mediation.procedure import ROUTES

OPEN_ROUTES = ("A", "E", "G", "H", "K")
COURT_ROUTES = ("B", "C", "D")
SOURCES = [
    ("applied", _("当事人申请")),
    ("own_motion", _("调委会主动调解")),
    ("court", _("法院")),
    ("police", _("公安机关")),
    ("12345", _("12345热线")),
    ("petition", _("信访")),
    ("grid", _("网格")),
]
WAYS = [("on_site", _("到场")), ("video", _("视频")), ("phone", _("电话"))]


def party_key(told: str) -> str:
    """The key of a party, also where the number of its row was given."""
    row = told.strip()
    return f"p{int(row)}" if row.isdecimal() else row


class PartyRow(FactsForm):
    """One person or organisation; numbers are checked, and only what is needed is asked."""

    role = forms.ChoiceField(
        label=_("身份"),
        choices=[
            ("applicant", _("申请人")),
            ("respondent", _("被申请人")),
            ("agent", _("代理人")),
            ("third", _("第三人")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("个人或单位"), choices=[("person", _("个人")), ("organisation", _("单位"))]
    )
    name = NameField()
    phone = PhoneField()
    id_type = forms.ChoiceField(
        label=_("证件类型"),
        required=False,
        choices=[("", "—"), *((key, label) for key, label in identifiers.ID_TYPES.items())],
    )
    id_number = forms.CharField(label=_("证件号码"), max_length=40, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    representative = forms.CharField(label=_("负责人（单位填）"), max_length=100, required=False)
    represents = CodeField(label=_("代理哪一位（第几行）"), max_length=8, required=False)

    def clean_represents(self) -> str:
        return party_key(self.cleaned_data["represents"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        number, kind = cleaned.get("id_number"), cleaned.get("id_type")
        if number and not kind:
            cleaned["id_type"] = kind = (
                "credit_code" if cleaned.get("kind") == "organisation" else "resident_id"
            )
        if number and kind:
            try:
                cleaned["id_number"] = identifiers.check_id(
                    kind, number, today=timezone.localdate()
                )
            except identifiers.Invalid as invalid:
                self.add_error("id_number", str(invalid))
        return cleaned


class OpeningForm(FactsForm):
    """What every way in asks for: what happened, what is wanted, where, who."""

    facts_told = WordsField(label=_("事情经过"), rows=6)
    claims = WordsField(label=_("您的请求"), rows=3, required=False)
    category = forms.ChoiceField(
        label=_("纠纷类型"), choices=[(code, cause.label) for code, cause in CAUSES.items()]
    )
    place = PlaceField(label=_("纠纷发生地"), max_length=12)
    parties = PartiesField(PartyRow, least=2, most=200, blank=2, label=_("当事人"))
    amount = forms.DecimalField(
        label=_("涉及金额（元）"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    people = forms.IntegerField(label=_("涉及人数"), required=False, min_value=1, max_value=100_000)
    urgent = forms.BooleanField(label=_("紧急"), required=False)
    way = forms.ChoiceField(label=_("希望怎么调解"), choices=WAYS, required=False)
    files = UploadsField(  # type: ignore[assignment]
        label=_("照片、单据"), kind="evidence", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = [row.values for row in cleaned.get("parties", ())]
        roles = [row["role"] for row in rows]
        if rows and not {"applicant", "respondent"} <= set(roles):
            self.add_error("parties", _("至少要有一位申请人和一位被申请人"))
        sides = {f"p{n}" for n, role in enumerate(roles, start=1) if role in SIDES}
        if {row["represents"] for row in rows if row.get("represents")} - sides:
            self.add_error("parties", _("代理人代理的要是一位申请人或者被申请人，请写第几行"))
        cleaned["applicants"] = [
            f"p{n}" for n, role in enumerate(roles, start=1) if role == "applicant"
        ]
        if category := cleaned.get("category"):
            cleaned["trade"] = CAUSES[category].room
            cleaned["route"] = cleaned.get("route") or route_for(category)
        return cleaned


class ApplyForm(OpeningForm):
    """A resident's own application, online. The route follows from the kind of dispute."""


class RegisterForm(OpeningForm):
    """A clerk's registration of a walk-in, a call, a letter or a report."""

    dated = True
    source = forms.ChoiceField(label=_("来源"), choices=SOURCES, initial="applied")
    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[
            ("window", _("窗口")),
            ("phone", _("电话")),
            ("letter", _("来信")),
            ("online", _("网上")),
            ("visit", _("上门")),
        ],
        initial="window",
    )
    route = forms.ChoiceField(
        label=_("路径"),
        required=False,
        choices=[("", _("按纠纷类型")), *((key, ROUTES[key]) for key in OPEN_ROUTES)],
    )


class DeliveryRow(FactsForm):
    """Where the court's papers reach one party."""

    party = CodeField(label=_("哪一位（第几行）"), max_length=8)
    address = PersonalField(label=_("送达地址"), max_length=200)
    receiver = PersonalField(label=_("收件人（不是本人的填）"), max_length=100, required=False)
    phone = PersonalField(label=_("收件电话"), max_length=40, required=False)

    def clean_party(self) -> str:
        return party_key(self.cleaned_data["party"])


class EvidenceRow(FactsForm):
    text = forms.CharField(label=_("证据名称"), max_length=200)


class ReferForm(OpeningForm):
    """A court's assignment (委派) or entrustment (委托) to a committee."""

    dated = True
    facts_told = WordsField(label=_("事实与理由"), rows=6)
    claims = WordsField(label=_("诉讼请求"), rows=3, required=False)
    files = UploadsField(label=_("证据材料"), kind="evidence", required=False)
    route = forms.ChoiceField(label=_("路径"), choices=[(key, ROUTES[key]) for key in COURT_ROUTES])
    case_number = CodeField(label=_("法院案号"), max_length=60)
    contact = forms.CharField(label=_("法院联系人和电话"), max_length=100)
    holder = forms.ChoiceField(label=_("委派委托给"))
    complaint = UploadsField(label=_("起诉状"), kind="complaint", required=False)
    evidence = RowsField(EvidenceRow, most=100, blank=2, label=_("证据清单"))
    deliveries = RowsField(DeliveryRow, most=200, blank=2, label=_("送达地址"))

    def adapt(self, situation: Situation) -> None:
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name) for organ in committees(situation.organs)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["source"] = "court"
        keys = {f"p{n}" for n in range(1, len(cleaned.get("parties", ())) + 1)}
        if {row.values["party"] for row in cleaned.get("deliveries", ())} - keys:
            self.add_error("deliveries", _("送达地址要写明是上面第几行的当事人"))
        if self.situation is not None and self.situation.organs:
            cleaned["referred_by"] = self.situation.organs[0]
        return cleaned


def committees(courts: tuple[str, ...]) -> QuerySet[Organ]:
    """Committees of the courts' districts."""
    areas = Organ.objects.filter(key__in=courts).values_list("area__code", flat=True)
    found = Organ.objects.filter(holds__contains=["mediation"]).order_by("area__path", "name")
    return found.filter(area__code__startswith=next(iter(areas), "")[:6])


class SignForForm(FactsForm):
    dated = True
    list_checked = forms.BooleanField(label=_("材料与清单相符，已签收"))

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "signed_for": True}


class NotAcceptForm(FactsForm):
    dated = True
    reason = forms.ChoiceField(label=_("理由"), choices=list(REASONS.items()))
    text = WordsField(label=_("说明"), rows=3)


class HandOverForm(FactsForm):
    dated = True
    door = forms.ChoiceField(
        label=_("移送到"), choices=[(key, door.label) for key, door in DOORS.items()]
    )
    text = WordsField(label=_("说明"), rows=3)
