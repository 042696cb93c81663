"""The court's pages: its cases, one of them, a step, a new referral; and packages in and out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hejie.desk.intake_forms import (
    Opening,
    blank_form,
    faces_for,
    form_as_typed,
    places_for,
)
from hejie.desk.paging import page_of
from hejie.desk.step_forms import doing_again, doing_of
from hejie.desk.visits import Visit, desk_page, show, show_refusal
from hejie.docking.packing import LARGEST_PACKAGE, unpack
from hejie.docking.refusal import Refused as PackageRefused
from hejie.kernel import actions, openings, permissions, registry
from hejie.kernel.actions import Invalid, KeyReused, Refused, Stale
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import Document, read_file
from hejie.kernel.facts import FactsForm
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.rooms.mediation.docking import desk, receiving, waiting
from hejie.rooms.mediation.docking.forms import say
from hejie.rooms.mediation.docking.models import ReceivedPackage
from hejie.rooms.mediation.docking.sending import file_name
from hejie.rooms.mediation.docking.trust import all_keys
from hejie.rooms.mediation.writing.dossier import ROLE_NAMES
from hejie.ui.sending import go_to, key_of, new_key, sent_from

COURT = ("liaison", "judge")
RECEIVING = ("clerk", "director", *COURT)
PAGES = "rooms/mediation/pages"
INLINE = {"application/pdf", "image/jpeg", "image/png", "text/plain"}
MOST_RECEIVED = 30


@desk_page(*COURT)
def court(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The cases that the court referred, by who has the next move."""
    asked = request.GET.get("group", "")
    group = asked if asked in desk.GROUPS else waiting.COURT
    order = ("-since", "matter_id") if group == waiting.NOBODY else ("since", "matter_id")
    found = desk.cases(visit.actor, group, now=visit.now)
    page = page_of(found, order, cursor=request.GET.get("cursor", ""))
    values = {
        "groups": desk.GROUPS.items(),
        "group": group,
        "page": page,
        "rows": desk.rows(page.rows, visit.actor, group),
        "may_refer": visit.actor.has("liaison"),
    }
    return show(request, visit, f"{PAGES}/court.html", values)


def find_referred(visit: Visit, reference: str) -> Matter:
    """A matter that the person's court referred; another is not told from one that is none."""
    ours = permissions.referred_by(visit.actor).select_related("place", "holder")
    matter = ours.filter(district=reference[:6], reference=reference).first()
    if matter is None or matter.procedure != "mediation":
        raise Http404
    return matter


