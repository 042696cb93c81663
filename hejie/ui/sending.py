"""What goes with every form: the key that makes sending it twice harmless, and the way onward."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect

from hejie.kernel.actions import Sent


class SeeOther(HttpResponseRedirect):
    """Go on with GET, whatever was sent."""

    status_code = 303


def new_key() -> str:
    """A key for one form as it is shown; sent again, it gives the first act's answer."""
    return uuid4().hex


def key_of(request: HttpRequest) -> str:
    """The key that came with a form, to be shown again when the form is not accepted."""
    return request.POST.get("idempotency_key", "")[:80] or new_key()


def sent_from(request: HttpRequest) -> Sent:
    """What came with a posted form, for `actions`. A version that is no number counts as old."""
    version = request.POST.get("version", "")
    return Sent(
        data=request.POST,
        files=request.FILES,
        key=key_of(request),
        version=None if not version else int(version) if version.isdecimal() else -1,
    )


def go_to(request: HttpRequest, address: str) -> HttpResponseBase:
    """Send the browser on after a form was accepted, whether a script or the browser sent it."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return SeeOther(address)
