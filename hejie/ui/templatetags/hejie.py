"""Components that need more than an include: clocks, forms, parties, icons, masks, QR codes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import segno
from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hejie.kernel import identifiers
from hejie.kernel.clocks import Clock
from hejie.kernel.parties import Party
from hejie.ui.clock_face import face_of
from hejie.ui.form_faces import face_of_field, faces_of, hidden_of, wrongs
from hejie.ui.sending import new_key

register = template.Library()

for mask in ("mask_account", "mask_address", "mask_id", "mask_name", "mask_phone"):
    register.filter(mask, getattr(identifiers, mask))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration and is not read aloud."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else "aria-hidden=true"
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"/></svg>', spoken, static("vendor/icons.svg"), name
    )


@register.inclusion_tag("ui/components/clock.html")
def clock(clock: Clock, now: datetime, *, brief: bool = False) -> dict[str, Any]:
    """The chip of a clock; `brief` leaves out the explanation, for rows of a list."""
    return {"face": face_of(clock, now=now), "brief": brief}


@register.inclusion_tag("ui/components/errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field. Goes above the form."""
    return {"wrongs": wrongs(form) if form.is_bound else []}


@register.inclusion_tag("ui/components/fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form in their order."""
    return {"hidden": hidden_of(form), "faces": faces_of(form)}


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field with its label, help and error."""
    return {"face": face_of_field(bound)}


@register.inclusion_tag("ui/components/sending.html", takes_context=True)
def sending(context: RequestContext, key: str = "", version: int | None = None) -> dict[str, Any]:
    """The hidden parts of every form: token, idempotency key, and the version it was read at."""
    token = context.get("csrf_token")
    return {"csrf_token": token, "key": key or new_key(), "version": version}


@register.inclusion_tag("ui/components/party.html")
def party_card(
    party: Party, role: str, *, whole: bool = False, named: bool = False
) -> dict[str, Any]:
    """A party of a matter, masked unless the reader may see the whole, or `named` but masked."""
    return {"party": party, "role": role, "whole": whole, "named": whole or named}


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code as a picture inside the page."""
    picture = segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=3)
    alt = label or gettext("二维码")
    return format_html('<img class="qr" src="{}" alt="{}" width="180" height="180">', picture, alt)


@register.filter
def day(moment: date | datetime) -> str:
    """A day with its weekday, and the time where there is one: 2026年12月22日（周二）14:00."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
        return f"{_day_words(moment)} {moment:%H:%M}"
    return _day_words(moment)


def _day_words(moment: date) -> str:
    weekdays = (
        gettext("周一"),
        gettext("周二"),
        gettext("周三"),
        gettext("周四"),
        gettext("周五"),
        gettext("周六"),
        gettext("周日"),
    )
    return gettext("%(day)s（%(weekday)s）") % {
        "day": date_format(moment, "DATE_FORMAT"),
        "weekday": weekdays[moment.weekday()],
    }
