"""Forms of the court: papers, acceptance, review, supplement, extension."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import DatedForm, FactsForm, UploadsField, WordsField
from hejie.kernel.procedures import Situation
from hejie.law.confirmation import DECISION
from hejie.rooms.confirmation.grounds import NOT_ACCEPTED, PAPERS
from hejie.rooms.confirmation.guards import needed_papers

NUMBER = r"^[^\x00-\x1f\x7f]+$"


class AskPapersForm(FactsForm):
    text = WordsField(label=_("缺什么、什么时候前交"), rows=3)


class SubmitForm(DatedForm):
    papers_present = forms.MultipleChoiceField(
        label=_("已有的材料"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(PAPERS.items()),
    )
    about_property = forms.BooleanField(
        label=_("协议涉及房屋、车辆等财产权利，要有权利证明"), required=False
    )

    def adapt(self, situation: Situation) -> None:
        self.fields["papers_present"].initial = [
            key for key in needed_papers(situation) if key != "authority"
        ]


class AcceptForm(DatedForm):
    case_number = forms.RegexField(
        NUMBER, label=_("案号"), max_length=60, help_text=_("按本院的编号规则填写")
    )


class NotAcceptForm(DatedForm):
    ground = forms.ChoiceField(
        label=_("理由"), choices=[(key, ground.law) for key, ground in NOT_ACCEPTED.items()]
    )
    text = WordsField(label=_("说明"), rows=3)


class SetReviewForm(FactsForm):
    begins = forms.DateTimeField(
        label=_("什么时候到场"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    way = forms.ChoiceField(
        label=_("方式"), choices=[("on_site", _("到法院")), ("video", _("视频"))]
    )
    text = WordsField(label=_("地点、要带的材料"), rows=2)


class HoldReviewForm(DatedForm):
    present = forms.MultipleChoiceField(
        label=_("到场的人"), required=False, widget=forms.CheckboxSelectMultiple
    )
    excused = forms.ChoiceField(
        label=_("没有到场的，有没有正当理由"),
        required=False,
        choices=[("", _("都到场了")), ("yes", _("有")), ("no", _("没有"))],
    )
    record = WordsField(label=_("核实的情况"), rows=6)

    def __init__(self, *args: Any, names: Any = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        self.everybody = [p.key for p in situation.with_role("applicant")]
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (key, self.party_names.get(key, key)) for key in self.everybody
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        present = set(cleaned.get("present", ()))
        cleaned["present"] = cleaned.get("present", [])
        if self.situation is not None:
            cleaned["absent"] = [key for key in self.everybody if key not in present]
            if cleaned["absent"] and not cleaned.get("excused") and not self.errors:
                self.add_error("excused", _("有人没有到场，请选有没有正当理由"))
        return cleaned


class AskSupplementForm(FactsForm):
    text = WordsField(label=_("要补充什么"), rows=3)
    due = forms.DateField(label=_("哪天前交"), widget=forms.DateInput(attrs={"type": "date"}))


class QuestionForm(FactsForm):
    text = WordsField(label=_("要核实的问题"), rows=3)


class AnswerForm(FactsForm):
    text = WordsField(label=_("答复"), rows=4)
    files = UploadsField(  # type: ignore[assignment]
        label=_("附件"), kind="evidence", required=False
    )


class ExtendConclusionForm(FactsForm):
    """The president approves, and the paper that says so is on file."""

    extension = forms.IntegerField(label=_("延长几日"), min_value=1, max_value=365)
    reason = WordsField(label=_("理由"), rows=2)
    approval = UploadsField(label=_("院长批准的文书"), kind="extension_approval", most=3)


class ExtendForm(ExtendConclusionForm):
    extension = forms.IntegerField(
        label=_("延长几日（最多十日）"), min_value=1, max_value=DECISION.ext_qty
    )
