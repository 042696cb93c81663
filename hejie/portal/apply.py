"""Pages on which a resident without an account opens a matter: three questions and a look back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, KeyReused, Refused, Sent
from hejie.kernel.facts import FactsForm, RowsField, UploadsField, WordsField
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.parties import parties_of
from hejie.portal import unsent
from hejie.portal.entries import (
    PARTS,
    WHERE,
    WHO,
    WORDS,
    Entry,
    entries,
    find_entry,
    form_of,
    part_of_error,
)
from hejie.portal.happenings import OPENER
from hejie.portal.look_back import answers
from hejie.portal.people import PersonRow, person_rows
from hejie.portal.unsent import Unsent
from hejie.triage import Triage, triage
from hejie.triage.doors import DOORS, URGENT
from hejie.ui.form_faces import FieldFace, faces_of
from hejie.ui.patience import SENDING, sends
from hejie.ui.sending import go_to, key_of, new_key

TITLES = {WORDS: _("说出您的事"), WHERE: _("归哪里管"), WHO: _("您是谁，对方是谁")}
CONFIRM = "confirm"


@login_not_required
@never_cache
def begin(request: HttpRequest) -> HttpResponseBase:
    """The first page, or the choice among several ways in."""
    ways = entries()
    entry = find_entry(request.GET.get("procedure", "")) or (ways[0] if len(ways) == 1 else None)
    if entry is None:
        return render(request, "portal/pages/ways.html", {"ways": ways})
    unsent.tidy(now=timezone.now())
    if request.method == "POST":
        key = key_of(request)
        if code := unsent.code_of_sent(request, key):
            return go_to(request, reverse("portal:receipt", args=[code]))
        draft = unsent.find(request, key) or Unsent(key, entry.law.key)
        return _take_page(request, entry, draft, WORDS)
    anew = "new" in request.GET
    begun = None if anew else unsent.latest(request, entry.law.key)
    return _show(request, entry, begun or Unsent(new_key(), entry.law.key), WORDS, anew=anew)


@login_not_required
@never_cache
def page(request: HttpRequest, key: str, part: str) -> HttpResponseBase:
    """One of the three pages of an application that was begun."""
    found = _find(request, key)
    if not isinstance(found, tuple):
        return found
    entry, draft = found
    if missing := _first_missing(draft, before=part):
        return redirect("portal:apply_page", key, missing)
    if request.method == "POST":
        return _take_page(request, entry, draft, part)
    anew = bool(draft.hints) and not draft.data
    return _show(request, entry, draft, part, anew=anew)


@login_not_required
@never_cache
@sends(SENDING)
def confirm(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everything once more, and the button that sends it."""
    found = _find(request, key)
    if not isinstance(found, tuple):
        return found
    entry, draft = found
    if missing := _first_missing(draft, before=CONFIRM):
        return redirect("portal:apply_page", key, missing)
    if request.method == "POST":
        return _send(request, entry, draft)
    return render(
        request,
        "portal/pages/confirm.html",
        {
            "entry": entry,
            "draft": draft,
            "answers": list(answers(entry, draft, now=timezone.now())),
            "seen": _judged(draft),
        },
    )


def _find(request: HttpRequest, key: str) -> tuple[Entry, Unsent] | HttpResponseBase:
    """The application in this browser; else where to go: its receipt, or the beginning."""
    if code := unsent.code_of_sent(request, key):
        return go_to(request, reverse("portal:receipt", args=[code]))
    draft = unsent.find(request, key)
    entry = find_entry(draft.procedure) if draft else None
    if draft is None or entry is None:
        messages.warning(
            request, gettext("页面放得太久了，请从这里重新开始。您写过的字如果还在，会自动填回来。")
        )
        return go_to(request, reverse("portal:apply"))
    return entry, draft


def _first_missing(draft: Unsent, *, before: str) -> str:
    needed = PARTS if before == CONFIRM else PARTS[: PARTS.index(before)]
    return next((part for part in needed if part not in draft.data), "")


def _take_page(request: HttpRequest, entry: Entry, draft: Unsent, part: str) -> HttpResponseBase:
    now = timezone.now()
    draft.drop_photos(request.POST.getlist("drop_photo"))
    form = form_of(entry, part, now=now, data=request.POST, files=request.FILES)
    accepted = form.is_valid()
    draft.take_data(part, request.POST, form.fields)
    for name, field in form.fields.items():
        if isinstance(field, UploadsField) and name in form.cleaned_data:
            kept = [file for _kind, file in form.cleaned_data[name]]
            if len(kept) + len(draft.photos) > field.most:
                form.add_error(name, gettext("最多 %(n)s 个文件") % {"n": field.most})
                accepted = False
            else:
                draft.take_photos(name, kept, day=timezone.localdate(now))
    unsent.keep(request, draft)
    if not accepted:
        return _page(request, entry, draft, part, form, status=422)
    return go_to(request, _after(draft.key, part))


