"""Take a package in, once: a referral opens a matter, a return ends one; give a receipt for it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from hejie.docking import receipts
from hejie.docking.manifest import Kind, Manifest, Organ
from hejie.docking.packing import Package, unpack
from hejie.docking.refusal import Fault, Refused
from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Sent
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter, find_matter
from hejie.kernel.permissions import Refused as NotPermitted
from hejie.kernel.permissions import referred_by
from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.sequencer import public_key, signing_key
from hejie.rooms.mediation.docking.forms import require_ours
from hejie.rooms.mediation.docking.models import ReceivedPackage
from hejie.rooms.mediation.docking.sending import package_id
from hejie.rooms.mediation.docking.trust import all_keys, require_signer

STEPS = {Kind.REFERRAL: "take_referral", Kind.RETURN: "take_return"}
REFERRING = {"refer", "reassign"}


@dataclass(frozen=True)
class Received:
    """A package and its matter. `fresh` is false when it had come before, or is our own."""

    package: Package
    matter: Matter
    fresh: bool


def check(content: bytes) -> Package:
    """A package that could be taken in, as far as it says itself; raises `Refused`."""
    package = unpack(content, all_keys())
    require_signer(package.signer, package.manifest.sender)
    return package


def receive(content: bytes, *, actor: Actor, now: datetime) -> Received:
    """Take a package in, or find the matter that it made before. Raises `docking.Refused`
    where the package is at fault, and what the door raises where the step is."""
    package = check(content)
    if package.manifest.addressee.key not in {post.organ for post in actor.posts}:
        name = package.manifest.addressee.name
        raise Refused(Fault.FOREIGN, _("这份材料包是给“%(name)s”的，不是给您的单位的"), name=name)
    if known := _known(package):
        return Received(package, known, fresh=False)
    require_ours(package.manifest)
    try:
        matter = _take_in(package, content, actor, now)
    except NotPermitted:
        if known := _known(package):  # somebody else took it in meanwhile
            return Received(package, known, fresh=False)
        raise
    return Received(package, matter, fresh=True)


def _known(package: Package) -> Matter | None:
    """The matter of a package that came before, or that was written here."""
    row = find_received(package)
    if row is None:
        return _own(package)
    if row.digest != package.digest:
        raise Refused(Fault.REUSED, _("同一个编号的材料包已经收过，内容不一样：请核对"))
    return row.matter


def find_received(package: Package) -> ReceivedPackage | None:
    manifest = package.manifest
    rows = ReceivedPackage.objects.filter(district=manifest.district, package=manifest.id)
    return rows.select_related("matter", "receiver").first()


def _own(package: Package) -> Matter | None:
    """Court and committee may both be tenants here: then the matter is there already."""
    if package.signer != public_key():
        return None
    matter = find_matter(package.manifest.case.reference)
    return matter if matter and _issued(matter, package.digest) else None


def _issued(matter: Matter, digest: str) -> bool:
    papers = matter.data.get("issued", {}).values()
    return any(digest in of_kind.values() for of_kind in papers)


def _take_in(package: Package, content: bytes, actor: Actor, now: datetime) -> Matter:
    step = STEPS[package.manifest.kind]
    sent = Sent(data={"package_file": _as_file(content)}, strict=True)
    try:
        if package.manifest.kind is Kind.REFERRAL:
            done = actions.open_matter("mediation", actor=actor, sent=sent, now=now, step=step)
        else:
            matter = _answered(package.manifest, actor)
            done = actions.take(matter, step, actor=actor, sent=sent, now=now)
    except Invalid as invalid:
        sentences = "；".join(text for texts in invalid.errors.values() for text in texts)
        raise Refused(Fault.MALFORMED, "%(sentences)s", sentences=sentences) from invalid
    return done.matter


def _as_file(content: bytes) -> dict[str, str]:
    return {"name": "package.zip", "content": base64.b64encode(content).decode()}


def _answered(manifest: Manifest, actor: Actor) -> Matter:
    """The case of ours that a return answers: by its number, and by the referral's id."""
    candidates = referred_by(actor).filter(
        district=manifest.district, data__case_number=manifest.case.number
    )
    for matter in candidates:
        referrals = events_of(matter).filter(step__in=REFERRING)
        if any(_id_of(matter, one) == manifest.in_reply_to for one in referrals):
            return matter
    raise Refused(Fault.FOREIGN, _("没有找到这份材料包所答复的案件"))


def _id_of(matter: Matter, event: Event) -> object:
    return package_id(matter, "referral_package", event.seq)


def receipt_for(row: ReceivedPackage) -> bytes:
    """The receipt for a package that was taken in; the same row gives the same receipt."""
    receipt = receipts.Receipt(
        package=row.package,
        digest=row.digest,
        received_at=timezone.localtime(row.at),
        receiver=Organ(key=row.receiver_id, name=row.receiver.name),
        reference=row.matter.reference,
    )
    key = signing_key(settings.LOG_KEY)
    return receipts.write_receipt(receipt, name=settings.LOG_ORIGIN, key=key)
