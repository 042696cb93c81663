"""The written pages name only what exists: commands, settings, addresses, files, words shown."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from django.conf import settings
from django.urls import resolve

from hejie.api.service import api
from hejie.cli.main import MODULES, main
from hejie.desk.menu import SHORTCUTS
from hejie.kernel.jurisdictions import ROLES
from hejie.stories.cast import CAST, PASSWORD

BASE = settings.BASE_DIR
PAGES = sorted([*BASE.glob("*.md"), *(BASE / "docs").rglob("*.md")])
GUIDES = sorted((BASE / "docs" / "guides").glob("*.md"))
PICTURES = sorted((BASE / "docs" / "images").glob("*"))
OPERATIONS = BASE / "docs" / "operations.md"
API = BASE / "docs" / "api.md"
README = BASE / "README.md"
OUR_PARTS = ("hejie/", "deploy/", "config/", "docs/", "tools/", "statutes/", "requirements/")
TUTORIAL_ROOM = "hall_booking"
MOST_BYTES = 150 * 1024

BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
SETTING = re.compile(r"\b(?:HEJIE_[A-Z_]+|DATABASE_URL)\b")
READ_SETTING = re.compile(r"(?:flag|words|environ\.get)\(\s*\"([A-Z_]+)\"")
ADDRESS = re.compile(r"^(?:http://127\.0\.0\.1:8000)?(/[^\s?]*)")
CALL = re.compile(r"\b(GET|POST) (/api/v1/[^\s`?]*)")
ON_SCREEN = re.compile(r"「([^」]+)」")
SAMPLES = {"reference": "420303-2026-000001", "step": "invite", "code": "7KQ2MWXA"}


def name_of(page: Path) -> str:
    return str(page.relative_to(BASE))


every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


def code_of(page: Path) -> Iterator[str]:
    """The lines of code blocks, and the spans of code in the text around them."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.findall(text):
        yield from block.splitlines()
    yield from SPAN.findall(BLOCK.sub("", text))


@every_page
def test_makes_that_are_named_exist(page):
    targets = re.findall(r"^(\w+):", (BASE / "Makefile").read_text(), re.MULTILINE)
    named = {found for line in code_of(page) for found in re.findall(r"^make (\w+)", line)}
    assert named <= set(targets)


@every_page
def test_commands_that_are_named_exist_with_their_options(page):
    for line in code_of(page):
        if found := re.match(r"(?:\S*/bin/|\S+=\S+ )*hejie (?=[a-z])(.+)", line):
            assert unknown_in(shlex.split(found[1])) == []


def unknown_in(words: list[str]) -> list[str]:
    """What of a command line the command would not understand."""
    name = words[0]
    if name not in main.list_commands(click.Context(main)):
        return [name]
    command = importlib.import_module(f"hejie.cli.{MODULES.get(name, name)}").command
    if isinstance(command, click.Group):
        return [] if words[1] in command.commands else words[:2]
    known = {option for parameter in command.params for option in parameter.opts}
    return [word for word in words if word.startswith("--") and word not in known]


@cache
def read_settings() -> frozenset[str]:
    source = (BASE / "config" / "settings.py").read_text(encoding="utf-8")
    return frozenset(READ_SETTING.findall(source))


@every_page
def test_settings_that_are_named_are_read(page):
    assert set(SETTING.findall(page.read_text(encoding="utf-8"))) <= read_settings()


def test_every_setting_has_its_line_in_the_manual():
    lines = re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(lines) == sorted(read_settings())


LIVE = "/live/"
"""Answered beside the pages, in `config/asgi.py`."""


@every_page
def test_addresses_that_are_named_answer(page):
    for span in code_of(page):
        found = ADDRESS.match(span)
        if found and found[1].endswith("/") and found[1] != LIVE:
            resolve(re.sub(r"[<{](\w+)[>}]", lambda name: SAMPLES[name[1]], found[1]))


def test_every_call_of_the_api_has_its_line():
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    offered = {(method.upper(), path) for path, calls in paths.items() for method in calls}
    assert set(CALL.findall(API.read_text(encoding="utf-8"))) == offered


@every_page
def test_links_lead_somewhere(page):
    targets = [one or other for one, other in LINK.findall(page.read_text(encoding="utf-8"))]
    ours = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in ours if not (page.parent / target).exists()] == []


@every_page
def test_files_that_are_named_exist(page):
    named = [span for span in code_of(page) if span.startswith(OUR_PARTS) and " " not in span]
    lost = [span for span in named if "<" not in span and not any(BASE.glob(span.rstrip("/")))]
    assert [span for span in lost if TUTORIAL_ROOM not in span] == []


@pytest.mark.parametrize("picture", PICTURES, ids=name_of)
def test_a_picture_is_small_and_shown(picture):
    assert picture.stat().st_size <= MOST_BYTES
    assert any(f"images/{picture.name}" in page.read_text(encoding="utf-8") for page in PAGES)


@cache
def words_on_screen() -> str:
    """Everything that pages, forms, procedures, clauses and stories may show."""
    sources = [*(BASE / "hejie").rglob("*.html"), *(BASE / "hejie").rglob("*.py")]
    sources += (BASE / "hejie" / "rooms").rglob("*.toml")
    shown = [path for path in sources if "tests" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in shown)


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_a_guide_quotes_what_is_on_the_screen(guide):
    quoted = ON_SCREEN.findall(guide.read_text(encoding="utf-8"))
    assert quoted
    assert [words for words in quoted if words not in words_on_screen()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_a_guide_tells_the_keys_that_the_desk_knows(guide):
    lines = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", guide.read_text(), re.MULTILINE)
    known = {(key, str(label)) for _title, keys in SHORTCUTS for key, label in keys}
    assert set(lines) <= known


def test_the_accounts_of_the_demonstration_are_the_casts():
    text = README.read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| (\S+) \| (\S+)", text, re.MULTILINE)
    cast = {member.username: member for member in CAST}
    assert told
    assert f"`{PASSWORD}`" in text
    for username, name, role in told:
        assert cast[username].name == name
        assert role in {str(ROLES[post].label) for post, _organ in cast[username].posts}
