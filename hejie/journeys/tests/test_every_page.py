"""Every page on a phone and at a desk: nobody kept out, nothing asked from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from hejie.conftest import restore
from hejie.journeys.tests.acting import confirm_by_phone, sign_in
from hejie.journeys.tests.audit import barriers
from hejie.journeys.tests.browsing import DESK, PHONE, TWICE_AS_LARGE, Browsing, browsing
from hejie.journeys.tests.pages import NOT_PAGES, RESIDENT, names_of_addresses, visits
from hejie.journeys.tests.seeding import Seeds, play_seeds
from hejie.kernel.parties import parties_of
from hejie.kernel.patience import Patience

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seeds(home: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Seeds]:
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        try:
            yield play_seeds()
        finally:
            restore()


@pytest.fixture(scope="module")
def signed_in(seeds: Seeds, chromium: Browser, home: str) -> dict[str, Any]:
    """What each visitor's browser remembers after signing in once."""
    kept = {}
    for who in sorted({visit.who for visit in visits(seeds)}):
        with browsing(chromium, home, DESK) as person:
            if who == RESIDENT:
                show_all_codes(person, seeds)
            elif who:
                sign_in(person, who)
            kept[who] = person.context.storage_state()
    return kept


def show_all_codes(person: Browsing, seeds: Seeds) -> None:
    """Every party's phone code on one browser, as if each came from an address of its own."""
    for matter in seeds.matters:
        Patience.objects.all().delete()
        for party in parties_of(matter):
            person.open(f"/my/{party.code}/")
            confirm_by_phone(person, party.key)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_stands_in_anybody_s_way(
    size: dict[str, Any], seeds: Seeds, signed_in: dict[str, Any], chromium: Browser, home: str
) -> None:
    """Each visit is looked at for its width and its console. Barriers are looked for on every
    page at the size at which it is mostly used, and once for each address at the other."""
    found: list[str] = []
    audited: set[str] = set()
    with ExitStack() as people:
        browsers = {
            who: people.enter_context(browsing(chromium, home, size, storage_state=kept))
            for who, kept in signed_in.items()
        }
        for visit in visits(seeds):
            person = browsers[visit.who]
            answer = person.open(visit.path)
            if answer != visit.status:
                found.append(f"{visit.who} {visit.path}: {answer}")
            faults = faults_of(person)
            usual = PHONE if visit.who in {"", RESIDENT} else DESK
            if size is usual or visit.name not in audited:
                audited.add(visit.name)
                faults += barriers(person.page)
            found += [f"{visit.who} {visit.path}: {one}" for one in faults]
    assert not found, "\n".join(found)


def faults_of(person: Browsing) -> list[str]:
    wide = [f"wider than the window: {one}" for one in person.overflows()]
    said = [f"console: {one}" for one in person.watch.take("")]
    return [*wide, *said]


@pytest.mark.parametrize(
    ("size", "options"),
    [(TWICE_AS_LARGE, {}), (PHONE, {"locale": "en-US"})],
    ids=["at 200 %", "in English"],
)
def test_what_residents_see_fits_the_phone(
    size: dict[str, Any],
    options: dict[str, Any],
    seeds: Seeds,
    signed_in: dict[str, Any],
    chromium: Browser,
    home: str,
) -> None:
    found = []
    for who in ("", RESIDENT):
        with browsing(chromium, home, size, storage_state=signed_in[who], **options) as person:
            for visit in visits(seeds):
                if visit.who == who:
                    person.open(visit.path)
                    found += [f"{visit.path}: {one}" for one in person.overflows()]
    assert not found, "\n".join(found)


def test_every_address_is_visited_or_told_why_not(seeds: Seeds) -> None:
    visited = {visit.name for visit in visits(seeds)}
    unknown = names_of_addresses() - visited
    assert sorted(unknown - set(NOT_PAGES)) == []
    assert sorted(set(NOT_PAGES) - unknown) == []
