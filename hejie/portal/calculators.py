"""Calculators for everybody: no account, no matter, nothing kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

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


@login_not_required
def calculators(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/calculators.html", {"groups": grouped()})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def calculator(request: HttpRequest, name: str) -> HttpResponse:
    """One calculator: asked, or computed from what was sent; by script only what it gives."""
    one = find_calculator(name)
    if request.method == "POST":
        calculation = computed(one, request.POST)
    elif "example" in request.GET:
        calculation = computed(one, worked_example(one))
    else:
        calculation = asked(one, region=home_region())
    if getattr(request, "htmx", False):
        return render(request, "figures/pages/_calculation.html", {"calculation": calculation})
    return _page(request, calculation)


@login_not_required
@never_cache
@require_POST
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The calculation on one page, to print."""
    calculation = computed(find_calculator(name), request.POST)
    if calculation.sheet is None:
        return _page(request, calculation)
    content = printed(calculation.sheet, on=timezone.localdate())
    return HttpResponse(content, content_type="application/pdf")


def _page(request: HttpRequest, calculation: Calculation) -> HttpResponse:
    name = calculation.calculator.name
    values = {
        "calculation": calculation,
        "here": reverse("portal:calculator", args=[name]),
        "sheet": reverse("portal:calculator_sheet", args=[name]),
        "example": True,
    }
    status = 422 if calculation.form.is_bound and calculation.form.errors else 200
    return render(request, "portal/pages/calculator.html", values, status=status)
