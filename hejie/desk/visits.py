"""A member of staff at the desk: who it is, in which posts, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext

from hejie.kernel import permissions, registry, tallies
from hejie.kernel.jurisdictions import ROLES, Account, Actor, actor_for
from hejie.kernel.procedures import START, Situation

P = ParamSpec("P")

DESK_ROLES = frozenset({"clerk", "director", "handler"})
"""Roles that take in and give out matters, for the organs in which they are held."""
QUEUE_ROLES = DESK_ROLES | {"liaison", "judge"}
"""Roles that have a queue of new matters: those of the court among them."""


@dataclass(frozen=True)
class Visit:
    """One request of one member of staff. Nothing here decides what may be seen or done."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def organs(self, roles: Iterable[str] = ()) -> list[str]:
        """Organs in which the person holds a post, of certain roles if given."""
        posts = self.actor.posts_with(roles) if roles else self.actor.posts
        return sorted({post.organ for post in posts})

    @property
    def situation(self) -> Situation:
        """That of a matter which this person might open."""
        return Situation(
            state=START,
            now=self.now,
            opened=self.now,
            organs=tuple(self.organs()),
            by=self.actor.key,
            as_roles=frozenset(post.role for post in self.actor.posts),
        )

    @cached_property
    def held(self) -> dict[tuple[str, str], int]:
        """Matters that the person's organs hold, by procedure and state, from the tallies."""
        return dict(tallies.held(self.organs()))

    @property
    def waiting(self) -> int:
        """How many new matters wait in the queue of the person's organs."""
        return sum(
            count
            for (procedure, state), count in self.held.items()
            if state in registry.room_of(procedure).queue
        )

    @property
    def places(self) -> str:
        """The organs' names, for the head of the page."""
        names = list(dict.fromkeys(post.organ_name for post in self.actor.posts))
        return (
            names[0]
            if len(names) == 1
            else "、".join(names[:1])
            + (gettext("等 %(n)s 个单位") % {"n": len(names)} if names else "")
        )

    @property
    def role_names(self) -> str:
        labels = dict.fromkeys(str(ROLES[post.role].label) for post in self.actor.posts)
        return "、".join(labels)


def visit_of(request: HttpRequest) -> Visit:
    """Who comes, and the moment of it: the desk's one look at the clock. One query, and one
    that tells the second lock."""
    now = timezone.now()
    account = request.user
    assert isinstance(account, Account)
    actor = actor_for(account, on=timezone.localtime(now).date())
    permissions.look_as(actor)
    return Visit(actor, now)


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def desk_page(*roles: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """A page of the desk, for certain roles if any are named; others are told for whom it is."""

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            visit = visit_of(request)
            if roles and not visit.actor.has(*roles):
                named = "、".join(str(ROLES[role].label) for role in roles)
                sentence = gettext("这一页由%(roles)s使用。") % {"roles": named}
                return show_refusal(request, visit, [sentence])
            return view(request, visit, *args, **kwargs)

        return page

    return decorate


def show(
    request: HttpRequest,
    visit: Visit,
    template: str | list[str],
    values: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page with what every page of the desk shows. It is not kept by the browser, which many
    may share, and a part asked for by script is not taken for the page."""
    given = {"visit": visit, "now": visit.now, **values}
    answer = render(request, template, given, status=status)
    patch_cache_control(answer, private=True, no_store=True)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def show_refusal(
    request: HttpRequest, visit: Visit, sentences: Iterable[str], *, back: str = ""
) -> HttpResponse:
    values = {"sentences": list(sentences), "back": back}
    template = "desk/pages/_refused.html" if is_part(request) else "desk/pages/refused.html"
    return show(request, visit, template, values, status=403)


def is_part(request: HttpRequest) -> bool:
    """Whether a script asks for a part of a page, to be put into the page that is open."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)
