"""The English catalogue has a word for every Chinese one of our pages and components."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation.template import templatize

FOLDERS = ("ui", "portal", "desk", "rooms/mediation/pages")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}
CODE = settings.BASE_DIR / "hejie"
CATALOGUES = sorted(settings.BASE_DIR.glob("locale/en/LC_MESSAGES/django.po")) + sorted(
    CODE.glob("**/locale/en/LC_MESSAGES/django.po")
)
"""The common one, and that of each part that keeps its own beside its pages."""
HOLE = re.compile(r"%\((\w+)\)s")


def sources(ending: str) -> Iterator[Path]:
    """Of the common parts, and of each that has a catalogue of its own."""
    own = {path.parents[3] for path in CATALOGUES if CODE in path.parents}
    for folder in {CODE / name for name in FOLDERS} | own:
        for path in folder.rglob(f"*.{ending}"):
            if "tests" not in path.parts:
                yield path


def words_in(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in CALLS and isinstance(first, ast.Constant):
                yield str(first.value)


def words_of_template(text: str) -> Iterator[str]:
    for call in re.findall(r"(?:n?gettext|_)\(u?(?:'[^'\n]*'|\"[^\"\n]*\")", templatize(text)):
        yield from words_in(call.replace("(u", "(") + ")")


def used() -> set[str]:
    found = {word for path in sources("py") for word in words_in(path.read_text())}
    return found | {w for path in sources("html") for w in words_of_template(path.read_text())}


def translated() -> dict[str, list[str]]:
    return {
        entry.msgid: list(entry.msgstr_plural.values()) or [entry.msgstr]
        for catalogue in CATALOGUES
        for entry in polib.pofile(str(catalogue))
        if not entry.obsolete and not entry.fuzzy
    }


def test_every_word_on_screen_has_an_english_one():
    words = used()
    assert len(words) > 250
    known = translated()
    assert not sorted(word for word in words if not all(known.get(word, [""])))


def test_english_fills_the_same_holes():
    for chinese, english in translated().items():
        for text in english:
            assert set(HOLE.findall(text)) == set(HOLE.findall(chinese)), chinese


def test_english_keeps_the_numbers_to_call():
    for chinese, english in translated().items():
        for number in re.findall(r"tel:\d+", chinese):
            assert all(number in text for text in english), chinese
