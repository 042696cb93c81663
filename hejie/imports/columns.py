"""Columns of a table that open matters: named after the fields of the opening form.

A column is known by its Chinese label, its English one or the field's own name. People have a
column for each thing about them: `申请人姓名`, `被申请人电话`; a second one `申请人2姓名`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from hejie.kernel.facts import FactsForm, PartiesField, RowsField, SignatureField, UploadsField

ROLE, NAME = "role", "name"
MOST_OF_A_ROLE = 20
LANGUAGES = ("zh-hans", "en")
TO_MEND = "要改的地方"
"""Heading of what we write beside broken rows; it is no column of a matter."""
OWN = {"", TO_MEND}
BESIDE = (RowsField, UploadsField, SignatureField)
"""Fields that no cell can hold."""
_NOTE = re.compile(r"[（(][^（()）]*[)）]")
_NOISE = re.compile(r"[\s_*:：·/\-]+")


@dataclass(frozen=True)
class Column:
    """`key` is the field's name, or `applicant.2.phone` for something about a person."""

    key: str
    label: str
    field: forms.Field
    needed: bool = False

    @property
    def party(self) -> tuple[str, int, str] | None:
        """The role, which one of that role, and the name of what is told of them."""
        match self.key.split("."):
            case [role, number, name]:
                return role, int(number), name
        return None


class Columns:
    """All columns that an opening form can take, and how each may be headed; `named` are more
    headings for some of them, by field."""

    def __init__(self, form: FactsForm, *, named: Mapping[str, str] | None = None) -> None:
        self.form = form
        self.plain = [
            Column(name, str(field.label or name), field, _is_needed(field))
            for name, field in form.fields.items()
            if not isinstance(field, BESIDE)
        ]
        self.parties = next(
            ((n, f) for n, f in form.fields.items() if isinstance(f, PartiesField)), None
        )
        self.inner: Mapping[str, forms.Field] = {}
        self.roles: Sequence[tuple[str, Any]] = ()
        self._roles: dict[str, str] = {}
        self._about: dict[str, str] = {}
        if self.parties:
            people = self.parties[1]
            self.inner = people.row_form(situation=form.situation).fields
            self.roles = _choices(self.inner[ROLE])
            self._roles, self._about = dict(_roles(people)), dict(_about(people))
        self._plain_by_name = {
            heading: column for column in self.plain for heading in _headings(column)
        }
        by_key = {column.key: column for column in self.plain}
        self._plain_by_name |= {normal(name): by_key[key] for name, key in (named or {}).items()}

    def find(self, heading: str) -> Column | None:
        """The column that a heading names."""
        plain = normal(heading)
        return self._plain_by_name.get(plain) or self._find_about_party(plain)

    def _find_about_party(self, heading: str) -> Column | None:
        for name in sorted(self._roles, key=len, reverse=True):
            found = re.fullmatch(rf"{re.escape(name)}([0-9]{{0,2}})(.*)", heading)
            if not found:
                continue
            number, about = int(found[1] or 1), self._about.get(found[2])
            if about is not None and 1 <= number <= MOST_OF_A_ROLE:
                return self.of_party(self._roles[name], number, about)
        return None

    def of_party(self, role: str, number: int, name: str) -> Column:
        """The column of one thing about one person."""
        field = self.inner[name]
        label = f"{dict(self.roles)[role]}{number if number > 1 else ''}{field.label}"
        first = [value for value, _label in self.roles[: self._least()]]
        needed = name == NAME and number == 1 and role in first
        return Column(f"{role}.{number}.{name}", label, field, needed)

    def _least(self) -> int:
        return self.parties[1].least if self.parties else 0

    def offered(self) -> Iterator[Column]:
        """The columns of an empty table: everything once, the first person of each needed role."""
        yield from self.plain
        for role, _label in self.roles[: self._least()]:
            for name in self.inner:
                if name not in {ROLE, "represents"}:
                    yield self.of_party(role, 1, name)

    def match(self, heading: Sequence[str]) -> Matched:
        """Which column each place of a heading is."""
        found: dict[int, Column] = {}
        taken: set[str] = set()
        for place, text in enumerate(heading):
            column = self.find(text)
            if column is not None and column.key not in taken:
                found[place] = column
                taken.add(column.key)
        return Matched(
            columns=found,
            unused=tuple(
                text for place, text in enumerate(heading) if place not in found and text not in OWN
            ),
            missing=tuple(c.label for c in self.offered() if c.needed and c.key not in taken),
        )


@dataclass(frozen=True)
class Matched:
    """A heading understood: columns by place, headings that mean nothing, columns not there."""

    columns: Mapping[int, Column]
    unused: tuple[str, ...]
    missing: tuple[str, ...]


def normal(heading: str) -> str:
    """A heading without spaces, stars and remarks, in small letters."""
    text = _NOTE.sub("", unicodedata.normalize("NFKC", heading))
    return _NOISE.sub("", text).casefold()


def _is_needed(field: forms.Field) -> bool:
    return field.required and field.initial is None


def _headings(column: Column) -> set[str]:
    return {normal(column.key), *_names(column.field.label or column.key)}


def in_both_languages(label: object) -> Iterator[str]:
    for language in LANGUAGES:
        with translation.override(language):
            yield str(label)


def _names(label: object) -> Iterator[str]:
    """A label in both languages; `姓名或名称` is known by either half, too."""
    for text in in_both_languages(label):
        yield normal(text)
        yield from (normal(part) for part in text.split("或") if "或" in text)


def _roles(field: PartiesField) -> Iterator[tuple[str, str]]:
    for value, label in _choices(field.row_form.base_fields[ROLE]):
        yield normal(value), value
        yield from ((name, value) for name in _names(label))


def _about(field: PartiesField) -> Iterator[tuple[str, str]]:
    for name, inner in field.row_form.base_fields.items():
        if name != ROLE:
            yield from ((heading, name) for heading in (normal(name), *_names(inner.label)))
    yield "", NAME


def _choices(field: forms.Field) -> list[tuple[str, Any]]:
    """The values to choose from and their labels, groups taken apart, the empty one left out."""
    assert isinstance(field, forms.ChoiceField)
    choices: Any = field.choices
    return list(_flat(choices))


def _flat(choices: Iterable[tuple[object, Any]]) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        elif value != "":
            yield str(value), label


def choices_of(column: Column) -> list[tuple[str, Any]]:
    """What a cell of the column may say, if it is one of a few things."""
    if isinstance(column.field, forms.BooleanField):
        return [("yes", _("是")), ("no", _("否"))]
    return _choices(column.field) if isinstance(column.field, forms.ChoiceField) else []
