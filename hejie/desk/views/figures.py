"""Dated figures of the district: enter one from its source, and check what somebody else
entered."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hejie.calculators.figures import KINDS, shipped
from hejie.desk.views.settings import RULERS
from hejie.desk.visits import Visit, desk_page, show, show_refusal
from hejie.figures import models
from hejie.figures.models import Figure
from hejie.kernel import permissions
from hejie.kernel.sentences import Complaint
from hejie.ui.sending import go_to


class FigureForm(forms.Form):
    code = forms.ChoiceField(
        label=_("什么数"),
        choices=[(code, f"{kind.label}（{kind.unit}）") for code, kind in KINDS.items()],
    )
    value = forms.DecimalField(label=_("数值"), min_value=0, max_digits=14, decimal_places=4)
    valid_from = forms.DateField(
        label=_("从哪天起有效"), widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_to = forms.DateField(
        label=_("到哪天（不知道的不填）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(label=_("来源：文件名称、文号或者公布的网页"), max_length=200)


@desk_page(*RULERS)
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    district = permissions.sets_values_for(visit.actor)
    if not district:
        return _not_for_them(request, visit)
    known = Figure.objects.filter(district=district).select_related("entered_by", "checked_by")
    values = {
        "waiting": [one for one in known if not one.verdict],
        "checked": [one for one in known if one.verdict],
        "shipped": shipped(),
    }
    return show(request, visit, "desk/pages/figures.html", values)


@require_http_methods(["GET", "POST"])
@desk_page(*RULERS)
def enter(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    district = permissions.sets_values_for(visit.actor)
    if not district or visit.actor.account is None:
        return _not_for_them(request, visit)
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            models.enter(
                **form.cleaned_data,
                district=district,
                entered_by=visit.actor.account,
                now=visit.now,
            )
        except Complaint as complaint:
            form.add_error(None, gettext(complaint.template) % complaint.values)
        else:
            messages.success(request, gettext("已录入。另一个人核对以后才会用到。"))
            return go_to(request, reverse("desk:figures"))
    status = 422 if form.is_bound else 200
    return show(request, visit, "desk/pages/figure.html", {"form": form}, status=status)


@require_POST
@desk_page(*RULERS)
def check(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    district = permissions.sets_values_for(visit.actor)
    if not district or visit.actor.account is None:
        return _not_for_them(request, visit)
    verdict = request.POST.get("verdict", "")
    if verdict not in {models.RIGHT, models.WRONG}:
        raise Http404(verdict)
    try:
        found = models.check(
            number,
            district=district,
            right=verdict == models.RIGHT,
            checked_by=visit.actor.account,
            now=visit.now,
        )
    except Complaint as complaint:
        messages.warning(request, gettext(complaint.template) % complaint.values)
        return go_to(request, reverse("desk:figures"))
    if found is None:
        raise Http404(number)
    messages.success(request, gettext("已记下核对结果。"))
    return go_to(request, reverse("desk:figures"))


def _not_for_them(request: HttpRequest, visit: Visit) -> HttpResponse:
    sentence = gettext("计算用的数据由区中心的负责人或者系统管理员录入、核对。")
    return show_refusal(request, visit, [sentence])
