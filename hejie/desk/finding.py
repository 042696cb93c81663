"""Find one matter among those a person may see."""

from __future__ import annotations

from django.http import Http404

from hejie.desk.visits import Visit
from hejie.kernel import permissions
from hejie.kernel.matters import Matter


def find_visible(visit: Visit, reference: str) -> Matter:
    """The matter of a number; one that is out of sight is not told from one that is none."""
    seen = permissions.visible_to(visit.actor).select_related("place", "holder")
    matter = seen.filter(district=reference[:6], reference=reference).first()
    if matter is None:
        raise Http404
    return matter
