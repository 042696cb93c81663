"""A matter's meetings, for the page of a room that has some."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from hejie.kernel.matters import Matter
from hejie.kernel.meetings import Meeting, meetings_of

register = template.Library()


@register.simple_tag
def meetings(matter: Matter) -> Iterable[Meeting]:
    """Meetings by video that are still to be held."""
    return list(meetings_of(matter))
