"""Calculators at the desk: beside a matter, whose agreement the sum may go into, or alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hejie.desk.finding import find_visible
from hejie.desk.terms import Draft, drafts, usual_sides
from hejie.desk.visits import Visit, desk_page, is_part, show
from hejie.figures.calculations import (
    Calculation,
    asked,
    computed,
    find_calculator,
    grouped,
    home_region,
    printed,
    worked_example,
)
from hejie.kernel import permissions
from hejie.kernel.matters import Matter


@desk_page()
def calculators(request: HttpRequest, visit: Visit, reference: str = "") -> HttpResponse:
    matter = find_visible(visit, reference) if reference else None
    values = {"matter": matter, "groups": grouped()}
    return show(request, visit, "desk/pages/calculators.html", values)


@require_http_methods(["GET", "POST"])
@desk_page()
def calculator(
    request: HttpRequest, visit: Visit, name: str, reference: str = ""
) -> HttpResponseBase:
    one = find_calculator(name)
    matter = find_visible(visit, reference) if reference else None
    if request.method == "POST":
        calculation = computed(one, request.POST)
    elif "example" in request.GET:
        calculation = computed(one, worked_example(one))
    else:
        calculation = asked(one, region=matter.district if matter else home_region())
    return _show(request, visit, matter, calculation)


@require_POST
@desk_page()
def sheet(request: HttpRequest, visit: Visit, name: str, reference: str = "") -> HttpResponseBase:
    matter = find_visible(visit, reference) if reference else None
    calculation = computed(find_calculator(name), request.POST)
    if calculation.sheet is None:
        return _show(request, visit, matter, calculation)
    content = printed(
        calculation.sheet,
        on=visit.today,
        number=matter.reference if matter else "",
        organ=matter.holder.name if matter else "",
    )
    return HttpResponse(
        content, content_type="application/pdf", headers={"Cache-Control": "private, no-store"}
    )


def _show(
    request: HttpRequest, visit: Visit, matter: Matter | None, calculation: Calculation
) -> HttpResponse:
    name = calculation.calculator.name
    of = "matter_" if matter else ""
    args = [matter.reference, name] if matter else [name]
    values: dict[str, Any] = {
        "matter": matter,
        "calculation": calculation,
        "drafts": _drafts(visit, matter, calculation),
        "here": reverse(f"desk:{of}calculator", args=args),
        "sheet": reverse(f"desk:{of}calculator_sheet", args=args),
        "example": matter is None,
    }
    if is_part(request):
        return show(request, visit, "desk/pages/_calculated.html", values)
    status = 422 if calculation.form.is_bound and calculation.form.errors else 200
    return show(request, visit, "desk/pages/calculator.html", values, status=status)


def _drafts(visit: Visit, matter: Matter | None, calculation: Calculation) -> list[Draft]:
    """Where the sum may become a term now."""
    if matter is None or calculation.sheet is None or calculation.sheet.result.unit != "元":
        return []
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    term = {"sum": f"{calculation.sheet.result.total:.2f}", **usual_sides(situation)}
    return drafts(matter, situation, [term])
