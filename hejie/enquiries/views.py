"""Pages of enquiries: those that wait, one with its reasons, and the way into a matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hejie.desk import intake_forms
from hejie.desk.paging import page_of
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show
from hejie.enquiries import handling
from hejie.enquiries.intake import PROCEDURE, TextForm, opening_data, take_in
from hejie.enquiries.models import Enquiry, Handling
from hejie.enquiries.opening import find_opening
from hejie.kernel import registry
from hejie.kernel.actions import Invalid, KeyReused, Refused
from hejie.kernel.facts import FactsForm
from hejie.kernel.jurisdictions import Account
from hejie.triage.doors import DOORS, guidance
from hejie.triage.rooms import ROOMS
from hejie.ui.sending import go_to, key_of, new_key, sent_from

WAITING = "waiting"
TABS = (
    (WAITING, _("等着办")),
    (Enquiry.ASKED, _("要补充")),
    (Enquiry.GUIDED, _("已指引")),
    (Enquiry.REGISTERED, _("已登记")),
)
OUTCOMES = {
    Enquiry.REGISTERED: _("已登记为事项"),
    Enquiry.ASKED: _("要补充资料"),
    Enquiry.GUIDED: _("已指引"),
}
DONE = {
    Handling.CORRECTED: _("更正了判断"),
    Handling.CLOSED: _("办结"),
    Handling.COMPLETED: _("登记为事项"),
}
EXCERPT = 80
OLDEST_URGENT = ("-urgent", "at", "id")
NEWEST = ("-at", "-id")


class CorrectionForm(forms.Form):
    """What triage judged, to be set right."""

    next = forms.ChoiceField(
        label=_("去哪个门"), choices=[(key, door.label) for key, door in DOORS.items()]
    )
    room = forms.ChoiceField(
        label=_("归哪个调解室"), choices=[(key, room.label) for key, room in ROOMS.items()]
    )
    cause = forms.ChoiceField(label=_("纠纷类型"))
    urgent = forms.ChoiceField(label=_("紧急"), choices=[("yes", _("是")), ("no", _("否"))])
    reason = forms.CharField(label=_("理由"), max_length=500, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["cause"].choices = list(_causes().items())  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("怎么处理的"),
        max_length=500,
        help_text=_("例如：已电话答复，本人去仲裁委；本人不要求调解。"),
    )


def _causes() -> Mapping[str, str]:
    return registry.room_of(PROCEDURE).categories


@dataclass(frozen=True)
class Line:
    """An enquiry in a list."""

    enquiry: Enquiry
    outcome: object
    door: str
    excerpt: str


@desk_page(*DESK_ROLES)
def enquiries(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _list(request, visit, TextForm())


def _list(
    request: HttpRequest, visit: Visit, form: FactsForm, *, status: int = 200
) -> HttpResponse:
    shown = request.GET.get("show", WAITING)
    shown = shown if shown in dict(TABS) else WAITING
    chosen = Q(waiting=True) if shown == WAITING else Q(outcome=shown)
    page = page_of(
        handling.visible_enquiries(visit.actor).filter(chosen),
        OLDEST_URGENT if shown == WAITING else NEWEST,
        cursor=request.GET.get("cursor", ""),
    )
    values = {
        "form": form,
        "key": key_of(request),
        "tabs": TABS,
        "shown": shown,
        "page": page,
        "lines": [
            Line(one, OUTCOMES[one.outcome], DOORS[one.door].label, one.text[:EXCERPT])
            for one in page.rows
        ],
    }
    return show(request, visit, "enquiries/pages/enquiries.html", values, status=status)


@require_POST
@desk_page(*DESK_ROLES)
def take(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Take in what somebody wrote; the next page says where it goes."""
    form = TextForm(data=request.POST)
    if not form.is_valid():
        return _list(request, visit, form, status=422)
    enquiry = take_in(
        form.cleaned_data["text"], actor=visit.actor, now=visit.now, key=key_of(request)
    )
    return go_to(request, reverse("enquiries:enquiry", args=[enquiry.number]))


