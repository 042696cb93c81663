"""The agreement as it is signed and sealed: the mediators' certificates on the paper that bears the
parties' signatures, then the committee's seal on that very file.

Keys are found in the instance's keyring. A committee without one prints the paper and stamps it
by hand, as before; a mediator without one has signed by account alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from django.conf import settings
from django.utils import timezone

from hejie.kernel.documents import NotNow, find_issued, read_file
from hejie.kernel.jurisdictions import Account
from hejie.papers.archival import faults
from hejie.papers.round_seal import round_seal
from hejie.rooms.mediation.writing.dossier import Dossier
from hejie.seals.authority import is_demonstration
from hejie.seals.keyring import Key, Keyring, Unusable, require_valid
from hejie.seals.signing import CannotSign, LongTerm, Place, Signing, add_field, sign

SEAL = "seal"
"""Name of the field that the committee's seal fills."""


@dataclass(frozen=True)
class Sheet:
    """A paper as it is set in type: its bytes, and where a template marks a place on it."""

    content: bytes
    place: Callable[[str], dict[str, float] | None]


def keyring() -> Keyring:
    return Keyring(Path(settings.SEALS), settings.SEAL_PASSPHRASE)


def countersigned(dossier: Dossier, sheet: Sheet) -> bytes:
    """The paper that mediators sign. With the last of them it gets the field for the seal and
    the signatures of all mediators who have a certificate."""
    signed = dossier.data["countersigned"]
    accounts = [str(nominee["account"]) for nominee in dossier.matter.data.get("nominees", ())]
    if not set(accounts) <= set(signed):
        return sheet.content
    return _guarded(lambda: _signed_by_staff(dossier, sheet, accounts))


def _signed_by_staff(dossier: Dossier, sheet: Sheet, accounts: list[str]) -> bytes:
    ring = keyring()
    found = Account.objects.filter(pk__in=accounts).order_by("pk")
    keys = [key for one in found if (key := ring.of_staff(one.username))]
    if not keys and ring.of_organ(dossier.organ.key) is None:
        return sheet.content
    content = add_field(sheet.content, SEAL, _place(sheet))
    for number, key in enumerate(keys, start=1):
        content = _signed(content, key, f"mediator-{number}", "人民调解员签字", ring)
    return content


def sealed(dossier: Dossier, sheet: Sheet) -> bytes:
    """The committee's seal on the file that the last mediator signed; that file as it is, for a
    committee that stamps by hand."""
    return _guarded(lambda: _sealed(dossier, sheet))


def _sealed(dossier: Dossier, sheet: Sheet) -> bytes:
    base = _base(dossier) or sheet.content
    ring = keyring()
    key = ring.of_organ(dossier.organ.key)
    if key is None:
        return base
    if not _has_field(base):
        base = add_field(base, SEAL, _place(sheet))
    kind = "演示电子印章" if is_demonstration(key.certificate) else "电子印章"
    picture = round_seal(dossier.organ.name, below=kind, day=dossier.day(None))
    content = _signed(base, key, SEAL, "人民调解委员会盖章", ring, picture)
    if found := faults(content):
        raise NotNow(f"盖章后的协议书不符合长期保存的要求：{'；'.join(found)}")
    return content


def _base(dossier: Dossier) -> bytes | None:
    """The file on which the last mediator's signature stands."""
    signed = max(dossier.data.get("countersigned", {}).values(), default=0)
    paper = find_issued(dossier.matter, "agreement", signed)
    return read_file(paper) if paper else None


def _has_field(content: bytes) -> bool:
    with pikepdf.open(BytesIO(content)) as pdf:
        fields = pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", pikepdf.Array())
        return any(str(field.get("/T", "")) == SEAL for field in fields)


def _place(sheet: Sheet) -> Place | None:
    at = sheet.place("seal-place")
    if at is None:
        return None
    return Place(int(at["page"]) - 1, at["left"], at["bottom"], at["side"], at["side"])


def _signed(
    content: bytes, key: Key, field: str, reason: str, ring: Keyring, picture: bytes = b""
) -> bytes:
    require_valid(key, now=timezone.now())
    signing = Signing(
        key=key, field=field, reason=reason, picture=picture, long_term=_long_term(ring)
    )
    return sign(content, signing)


def _long_term(ring: Keyring) -> LongTerm | None:
    server = settings.TIME_STAMP_SERVER
    return LongTerm(server, tuple(ring.roots()), tuple(ring.crls())) if server else None


def _guarded(make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except (Unusable, CannotSign) as fault:
        raise NotNow(f"现在不能签章：{fault}") from fault
