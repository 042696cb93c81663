"""Nonsense in every form: each step of every story is sent nonsense just before it is taken, and
pages are sent it too. It is always told what is wrong, nothing fails, and nothing is half done.

Ten tries a form; `pytest --hypothesis-profile=thorough` makes it two hundred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import hypothesis
import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hejie.desk.tests.making import again, in_hand, page, register, sign_in, someone
from hejie.kernel import permissions, registry
from hejie.kernel.actions import Invalid, Sent, door, form_for
from hejie.kernel.actions.checking import check_rows, verify
from hejie.kernel.actions.shape import shape
from hejie.kernel.documents import Document, Words
from hejie.kernel.events import Event
from hejie.kernel.facts import RowsField
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Situation
from hejie.stories.shelf import stories
from hejie.stories.telling import Story, play

pytestmark = pytest.mark.usefixtures("zhangwan")
hypothesis.settings.register_profile("thorough", max_examples=2000)
CHOSEN = hypothesis.settings.default or hypothesis.settings()
TRIES = max(CHOSEN.max_examples // 10, 1)
QUIETLY = settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
NASTY = [
    "", " ", "\0", "\x1b[2J", "￾", "0", "-1", "1e999", "NaN", "9" * 400, "1.005", "½", "٣",
    "2026-02-30", "2026-02-30 25:61", "99999-01-01T00:00", "0001-01-01", "9999-12-31 23:59",
    "p1", "p99", "yes", "no", "on", "true", "none", "phone", "on_site", "video", "person", "MD03",
    "420303001001", "000000000000", "<script>alert(1)</script>", "'; DROP TABLE x; --", "{{ 7*7 }}",
    "%s%n", "../../etc/passwd", "[]", "{}", "null", "data:image/png;base64,AAAA", "𠮷野家\u202e",
    "长" * 3000, "13800000000", "42030320260101001X", "a@b", "0.001", "100000000000000", "-0.00",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.integers().map(str),
    st.dates().map(str),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
)
JSON = st.recursive(
    st.one_of(VALUES, st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(VALUES, inner, max_size=3),
    max_leaves=6,
)
FILES = st.binary(max_size=60).flatmap(
    lambda content: st.sampled_from(["a.pdf", "b.png", "c.exe", "长.txt", "d"]).map(
        lambda name: SimpleUploadedFile(name, content or b"%PDF-")
    )
)
Asked = tuple[Any, str, Any, Situation, Mapping[str, str], Any]


def names_in(form: Any) -> list[str]:
    """Names under which a form takes something: those of its rows among them."""
    names = ["surprise", "occurred"]
    for name, field in form.fields.items():
        names.append(name)
        if isinstance(field, RowsField):
            names += [f"{name}-{n}-{inner}" for n in "01" for inner in field.row_form.base_fields]
    return names


def choices_in(form: Any) -> list[str]:
    found = [
        str(key)
        for field in form.fields.values()
        for key, _label in getattr(field, "choices", ())
        if not isinstance(_label, list | tuple)
    ]
    return found[:60] or ["x"]


def sent_by(form: Any) -> st.SearchStrategy[Sent]:
    """As a browser sends it, or as a script does."""
    names = st.sampled_from(names_in(form))
    values = VALUES | st.sampled_from(choices_in(form))
    posted = st.dictionaries(names, st.lists(values, min_size=1, max_size=3), max_size=12).map(
        _query
    )
    files = st.dictionaries(names, st.lists(FILES, min_size=1, max_size=2), max_size=1).map(
        MultiValueDict
    )
    called = st.dictionaries(names, JSON | values, max_size=12)
    return st.builds(lambda data, more: Sent(data=data, files=more), posted, files) | called.map(
        lambda data: Sent(data=data, strict=True)
    )


def _query(told: dict[str, list[str]]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, values in told.items():
        made.setlist(name, values)
    return made


def shelf(law: str) -> list[Story]:
    """As few stories as take every step that stories of a procedure take."""
    told = [one.story for room in configured.ROOMS for one in stories(room)]
    chosen: list[Story] = []
    seen: set[str] = set()
    for story in sorted(told, key=lambda one: -len({act.step for act in one.acts})):
        steps = {act.step for act in story.acts}
        if story.procedure == law and steps - seen:
            chosen.append(story)
            seen |= steps
    return chosen


def kept() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Event, Matter, Words, Document))


LAWS = [law.key for law in registry.procedures() if not law.key.startswith("_")]


@pytest.mark.parametrize("law", LAWS)
def test_no_step_of_a_story_breaks_over_nonsense(law, monkeypatch, record_property):
    tried: dict[str, int] = {}

    def nonsense_first(*asked: Any) -> Any:
        _try_nonsense(asked, tried)
        return shape(*asked)

    monkeypatch.setattr(door, "shape", nonsense_first)
    for story in shelf(law):
        play(story)
    record_property("tried", sum(tried.values()))
    assert sum(tried.values()) >= len(tried) * min(TRIES, 2) > 0
    print(f"{law}: {sum(tried.values())} tries of {len(tried)} forms")  # noqa: T201


def _try_nonsense(asked: Any, tried: dict[str, int]) -> None:
    law, key, step, situation, names, _sent, now = asked
    if tried.get(key, 0) >= TRIES:
        return

    @QUIETLY
    @given(sent_by(form_for(law, key, situation, names)))
    def one(nonsense: Sent) -> None:
        before = kept()
        try:
            shape(law, key, step, situation, names, nonsense, now)
        except Invalid as invalid:
            told = [sentence for each in invalid.errors.values() for sentence in each]
        else:
            told = ["taken"]
        assert all(sentence.strip() for sentence in told)
        assert told
        tried[key] = tried.get(key, 0) + 1
        assert kept() == before

    one()


def doing(matter: Matter) -> Iterator[tuple[str, str]]:
    """What staff may do with a matter now: who, and which step."""
    for who in ("luo", "xie", "deng", "zhou"):
        actor = someone(who, matter.opened_at)
        situation = permissions.situate(matter, actor, now=matter.opened_at)
        for decision in permissions.explain(matter, situation):
            if decision.allowed:
                yield who, decision.key


@pytest.mark.parametrize("make", [register, in_hand])
def test_no_page_breaks_over_nonsense_and_nothing_is_half_done(make):
    matter = make()
    tried = 0
    for who, key in list(doing(matter)):
        actor = someone(who, matter.opened_at)
        situation = permissions.situate(matter, actor, now=matter.opened_at)
        form = form_for(matter.law, key, situation, {})
        _post_nonsense(sign_in(who), matter, key, form)
        tried += max(TRIES // 4, 1)
    assert tried > 0
    assert verify(again(matter)) == []
    assert list(check_rows(again(matter))) == []


def _post_nonsense(client: Client, matter: Matter, key: str, form: Any) -> None:
    @settings(QUIETLY, max_examples=max(TRIES // 4, 1))
    @given(st.dictionaries(st.sampled_from(names_in(form)), VALUES, max_size=8))
    def one(data: dict[str, str]) -> None:
        before = again(matter).head_seq
        answer = client.post(page(matter, f"do/{key}/"), data)
        moved = again(matter).head_seq - before
        # 404: nonsense that made sense has handed the matter on, out of this person's sight.
        assert answer.status_code in {200, 303, 403, 404, 409, 422}, answer.status_code
        assert moved <= (answer.status_code in {200, 303})

    one()
