"""Forms of the standing steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hejie.kernel import standing
from hejie.kernel.facts import CodeField, FactsForm, UploadsField, WordsField
from hejie.kernel.jurisdictions import ROLES, Organ, Post
from hejie.kernel.procedures import Situation


class SupplementForm(FactsForm):
    text = WordsField(label=_("说明"), required=False)
    files = UploadsField(  # type: ignore[assignment]
        label=_("照片、单据"), kind="evidence", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("files"):
            raise ValidationError(_("请写一句说明，或者选一个文件"))
        return cleaned


class RemarkForm(FactsForm):
    text = WordsField(label=_("办理记录"))


class HandForm(FactsForm):
    holder = forms.ChoiceField(label=_("交给"))
    reason = WordsField(label=_("理由"), rows=2)

    def offer(self, organs: QuerySet[Organ], holder: Organ) -> None:
        """Organs that may hold what this one may hold."""
        able = organs.filter(holds__overlap=holder.holds).exclude(key=holder.key)
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name) for organ in able.order_by("area__path", "name")
        ]


class HandUpForm(HandForm):
    """To organs of the holder's area and of the areas above it."""

    def adapt(self, situation: Situation) -> None:
        holder = Organ.objects.select_related("area").get(key=situation.holder)
        above = [code for code in holder.area.path.split(".") if code]
        self.offer(Organ.objects.filter(area_id__in=above), holder)


class HandDownForm(HandForm):
    """To organs of the areas below the holder's."""

    def adapt(self, situation: Situation) -> None:
        holder = Organ.objects.select_related("area").get(key=situation.holder)
        below = Organ.objects.filter(area__path__startswith=holder.area.path)
        self.offer(below.exclude(area=holder.area), holder)


class AskInForm(FactsForm):
    asked_organs = forms.MultipleChoiceField(
        label=_("请谁协助"), widget=forms.CheckboxSelectMultiple
    )
    reason = WordsField(label=_("需要什么协助"), rows=2)

    def adapt(self, situation: Situation) -> None:
        organs = Organ.objects.filter(area__code__startswith=situation.place[:6])
        self.fields["asked_organs"].choices = [  # type: ignore[attr-defined]
            (o.key, o.name) for o in organs.exclude(key=situation.holder).order_by("name")
        ]


class JoinForm(FactsForm):
    """Who works on the matter, in which post; `leave` ends it."""

    posts = forms.MultipleChoiceField(label=_("一起办的人"), widget=forms.CheckboxSelectMultiple)
    leave = forms.BooleanField(label=_("改为退出"), required=False)

    def adapt(self, situation: Situation) -> None:
        posts = (
            Post.objects.filter(organ__area__code__startswith=situation.place[:6])
            .filter(role__in=["mediator", "clerk", "handler"], starts__lte=situation.now.date())
            .select_related("account", "organ")
            .order_by("organ__area__path", "account__name")
        )
        running = [p for p in posts if p.ends is None or p.ends >= situation.now.date()]
        self.by_id = {str(post.pk): post for post in running}
        self.fields["posts"].choices = [  # type: ignore[attr-defined]
            (str(p.pk), f"{p.account.name}（{p.organ.short_name}·{ROLES[p.role].label}）")
            for p in running
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [self.by_id[key] for key in cleaned.get("posts", ())]
        cleaned["team"] = [
            {
                "account": post.account_id,
                "role": post.role,
                "organ": post.organ_id,
                "active": not cleaned.get("leave", False),
            }
            for post in chosen
        ]
        return cleaned


class UrgeForm(FactsForm):
    text = WordsField(label=_("催办意见"), rows=2)


class OrderForm(FactsForm):
    ground = forms.ChoiceField(
        label=_("事由"),
        choices=[
            ("late", _("超过期限")),
            ("evasion", _("推诿、敷衍")),
            ("false", _("弄虚作假")),
            ("not_executed", _("拒不执行")),
            ("other", _("其他")),
        ],
    )
    advice = forms.ChoiceField(
        label=_("同时提出建议（可不选）"),
        required=False,
        choices=[("", "—"), *((key, _(label)) for key, label in standing.ADVICE.items())],
    )
    text = WordsField(label=_("督办要求"), rows=3)
    due = forms.DateField(label=_("要求答复的日期"), widget=forms.DateInput(attrs={"type": "date"}))


class AnswerForm(FactsForm):
    subject = forms.ChoiceField(label=_("答复哪一次督办"))
    adopted = forms.ChoiceField(
        label=_("建议采纳没有"),
        required=False,
        choices=[("", "—"), *((key, _(label)) for key, label in standing.ADOPTED.items())],
    )
    text = WordsField(label=_("答复"), rows=4)

    def adapt(self, situation: Situation) -> None:
        waiting = [one for one in situation.data.get("orders", ()) if not one["answered"]]
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (str(order["seq"]), _("%(due)s 前答复的督办") % {"due": order["due"]})
            for order in waiting
        ]
        self.advised = {str(one["seq"]) for one in waiting if one.get("advice")}
        if not self.advised:
            del self.fields["adopted"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("subject") in self.advised and not cleaned.get("adopted"):
            self.add_error("adopted", _("督办提了建议，请答复采纳没有"))
        return cleaned


class AskErasureForm(FactsForm):
    what = forms.ChoiceField(
        label=_("请求删除什么"),
        choices=[
            (standing.CONTACT, _("我的电话、住址、证件号码")),
            (standing.OWN, _("我的全部资料：上面这些，还有我说的话、我交的材料")),
        ],
        widget=forms.RadioSelect,
    )
    reason = WordsField(label=_("为什么（可以不写）"), rows=2, required=False)


class DecideErasureForm(FactsForm):
    subject = forms.ChoiceField(label=_("答复哪一次请求"))
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=[
            ("granted", _("同意，按请求删除")),
            ("contact", _("部分同意，只删电话、住址、证件号码")),
            ("refused", _("不同意")),
        ],
        widget=forms.RadioSelect,  # what cannot be undone is not chosen beforehand
    )
    reason = WordsField(label=_("理由（本人看得到）"), rows=3)

    def adapt(self, situation: Situation) -> None:
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (str(one["seq"]), f"{self.names.get(one['party'], one['party'])}：{ASKED[one['what']]}")
            for one in situation.data.get("erasures", ())
            if not one["decision"]
        ]


ASKED = {
    standing.CONTACT: _("删除电话、住址、证件号码"),
    standing.OWN: _("删除全部资料"),
}


class MergeForm(FactsForm):
    merged_into = CodeField(
        label=_("并入哪一件"), max_length=32, help_text=_("先登记的那一件的编号")
    )
    reason = WordsField(label=_("怎么看出是同一件事"), rows=2)


FORMS: dict[str, type[FactsForm]] = {
    "supplement": SupplementForm,
    "remark": RemarkForm,
    "hand_up": HandUpForm,
    "hand_down": HandDownForm,
    "ask_in": AskInForm,
    "join": JoinForm,
    "urge": UrgeForm,
    "order": OrderForm,
    "answer": AnswerForm,
    "merge": MergeForm,
    "ask_erasure": AskErasureForm,
    "decide_erasure": DecideErasureForm,
}
