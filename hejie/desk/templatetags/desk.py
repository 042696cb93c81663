"""What the desk's pages show beside what they are given: the menu."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext

from hejie.desk.menu import Item, items_for

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_items(context: RequestContext) -> list[Item]:
    """The menu of the one who visits, with how much waits and where one is."""
    return list(items_for(context["visit"], here=context["request"].path))