def _after(key: str, part: str) -> str:
    following = PARTS[PARTS.index(part) + 1 :]
    if following:
        return reverse("portal:apply_page", args=[key, following[0]])
    return reverse("portal:apply_confirm", args=[key])


def _show(
    request: HttpRequest, entry: Entry, draft: Unsent, part: str, **more: Any
) -> HttpResponse:
    now = timezone.now()
    if part in draft.data:
        form = form_of(entry, part, now=now, initial=_initial_again(entry, draft, part, now))
    else:
        form = form_of(entry, part, now=now, initial=_suggested(entry, draft, part, now))
    return _page(request, entry, draft, part, form, **more)


def _initial_again(entry: Entry, draft: Unsent, part: str, now: datetime) -> dict[str, Any]:
    """What was sent for this page, to be shown without being judged again."""
    form = form_of(entry, part, now=now, data=draft.sent(part))
    return {bound.name: bound.value() for bound in form}


def _suggested(entry: Entry, draft: Unsent, part: str, now: datetime) -> dict[str, Any]:
    """What a guide knows or triage read from the story, and who usually comes first."""
    form = form_of(entry, part, now=now)
    if part == WORDS:
        stories = [name for name, field in form.fields.items() if isinstance(field, WordsField)]
        return {name: draft.hints.get("story", "") for name in stories[:1]}
    if part == WHERE:
        seen = _judged(draft)
        category = draft.hints.get("category", seen.cause)
        return {"category": category, "urgent": seen.urgent == "yes"}
    return {
        name: [{"role": role, "kind": "person"} for role in _first_roles(field)]
        for name, field in form.fields.items()
        if isinstance(field, RowsField)
    }


def _first_roles(field: RowsField) -> list[str]:
    """The roles that the first rows of parties stand for, in the room's order."""
    role = field.row_form.base_fields.get("role")
    offers: Any = role.choices if isinstance(role, forms.ChoiceField) else ()
    return [value for value, _label in offers if value][: field.widget.blank]


def _judged(draft: Unsent) -> Triage:
    words = draft.data.get(WORDS, {})
    return triage("\n".join(text for values in words.values() for text in values))


def _page(
    request: HttpRequest,
    entry: Entry,
    draft: Unsent,
    part: str,
    form: FactsForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "entry": entry,
        "draft": draft,
        "part": part,
        "title": TITLES[part],
        "number": PARTS.index(part) + 1,
        "form": form,
        "back": _before(draft, part),
        "sent_back": status != 200,
        **more,
    }
    if part == WHERE:
        seen = _judged(draft)
        shown |= {"seen": seen, "door": DOORS[seen.next], "urgent": URGENT}
        shown["kind"] = entry.room.categories.get(seen.cause, "")
        shown["desk"] = entry.room.trades.get(seen.room, "")
    if part == WHO:
        shown["faces"] = faces_of(form)
        shown["people"] = _people(shown["faces"])
    return render(request, f"portal/pages/apply_{part}.html", shown, status=status)


def _people(faces: list[FieldFace]) -> list[PersonRow]:
    rows = [row for face in faces if face.shape == "rows" for row in face.widget["rows"]]
    return person_rows(rows)


def _before(draft: Unsent, part: str) -> str:
    if part == WORDS:
        return reverse("portal:home")
    return reverse("portal:apply_page", args=[draft.key, PARTS[PARTS.index(part) - 1]])


def _send(request: HttpRequest, entry: Entry, draft: Unsent) -> HttpResponseBase:
    now = timezone.now()
    sent = Sent(data=draft.sent(*PARTS), files=draft.files(), key=draft.key)
    try:
        done = actions.open_matter(entry.law.key, actor=VISITOR, sent=sent, now=now, step=entry.key)
    except Invalid as invalid:
        part = part_of_error(entry, invalid.errors, now=now)
        form = form_of(entry, part, now=now, data=draft.sent(part), files=draft.files())
        _tell_errors(form, invalid)
        return _page(request, entry, draft, part, form, status=422)
    except (Refused, KeyReused) as refusal:
        messages.error(request, str(refusal) or gettext("这份申请已经提交过，请重新填写一份。"))
        return go_to(request, reverse("portal:apply"))
    code = parties_of(done.matter).get(key=OPENER).code
    unsent.finish(request, draft, code)
    return go_to(request, reverse("portal:receipt", args=[code]))


def _tell_errors(form: FactsForm, invalid: Invalid) -> None:
    """Show what the door objected to beside what the form itself found."""
    form.is_valid()
    for name, sentences in invalid.errors.items():
        target = name if name in form.fields else None
        for sentence in sentences:
            if sentence not in form.errors.get(name, ()):
                form.add_error(target, sentence)
