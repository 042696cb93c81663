"""Forms of the steps between court and committee."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.docking.manifest import Kind, Manifest
from hejie.docking.packing import LARGEST_PACKAGE, Package, unpack
from hejie.docking.receipts import LARGEST_RECEIPT, read_receipt
from hejie.docking.refusal import Fault, Refused
from hejie.kernel import uploads
from hejie.kernel.events import instant
from hejie.kernel.facts import FactsForm, PersonalField, UploadsField, WordsField
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.procedures import Facts, Situation
from hejie.kernel.sentences import gettext_noop
from hejie.rooms.mediation.docking.guards import SIDES
from hejie.rooms.mediation.docking.trust import all_keys, require_signer
from hejie.rooms.mediation.forms.consent import YES_NO, OfPartyForm
from hejie.rooms.mediation.forms.intake import ReferForm, committees
from hejie.rooms.mediation.forms.mediators import NameMediatorForm, leaving

RECALLED = [
    ("parties_ask", _("当事人要求由法院处理")),
    ("unsuited", _("不适宜调解")),
    ("preservation", _("需要保全、鉴定等由法院先办")),
    ("late", _("期限已过，没有进展")),
    ("other", _("其他")),
]


class ReassignForm(FactsForm):
    holder = forms.ChoiceField(label=_("另行委派给"))
    text = WordsField(label=_("说明（可不填）"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name)
            for organ in committees(situation.organs)
            if organ.key != situation.holder
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            cleaned["team"] = leaving(self.situation)
        return cleaned


class AskNamingForm(OfPartyForm):
    """Only who asks: the rest follows from the rule."""


class NameByCourtForm(NameMediatorForm):
    dated = True


class RecallForm(FactsForm):
    dated = True
    recall_reason = forms.ChoiceField(label=_("收回的理由"), choices=RECALLED)
    text = WordsField(label=_("说明"), rows=3)


class ConfirmDeliveryForm(OfPartyForm):
    address = PersonalField(label=_("送达地址"), max_length=200)
    receiver = PersonalField(label=_("收件人（不是本人的填）"), max_length=100, required=False)
    phone = PersonalField(
        label=_("收件电话"), max_length=40, widget=forms.TextInput({"type": "tel"})
    )

    def still_to(self, situation: Situation) -> list[str]:
        confirmed = situation.data.get("delivery", {})
        return [p.key for p in situation.with_role(*SIDES) if p.key not in confirmed]


class AllowDisclosureForm(OfPartyForm):
    answer = forms.ChoiceField(
        label=_("同意把协商内容交给法院吗"), choices=YES_NO, widget=forms.RadioSelect
    )

    def still_to(self, situation: Situation) -> list[str]:
        given = situation.data.get("disclosure", {})
        return [p.key for p in situation.with_role(*SIDES) if p.key not in given]


class SendBackForm(FactsForm):
    dated = True
    text = WordsField(label=_("给法院的话（可不填）"), rows=2, required=False)


class TakeHomeForm(FactsForm):
    dated = True
    text = WordsField(label=_("说明（可不填）"), rows=2, required=False)


class FileCaseForm(FactsForm):
    dated = True
    filed_number = forms.RegexField(
        label=_("立案案号"), regex=r"^[^\x00-\x1f]{4,60}$", max_length=60
    )


class ResumeTrialForm(FactsForm):
    dated = True
    text = WordsField(label=_("说明（可不填）"), rows=2, required=False)


class ExchangedFile(UploadsField):
    """One file of the exchange between court and committee, as its bytes."""

    def __init__(self, *, largest: int, **kwargs: Any) -> None:
        super().__init__(kind="package", most=1, **kwargs)
        self.largest = largest

    def clean(self, value: Any) -> bytes:  # type: ignore[override]
        given = [one for one in value if one] if isinstance(value, list) else [value]
        if not given or not given[0]:
            raise ValidationError(self.error_messages["required"])
        content = self._read(given[0])
        if len(content) > self.largest:
            raise ValidationError(_("文件过大，不能接收"))
        return content

    def _read(self, given: Any) -> bytes:
        if isinstance(given, UploadedFile):
            content: bytes = given.read(self.largest + 1)
            return content
        if not isinstance(given, Mapping):
            raise ValidationError(_("这里要文件：名称 name 和 base64 编码的内容 content"))
        try:
            return base64.b64decode(str(given.get("content", "")), validate=True)
        except ValueError:
            raise ValidationError(_("文件内容不是 base64 编码")) from None


def say(refused: Refused) -> str:
    """Why a package or a receipt is refused, in the reader's language."""
    return gettext(refused.template) % refused.values


