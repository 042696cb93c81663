"""What lies beside a matter: the articles it rests on, and closed matters that are like it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from hejie.desk.finding import find_visible
from hejie.desk.like_cases import like_cases
from hejie.desk.visits import Visit, desk_page, is_part, show
from hejie.guide import TREES
from hejie.kernel import openings
from hejie.kernel.clocks import clocks_of
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.statute_texts import quote
from hejie.kernel.statutes import Citation, cite


@desk_page()
def beside(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    matter = find_visible(visit, reference)
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    on = local_day(matter.opened_at)
    values = {
        "matter": matter,
        "on": on,
        "quotes": quote([*_of_the_cause(matter), *_of_the_procedure(matter)], on=on),
        "cases": like_cases(matter, visit.actor),
    }
    template = "desk/pages/_beside.html" if is_part(request) else "desk/pages/beside.html"
    return show(request, visit, template, values)


def _of_the_procedure(matter: Matter) -> Iterator[Citation]:
    """What the clocks and the acts of this matter cite."""
    bases = [clock.basis for clock in clocks_of(matter)]
    bases += [event.basis for event in events_of(matter)]
    for basis in dict.fromkeys(filter(None, bases)):
        yield from cite(basis)


def _of_the_cause(matter: Matter) -> Iterator[Citation]:
    """What the guides tell residents about disputes of this kind."""
    for tree in TREES.values():
        for end in tree.ends.values():
            if end.category == matter.category:
                for statement in end.stands:
                    yield from cite(statement.basis) if statement.basis else ()
