"""What every room keeps to: a page about itself, a story for each end, law that can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import getmodule
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hejie.kernel import registry, standing, statutes
from hejie.kernel.deadlines import DeadlineRule, Mark, Unit
from hejie.kernel.facts import FactsForm, PartyField, RowsField
from hejie.kernel.jurisdictions import ROLES
from hejie.kernel.procedures import ANY, RUNNING, START, Procedure, Step
from hejie.kernel.registry import Room
from hejie.kernel.standing_forms import FORMS as STANDING_FORMS
from hejie.kernel.statutes import Citation
from hejie.stories.shelf import stories

ROOMS = {room.key: room for room in registry.rooms()}
LAWS = {law.key: law for room in ROOMS.values() for law in room.procedures}
FOLDERS = {name: settings.BASE_DIR / "hejie" / "rooms" / name for name in settings.ROOMS}
SUMMARIES = statutes.summaries()

every_room = pytest.mark.parametrize("room", ROOMS.values(), ids=lambda room: room.key)
every_folder = pytest.mark.parametrize("folder", FOLDERS.values(), ids=lambda folder: folder.name)
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.key)


# A page and stories


@every_folder
def test_a_room_says_who_comes_what_happens_and_by_which_law(folder):
    page = (folder / "README.md").read_text(encoding="utf-8")
    for heading in ("Who comes here", "What happens", "By which law"):
        assert heading in page


@every_folder
def test_a_room_has_a_story_for_every_state_in_which_it_ends(folder):
    outcomes: dict[str, set[str]] = {}
    for shelved in stories(folder.name):
        assert shelved.kept(), f"{shelved.golden.name} is missing: make story ACCEPT=1"
        outcomes.setdefault(shelved.story.procedure, set()).add(shelved.story.outcome)
    for key, ends in outcomes.items():
        assert ends >= LAWS[key].final
    assert outcomes.keys() == {law.key for law in _room_in(folder).procedures}


def _room_in(folder: Path) -> Room:
    return next(r for r in ROOMS.values() if r.key == folder.name.removeprefix("_"))


# A procedure without dead ends


def _leads(law: Procedure) -> dict[str, set[str]]:
    """Where the steps lead from each state."""
    leads: dict[str, set[str]] = {state: set() for state in (START, *law.states)}
    for step in law.steps.values():
        for state in leads:
            if state in step.sources() or (state != START and law.is_open_to(step, state)):
                leads[state] |= set(step.results())
    return leads


def _reached(leads: dict[str, set[str]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        fresh = leads[waiting.pop()] - seen
        seen |= fresh
        waiting += fresh
    return seen


@every_law
def test_every_state_is_reached_from_the_start(law):
    assert _reached(_leads(law), START) == {START, *law.states}


@every_law
def test_every_state_leads_to_an_end(law):
    leads = _leads(law)
    assert [state for state in law.states if not _reached(leads, state) & law.final] == []


@every_law
def test_every_clock_that_starts_can_end(law):
    """By a step that stops or drops it, or by one that ends them all."""
    ends_all = any(step.ends_clocks or step.ends_when for step in law.steps.values())
    stopped = {key for step in law.steps.values() for key in _stopped(step)}
    assert law.deadlines.keys() - stopped == set() or ends_all
    for key, step in law.steps.items():
        paused = {*step.pauses} - {k for s in law.steps.values() for k in s.resumes}
        assert not paused, f"{key} pauses what nothing resumes"


def _stopped(step: Step) -> set[str]:
    by_state = [*step.stops_when.values(), *step.drops_when.values()]
    return {*step.stops, *step.drops, *(key for keys in by_state for key in keys)}


# Wiring


@every_room
def test_a_room_has_a_form_only_for_steps_that_are(room):
    steps = {key for law in room.procedures for key in law.steps}
    assert room.forms.keys() - steps - STANDING_FORMS.keys() == set()


@every_room
def test_every_paper_that_a_step_issues_can_be_written_and_has_a_name(room):
    kinds = {
        kind
        for law in room.procedures
        for step in law.steps.values()
        for kind in (*step.papers, *(k for kinds in step.papers_when.values() for k in kinds))
    }
    assert kinds - room.papers.keys() == set()
    assert kinds - room.paper_labels.keys() == set()
    assert room.sealed_papers <= room.papers.keys()


@every_room
def test_states_of_the_queue_and_roles_are_known(room):
    states = {state for law in room.procedures for state in law.states}
    steps = {key for law in room.procedures for key in law.steps}
    assert room.queue <= states
    assert set(room.queue_steps) <= {*steps, *standing.STEPS}
    for law in room.procedures:
        for step in law.steps.values():
            assert set(step.roles()) <= law.roles.keys()


def _forms() -> Iterator[tuple[str, type[FactsForm]]]:
    for room in ROOMS.values():
        yield from ((f"{room.key}.{key}", form) for key, form in room.forms.items())
    yield from STANDING_FORMS.items()


@pytest.mark.parametrize(("name", "form"), [*_forms()])
def test_no_form_asks_for_a_due_date_or_looks_a_person_up(name, form):
    fields = {**form.base_fields}
    for field in form.base_fields.values():
        if isinstance(field, RowsField):
            fields |= field.row_form.base_fields
    for key, field in fields.items():
        assert not re.search("due_at|strict_due|rolled_due|deadline|score|blacklist", key)
        looks_up = getattr(getattr(field, "queryset", None), "model", None)
        assert looks_up is None or not _is_about_people(looks_up)
        if isinstance(field, PartyField):
            offered: Any = field.choices
            assert not list(offered), "parties are offered from the one matter at hand"


def _is_about_people(model: type[models.Model]) -> bool:
    return model._meta.label == "kernel.Party"


# Law that can be quoted


def _bases(law: Procedure) -> Iterator[str]:
    yield law.basis
    yield from (step.basis for step in law.steps.values())
    yield from (need.basis for step in law.steps.values() for need in step.needs)
    yield from (rule.basis for rule in _rules(law))
    yield from (ground.basis for rule in _rules(law) for ground in rule.pause_grounds)


def _rules(law: Procedure) -> Iterable[DeadlineRule]:
    return [rule for deadline in law.deadlines.values() for rule in deadline.rules()]


@every_law
def test_everything_that_a_procedure_cites_has_a_summary(law):
    cited = {one for basis in _bases(law) if basis for one in statutes.cite(basis)}
    known = {summary.law for summary in SUMMARIES}
    missing = {
        str(one)
        for one in cited
        if one.law != "地方设定"
        and Citation(one.law, one.article) not in SUMMARIES
        and not (one.law in known and not one.article)
    }
    assert missing == set()


@every_law
def test_a_rule_that_is_no_law_says_whose_it_is(law):
    for rule in _rules(law):
        is_local = rule.basis == "地方设定"
        assert is_local == (rule.mark is Mark.LOCAL)
        assert not is_local or (rule.owner and rule.set_on)
        assert rule.enabled or rule.mark in {Mark.UNSURE, Mark.LOCAL}


UNITS = {
    Unit.CALENDAR_DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.HOURS: "小时",
}


@every_law
def test_the_article_cited_contains_the_length_of_time(law, capsys):
    """Only where the full texts are at hand; otherwise it says that they are not."""
    folder = next((one for one in settings.STATUTE_FOLDERS if one.is_dir()), None)
    if folder is None:
        with capsys.disabled():
            print(f"\nno full texts of laws: lengths of {law.key} are not compared")  # noqa: T201
        return
    library = statutes.Library.of(statutes.read_folder(folder))
    for rule in _rules(law):
        texts = [library.find(Citation(c.law, c.article)) for c in statutes.cite(rule.basis)]
        found = "".join(text for text in texts if text)
        if rule.mark is Mark.VERIFIED and found and rule.qty is not None:
            written = "二|两" if rule.qty == 2 else statutes.to_chinese(rule.qty)
            length = f"({written}|{rule.qty}){UNITS[rule.unit]}"
            assert re.search(length, found), f"{rule.code}: {length} is not in {rule.basis}"


# Addresses are gated

SAMPLES = ("1", "420303-2026-000001", "2026-08-03", "00000000-0000-0000-0000-000000000000", "x")
PUBLIC = ("hejie.portal.", "hejie.ui.", "hejie.video.", "allauth.", "django.views.")


def _addresses() -> Iterator[tuple[str, Any]]:
    yield from _within(get_resolver(), "")


def _within(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        filled = prefix + _filled(entry)
        if isinstance(entry, URLPattern):
            yield filled, entry.callback
        else:
            yield from _within(entry, filled)


def _filled(entry: URLPattern | URLResolver) -> str:
    """The address with something in the place of each of its parts."""
    route = str(entry.pattern)
    for name, converter in entry.pattern.converters.items():
        sample = next((one for one in SAMPLES if re.fullmatch(converter.regex, one)), "x")
        route = re.sub(rf"<(\w+:)?{name}>", sample, route)
    return re.sub(r"[\^$]", "", route)


def _is_public(view: Any) -> bool:
    return not getattr(view, "login_required", True)


def test_only_the_public_doors_are_marked_public():
    outside = {
        f"{address} {view.__module__}"
        for address, view in _addresses()
        if _is_public(view)
        and not view.__module__.startswith(PUBLIC)
        and not address.startswith("api/v1/")  # answers to tokens; its own tests look
    }
    assert outside == set()


def test_no_page_of_a_room_is_public():
    for address, view in _addresses():
        module = getmodule(view)
        if module is not None and module.__name__.startswith("hejie.rooms."):
            assert not _is_public(view), address


GATED = sorted({address for address, view in _addresses() if not _is_public(view)})


@pytest.mark.parametrize("address", [a for a in GATED if "(" not in a])
def test_a_stranger_is_sent_to_sign_in(zhangwan, address):
    answer = Client().get(f"/{address}")
    assert answer.status_code in {301, 302}
    assert answer["Location"].startswith(("/accounts/login/", f"/{address}"))


def test_there_are_pages_to_gate():
    assert len(GATED) > 20
    assert not [
        address for address in GATED if re.search("person|people|citizen|resident", address)
    ]


ABOUT_PEOPLE = {"name", "phone", "id_number", "id_type", "person", "party", "people", "citizen"}


def test_the_api_lists_and_finds_nothing_by_a_person(zhangwan):
    document = Client().get("/api/v1/openapi.json").json()
    assert document["paths"]
    for address, operations in document["paths"].items():
        assert not ABOUT_PEOPLE & set(re.findall(r"[a-z_]+", address)), address
        for operation in operations.values():
            asked = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
            assert not ABOUT_PEOPLE & asked, address


# Words


def _words() -> Iterator[tuple[str, str]]:
    """Every key of the procedures with its label."""
    for room in ROOMS.values():
        for law in room.procedures:
            yield law.key, law.label
            yield from law.states.items()
            yield from law.roles.items()
            yield from ((key, step.label) for key, step in law.steps.items())
            yield from ((key, deadline.label) for key, deadline in law.deadlines.items())
        yield from room.paper_labels.items()
        yield from room.party_roles.items()
    yield from ((key, step.label) for key, step in standing.STEPS.items())
    yield from ((key, deadline.label) for key, deadline in standing.DEADLINES.items())
    yield from ((key, str(role.label)) for key, role in ROLES.items())


def _glossary() -> list[tuple[str, str, str]]:
    page = (settings.BASE_DIR / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    return [row for row in rows if not row[0].startswith(("中文", "--"))]


def test_every_key_and_label_is_in_the_glossary():
    """A term may have two forms: steps are imperatives, states participles."""
    forms = {term: english.split(", ") for term, english, _source in _glossary()}
    missing = {
        (label, key) for key, label in _words() if key.replace("_", " ") not in forms.get(label, ())
    }
    assert missing == set()


def test_each_chinese_term_stands_once_in_the_glossary():
    terms = [term for term, _english, _source in _glossary()]
    assert [term for term in terms if terms.count(term) > 1] == []


def test_the_glossary_cites_only_what_can_be_explained():
    for term, _english, source in _glossary():
        if re.search("第.+条", source):
            for one in statutes.cite(source):
                assert Citation(one.law, one.article) in SUMMARIES, f"{term}: {one}"


def test_sources_of_steps_stand_for_what_they_say():
    """RUNNING leaves out the final states, ANY leaves out none; nobody else uses their names."""
    for law in LAWS.values():
        assert not {START, RUNNING, ANY} & law.states.keys()
