"""Pages that only patrol has: the grid map, the duty list; the field app stands in `field`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hejie.desk.visits import Visit, desk_page, show, show_refusal
from hejie.kernel import permissions
from hejie.kernel.jurisdictions import Account, Division, Organ
from hejie.rooms.patrol.classes import LABELS
from hejie.rooms.patrol.counting import by_cell
from hejie.rooms.patrol.duties import end_duty, in_force, set_duty
from hejie.rooms.patrol.forms import UNIT_KINDS
from hejie.rooms.patrol.models import EventPlace, GridCell
from hejie.rooms.patrol.procedure import procedure
from hejie.ui.sending import go_to

FIELD = ("grid_worker", "volunteer")
MAP_READERS = ("clerk", "handler", "director", "supervisor", "leader", "grid_worker")
DUTY_READERS = ("clerk", "director", "supervisor", "leader", "handler")
DAYS = 30
MOST_POINTS = 500


def _districts(visit: Visit, roles: tuple[str, ...]) -> set[str]:
    return {post.district for post in visit.actor.posts_with(roles)}


@desk_page(*MAP_READERS)
def grid_map(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Cells by how many events were reported in thirty days, and the open events in sight."""
    asked = request.GET.get("category", "")
    category = asked if asked in LABELS else ""
    districts = _districts(visit, MAP_READERS)
    counts = by_cell(districts, visit.today - timedelta(days=DAYS), category)
    cells = GridCell.objects.filter(code__in=counts).select_related("division__parent")
    rows = sorted(((counts[one.code], one) for one in cells), key=lambda r: (-r[0], r[1].code))
    values = {
        "days": DAYS,
        "classes": LABELS.items(),
        "category": category,
        "rows": rows,
        "elsewhere": counts.get("", 0),
        "counts": {one.code: count for count, one in rows},
        "points": _points(visit, category),
    }
    return show(request, visit, "rooms/patrol/pages/map.html", values)


def _points(visit: Visit, category: str) -> list[dict[str, Any]]:
    """Open events with a point, the newest first. One query."""
    here = EventPlace.objects.filter(permissions.in_sight(visit.actor), lon__isnull=False)
    if category:
        here = here.filter(category=category)
    running = here.exclude(matter__state__in=procedure.final).order_by("-at")[:MOST_POINTS]
    return [
        {
            "lon": one.lon,
            "lat": one.lat,
            "label": f"{one.reference} {LABELS[one.category]}",
            "href": reverse("desk:matter", args=[one.reference]),
        }
        for one in running
    ]


@desk_page(*MAP_READERS)
def cells(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The districts' cells as GeoJSON."""
    districts = _districts(visit, MAP_READERS)
    found = GridCell.objects.filter(division__code__regex=f"^({'|'.join(sorted(districts))})")
    features = [
        {
            "type": "Feature",
            "id": one.code,
            "geometry": one.geometry,
            "properties": {"name": one.name, "demonstration": one.demonstration},
        }
        for one in found.order_by("code")
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


class DutyForm(forms.Form):
    """One line of the list."""

    category = forms.ChoiceField(
        label=_("哪类事件"), choices=[(key, _(label)) for key, label in LABELS.items()]
    )
    area = forms.ModelChoiceField(Division.objects.none(), label=_("在哪里"))
    lead = forms.ModelChoiceField(Organ.objects.none(), label=_("牵头单位"))
    helpers = forms.ModelMultipleChoiceField(
        Organ.objects.none(),
        label=_("协同单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, district: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Division.objects.filter(code__startswith=district).exclude(level="village")
        units = Organ.objects.filter(
            kind__in=UNIT_KINDS, holds__contains=["event"], area__code__startswith=district
        )
        self.fields["area"].queryset = areas.order_by("code")  # type: ignore[attr-defined]
        if "end" in self.data:
            self.fields["lead"].required = False
        for name in ("lead", "helpers"):
            self.fields[name].queryset = units.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("lead") in cleaned.get("helpers", ()):
            self.add_error("helpers", _("牵头单位不用再选成协同单位"))
        return cleaned


@require_http_methods(["GET", "POST"])
@desk_page(*DUTY_READERS)
def duties(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The list; whoever sets the district's values may let a line begin or end."""
    district = permissions.sets_values_for(visit.actor)
    form = DutyForm(district, request.POST or None) if district else None
    if request.method == "POST":
        if form is None:
            return show_refusal(request, visit, [str(_("职责清单由区综治中心负责人确定。"))])
        if form.is_valid():
            _set(form.cleaned_data, visit, ends="end" in request.POST)
            return go_to(request, reverse("patrol:duties"))
    listed = [line for one in sorted(_districts(visit, DUTY_READERS)) for line in in_force(one)]
    names = dict(Organ.objects.filter(kind__in=UNIT_KINDS).values_list("key", "name"))
    rows = [
        (line, LABELS[line.category], [names.get(key, key) for key in line.helpers])
        for line in listed
    ]
    values = {"rows": rows, "form": form}
    status = 422 if form is not None and form.errors else 200
    return show(request, visit, "rooms/patrol/pages/duties.html", values, status=status)


def _set(line: dict[str, Any], visit: Visit, *, ends: bool) -> None:
    area, category = line["area"], line["category"]
    if ends:
        end_duty(area, category, on=visit.today)
        return
    by = Account.objects.filter(pk=visit.actor.account or 0).first()
    helpers = [organ.key for organ in line["helpers"]]
    set_duty(area, category, line["lead"].key, helpers, by=by, on=visit.today)
