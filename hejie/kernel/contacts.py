"""Fields for what one knows somebody by: checked, and brought into the form that is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hejie.kernel import identifiers


class _Checked(forms.CharField):
    def __init__(self, check: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return self.check(text) if text else text
        except identifiers.Invalid as invalid:
            raise ValidationError(str(invalid)) from None


class NameField(_Checked):
    def __init__(self, *, required: bool = True) -> None:
        told = {"label": _("姓名或名称"), "max_length": 100, "required": required}
        super().__init__(identifiers.check_name, **told)


class PhoneField(_Checked):
    def __init__(self) -> None:
        tel = forms.TextInput({"type": "tel"})
        told = {"label": _("电话"), "max_length": 40, "required": False, "widget": tel}
        super().__init__(identifiers.check_phone, **told)
