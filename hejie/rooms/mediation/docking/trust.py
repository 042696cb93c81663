"""Whose signature counts for which organ: this instance's own, and those the operator named."""

from __future__ import annotations

from django.conf import settings

from hejie.docking.manifest import Organ as OrganTold
from hejie.docking.refusal import Fault, Refused
from hejie.kernel.merkle import NoteKey
from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.sequencer import public_key


def trusted() -> dict[str, NoteKey]:
    """Keys by the organ that signs with them, where it keeps an instance of its own."""
    named = (entry.partition("=") for entry in settings.TRUSTED_SENDERS)
    return {organ: NoteKey.parse(key) for organ, _equals, key in named}


def all_keys() -> list[NoteKey]:
    return [public_key(), *trusted().values()]


def require_signer(signer: NoteKey, organ: OrganTold) -> None:
    """An organ with an instance of its own signs there; all others are tenants of this one."""
    if signer != trusted().get(organ.key, public_key()):
        raise Refused(
            Fault.UNKNOWN_SENDER,
            _("签名的钥匙不是“%(name)s”的，不能接收"),
            name=organ.name,
        )
