"""Pages that only tell: home, promise and privacy, help numbers, the map's outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from hejie.kernel.jurisdictions import Boundary, locate
from hejie.portal.entries import entries
from hejie.triage.doors import URGENT


@dataclass(frozen=True)
class Number:
    digits: str
    name: Any
    use: Any


NUMBERS = (
    Number("110", _("报警"), _("打人、威胁、家暴、诈骗，有人正在受到伤害")),
    Number("119", _("火警"), _("着火，有人被困")),
    Number("120", _("急救"), _("有人受伤、发病")),
    Number("12348", _("公共法律服务"), _("问律师、申请法律援助，免费")),
    Number("12345", _("政务服务便民热线"), _("不知道该找哪个部门")),
    Number("12333", _("人力资源和社会保障"), _("工资、工伤、社保")),
    Number("12315", _("消费者投诉"), _("买东西、吃饭、住店吃了亏")),
    Number("12338", _("妇女维权"), _("妇女儿童受到伤害")),
    Number("12355", _("青少年服务"), _("孩子遇到难处")),
    Number("12356", _("心理援助"), _("心里过不去，想找人说说")),
)


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/home.html", {"ways": entries()})


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/privacy.html")


@login_not_required
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/numbers.html", {"numbers": NUMBERS, "urgent": URGENT})


@login_not_required
@cache_control(public=True, max_age=86_400)
def outlines(request: HttpRequest) -> JsonResponse:
    """The outlines of all divisions that have one, as GeoJSON, for the map."""
    features = [
        {
            "type": "Feature",
            "id": one.division_id,
            "properties": {"name": one.division.name},
            "geometry": one.geometry,
        }
        for one in Boundary.objects.select_related("division")
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@login_not_required
def place_at(request: HttpRequest) -> JsonResponse:
    """The division that a point of the map lies in: its code and name, or nothing."""
    try:
        longitude, latitude = (float(request.GET[name]) for name in ("lon", "lat"))
    except (KeyError, ValueError):
        return JsonResponse({"code": "", "name": ""}, status=400)
    place = locate(longitude, latitude)
    return JsonResponse({"code": place.code if place else "", "name": place.name if place else ""})