def open_package(content: bytes, kind: Kind) -> Package:
    """A package of a kind, from somebody trusted, to an organ of ours; or `Refused`."""
    package = unpack(content, all_keys())
    manifest = package.manifest
    require_signer(package.signer, manifest.sender)
    if manifest.kind is not kind:
        raise Refused(Fault.MALFORMED, gettext_noop("这一步收的不是这种材料包"))
    require_ours(manifest)
    return package


def require_ours(manifest: Manifest) -> None:
    """Raise `Refused` unless a court and a committee of our district sent it to each other."""
    if not _is_between_ours(manifest):
        raise Refused(
            Fault.FOREIGN,
            gettext_noop("这份材料包是“%(sender)s”给“%(name)s”（%(district)s）的，不是给本区的"),
            sender=manifest.sender.name,
            name=manifest.addressee.name,
            district=manifest.district,
        )


def _is_between_ours(manifest: Manifest) -> bool:
    """Whether a court and a committee of the district named sent it to each other."""
    pair = [manifest.sender.key, manifest.addressee.key]
    ends = {organ.key: organ for organ in Organ.objects.filter(key__in=pair)}
    if set(ends) != set(pair) or {one.district for one in ends.values()} != {manifest.district}:
        return False
    court, committee = pair if manifest.kind is Kind.REFERRAL else reversed(pair)
    return ends[court].kind == "court" and "mediation" in ends[committee].holds


def enclosed(package: Package) -> Iterator[tuple[str, uploads.Accepted]]:
    """The files of a package, each checked as an upload is and kept as it was sent."""
    for file in package.manifest.files:
        content = package.content(file)
        ending = file.name.rpartition(".")[2]
        try:
            accepted = uploads.check(content, name=f"{file.title}.{ending}", declared=file.mime)
        except uploads.Refused as refused:
            raise ValidationError(str(refused)) from None
        sha256 = file.digest.removeprefix("sha256:")
        yield file.kind or "evidence", replace(accepted, content=content, sha256=sha256)


class PackageForm(FactsForm):
    """A step whose facts all come out of a package, which is checked before it is believed."""

    kind: ClassVar[Kind]

    def clean(self) -> dict[str, Any]:
        cleaned = FactsForm.clean(self)
        self.stated = Facts()
        if "package_file" in cleaned:
            try:
                package = open_package(cleaned["package_file"], self.kind)
                self.stated = READ[self.kind](package)
            except Refused as refused:
                self.add_error("package_file", say(refused))
            except ValidationError as fault:
                self.add_error("package_file", fault)
        return cleaned

    def facts(self) -> Facts:
        return self.stated


def _came(package: Package) -> dict[str, Any]:
    """What the event keeps of a package that was taken in."""
    manifest = package.manifest
    return {
        "package_id": str(manifest.id),
        "sender": manifest.sender.key,
        "receiver": manifest.addressee.key,
        "case_number": manifest.case.number,
    }


