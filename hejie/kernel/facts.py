"""The shape of what a person states in one step: forms that sort codes from words.

A room's form inherits `FactsForm`. Choices, dates, numbers and keys go into the event; text
stays outside it (see `documents`), and text of a `sealed` field stays in its compartment.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from hejie.kernel import standing, uploads
from hejie.kernel.events import instant
from hejie.kernel.jurisdictions import locate
from hejie.kernel.procedures import Facts, Situation

Names = Callable[[Collection[str]], Mapping[str, str]]
FORM_NOISE = {"csrfmiddlewaretoken", "idempotency_key", "version"}
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
"""Days that people may state; well inside what can be counted from."""


class CodeField(forms.CharField):
    """Text that is a code, not words about people: it goes into the event as it is."""


class ShownField(CodeField):
    """The digest of the text that was shown. If another text is shown by now, what was filled
    in was meant for the old one: the form begins anew."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=71, **kwargs)


class PersonalField(forms.CharField):
    """Words about a person, such as an address: for those who see names."""


class WordsField(forms.CharField):
    """Words in a text box of several lines; `sealed` words stay in their compartment."""

    def __init__(self, *, sealed: bool = False, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20_000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.sealed = sealed


class BlindField(forms.CharField):
    """Text that nobody opens, staff included: the event keeps its salted digest alone."""

    widget = forms.HiddenInput


class PartyField(forms.ChoiceField):
    """One of the matter's parties, of certain roles if given; choices come from the situation."""

    def __init__(self, *, roles: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.roles = roles

    def offer(self, situation: Situation, names: Mapping[str, str]) -> None:
        found = situation.with_role(*self.roles) if self.roles else situation.parties
        blank = [] if self.required else [("", "—")]
        self.choices = blank + [(p.key, names.get(p.key, p.key)) for p in found]


class PlaceField(CodeField):
    """A division code, or a point `{"lon", "lat"}` for the division that it lies in."""

    def to_python(self, value: Any) -> str:
        if not isinstance(value, Mapping):
            code = str(super().to_python(value))
            if not is_text(code):
                raise ValidationError(_("没有这个区划代码，请从列表中选择地点"))
            return code
        try:
            place = locate(float(value["lon"]), float(value["lat"]))
        except (KeyError, TypeError, ValueError):
            raise ValidationError(_("地点要写成 lon（经度）和 lat（纬度）两个数")) from None
        if place is None:
            raise ValidationError(_("这个点不在已载入的任何区划之内，请从列表中选择地点"))
        return place.code


class OneOfField(forms.ChoiceField):
    """A choice whose offers the form fills in from the matter (`adapt`). `names` gives the
    words for values that were chosen, long after the offers are gone."""

    def __init__(self, *, names: Names | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names = names


class SignatureField(forms.Field):
    """A signature drawn on the screen (a PNG data URL) or a scan of a signed sheet."""

    widget = forms.HiddenInput(attrs={"data-signature": ""})

    def clean(self, value: Any) -> list[tuple[str, Any]]:
        text = str(value or "")
        if not text:
            if self.required:
                raise ValidationError(_("请在框内签名"))
            return []
        head, _comma, body = text.partition(",")
        if head != "data:image/png;base64":
            raise ValidationError(_("签名要是 PNG 图像"))
        try:
            content = base64.b64decode(body, validate=True)
            return [("signature", uploads.check(content, name="签名.png", declared="image/png"))]
        except uploads.Refused as refused:
            raise ValidationError(str(refused)) from None
        except ValueError:
            raise ValidationError(_("签名图像损坏，请重签")) from None


class RowsWidget(forms.Widget):
    """Rows of a small form. HTML sends `name-0-field`; JSON sends a list of objects."""

    template_name = "ui/widgets/rows.html"

    def __init__(self, row_form: type[FactsForm], *, blank: int) -> None:
        super().__init__()
        self.row_form, self.blank = row_form, blank
        self.situation: Situation | None = None
        self.names: Mapping[str, str] = {}
        self.with_blank_rows = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        rows: dict[int, dict[str, Any]] = {}
        for key in data:
            head, _dash, rest = key.removeprefix(f"{name}-").partition("-")
            if key.startswith(f"{name}-") and head.isdigit() and rest and len(head) < 5:
                rows.setdefault(int(head), {})[rest] = data[key]
        filled = [rows[number] for number in sorted(rows)]
        return [row for row in filled if any(str(v).strip() for v in row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = value if isinstance(value, list) else []
        shown = [row if isinstance(row, Mapping) else {} for row in rows]
        forms_ = [self._row(name, number, row) for number, row in enumerate(shown)]
        forms_ += [self._row(name, len(shown) + n, None) for n in range(self.blank)]
        return {"widget": {"name": name, "rows": forms_, "attrs": attrs or {}}}

    def _row(self, name: str, number: int, row: Mapping[str, Any] | None) -> FactsForm:
        return self.row_form(
            initial=dict(row or {}),
            prefix=f"{name}-{number}",
            situation=self.situation,
            names=self.names,
            use_required_attribute=False,
        )


class RowsField(forms.Field):
    """A list of rows, each of the shape of a small form; cleaned to that form's facts."""

    widget: RowsWidget

    def __init__(
        self,
        row_form: type[FactsForm],
        *,
        least: int = 0,
        most: int = 100,
        blank: int = 1,
        **kwargs: Any,
    ) -> None:
        self.row_form, self.least, self.most = row_form, least, most
        super().__init__(required=least > 0, widget=RowsWidget(row_form, blank=blank), **kwargs)
        self.situation: Situation | None = None
        self.names: Mapping[str, str] = {}
        self.strict = False

    def offer(self, situation: Situation | None, names: Mapping[str, str]) -> None:
        self.situation = self.widget.situation = situation
        self.names = self.widget.names = names

    def clean(self, value: Any) -> list[Facts]:
        if value in (None, ""):
            value = []
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            raise ValidationError(_("这里要一列行，每行一个对象"))
        if len(value) < self.least:
            raise ValidationError(_("至少填写 %(least)s 行") % {"least": self.least})
        if len(value) > self.most:
            raise ValidationError(_("最多 %(most)s 行") % {"most": self.most})
        cleaned: list[Facts] = []
        problems: list[str] = []
        for number, row in enumerate(value, start=1):
            form = self.row_form(
                data=dict(row), situation=self.situation, names=self.names, strict=self.strict
            )
            if form.is_valid():
                cleaned.append(form.facts())
            else:
                problems += _row_problems(form, number)
        if problems:
            raise ValidationError(problems)
        return cleaned


def _row_problems(form: FactsForm, number: int) -> Iterator[str]:
    for name, sentences in form.errors.items():
        field = form.fields.get(name)
        where = f"{field.label}：" if field and field.label else ""
        for sentence in sentences:
            yield _("第 %(number)s 行，%(where)s%(sentence)s") % {
                "number": number,
                "where": where,
                "sentence": sentence,
            }


class PartiesField(RowsField):
    """The parties of a new matter, or more of them; their words go to `parties`."""


class UploadWidget(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data and not (files and name in files):
            return data[name]
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name not in files


class UploadsField(forms.Field):
    """Files, checked by content. JSON gives `[{"name", "content"}]` with base64 content."""

    widget = UploadWidget

    def __init__(self, *, kind: str, most: int = 20, **kwargs: Any) -> None:
        self.kind, self.most = kind, most
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[tuple[str, Any]]:
        if value in (None, ""):  # a browser that was given no file sends a name without one
            value = []
        given = [one for one in value if one] if isinstance(value, list) else [value]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"])
        if len(given) > self.most:
            raise ValidationError(_("最多 %(most)s 个文件") % {"most": self.most})
        return [(self.kind, self._check(one)) for one in given]

    def _check(self, one: Any) -> Any:
        if not isinstance(one, Mapping | UploadedFile):
            raise ValidationError(_("这里要文件：名称 name 和 base64 编码的内容 content"))
        try:
            if isinstance(one, UploadedFile):
                return uploads.check(one, name=str(one.name), declared=one.content_type or "")
            content = base64.b64decode(str(one.get("content", "")), validate=True)
            return uploads.check(content, name=str(one.get("name", "")))
        except uploads.Refused as refused:
            raise ValidationError(str(refused)) from None
        except ValueError:
            raise ValidationError(_("文件内容不是 base64 编码")) from None


def _said_lazily(choices: Any) -> list[tuple[Any, Any]]:
    """Choices whose labels, taken from the law, are read in whatever language they are shown in."""

    def said(label: Any) -> Any:
        if isinstance(label, list | tuple):
            return _said_lazily(label)
        return _(label) if isinstance(label, str) else label

    return [(value, said(label)) for value, label in choices]


class FactsForm(forms.Form):
    """Base of every step's form. `dated = False` for what residents fill: their acts happen now.

    `names` gives the words to show for party keys; `strict` refuses fields that do not exist,
    so that nobody believes that a due date sent through the API had been taken.
    """

    dated = False

    def __init__(
        self,
        *args: Any,
        situation: Situation | None = None,
        names: Mapping[str, str] | None = None,
        strict: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.situation, self.strict = situation, strict
        self.names: Mapping[str, str] = {} if names is None else names  # perhaps not read yet
        if self.dated and not (situation and situation.as_roles & {standing.PARTY, "visitor"}):
            self.fields["occurred"] = forms.DateTimeField(
                label=_("发生时间"),
                required=False,
                help_text=_("不填就是现在。补记以前发生的事，请填真实时间。"),
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
            )
        for field in self.fields.values():
            if isinstance(field, RowsField):
                field.strict = strict
            if isinstance(field, PartyField | RowsField) and situation is not None:
                field.offer(situation, self.names)
        if situation is not None:
            self.adapt(situation)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.choices = _said_lazily(field.choices)
        self.misshapen: dict[str, Any] = {}
        if self.is_bound and not isinstance(self.data, MultiValueDict):
            self.data = {name: self._as_sent(name, value) for name, value in self.data.items()}

    def _as_sent(self, name: str, value: Any) -> Any:
        """JSON may hold anything where a page sends text; what no field can read is set aside."""
        field = self.fields.get(name)
        if value is None or field is None or isinstance(field, STRUCTURED):
            return value
        if isinstance(field, forms.BooleanField) and isinstance(value, bool | int):
            return bool(value)
        if isinstance(field, forms.MultipleChoiceField) and isinstance(value, list | tuple):
            value = [str(one) for one in value]
            fits = all(map(is_text, value))
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return str(value)
        else:
            fits = isinstance(value, str) and is_text(value)
        if fits:
            return value
        self.misshapen[name] = _("这里要填文字或者数字，不能是别的东西")
        return None

    def adapt(self, situation: Situation) -> None:
        """Offer choices that depend on the matter. For rooms to fill."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, sentence in self.misshapen.items():
            self.add_error(name if name in self.fields else None, sentence)
        for name, value in list(cleaned.items()):
            if isinstance(value, date) and not EARLIEST <= _day(value) <= LATEST:
                self.add_error(name, _("日期要在1950年到2150年之间"))
        if self.strict:
            for name in sorted(set(self.data) - set(self.fields) - FORM_NOISE):
                self.add_error(
                    None,
                    _("没有“%(name)s”这一项，不能填写（期限由规则计算，不能手工指定）")
                    % {"name": str(name)[:60]},
                )
        return cleaned

    @property
    def names_its_text(self) -> bool:
        """Whether what is sent names the very text that was shown."""
        return any(isinstance(field, ShownField) for field in self.fields.values())

    def facts(self) -> Facts:
        """Sort the cleaned data; call after `is_valid()`."""
        values: dict[str, Any] = {}
        words: dict[str, str] = {}
        sealed: dict[str, str] = {}
        personal: dict[str, str] = {}
        blind: dict[str, str] = {}
        files: list[Any] = []
        parties: list[Mapping[str, Any]] = []
        for name, cleaned in self.cleaned_data.items():
            field = self.fields.get(name)
            if name == "occurred" or cleaned in (None, "", []):
                continue
            if isinstance(field, PartiesField):
                parties += [{**row.values, **row.words} for row in cleaned]
            elif isinstance(field, RowsField):
                values[name] = [dict(row.values) for row in cleaned]
                for number, row in enumerate(cleaned):
                    words |= {f"{name}.{number}.{n}": text for n, text in row.words.items()}
                    personal |= {f"{name}.{number}.{n}": t for n, t in row.personal.items()}
            elif isinstance(field, UploadsField | SignatureField):
                files += cleaned
            elif isinstance(field, PersonalField):
                personal[name] = cleaned
            elif isinstance(field, BlindField):
                blind[name] = cleaned
            elif isinstance(field, forms.CharField) and not isinstance(
                field, CodeField | forms.RegexField
            ):
                (sealed if getattr(field, "sealed", False) else words)[name] = cleaned
            else:
                values[name] = as_value(cleaned)
        return Facts(
            values=values,
            words=words,
            sealed=sealed,
            personal=personal,
            blind=blind,
            files=tuple(files),
            parties=tuple(parties),
        )


class DatedForm(FactsForm):
    """What staff record, which may have happened before it is written down."""

    dated = True


def is_about_another_text(form: forms.Form) -> bool:
    """Whether a form was refused because the text that was shown has changed."""
    return any(isinstance(form.fields.get(name), ShownField) for name in form.errors)


STRUCTURED = (RowsField, UploadsField, PlaceField, SignatureField)
"""Fields that read lists and objects themselves."""


def is_text(value: str) -> bool:
    """Whether a string can be written at all: half of a surrogate pair cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def as_value(cleaned: Any) -> Any:
    """A cleaned value as an event keeps it: JSON without fractions."""
    match cleaned:
        case datetime():
            return instant(cleaned)
        case date() | time():
            return cleaned.isoformat()
        case Decimal():
            return str(cleaned)
        case list() | tuple() | set():
            return [as_value(one) for one in cleaned]
        case float():
            return repr(cleaned)
        case _:
            return cleaned


def describe_fields(form: FactsForm) -> list[dict[str, Any]]:
    """The fields of a form as the API tells them."""
    return [_describe(name, field) for name, field in form.fields.items()]


def _describe(name: str, field: forms.Field) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": name,
        "label": str(field.label or name),
        "type": _type_of(field),
        "required": field.required,
    }
    if field.help_text:
        told["help"] = str(field.help_text)
    if isinstance(field, RowsField):
        row = field.row_form(situation=field.situation, names=field.names)
        told["fields"] = describe_fields(row)
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        told["choices"] = [{"value": str(v), "label": str(label)} for v, label in offered if v]
    return told


def _type_of(field: forms.Field) -> str:
    kinds: tuple[tuple[Any, str], ...] = (
        (RowsField, "rows"),
        (UploadsField, "files"),
        (SignatureField, "signature"),
        (forms.DateTimeField, "datetime"),
        (forms.DateField, "date"),
        (forms.DecimalField, "decimal"),
        (forms.IntegerField, "integer"),
        (forms.BooleanField, "boolean"),
        (forms.MultipleChoiceField, "choices"),
        (forms.ChoiceField, "choice"),
    )
    return next((name for kind, name in kinds if isinstance(field, kind)), "text")
