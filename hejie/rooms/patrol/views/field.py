"""The field app: a page that works without a network, and what it sends when there is one."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hejie.desk.finding import find_visible
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import actions, permissions
from hejie.kernel.actions import Invalid, KeyReused, Refused
from hejie.kernel.facts import FactsForm
from hejie.kernel.jurisdictions import Division
from hejie.kernel.matters import Matter, of_same
from hejie.rooms.patrol import shifts as walking
from hejie.rooms.patrol.classes import EVENTS, LABELS
from hejie.rooms.patrol.forms import PlanForm
from hejie.rooms.patrol.models import ShiftPoint
from hejie.rooms.patrol.shifts import WALKERS
from hejie.ui.sending import go_to, new_key, sent_from

REPORTERS = ("grid_worker",)
STEPS = ("report", "settle")
SHOWN = 20


@require_GET
@desk_page(*WALKERS)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The app itself. It holds no word about anybody, so that the telephone may keep it."""
    classes = [(code, gettext(label), EVENTS[code].by_oneself) for code, label in LABELS.items()]
    running = _own(visit).filter(state="on_shift").first()
    values = {
        "classes": classes,
        "may_report": visit.actor.has(*REPORTERS),
        "places": _places(visit),
        "shift": running.reference if running else "",
    }
    answer = show(request, visit, "rooms/patrol/pages/field.html", values)
    answer["Cache-Control"] = "no-cache"
    return answer


def _places(visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Villages of the walker's districts, by town."""
    found: dict[str, list[tuple[str, str]]] = {}
    for district in sorted({post.district for post in visit.actor.posts_with(WALKERS)}):
        villages = Division.objects.filter(level="village", code__startswith=district)
        for one in villages.select_related("parent").order_by("code"):
            town = one.parent.name if one.parent else ""
            found.setdefault(town, []).append((one.code, one.name))
    return list(found.items())


@require_GET
@desk_page(*WALKERS)
def manifest(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What makes the page installable."""
    told = {
        "name": gettext("和解 · 现场上报"),
        "short_name": gettext("现场上报"),
        "start_url": reverse("patrol:field"),
        "scope": reverse("patrol:field"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#173f70",
        "icons": [{"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_GET
@desk_page(*WALKERS)
def worker(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The service worker, which keeps the app and the files it is made of."""
    kept = [
        static(name)
        for name in ("vendor/tabler.min.css", "ui/hejie.css", "patrol/field.css", "patrol/field.js")
    ]
    values = {"page": reverse("patrol:field"), "kept": kept}
    script = render_to_string("rooms/patrol/pages/worker.js", values)
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@desk_page(*WALKERS)
def token(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What a page that was kept for days needs before it can send."""
    return JsonResponse({"token": get_token(request)})


@require_POST
@desk_page(*REPORTERS)
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take one report, once: the same key gives the same number however often it is sent."""
    step = request.POST.get("step", "")
    if step not in STEPS:
        return JsonResponse({"why": gettext("没有这样的上报。")}, status=422)
    sent = sent_from(request)
    data = request.POST.copy()
    del data["step"]
    try:
        done = actions.open_matter(
            "event",
            actor=visit.actor,
            sent=actions.Sent(data=data, files=request.FILES, key=sent.key),
            now=visit.now,
            step=step,
        )
    except Invalid as invalid:
        return JsonResponse({"why": "；".join(_sentences(invalid))}, status=422)
    except KeyReused:
        sentence = gettext("这一条已经用别的内容发过一次。")
        return JsonResponse({"why": sentence}, status=422)
    except Refused as refused:
        return JsonResponse({"why": "；".join(refused.sentences)}, status=422)
    return JsonResponse({"reference": done.matter.reference})


def _sentences(invalid: Invalid) -> list[str]:
    """Each with the name of the field that it is about."""
    form = invalid.form
    return [
        f"{form.fields[name].label}：{sentence}" if form and name in form.fields else str(sentence)
        for name, sentences in invalid.errors.items()
        for sentence in sentences
    ]


# 巡防


def _own(visit: Visit) -> QuerySet[Matter]:
    """The person's own shifts, the newest first."""
    seen = permissions.visible_to(visit.actor).filter(procedure=walking.procedure.key)
    return seen.filter(data__walker=visit.actor.key).order_by("-opened_at", "-id")


@require_http_methods(["GET", "POST"])
@desk_page(*WALKERS)
def shifts(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The person's own shifts, and a plan for another."""
    form: FactsForm = PlanForm(situation=visit.situation)
    if request.method == "POST":
        try:
            done = actions.open_matter(
                "shift", actor=visit.actor, sent=sent_from(request), now=visit.now
            )
            return go_to(request, reverse("desk:matter", args=[done.matter.reference]))
        except Invalid as invalid:
            form = invalid.form or form
    values = {
        "form": form,
        "idempotency_key": new_key(),
        "rows": _with_points(list(_own(visit)[:SHOWN])),
        "kept_days": walking.KEPT_DAYS,
    }
    status = 422 if form.is_bound else 200
    return show(request, visit, "rooms/patrol/pages/shifts.html", values, status=status)


def _with_points(own: list[Matter]) -> list[tuple[Matter, int]]:
    """Shifts with how many points are kept of each. One query."""
    rows = ShiftPoint.objects.filter(of_same(own)).values("matter_id").annotate(Count("at"))
    counted = {row["matter_id"]: row["at__count"] for row in rows}
    return [(one, counted.get(one.id, 0)) for one in own]


@require_POST
@desk_page(*WALKERS)
def point(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Keep where the walker is: only during the own shift, between its start and its end."""
    shift = find_visible(visit, reference)
    if shift.state != "on_shift" or shift.data.get("walker") != visit.actor.key:
        return JsonResponse({"why": gettext("没有在巡防，不记位置。")}, status=409)
    try:
        lon, lat = float(request.POST["lon"]), float(request.POST["lat"])
    except (KeyError, ValueError):
        return JsonResponse({"why": gettext("位置要写成经度和纬度两个数。")}, status=422)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return JsonResponse({"why": gettext("位置要写成经度和纬度两个数。")}, status=422)
    ShiftPoint.objects.create(matter=shift, at=visit.now, lon=lon, lat=lat)
    return JsonResponse({"kept": True})
