"""What a district sets itself: local values with their history, and the year's days off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hejie.desk.setting_forms import LocalValueForm, NoticeForm
from hejie.desk.views import keeping
from hejie.desk.visits import Visit, desk_page, show, show_refusal
from hejie.kernel import actions, calendars, permissions, retention
from hejie.kernel.actions import Invalid
from hejie.kernel.calendars import CalendarNotice, LocalValue
from hejie.kernel.deadlines import DeadlineRule, Mark
from hejie.law.catalogue import VERSIONS, find_rule
from hejie.ui.sending import go_to

RULERS = ("director", "admin")


@dataclass(frozen=True)
class Setting:
    """A local rule, what it is on a day, and every value it was given."""

    rule: DeadlineRule
    now: DeadlineRule
    history: tuple[LocalValue, ...]


@desk_page(*RULERS)
def settings(request: HttpRequest, visit: Visit) -> HttpResponse:
    district = permissions.sets_values_for(visit.actor)
    if not district:
        return _not_for_them(request, visit)
    values = {
        "settings": _settings(district, visit),
        "notices": CalendarNotice.objects.select_related("entered_by")[:20],
        "calendar": calendars.current_calendar(),
        "years": [visit.today.year, visit.today.year + 1],
    }
    return show(request, visit, "desk/pages/settings.html", values)


def _settings(district: str, visit: Visit) -> list[Setting]:
    history: dict[str, list[LocalValue]] = defaultdict(list)
    rows = LocalValue.objects.filter(district=district).select_related("entered_by")
    for row in rows.order_by("-valid_from"):
        history[row.code].append(row)
    return [
        Setting(
            rule,
            calendars.as_set_locally(rule, district=district, on=visit.today),
            tuple(history[rule.code]),
        )
        for rule in (versions[-1] for versions in VERSIONS.values())
        if rule.mark is Mark.LOCAL and rule.qty is not None
    ]


@require_http_methods(["GET", "POST"])
@desk_page(*RULERS)
def value(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    if code not in VERSIONS and code not in retention.BY_CODE:
        raise Http404
    if not permissions.sets_values_for(visit.actor):
        return _not_for_them(request, visit)
    rule = retention.BY_CODE.get(code) or find_rule(code)
    form = LocalValueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_local_value(
                rule,
                actor=visit.actor,
                quantity=form.cleaned_data["quantity"],
                valid_from=form.cleaned_data["valid_from"],
                owner=form.cleaned_data["owner"],
                now=visit.now,
            )
        except Invalid as invalid:
            _add(form, invalid)
        else:
            messages.success(request, gettext("“%(label)s”已设定。") % {"label": rule.label})
            kept = code in retention.BY_CODE and visit.actor.has(*keeping.DECIDING)
            return go_to(request, reverse("desk:keeping" if kept else "desk:settings"))
    status = 422 if form.is_bound else 200
    values = {"rule": rule, "form": form}
    return show(request, visit, "desk/pages/setting.html", values, status=status)


@require_http_methods(["GET", "POST"])
@desk_page(*RULERS)
def notice(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    if not permissions.sets_values_for(visit.actor):
        return _not_for_them(request, visit)
    form = NoticeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.enter_notice(
                form.cleaned_data["year"],
                form.cleaned_data["kinds"],
                actor=visit.actor,
                source=form.cleaned_data["source"],
                now=visit.now,
            )
        except Invalid as invalid:
            _add(form, invalid)
        else:
            sentence = gettext("%(year)s 年的放假安排已录入，正在进行的期限会在后台重新计算。")
            messages.success(request, sentence % {"year": kept.year})
            return go_to(request, reverse("desk:settings"))
    if not form.is_bound:
        form.initial["year"] = visit.today.year + 1
    status = 422 if form.is_bound else 200
    return show(request, visit, "desk/pages/notice.html", {"form": form}, status=status)


def _add(form: forms.Form, invalid: Invalid) -> None:
    for name, sentences in invalid.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _not_for_them(request: HttpRequest, visit: Visit) -> HttpResponse:
    sentence = gettext("本地设定和放假安排由区中心的负责人或者系统管理员录入。")
    return show_refusal(request, visit, [sentence])
