"""Who may sign in: staff whose accounts an administrator made. Nobody signs up by themselves,
not by the unified sign-in either; wrong passwords slow, and never shut anybody out."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hejie.kernel import keys
from hejie.kernel.patience import Rate, give_back, spend
from hejie.ui.patience import address_of, in_words

PER_ACCOUNT = Rate("sign-in", free=5, seconds=60)
"""For one account from one address: so nobody elsewhere slows its holder."""
PER_ADDRESS = Rate("sign-in-address", free=60, seconds=2)
"""For one address, whichever accounts it tries."""


class StaffAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse:
        """However somebody signed in, the session ends as soon."""
        request.session.set_expiry(settings.ACCOUNT_SESSION_COOKIE_AGE)
        answer: HttpResponse = super().post_login(request, user, **given)
        return answer

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before it is made, so that many at once are counted too."""
        now, address = timezone.now(), address_of(request)
        name = str(credentials.get("username", "")).casefold()
        self._tried = ((PER_ADDRESS, address), (PER_ACCOUNT, f"{name} {address}"))
        for number, (rate, key) in enumerate(self._tried):
            if wait := spend(rate, key, now=now):
                for earlier in self._tried[:number]:
                    give_back(*earlier)
                sentence = _("试错的次数多了，请过 %(wait)s再试。别的地方登录不受影响。")
                raise ValidationError(sentence % {"wait": in_words(wait)})

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right: the try does not count."""
        for rate, key in getattr(self, "_tried", ()):
            give_back(rate, key)


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept as what is about people is."""

    def get_totp_issuer(self) -> str:
        return str(_("和解"))

    def encrypt(self, text: str) -> str:
        return b64encode(keys.ring(keys.RECORDS).encrypt(text.encode(), "mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.ring(keys.RECORDS).decrypt(b64decode(encrypted_text), "mfa").decode()


class UnifiedSignIn(DefaultSocialAccountAdapter):
    """An identity of a province's unified sign-in opens the account to which its holder, once
    signed in, has linked it; no account is ever made from one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
