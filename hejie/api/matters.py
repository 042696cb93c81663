"""Matters: open, list, read, act upon, follow, and take their papers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import Header, Path, Query, Router, Schema
from pydantic import Field, ValidationInfo, model_validator

from hejie.api import shapes, told
from hejie.api.gate import Caller
from hejie.api.once import once
from hejie.api.paging import page
from hejie.api.problems import Problem, missing, unusable
from hejie.kernel import openings, permissions, search
from hejie.kernel.actions import Sent, open_matter, take
from hejie.kernel.documents import papers_of, read_file
from hejie.kernel.events import events_of
from hejie.kernel.jurisdictions import find_division
from hejie.kernel.matters import Matter, NotFound
from hejie.kernel.uploads.kinds import KINDS

router = Router(tags=["matters"])

MOST_EVENTS = 200
PLAIN = r"^[^\x00-\x1f\x7f]*$"

Word = Annotated[str, Field(max_length=60, pattern=PLAIN)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern=r"^[\x21-\x7e]+$",
        description="A new one for each act; the same one to try again.",
    ),
]
Reference = Annotated[str, Path(description="区-年-序, such as 420303-2026-000317")]


class Asked(Schema):
    """What may stand behind the question mark; what else is there is told, not passed over."""

    @model_validator(mode="wrap")
    @classmethod
    def _require_known(cls, values: Any, read: Any, told: ValidationInfo) -> Any:
        request: HttpRequest = (told.context or {})["request"]
        for name in request.GET:
            if name not in cls.model_fields:
                raise unusable(name, _("没有这个参数"))
        return read(values)


class Paged(Asked):
    """What every list takes."""

    place: Word = Field(default="", description="A division code: there and below.")
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str = Field(default="", max_length=400, pattern=r"^[A-Za-z0-9_-]*$")


class Filters(Paged):
    procedure: Word = ""
    state: Word = ""
    holder: Word = Field(default="", description="An organ's key.")
    due_before: shapes.MaybeDayOrMoment = Field(
        default=None, description="Due before that day or moment."
    )
    q: str = Field(default="", max_length=200, pattern=PLAIN)
    order: Literal["newest", "due"] = "newest"


class After(Asked):
    after: int = Field(default=0, ge=0, le=2**31 - 1)


WRITE = dict.fromkeys((400, 401, 403, 409, 413, 415, 422, 429), Problem)
READ = {401: Problem, 422: Problem, 429: Problem}
READ_ONE = {401: Problem, 404: Problem, 422: Problem, 429: Problem}


def caller_of(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def find_visible(caller: Caller, reference: str) -> Matter:
    """The matter, or `NotFound`, whether there is none or the caller may not see it."""
    if not reference.isprintable():
        raise NotFound(reference)
    found = (
        permissions.visible_to(caller.actor)
        .filter(district=reference[:6], reference=reference)
        .select_related("place", "holder")
        .first()
    )
    if found is None:
        raise NotFound(reference)
    return found


@router.post(
    "/matters",
    response={201: shapes.Opened, 404: Problem, **WRITE},
    url_name="open_matter",
    operation_id="openMatter",
    summary="Open a matter",
)
def open_(request: HttpRequest, key: Key, body: shapes.MatterIn) -> HttpResponse:
    """Open a matter, by the opening step that the caller's role takes; with `out_of` out of
    another, which gives the place and the parties."""
    caller = caller_of(request)
    origin = find_visible(caller, body.out_of) if body.out_of is not None else None
    if origin is not None and (body.place or body.parties or body.route):
        raise unusable("out_of", _("地点、当事人和路径都来自那一件事项，不能另填"))
    data: dict[str, Any] = dict(body.facts)
    if body.place is not None:
        data["place"] = body.place if isinstance(body.place, str) else body.place.model_dump()
    if body.parties:
        data["parties"] = [party.model_dump() for party in body.parties]
    if body.route is not None:
        data["route"] = body.route
    sent = Sent(data=data, key=key, strict=True)
    return once(
        request,
        key,
        201,
        act=lambda: open_matter(
            body.procedure, actor=caller.actor, sent=sent, now=caller.now, out_of=origin
        ),
        is_ours=lambda done: done.event.seq == 1 and done.matter.procedure == body.procedure,
        tell=lambda done: shapes.Opened.model_validate(
            {
                **told.written(done.matter, done.event, caller),
                "receipt": told.receipt(done.matter, done.event),
            }
        ),
    )


@router.post(
    "/matters/{reference}/actions/{action}",
    response={200: shapes.Written, 404: Problem, **WRITE},
    url_name="act",
    operation_id="act",
    summary="Take one step",
)
def act(
    request: HttpRequest, reference: Reference, action: str, key: Key, body: shapes.ActionIn
) -> HttpResponse:
    """Take one step. Answers 409 where `version` is stale, 422 with the fields at fault, and
    403 with the reasons."""
    caller = caller_of(request)
    data = dict(body.facts)
    if reserved := data.keys() & {"version", "idempotency_key", "csrfmiddlewaretoken"}:
        raise unusable(f"facts.{min(reserved)}", _("没有这一项，不能填写"))
    if body.version is not None:
        data["version"] = body.version
    sent = Sent(data=data, key=key, strict=True, version=body.version)
    return once(
        request,
        key,
        200,
        act=lambda: take(
            find_visible(caller, reference), action, actor=caller.actor, sent=sent, now=caller.now
        ),
        is_ours=lambda done: (done.matter.reference, done.event.step) == (reference, action),
        tell=lambda done: shapes.Written.model_validate(
            told.written(done.matter, done.event, caller)
        ),
    )


@router.get(
    "/matters",
    response={200: shapes.Summaries, **READ},
    url_name="matters",
    operation_id="listMatters",
    summary="List matters",
)
def list_(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    """The matters that the caller may see, newest or nearest due first."""
    found = permissions.visible_to(caller_of(request).actor).select_related("place", "holder")
    named = {"procedure": asked.procedure, "state": asked.state, "holder_id": asked.holder}
    found = found.filter(**{name: value for name, value in named.items() if value})
    found = in_place(found, asked.place)
    if asked.due_before is not None:
        found = found.filter(next_due__lte=_moment("due_before", asked.due_before))
    having = partial(search.first, query=asked.q)
    rows, following = page(found, asked.order, cursor=asked.cursor, limit=asked.limit, first=having)
    return {"items": [told.summary(one) for one in rows], "next": following}


def in_place(found: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Those that lie in a division or below it."""
    if not code:
        return found
    division = find_division(code)
    if division is None:
        raise unusable("place", _("没有这个区划代码"))
    return found.filter(place_path__startswith=division.path)


