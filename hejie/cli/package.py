"""Take packages of court and committee in and out, check them and their receipts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from hejie.cli.actors import actor_named
from hejie.cli.answers import BadInput, answer
from hejie.docking.packing import LARGEST_PACKAGE, Package
from hejie.docking.receipts import read_receipt
from hejie.docking.refusal import Refused
from hejie.kernel.permissions import Refused as NotPermitted
from hejie.kernel.sequencer import public_key
from hejie.rooms.mediation.docking import desk, receiving
from hejie.rooms.mediation.docking.sending import LABELS, file_name
from hejie.rooms.mediation.docking.trust import all_keys, require_signer

KINDS = [kind.removesuffix("_package") for kind in LABELS]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Packages (材料包) between a court and a mediation committee."""


@command.command()
@click.argument("reference")
@click.option("--as", "username", required=True, metavar="USER", help="Who takes it out.")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which way it goes.")
@click.option("--to", type=click.Path(path_type=Path), help="Where to; here without it.")
def export(reference: str, username: str, kind: str, to: Path | None) -> None:
    """Write a package of the matter REFERENCE to a file."""
    now = timezone.now()
    actor = actor_named(username, now=now)
    try:
        content = desk.export(reference, f"{kind}_package", actor=actor, now=now)
    except desk.NoPackage as fault:
        raise BadInput(str(fault)) from None
    path = to or Path(file_name(f"{kind}_package", reference))
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise BadInput(f"“{path}”写不进去：{fault.strerror}") from None
    answer({"file": str(path), "bytes": len(content), **_told(receiving.check(content))})


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--as", "username", required=True, metavar="USER", help="Who takes it in.")
@click.option("--receipt", type=click.Path(path_type=Path), help="Where the receipt goes.")
def import_(file: Path, username: str, receipt: Path | None) -> None:
    """Take in the package FILE. One that came before is not taken in again."""
    now = timezone.now()
    actor = actor_named(username, now=now)
    try:
        received = receiving.receive(_read(file), actor=actor, now=now)
    except (Refused, NotPermitted) as refused:
        raise BadInput(f"“{file}”没有收进：{refused}") from None
    told: dict[str, Any] = {
        "fresh": received.fresh,
        "reference": received.matter.reference,
        "state": received.matter.state,
        **_told(received.package),
    }
    row = receiving.find_received(received.package)
    if receipt is not None and row is not None:
        receipt.write_bytes(receiving.receipt_for(row))
        told["receipt"] = str(receipt)
    answer(told)


@command.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Say whether the package FILE is whole, unchanged, and from somebody trusted."""
    try:
        package = receiving.check(_read(file))
    except Refused as refused:
        answer({"ok": False, "fault": refused.fault, "sentence": str(refused)})
        raise SystemExit(1) from None
    answer({"ok": True, **_told(package)})


@command.command()
@click.argument("file", type=FILE)
@click.option("--package", "package", type=FILE, help="The package that it is for.")
def receipt(file: Path, package: Path | None) -> None:
    """Say whether the receipt FILE is genuine, and for this package."""
    try:
        told, signer = read_receipt(_read(file), all_keys())
        require_signer(signer, told.receiver)
    except Refused as refused:
        answer({"ok": False, "fault": refused.fault, "sentence": str(refused)})
        raise SystemExit(1) from None
    is_meant = package is None or receiving.check(_read(package)).digest == told.digest
    answer({"ok": is_meant, **told.model_dump(mode="json")})
    if not is_meant:
        raise SystemExit(1)


@command.command()
def key() -> None:
    """Print the key that the other side lists for organs of this instance."""
    answer({"key": str(public_key())})


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_PACKAGE + 1)


def _told(package: Package) -> dict[str, Any]:
    manifest = package.manifest
    return {
        "package": str(manifest.id),
        "kind": manifest.kind,
        "digest": package.digest,
        "sender": manifest.sender.key,
        "addressee": manifest.addressee.key,
        "case": manifest.case.number,
        "signed_by": package.signer.name,
        "files": [file.title for file in manifest.files],
    }
