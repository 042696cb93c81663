"""解纷指引 for residents: questions, where one stands, the doors, a letter, a bundle to print.

The answers given stand in the address; what is written into a letter is given back and not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hejie.guide import TREES, Door, End, Tree, Walk, printing, walk
from hejie.kernel.calendars import current_calendar
from hejie.kernel.deadlines import DeadlineRule, Derivation, Uncountable, compute
from hejie.kernel.statute_texts import quote
from hejie.kernel.workdays import Calendar
from hejie.portal import unsent
from hejie.portal.entries import WORDS, Entry, entries
from hejie.portal.unsent import Unsent
from hejie.triage.doors import DOORS, URGENT
from hejie.ui.sending import go_to, new_key

LONGEST_WORD = 300
"""What is written into one blank of a letter, at most."""


@login_not_required
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of dispute to choose from, and all doors."""
    return render(
        request,
        "portal/pages/guide_kinds.html",
        {"trees": TREES.values(), "doors": DOORS, "urgent": URGENT},
    )


@login_not_required
def step(request: HttpRequest, kind: str, path: str = "") -> HttpResponseBase:
    """The next question, or the end that the answers lead to."""
    walked = walk(_tree(kind), path)
    if walked is None:
        return redirect("portal:guide", kind)
    if walked.end is None:
        return render(request, "portal/pages/guide_question.html", {"walk": walked})
    now = timezone.now()
    today = timezone.localdate(now)
    shown = {
        "walk": walked,
        "end": walked.end,
        "urgent": URGENT,
        "doors": list(_doors(walked.end.doors, request)),
        "asked": any(name.startswith("day-") for name in request.GET),
        "today": today,
        "quotes": quote(walked.end.citations, on=today),
        "entry": _entry_for(walked.end),
    }
    return render(request, "portal/pages/guide_end.html", shown)


@login_not_required
def whole(request: HttpRequest, kind: str) -> HttpResponse:
    """A whole tree on one page, as a lawyer reads it."""
    tree = _tree(kind)
    cited = [one for end in tree.ends.values() for one in end.citations]
    shown = {
        "tree": tree,
        "trees": TREES.values(),
        "ways": len(list(tree.paths())),
        "quotes": quote(cited, on=timezone.localdate()),
    }
    return render(request, "portal/pages/guide_whole.html", shown)


@login_not_required
@never_cache
def letter(request: HttpRequest, kind: str, path: str) -> HttpResponseBase:
    """A letter to the other side: its blanks, what they make of it, and the paper."""
    walked = _at_an_end(kind, path)
    if walked.end is None or walked.end.letter is None:
        raise Http404(path)
    text = walked.end.letter
    words = {
        blank: request.POST.get(f"blank-{number}", "")[:LONGEST_WORD]
        for number, blank in enumerate(text.blanks)
    }
    if request.POST.get("as") == "pdf":
        return _paper(printing.letter(text, words, day=timezone.localdate()), "letter")
    shown = {
        "walk": walked,
        "letter": text,
        "blanks": [(f"blank-{n}", name, words[name]) for n, name in enumerate(text.blanks)],
        "lines": text.filled(words),
        "written": request.method == "POST",
    }
    return render(request, "portal/pages/guide_letter.html", shown)


@login_not_required
def bundle(request: HttpRequest, kind: str, path: str) -> HttpResponseBase:
    """Everything that an end says, with the letter to fill in by hand, as one paper."""
    return _paper(printing.bundle(_at_an_end(kind, path), day=timezone.localdate()), "guide")


@require_POST
@login_not_required
@never_cache
def begin(request: HttpRequest, kind: str, path: str) -> HttpResponseBase:
    """Open the application with what the answers have told already."""
    walked = _at_an_end(kind, path)
    entry = _entry_for(walked.end) if walked.end else None
    if walked.end is None or entry is None:
        return redirect("portal:apply")
    hints = {"story": walked.story, "category": walked.end.category}
    draft = Unsent(new_key(), entry.law.key, hints=hints)
    unsent.keep(request, draft)
    return go_to(request, reverse("portal:apply_page", args=[draft.key, WORDS]))


def _tree(kind: str) -> Tree:
    if kind not in TREES:
        raise Http404(kind)
    return TREES[kind]


def _at_an_end(kind: str, path: str) -> Walk:
    walked = walk(_tree(kind), path)
    if walked is None or walked.end is None:
        raise Http404(path)
    return walked


def _entry_for(end: End) -> Entry | None:
    """The way in of the room that takes this kind of matter, where mediation is one of the doors:
    whoever is in danger is not asked to mediate."""
    if not end.leads_to("mediation"):
        return None
    return next((one for one in entries() if end.category in one.room.categories), None)


@dataclass(frozen=True)
class Counted:
    """A time limit with the day it is counted from, if one was given, and where that leads."""

    rule: DeadlineRule
    given: str
    derivation: Derivation | None
    complaint: str

    @property
    def name(self) -> str:
        return f"day-{self.rule.code}"

    @property
    def moved(self) -> bool:
        found = self.derivation
        return found is not None and found.rolled_due != found.strict_due


@dataclass(frozen=True)
class ShownDoor:
    door: Door
    clocks: tuple[Counted, ...]


def _doors(doors: Iterable[Door], request: HttpRequest) -> Iterator[ShownDoor]:
    calendar = current_calendar()
    for door in doors:
        yield ShownDoor(door, tuple(_counted(rule, request, calendar) for rule in door.rules))


def _counted(rule: DeadlineRule, request: HttpRequest, calendar: Calendar) -> Counted:
    given = request.GET.get(f"day-{rule.code}", "")
    found: dict[str, Any] = {"derivation": None, "complaint": ""}
    if given:
        try:
            found["derivation"] = compute(rule, date.fromisoformat(given), calendar=calendar)
        except (ValueError, Uncountable):
            found["complaint"] = gettext("看不懂这个日子，请照 2026-03-05 这样写。")
    return Counted(rule, given, **found)


def _paper(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