@desk_page(*COURT)
def case(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """The course of one case, what the court may do, and the packages that went to and fro."""
    matter = find_referred(visit, reference)
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    packages = list(desk.packages_of(matter, now=visit.now))
    matter = find_referred(visit, reference)  # a package may have been filed just now
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    decisions = [
        one
        for one in permissions.explain(matter, situation)
        if one.key in matter.law.steps and one.key != "refer"
    ]
    going = [Clock.RUNNING, Clock.PAUSED]
    clocks = clocks_of(matter).filter(status__in=going, key__in=desk.CLOCKS)
    values = {
        "matter": matter,
        "route": matter.law.routes.get(matter.route, ""),
        "category": matter.room.categories.get(matter.category, ""),
        "parties": [
            (party, ROLE_NAMES.get(party.role, party.role)) for party in parties_of(matter)
        ],
        "clocks": list(clocks.order_by("due_at")),
        "allowed": [one for one in decisions if one.allowed],
        "forbidden": [one for one in decisions if not one.allowed],
        "packages": packages,
        "outcome": next(
            (one.manifest.outcome for one in packages if one.kind == "return_package"), None
        ),
        "papers": desk.own_papers(matter),
        "receipts": matter.data.get("receipts", {}),
        "happened": desk.course_of(matter),
    }
    return show(request, visit, f"{PAGES}/court_case.html", values)


@require_http_methods(["GET", "POST"])
@desk_page(*COURT)
def step(request: HttpRequest, visit: Visit, reference: str, step: str) -> HttpResponseBase:
    """One step of the court in one case."""
    matter = find_referred(visit, reference)
    if step not in matter.law.steps:
        raise Http404
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    decision = permissions.decide(matter.law, step, situation)
    back = reverse("mediation:court_case", args=[reference])
    if not decision.allowed:
        return show_refusal(request, visit, decision.reasons, back=back)
    if request.method != "POST":
        doing = doing_of(matter, step, situation, given=request.GET.dict())
        return _step_page(request, visit, matter, doing)
    try:
        actions.take(matter, step, actor=visit.actor, sent=sent_from(request), now=visit.now)
    except Invalid as invalid:
        doing = doing_again(request, matter, step, situation, invalid=invalid)
        return _step_page(request, visit, matter, doing, status=422)
    except Stale:
        messages.warning(request, gettext("刚才有人办过这件事，请看过最新的情况再办。"))
        return go_to(request, back)
    except (Refused, KeyReused) as refused:
        sentences = getattr(refused, "sentences", [gettext("这张表已经用别的内容提交过一次。")])
        return show_refusal(request, visit, sentences, back=back)
    told = {"reference": matter.reference, "step": decision.step.label}
    messages.success(request, gettext("%(reference)s：%(step)s，已记录。") % told)
    return go_to(request, back)


def _step_page(
    request: HttpRequest, visit: Visit, matter: Matter, doing: Any, *, status: int = 200
) -> HttpResponse:
    values = {"matter": matter, "doing": doing}
    return show(request, visit, f"{PAGES}/court_step.html", values, status=status)


@require_http_methods(["GET", "POST"])
@desk_page("liaison")
def refer(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Assign a case before filing, or entrust one after."""
    opening = Opening(registry.procedure("mediation"), "refer")
    if request.method != "POST":
        form = blank_form(opening, visit, request.GET.dict())
        return _refer_page(request, visit, form)
    try:
        done = actions.open_matter(
            "mediation",
            actor=visit.actor,
            sent=sent_from(request),
            now=visit.now,
            step=opening.step,
        )
    except Invalid as invalid:
        form = invalid.form or form_as_typed(opening, visit, request)
        return _refer_page(request, visit, form, status=422)
    except KeyReused:
        form = form_as_typed(opening, visit, request)
        told = gettext("这张表已经用别的内容登记过一次。请核对以后再登记。")
        return _refer_page(request, visit, form, status=422, told=told, key=new_key())
    named = {"number": done.matter.data["case_number"], "holder": done.matter.holder.name}
    messages.success(request, gettext("%(number)s 已交给%(holder)s。") % named)
    return go_to(request, reverse("mediation:court_case", args=[done.matter.reference]))


def _refer_page(
    request: HttpRequest,
    visit: Visit,
    form: FactsForm,
    *,
    status: int = 200,
    told: str = "",
    key: str = "",
) -> HttpResponse:
    values = {
        "form": form,
        "faces": faces_for(form),
        "places": places_for(visit),
        "key": key or key_of(request),
        "told": told,
    }
    return show(request, visit, f"{PAGES}/court_refer.html", values, status=status)


@desk_page(*COURT)
def package(request: HttpRequest, visit: Visit, reference: str, kind: str) -> HttpResponseBase:
    """A package as one file."""
    matter = find_referred(visit, reference)
    document = _find_package(visit, matter, kind)
    return _file(read_file(document), "application/zip", file_name(kind, matter.reference))


@desk_page(*COURT)
def enclosed(
    request: HttpRequest, visit: Visit, reference: str, kind: str, number: int
) -> HttpResponseBase:
    """One file of a package, to be read on the screen."""
    matter = find_referred(visit, reference)
    opened = unpack(read_file(_find_package(visit, matter, kind)), all_keys())
    files = opened.manifest.files
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    ending = file.name.rpartition(".")[2]
    return _file(opened.content(file), file.mime, f"{file.title}.{ending}")


def _find_package(visit: Visit, matter: Matter, kind: str) -> Document:
    document = desk.find_package(matter, kind, now=visit.now)
    if document is None:
        raise Http404
    openings.record(matter, visit.actor, openings.PAPER, now=visit.now, about=str(document.id))
    return document


@desk_page(*COURT)
def paper(request: HttpRequest, visit: Visit, reference: str, id: UUID) -> HttpResponseBase:
    """A paper that the court filed itself, or that came to it in a package."""
    matter = find_referred(visit, reference)
    document = desk.own_papers(matter).filter(id=id).first()
    if document is None:
        raise Http404
    openings.record(matter, visit.actor, openings.PAPER, now=visit.now, about=str(document.id))
    return _file(read_file(document), document.mime, document.title)


def _file(content: bytes, mime: str, name: str) -> FileResponse:
    answer = FileResponse(
        iter([content]), as_attachment=mime not in INLINE, filename=name, content_type=mime
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@desk_page(*RECEIVING)
def packages(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Take a package in; those that came before, with their receipts."""
    if request.method != "POST":
        return _packages_page(request, visit)
    upload = request.FILES.get("package")
    if upload is None:
        return _packages_page(request, visit, [gettext("请选材料包文件。")], status=422)
    try:
        received = receiving.receive(
            upload.read(LARGEST_PACKAGE + 1), actor=visit.actor, now=visit.now
        )
    except PackageRefused as refused:
        return _packages_page(request, visit, [say(refused)], status=422)
    except Refused as refused:
        return _packages_page(request, visit, refused.sentences, status=403)
    told = {"reference": received.matter.reference}
    if received.fresh:
        messages.success(request, gettext("已收进，事项 %(reference)s。请把回执交给对方。") % told)
    else:
        messages.info(
            request, gettext("这份材料包以前收过，还是事项 %(reference)s，没有重复登记。") % told
        )
    return go_to(request, reverse("mediation:packages"))


def _packages_page(
    request: HttpRequest, visit: Visit, told: list[str] | tuple[str, ...] = (), *, status: int = 200
) -> HttpResponse:
    at_court = visit.actor.has(*COURT)
    values = {
        "told": told,
        "received": _received(visit).select_related("sender", "matter")[:MOST_RECEIVED],
        "page_of_matter": "mediation:court_case" if at_court else "desk:matter",
    }
    return show(request, visit, f"{PAGES}/packages.html", values, status=status)


def _received(visit: Visit) -> Any:
    """Packages that came to organs in which the person receives them, the latest first."""
    rows = ReceivedPackage.objects.filter(receiver__in=visit.organs(RECEIVING))
    return rows.order_by("-at", "package")


@desk_page(*RECEIVING)
def receipt(request: HttpRequest, visit: Visit, package: UUID) -> HttpResponseBase:
    """The receipt for a package, to be given back to its sender."""
    found = _received(visit).select_related("receiver", "matter").filter(package=package).first()
    if found is None:
        raise Http404
    name = f"receipt-{found.matter.reference}.json"
    return _file(receiving.receipt_for(found), "application/json", name)
