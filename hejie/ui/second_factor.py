"""Where a second factor is required, staff without one are led to set one up, and nowhere else.

Sign-in itself asks for the factor that an account has; this is for accounts that have none.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

Answer = Callable[[HttpRequest], HttpResponseBase]
KNOWN = "second_factor"
"""In the session, once a factor was seen: so that later requests cost no query."""
OPEN = ("/accounts/", "/ui/language/", "/static/", "/api/")


def second_factor(answer: Answer) -> Answer:
    def asked(request: HttpRequest) -> HttpResponseBase:
        if not settings.REQUIRE_SECOND_FACTOR or request.path.startswith(OPEN):
            return answer(request)
        if not request.user.is_authenticated or KNOWN in request.session:
            return answer(request)
        if is_mfa_enabled(request.user):
            request.session[KNOWN] = True
            return answer(request)
        messages.info(request, gettext("请先设一个第二步验证，再开始工作。"))
        return redirect(reverse("mfa_index"))

    return asked