def _moment(name: str, text: str) -> datetime:
    """The moment meant: a day that is due ends when the next one begins."""
    try:
        day, moment = parse_date(text), parse_datetime(text)
    except ValueError:
        day = moment = None
    if day is not None:
        moment = timezone.make_aware(datetime.combine(day, time()))
    elif moment is not None and moment.tzinfo is not None:
        moment -= timedelta(microseconds=1)
    if moment is None or moment.tzinfo is None:
        raise unusable(name, _("写作 2026-11-30，或者 2026-11-30T09:00:00+08:00"))
    return moment


@router.get(
    "/matters/{reference}",
    response={200: shapes.Matter, **READ_ONE},
    url_name="matter",
    operation_id="readMatter",
    summary="Read one matter",
)
def read(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """One matter: its clocks with their derivation, its parties as far as the caller's role
    sees them, its papers, and every action with its fields or the reasons against it."""
    caller = caller_of(request)
    return told.whole(find_visible(caller, reference), caller)


@router.get(
    "/matters/{reference}/events",
    response={200: shapes.Events, **READ_ONE},
    url_name="events",
    operation_id="followMatter",
    summary="Follow a matter's history",
)
def follow(request: HttpRequest, reference: Reference, asked: Query[After]) -> dict[str, Any]:
    """A matter's history after an event, with the hashes that link it."""
    caller = caller_of(request)
    matter = find_visible(caller, reference)
    found = list(events_of(matter, after=asked.after)[: MOST_EVENTS + 1])
    shown, more = found[:MOST_EVENTS], len(found) > MOST_EVENTS
    openings.record(matter, caller.actor, openings.MATTER, now=caller.now)
    return {
        "items": told.events(matter, shown, caller),
        "next": shown[-1].seq if more else None,
    }


@router.get(
    "/matters/{reference}/papers/{uuid:paper}",
    response={200: None, **READ_ONE},
    url_name="download_paper",
    operation_id="downloadPaper",
    summary="Download a paper",
    openapi_extra={
        "responses": {
            200: {
                "content": {
                    kind.mime: {"schema": {"type": "string", "format": "binary"}}
                    for kind in KINDS.values()
                }
            }
        }
    },
)
def download_paper(request: HttpRequest, reference: Reference, paper: UUID) -> HttpResponse:
    """A paper's bytes; that it was opened is kept."""
    caller = caller_of(request)
    matter = find_visible(caller, reference)
    compartments = permissions.compartments_for(caller.actor, matter)
    found = papers_of(matter, compartments=compartments).filter(id=paper).first()
    if found is None or not permissions.sees_names(caller.actor, matter):
        raise missing(_("没有这份文件，或者您不能打开它"))
    openings.record(matter, caller.actor, openings.PAPER, now=caller.now, about=str(found.id))
    disposition = content_disposition_header(as_attachment=True, filename=str(found.title))
    headers = {"Content-Disposition": disposition or "attachment", "Cache-Control": "no-store"}
    return HttpResponse(read_file(found), content_type=found.mime, headers=headers)
