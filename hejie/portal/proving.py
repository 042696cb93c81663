"""Receipts of the public log: given to a party as file and picture, checked in the browser.

What is checked is never sent here; the page works from a saved file too.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hejie.kernel import witnesses
from hejie.kernel.events import LogEntry, events_of
from hejie.kernel.parties import Party, find_by_code
from hejie.kernel.sequencer import NotInLog, inclusion, public_key
from hejie.portal.happenings import is_own
from hejie.portal.track import no_such_code

PROGRAM = Path(__file__).with_name("offline") / "hejie_check.py"
SCRIPT, STYLE = "ui/receipt.js", "ui/receipt.css"


@login_not_required
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of a party's latest act: to scan, to save, to check."""
    party = find_by_code(code)
    if party is None:
        return no_such_code(request, code)
    told = _receipt(party)
    shown = {
        "party": party,
        "matter": party.matter,
        "told": told,
        "address": _address(told) if told else "",
    }
    return render(request, "portal/pages/log_receipt.html", shown)


@login_not_required
@never_cache
def receipt_file(request: HttpRequest, code: str) -> HttpResponse:
    party = find_by_code(code)
    told = _receipt(party) if party else None
    if party is None or told is None:
        return no_such_code(request, code)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"receipt-{party.matter.reference}-{told['seq']}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _receipt(party: Party) -> dict[str, Any] | None:
    """The proof of the latest act of the party that is in the log; nothing if none is yet."""
    matter = party.matter
    logged = LogEntry.objects.filter(district=matter.district, matter_id=matter.id)
    known = set(logged.values_list("seq", flat=True))
    events = [event for event in events_of(matter) if event.seq in known]
    own = [event.seq for event in events if is_own(event, party)]
    seq = own[-1] if own else events[0].seq if events else 0
    try:
        return inclusion(matter, seq) if seq else None
    except NotInLog:
        return None


def _address(told: Mapping[str, Any]) -> str:
    """The page that checks, with the whole receipt behind the #, which no browser sends."""
    small = {
        "r": told["reference"],
        "s": told["seq"],
        "h": _base64(bytes.fromhex(told["event_hash"])),
        "i": told["log_index"],
        "p": _base64(b"".join(map(bytes.fromhex, told["proof"]))),
        "c": told["checkpoint"],
        "k": told["key"],
    }
    packed = json.dumps(small, ensure_ascii=False, separators=(",", ":")).encode()
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{settings.PUBLIC_ADDRESS}{reverse('portal:check_receipt')}#r={text}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/check_receipt.html", _keys())


@login_not_required
def saved_page(request: HttpRequest) -> HttpResponse:
    """The same page in one file, to be opened without a network: it may run its own script, and
    may ask nobody for anything."""
    script, style = (_source(name) for name in (SCRIPT, STYLE))
    shown = {
        **_keys(),
        "script": script,
        "style": style,
        "script_digest": _digest(script),
        "style_digest": _digest(style),
    }
    page = render_to_string("portal/pages/saved_check.html", shown, request)
    answer = HttpResponse(page, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="hejie-check.html"'
    return answer


@login_not_required
def program(request: HttpRequest) -> HttpResponseBase:
    """The program that checks a receipt with nothing but Python."""
    return FileResponse(
        PROGRAM.open("rb"),
        as_attachment=True,
        filename=PROGRAM.name,
        content_type="text/x-python; charset=utf-8",
    )


def _keys() -> dict[str, Any]:
    known = [str(key) for key in witnesses.known()]
    return {"log_key": str(public_key()), "witness_keys": known, "joined": " ".join(known)}


def _source(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(_("没有 %(name)s") % {"name": name})
    return Path(found).read_text()


def _digest(text: str) -> str:
    return f"sha256-{_base64(hashlib.sha256(text.encode()).digest())}"