@desk_page(*DESK_ROLES)
def enquiry(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    return _page(request, visit, _find(visit, number))


def _page(
    request: HttpRequest,
    visit: Visit,
    found: Enquiry,
    *,
    correction: CorrectionForm | None = None,
    closing: CloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = {**found.judged, **found.corrected}
    values = {
        "enquiry": found,
        "outcome": OUTCOMES[found.outcome],
        "door": DOORS[found.door],
        "guidance": guidance(found.door, urgent=found.urgent),
        "room": ROOMS[seen["room"]].label,
        "cause": _causes().get(seen["cause"], ""),
        "reasons": [reason["sentence"] for reason in found.judged["why"]],
        "proposed": _proposed(found),
        "by": _name(found.by),
        "handlings": [(one, DONE[one.what], list(_told(one))) for one in _handlings(found)],
        "correction": correction or CorrectionForm(initial=seen),
        "correcting": correction is not None,
        "closing": closing or CloseForm(),
        "can_register": find_opening(PROCEDURE, visit.actor) is not None,
    }
    return show(request, visit, "enquiries/pages/enquiry.html", values, status=status)


def _proposed(found: Enquiry) -> dict[str, object]:
    """What triage had proposed, in words, where a clerk corrected it; the door decides whether
    it can be mediated."""
    words = _words()
    was = {name: found.judged[name] for name in found.corrected}
    told = {name: words[name][1].get(code, code) for name, code in was.items() if name in words}
    if "next" in was and (was["next"] == PROCEDURE) != (found.door == PROCEDURE):
        told["mediable"] = _("能") if was["next"] == PROCEDURE else _("不能")
    return told


def _handlings(found: Enquiry) -> list[Handling]:
    rows = Handling.objects.filter(district=found.district, enquiry_id=found.id)
    return list(rows.select_related("by"))


def _name(by: str) -> str:
    number = by.removeprefix("account:")
    known = Account.objects.filter(pk=number).first() if number.isdecimal() else None
    return known.name if known else ""


def _words() -> dict[str, tuple[object, Mapping[str, Any]]]:
    """What each part of a judgement is called, and its answers."""
    return {
        "next": (_("去哪个门"), {key: door.label for key, door in DOORS.items()}),
        "room": (_("归哪个调解室"), {key: room.label for key, room in ROOMS.items()}),
        "urgent": (_("紧急"), {"yes": _("是"), "no": _("否")}),
        "cause": (_("纠纷类型"), _causes()),
    }


def _told(one: Handling) -> Iterator[str]:
    """What was changed, in words."""
    for name, (label, names) in _words().items():
        if name in one.told:
            old, new = one.told[name]
            yield f"{label}：{names.get(old, old)} → {names.get(new, new)}"


@require_POST
@desk_page(*DESK_ROLES)
def correct(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    found, form = _find(visit, number), CorrectionForm(request.POST)
    if form.is_valid():
        changes = {name: form.cleaned_data[name] for name in handling.CORRECTABLE}
        try:
            handling.correct(
                found,
                actor=visit.actor,
                changes=changes,
                reason=form.cleaned_data["reason"],
                now=visit.now,
            )
        except Invalid as invalid:
            _add(form, invalid)
        except Refused as refused:
            return _not_now(request, found, refused)
        else:
            messages.success(request, gettext("已更正，原来的判断也留着。"))
            return _back(request, found)
    return _page(request, visit, found, correction=form, status=422)


@require_POST
@desk_page(*DESK_ROLES)
def close(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    found, form = _find(visit, number), CloseForm(request.POST)
    if form.is_valid():
        try:
            handling.close(
                found, actor=visit.actor, reason=form.cleaned_data["reason"], now=visit.now
            )
        except Invalid as invalid:
            _add(form, invalid)
        except Refused as refused:
            return _not_now(request, found, refused)
        else:
            messages.success(request, gettext("已办结。"))
            return _back(request, found)
    return _page(request, visit, found, closing=form, status=422)


@require_http_methods(["GET", "POST"])
@desk_page(*DESK_ROLES)
def complete(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The opening form with everything that is known already in it."""
    found = _find(visit, number)
    if found.reference:
        return go_to(request, reverse("desk:matter", args=[found.reference]))
    opening = find_opening(PROCEDURE, visit.actor)
    if opening is None:
        raise Http404
    if request.method != "POST":
        seen = {**found.judged, **found.corrected}
        known = opening_data(found.text, found.given, judged=seen, actor=visit.actor, now=visit.now)
        at_desk = intake_forms.Opening(opening.law, opening.key)
        form = intake_forms.blank_form(at_desk, visit, known)
        return _opening_page(request, visit, found, form, key=new_key())
    sent = sent_from(request)
    try:
        done = handling.complete(found, actor=visit.actor, sent=sent, now=visit.now)
    except Invalid as invalid:
        form = invalid.form or _with_errors(
            opening.form(visit.actor, now=visit.now, data=request.POST, files=request.FILES),
            invalid,
        )
        return _opening_page(request, visit, found, form, key=sent.key, status=422)
    except (Refused, KeyReused) as refused:
        messages.error(request, str(refused) or gettext("这张表已经用别的内容登记过一次。"))
        return _back(request, found)
    return go_to(request, reverse("desk:registered", args=[done.matter.reference]))


def _opening_page(
    request: HttpRequest,
    visit: Visit,
    found: Enquiry,
    form: FactsForm,
    *,
    key: str,
    status: int = 200,
) -> HttpResponse:
    values = {
        "enquiry": found,
        "form": form,
        "faces": intake_forms.faces_for(form),
        "places": intake_forms.places_for(visit),
        "key": key,
    }
    return show(request, visit, "enquiries/pages/complete.html", values, status=status)


def _with_errors(form: FactsForm, invalid: Invalid) -> FactsForm:
    form.is_valid()
    _add(form, invalid)
    return form


def _add(form: forms.Form, invalid: Invalid) -> None:
    for name, sentences in invalid.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _find(visit: Visit, number: str) -> Enquiry:
    seen = handling.visible_enquiries(visit.actor)
    found = seen.filter(district=number[:6], number=number).first()
    if found is None:
        raise Http404
    return found


def _not_now(request: HttpRequest, found: Enquiry, refused: Refused) -> HttpResponseBase:
    messages.error(request, str(refused))
    return _back(request, found)


def _back(request: HttpRequest, found: Enquiry) -> HttpResponseBase:
    return go_to(request, reverse("enquiries:enquiry", args=[found.number]))
