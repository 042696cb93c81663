"""The door of a meeting for parties and for staff, and what its page asks for while it is open."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hejie.desk.finding import find_visible
from hejie.desk.visits import Visit, desk_page
from hejie.kernel import permissions
from hejie.kernel.actions import Refused
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.meetings import Meeting, find_meeting
from hejie.kernel.parties import Party, find_by_code, parties_of
from hejie.portal import proof
from hejie.portal.mine import of_party
from hejie.ui.sending import go_to
from hejie.video import recording, seating, showing
from hejie.video.acting import NotHere, acting, write_pass
from hejie.video.acts import ACTS
from hejie.video.seating import Comer

PASS = "X-Seat"  # noqa: S105  (the name of a header)


# The door


@of_party
def party_page(request: HttpRequest, party: Party, actor: Actor, key: str) -> HttpResponseBase:
    meeting = _meeting_for(party, key)
    if beside := request.GET.get("beside"):
        return _beside(request, party, meeting, beside)
    together = _proven(request, meeting)
    return _page(
        request,
        meeting,
        enter=reverse("video:party_enter", args=[party.code, key]),
        home=reverse("portal:mine", args=[party.code]),
        here=request.path,
        together=[one for one, _actor in together],
    )


def _beside(request: HttpRequest, party: Party, meeting: Meeting, code: str) -> HttpResponseBase:
    """Somebody else before the same screen shows a code too, and comes back to this page."""
    other = find_by_code(code)
    if other is None or other.matter_id != party.matter_id or other.key not in meeting.parties:
        messages.warning(request, gettext("这次视频会里没有这个查询码，请对照回执再看一遍。"))
        other = party
    return go_to(request, reverse("video:party", args=[other.code, meeting.key]))


@require_POST
@of_party
def party_enter(request: HttpRequest, party: Party, actor: Actor, key: str) -> HttpResponseBase:
    """All who showed their codes in this browser come in together, as one screen."""
    meeting = _meeting_for(party, key)
    together = _proven(request, meeting)
    first, speaker = together[0]
    proven = tuple(one.key for one, _actor in together)
    place = request.POST.get("place", "")
    return _enter(request, meeting, Comer(by=first.key, actor=speaker, proven=proven, place=place))


def _meeting_for(party: Party, key: str) -> Meeting:
    meeting = find_meeting(party.matter, key)
    if meeting is None or party.key not in meeting.parties:
        raise Http404(key)
    return meeting


def _proven(request: HttpRequest, meeting: Meeting) -> list[tuple[Party, Actor]]:
    """Parties of this meeting who have shown their codes in this browser, in a fixed order."""
    found = []
    for party in parties_of(meeting.matter):
        actor = proof.find_actor(request, party, now=timezone.now())
        if actor is not None and party.key in meeting.parties:
            found.append((party, actor))
    return found


@desk_page()
def staff_page(request: HttpRequest, visit: Visit, reference: str, key: str) -> HttpResponseBase:
    meeting = _meeting_of(visit, reference, key)
    return _page(
        request,
        meeting,
        enter=reverse("video:staff_enter", args=[reference, key]),
        home=reverse("desk:matter", args=[reference]),
        host=visit.actor.account in meeting.hosts,
        **_recording_step(meeting),
    )


def _recording_step(meeting: Meeting) -> dict[str, str]:
    """The step that takes down what came of the meeting: its name, and where it is taken."""
    step = meeting.matter.law.steps.get(meeting.record)
    if step is None:
        return {}
    address = reverse("desk:do", args=[meeting.matter.reference, meeting.record])
    return {"record": address, "record_label": gettext(step.label)}


@require_POST
@desk_page()
def staff_enter(request: HttpRequest, visit: Visit, reference: str, key: str) -> HttpResponseBase:
    meeting = _meeting_of(visit, reference, key)
    place = request.POST.get("place", "")
    comer = Comer(by=visit.actor.key, actor=visit.actor, place=place)
    return _enter(request, meeting, comer)


def _meeting_of(visit: Visit, reference: str, key: str) -> Meeting:
    """A meeting of a matter on which this person works; whoever only reads has no seat."""
    matter = find_visible(visit, reference)
    meeting = find_meeting(matter, key)
    works = permissions.sees_names(visit.actor, matter)
    if meeting is None or not works:
        raise Http404(key)
    return meeting


def _page(request: HttpRequest, meeting: Meeting, **given: Any) -> HttpResponse:
    values = {
        "meeting": meeting,
        "matter": meeting.matter,
        "is_open": meeting.is_open(timezone.now()),
        "act": reverse("video:act", args=["ACT"]),
        "chunk": reverse("video:chunk", args=[0, 0]),
        "picture": reverse("video:picture", args=[UUID(int=0), 1]),
        **given,
    }
    answer = render(request, "video/pages/room.html", values)
    answer["Permissions-Policy"] = "camera=(self), microphone=(self)"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _enter(request: HttpRequest, meeting: Meeting, comer: Comer) -> HttpResponseBase:
    try:
        _table, seat = seating.enter(meeting, comer, now=timezone.now())
    except Refused as refused:
        return _sentence(refused)
    return JsonResponse({"pass": write_pass(seat)})


# While it is open


def for_seat(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer to whoever shows a seat's pass, and to no cookie: no other site can send that."""

    @csrf_exempt
    @login_not_required
    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            return view(request, **named)
        except Refused as refused:
            return _sentence(refused)

    return answered


def _sentence(refused: Refused) -> JsonResponse:
    told = {"sentence": "；".join(refused.sentences)}
    return JsonResponse(told, status=410 if isinstance(refused, NotHere) else 403)


@for_seat
@require_POST
def act(request: HttpRequest, act: str) -> HttpResponseBase:
    if act not in ACTS:
        raise Http404(act)
    data = _json(request)
    shown = request.headers.get(PASS) or str(data.get("pass", ""))
    with acting(shown, now=timezone.now()) as here:
        made = ACTS[act](here, data)
    return JsonResponse({"made": made})


def _json(request: HttpRequest) -> Mapping[str, Any]:
    try:
        data = json.loads(request.body or b"{}")
    except ValueError:
        raise Refused("看不懂这个请求") from None
    if not isinstance(data, dict):
        raise Refused("看不懂这个请求")
    return data


@for_seat
@require_POST
def chunk(request: HttpRequest, stretch: int, number: int) -> HttpResponseBase:
    """A few seconds of a recording, from the host's browser."""
    with acting(request.headers.get(PASS, ""), now=timezone.now()) as here:
        content = request.read(recording.LARGEST_CHUNK + 1)
        recording.take_chunk(here, stretch=stretch, number=number, content=content)
    return JsonResponse({})


@for_seat
def picture(request: HttpRequest, paper: UUID, page: int) -> HttpResponseBase:
    with acting(request.headers.get(PASS, ""), now=timezone.now()) as here:
        drawn = showing.picture(here, paper, page)
    return HttpResponse(drawn, content_type="image/webp")
