"""The English catalogue has a word for every Chinese one of our pages and components."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from hejie.desk.history import flat
from hejie.kernel import registry, standing
from hejie.kernel.facts import FactsForm, RowsField
from hejie.kernel.jurisdictions import ROLES
from hejie.kernel.procedures import Procedure, Step
from hejie.kernel.registry import Room
from hejie.kernel.standing_forms import FORMS
from hejie.triage.doors import DOORS

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
CODE = settings.BASE_DIR / "hejie"
CATALOGUES = sorted(settings.BASE_DIR.glob("locale/en/LC_MESSAGES/django.po")) + sorted(
    CODE.glob("**/locale/en/LC_MESSAGES/django.po")
)
"""The common one, and that of each part that keeps its own beside its pages."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HOLE = re.compile(r"%\((\w+)\)s")


def sources(ending: str) -> Iterator[Path]:
    """All of them, but for tests and for the room that only tests use."""
    for path in CODE.rglob(f"*.{ending}"):
        if not {"tests", "_example"} & set(path.parts):
            yield path


def words_in(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in CALLS and isinstance(first, ast.Constant):
                yield str(first.value)


def refusals_in(code: str) -> Iterator[ast.expr]:
    """The sentences of every refusal: of a step, of its facts, of an act of administration."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "Problem":
                yield from (given.value for given in node.keywords if given.arg == "sentence")
            if name == "Refused":
                yield from node.args
            if name == "Invalid" and node.args and isinstance(node.args[0], ast.Dict):
                lists = [one for one in node.args[0].values if isinstance(one, ast.List)]
                yield from (text for one in lists for text in one.elts)


def words_of_template(text: str) -> Iterator[str]:
    for call in re.findall(r"(?:n?gettext|_)\(u?(?:'[^'\n]*'|\"[^\"\n]*\")", templatize(text)):
        yield from words_in(call.replace("(u", "(") + ")")


def used() -> set[str]:
    found = {word for path in sources("py") for word in words_in(path.read_text())}
    found |= {w for path in sources("html") for w in words_of_template(path.read_text())}
    found |= {
        str(sentence.value)
        for path in sources("py")
        for sentence in refusals_in(path.read_text())
        if isinstance(sentence, ast.Constant)
    }
    return {word for word in found if CHINESE.search(word)}


def of_step(step: Step) -> Iterator[str]:
    yield from (step.label, step.help, *(need.sentence for need in step.needs))


def of_law(law: Procedure) -> Iterator[str]:
    yield from (law.label, *law.states.values(), *law.roles.values(), *law.routes.values())
    for deadline in law.deadlines.values():
        yield deadline.label
        for rule in deadline.rules():
            yield from (rule.label, rule.start_event, rule.unit.label)
    for step in law.steps.values():
        yield from of_step(step)


def of_room(room: Room) -> Iterator[str]:
    named = (room.trades, room.categories, room.paper_labels, room.party_roles)
    yield from (room.label, *(label for names in named for label in names.values()))
    for law in room.procedures:
        yield from of_law(law)


def labels() -> set[str]:
    """What the law calls things: said in the reader's language where it is shown."""
    rooms = [room for room in registry.rooms() if "example" not in room.key]
    found = {label for room in rooms for label in of_room(room)}
    found |= {label for step in standing.STEPS.values() for label in of_step(step)}
    found |= {*standing.NOTES.values(), *(door.label for door in DOORS.values())}
    found |= {role.label for role in ROLES.values()}
    return {str(label) for label in found if CHINESE.search(str(label))}


def of_form(form: FactsForm) -> Iterator[str]:
    """What a form asks and offers, in the language at hand."""
    for field in form.fields.values():
        yield from (str(field.label or ""), str(field.help_text))
        if isinstance(field, forms.ChoiceField):
            yield from (str(label) for _value, label in flat(field.choices))
        if isinstance(field, RowsField):
            yield from of_form(field.row_form())


def translated() -> dict[str, list[str]]:
    return {
        entry.msgid: list(entry.msgstr_plural.values()) or [entry.msgstr]
        for catalogue in CATALOGUES
        for entry in polib.pofile(str(catalogue))
        if not entry.obsolete and not entry.fuzzy
    }


def test_every_word_on_screen_has_an_english_one():
    words = used()
    assert len(words) > 1000
    known = translated()
    assert not sorted(word for word in words if not all(known.get(word, [""])))


def test_every_label_of_the_law_has_an_english_one():
    spoken = labels()
    assert len(spoken) > 400
    known = translated()
    assert not sorted(label for label in spoken if not all(known.get(label, [""])))


def test_every_form_asks_and_offers_in_english():
    rooms = [room for room in registry.rooms() if "example" not in room.key]
    made = [form for room in rooms for form in room.forms.values()]
    with translation.override("en"):
        said = {word for form in (*made, *FORMS.values()) for word in of_form(form())}
    assert len(said) > 400
    assert {word for word in said if CHINESE.search(word)} == set()


def test_no_refusal_is_told_in_words_that_only_the_moment_makes():
    """What fills a sentence is given beside it, so that the catalogue knows the sentence."""
    made = {
        f"{path}: {ast.unparse(sentence)}"
        for path in sources("py")
        for sentence in refusals_in(path.read_text())
        if isinstance(sentence, ast.JoinedStr)
    }
    assert made == set()


def test_english_fills_the_same_holes():
    for chinese, english in translated().items():
        for text in english:
            assert set(HOLE.findall(text)) == set(HOLE.findall(chinese)), chinese


def test_english_keeps_the_numbers_to_call():
    for chinese, english in translated().items():
        for number in re.findall(r"tel:\d+", chinese):
            assert all(number in text for text in english), chinese
