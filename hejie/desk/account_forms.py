"""Forms of accounts and posts: shape and bounds of what an administrator enters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hejie.kernel.jurisdictions import ROLES, Account, Organ

DAY = {"type": "date"}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more
    )


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("登录名"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("只用小写字母、数字、点和横线"))],
        help_text=_("例如 wang.fang"),
    )
    name = forms.CharField(label=_("姓名"), max_length=60)


class WhoField(forms.CharField):
    """A member of staff by the name with which they sign in."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=60, help_text=_("写登录名，例如 luo"), **given)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        account = Account.objects.filter(username=text).first()
        if account is None:
            raise forms.ValidationError(_("没有这个登录名"))
        return account


class PostForm(forms.Form):
    account = WhoField(label=_("给谁"))
    organ = forms.ModelChoiceField(label=_("在哪个单位"), queryset=Organ.objects.none())
    role = forms.ChoiceField(
        label=_("什么岗位"), choices=[(key, role.label) for key, role in ROLES.items()]
    )
    starts = _day(_("第一天"))
    ends = _day(_("最后一天（长期的不填）"), required=False)

    def __init__(self, *given: Any, organs: QuerySet[Organ], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]


class StandInForm(forms.Form):
    account = WhoField(label=_("由谁代理"))
    starts = _day(_("第一天"))
    ends = _day(_("最后一天"))


class EndForm(forms.Form):
    last_day = _day(_("最后一天"), help_text=_("填昨天，就是立刻停止。"))


def add_errors(form: forms.Form, errors: dict[str, Iterable[str]]) -> None:
    """Show what an act found wrong where it was entered."""
    for name, sentences in errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