class PackagedReferralForm(ReferForm):
    """What a package tells of a case has to be as sound as what a liaison types."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__(data=_as_typed(manifest))
        del self.fields["holder"]


def _as_typed(manifest: Manifest) -> dict[str, Any]:
    parties = manifest.parties
    return {
        "facts_told": manifest.dispute.facts,
        "claims": manifest.dispute.claims,
        "category": manifest.dispute.category,
        "place": manifest.dispute.place,
        "amount": manifest.dispute.amount,
        "route": manifest.case.route,
        "case_number": manifest.case.number,
        "contact": manifest.case.contact,
        "parties": [
            {k: v for k, v in party if k not in {"key", "delivery"} and v} for party in parties
        ],
        "evidence": [{"text": name} for name in manifest.evidence],
        "deliveries": [
            {"party": party.key, **party.delivery.model_dump(exclude={"confirmed"})}
            for party in parties
            if party.delivery is not None
        ],
    }


def referral_facts(package: Package) -> Facts:
    """A referral's facts, by the same form that a liaison fills in."""
    manifest = package.manifest
    if [party.key for party in manifest.parties] != [
        f"p{n}" for n in range(1, len(manifest.parties) + 1)
    ]:
        raise Refused(
            Fault.MALFORMED, gettext_noop("材料包的清单不合规格：%(where)s"), where="parties.key"
        )
    form = PackagedReferralForm(manifest)
    if not form.is_valid():
        raise ValidationError(
            [f"{name}：{text}" for name, texts in form.errors.items() for text in texts]
        )
    facts = form.facts()
    values = {
        **facts.values,
        **_came(package),
        "package": package.digest,
        "referred_by": manifest.sender.key,
        "holder": manifest.addressee.key,
    }
    return replace(facts, values=values, files=tuple(enclosed(package)))


class TakeReferralForm(PackageForm, ReferForm):
    """A court's referral as a package. The history tells it as it tells any referral."""

    kind = Kind.REFERRAL
    package_file = ExchangedFile(label=_("材料包"), largest=LARGEST_PACKAGE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"package_file": self.fields["package_file"]}

    def adapt(self, situation: Situation) -> None:
        """Everything stands in the package."""


def return_facts(package: Package) -> Facts:
    """What came of it, its undisputed facts, and the papers that were sent along."""
    outcome = package.manifest.outcome
    if outcome is None or outcome.negotiation:
        raise Refused(Fault.MALFORMED, gettext_noop("协商笔录不收进平台，请直接交给承办法官"))
    values = {
        **_came(package),
        "return_package": package.digest,
        "outcome": outcome.state,
        "ended": outcome.ended.isoformat(),
    }
    words = {"label": outcome.label, "reason": outcome.reason} | {
        f"undisputed.{number}.text": text for number, text in enumerate(outcome.undisputed)
    }
    said = {name: text for name, text in words.items() if text}
    return Facts(values=values, words=said, files=tuple(enclosed(package)))


class TakeReturnForm(PackageForm):
    """What came of a case that was mediated where the committee keeps its own matters."""

    kind = Kind.RETURN
    package_file = ExchangedFile(label=_("送回材料包"), largest=LARGEST_PACKAGE)


READ: dict[Kind, Callable[[Package], Facts]] = {
    Kind.REFERRAL: referral_facts,
    Kind.RETURN: return_facts,
}


class FileReceiptForm(FactsForm):
    """The other side's receipt for a package, checked against its key and ours."""

    receipt_file = ExchangedFile(label=_("回执文件"), largest=LARGEST_RECEIPT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.stated = Facts()
        if "receipt_file" in cleaned:
            try:
                self.stated = self._read(cleaned["receipt_file"])
            except Refused as refused:
                self.add_error("receipt_file", say(refused))
        return cleaned

    def _read(self, content: bytes) -> Facts:
        receipt, signer = read_receipt(content, all_keys())
        require_signer(signer, receipt.receiver)
        return Facts(
            values={
                "package": receipt.digest,
                "receiver": receipt.receiver.key,
                "reference_there": receipt.reference,
                "received": instant(receipt.received_at),
            }
        )

    def facts(self) -> Facts:
        return self.stated


FORMS: dict[str, type[FactsForm]] = {
    "take_referral": TakeReferralForm,
    "reassign": ReassignForm,
    "ask_naming": AskNamingForm,
    "name_by_court": NameByCourtForm,
    "recall": RecallForm,
    "confirm_delivery": ConfirmDeliveryForm,
    "allow_disclosure": AllowDisclosureForm,
    "send_back": SendBackForm,
    "take_home": TakeHomeForm,
    "take_return": TakeReturnForm,
    "file_case": FileCaseForm,
    "resume_trial": ResumeTrialForm,
    "file_receipt": FileReceiptForm,
}
