"""The public page on which anybody has a paper checked: no account, and nothing is kept."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hejie.portal.checking import FAULTS, PROFILES, Checked, check_paper, lines_of
from hejie.seals.apart import LARGEST
from hejie.seals.report import Fault
from hejie.ui.patience import CHECKING, sends

AT_ONCE = BoundedSemaphore(2)
"""Checks that one web process makes at the same time: they take a processor each."""
REST_OF_A_FORM = 64 * 1024


class InMemory(MemoryFileUploadHandler):
    """Keeps what is brought in memory alone, and hangs up on more than is looked at."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, *_given: Any, **_named: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > LARGEST:
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)


# A check changes nothing and shows nothing of the one who asks, so no token guards it; and a token
# would be read from the body before we could say how much of it we take.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@sends(CHECKING)
def check(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _show(request)
    said = str(request.META.get("CONTENT_LENGTH", ""))
    if said.isdecimal() and int(said) > LARGEST + REST_OF_A_FORM:
        return _show(request, sentence=str(FAULTS[Fault.TOO_BIG]), status=413)
    memory = InMemory(request)
    request.upload_handlers = [memory]
    try:
        brought = request.FILES.get("paper")
    except MultiPartParserError:
        brought = None
    if memory.received > LARGEST:
        return _show(request, sentence=str(FAULTS[Fault.TOO_BIG]), status=413)
    if not isinstance(brought, UploadedFile):
        return _show(request, sentence=gettext("请先选一个 PDF 文件"), status=422)
    if not AT_ONCE.acquire(blocking=False):
        sentence = gettext("正在核对的人多，请过一分钟再试")
        return _show(request, sentence=sentence, status=503)
    try:
        checked = check_paper(brought.read(), now=timezone.now())
    finally:
        AT_ONCE.release()
    return _show(request, checked=checked, status=422 if checked.report.fault else 200)


def _show(
    request: HttpRequest,
    *,
    checked: Checked | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    if checked is not None and checked.report.fault:
        sentence = str(FAULTS[checked.report.fault])
    signatures = checked.report.signatures if checked else ()
    shown = {
        "checked": checked,
        "sentence": sentence,
        "signatures": [(one, list(lines_of(one)), PROFILES[one.profile]) for one in signatures],
        "demonstration": any(one.demonstration for one in signatures),
    }
    return render(request, "portal/pages/check.html", shown, status=status)
