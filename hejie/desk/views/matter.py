"""The page of one matter: what it is, who has it, by when, what may be done, what happened."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from hejie.desk.finding import find_visible
from hejie.desk.history import History, role_name
from hejie.desk.visits import Visit, desk_page, show, show_refusal
from hejie.kernel import links, openings, permissions, standing, supervision
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.matters import Matter, team_of
from hejie.kernel.parties import parties_of
from hejie.kernel.permissions import Decision
from hejie.kernel.supervision import Warning
from hejie.ui.sending import go_to

RUNNING_FIRST = {Clock.RUNNING: 0, Clock.PAUSED: 1}
MOST_OPENINGS = 50


@desk_page()
def matter(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    matter = find_visible(visit, reference)
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    parties = list(parties_of(matter))
    named = permissions.sees_names(visit.actor, matter)
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    decisions = permissions.explain(matter, situation)
    history = History(matter, visit.actor, parties, whole=named)
    clocks = sorted(clocks_of(matter), key=lambda c: (RUNNING_FIRST.get(c.status, 2), c.due_at))
    values = {
        "matter": matter,
        "category": gettext(matter.room.categories.get(matter.category, "")),
        "route": gettext(matter.law.routes.get(matter.route, "")),
        "clocks": [clock for clock in clocks if clock.status in RUNNING_FIRST],
        "ended_clocks": [clock for clock in clocks if clock.status not in RUNNING_FIRST],
        "groups": _groups(matter, [decision for decision in decisions if decision.allowed]),
        "forbidden": [decision for decision in decisions if not decision.allowed],
        "acts": bool(situation.as_roles),
        "ways": links.ways_out(matter, situation),
        "beside": links.beside(matter, visit.actor),
        "parties": [(party, role_name(matter, party)) for party in parties],
        "named": named,
        "opened": named
        and openings.has_opened(matter, visit.actor, openings.PARTIES, now=visit.now),
        "purposes": openings.PURPOSES.items(),
        "team": [(member, matter.law.roles.get(member.role, "")) for member in team_of(matter)],
        "happenings": history.happenings(),
        "orders": _orders(matter, history),
        "warnings": _warnings(matter),
        "openings": openings.openings_of(matter).select_related("account", "organ")[:MOST_OPENINGS],
    }
    return show(request, visit, _templates(matter), values)


def _templates(matter: Matter) -> list[str]:
    """A room's own page of a matter comes first."""
    return [f"rooms/{matter.room.key}/pages/matter.html", "desk/pages/matter.html"]


def _groups(matter: Matter, allowed: list[Decision]) -> list[tuple[str, list[Decision]]]:
    """What carries the matter on, what can be done in any matter, what can only end this one."""
    groups: dict[str, list[Decision]] = {"on": [], "any": [], "end": []}
    for one in allowed:
        own = one.key in matter.law.steps
        ends = own and not matter.is_over and matter.law.can_only_end(one.step)
        groups["end" if ends else "on" if own else "any"].append(one)
    return [(name, group) for name, group in groups.items() if group]


def _orders(matter: Matter, history: History) -> list[dict[str, object]]:
    """Orders of the supervisors with what each demands, and whether it was answered."""
    return [
        {
            **order,
            "text": history.said(int(order["seq"]), "text"),
            "advice": gettext(standing.ADVICE.get(order.get("advice", ""), "")),
            "adopted": gettext(standing.ADOPTED.get(order.get("adopted", ""), "")),
        }
        for order in matter.data.get("orders", ())
    ]


def _warnings(matter: Matter) -> list[tuple[Warning, str, str]]:
    """Warnings given, each with its clock's name and who was told."""
    rows = Warning.objects.filter(district=matter.district, matter_id=matter.id)
    labels = dict(clocks_of(matter).values_list("key", "label"))
    return [
        (row, labels.get(row.key, row.key), told)
        for row, told in supervision.told_by(rows.order_by("-at"))
    ]


@desk_page()
def certificate(
    request: HttpRequest, visit: Visit, reference: str, key: str, ending: str = "json"
) -> HttpResponseBase:
    """What a third party can recheck without us, for those who work on the matter; as a paper
    with the digest, where they want it in their hands."""
    matter = find_visible(visit, reference)
    certify = matter.room.certificates
    if not permissions.sees_names(visit.actor, matter) or certify is None:
        raise Http404(key)
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    for one in certify(matter, ""):
        write = matter.room.certificate_paper
        if one.key == key and ending == "pdf" and write is not None:
            return HttpResponse(
                write(matter, one),
                content_type="application/pdf",
                headers={"Cache-Control": "private, no-store"},
            )
        if one.key == key and ending == "json":
            return JsonResponse(
                one.content,
                json_dumps_params={"ensure_ascii": False, "indent": 1},
                headers={"Cache-Control": "private, no-store"},
            )
    raise Http404(key)


@require_POST
@desk_page()
def open_parties(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Show the parties' numbers and addresses, and take down who opened them and what for."""
    matter = find_visible(visit, reference)
    back = reverse("desk:matter", args=[reference])
    if not permissions.sees_names(visit.actor, matter):
        sentence = gettext("您的岗位看不到当事人的姓名和号码。")
        return show_refusal(request, visit, [sentence], back=back)
    purpose = request.POST.get("purpose", "")
    if purpose not in openings.PURPOSES:
        messages.warning(request, gettext("请先选查看的目的。"))
        return go_to(request, back)
    openings.record(matter, visit.actor, openings.PARTIES, now=visit.now, purpose=purpose)
    return go_to(request, f"{back}#parties")
