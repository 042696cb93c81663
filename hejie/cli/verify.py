"""Check chains, digests and the public log, one receipt, or a settlement's certificate."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.cli.progress import drive
from hejie.kernel import bulk
from hejie.kernel.actions.checking import Finding, check_files, check_rows, verify_many
from hejie.kernel.administration import verify_administration
from hejie.kernel.bulk import Bulk, BulkRun
from hejie.kernel.log_checks import BadReceipt, check_log, check_receipt
from hejie.kernel.matters import Matter, find_matter
from hejie.portal.checking import check_paper
from hejie.seals.apart import LARGEST
from hejie.seals.report import Found
from hejie.settlement.catalogue import BadCertificate, recheck

AT_ONCE = 200
"""Matters whose events, words, parties and papers are read together."""


@click.command()
@click.option(
    "--receipt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check one receipt: the JSON of /log/proof.",
)
@click.option(
    "--paper",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check one PDF: its signatures, and whether we issued it.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Recheck a settlement from its certificate alone.",
)
@click.option("--matter", "reference", help="Check one matter, its files and rows too.")
@click.option("--all", "everything", is_flag=True, help="Read every file and replay every matter.")
@click.option("--resume", is_flag=True, help="Go on with the check of all that was stopped.")
def command(
    receipt: Path | None,
    paper: Path | None,
    certificate: Path | None,
    reference: str | None,
    everything: bool,
    resume: bool,
) -> None:
    """Check every chain and the log. Exit code 1 when something does not hold.

    A check starts from the beginning, whatever was checked before, unless it is to resume.
    """
    told: dict[str, Any] = {"ok": True, "findings": []}
    if certificate is not None:
        told |= {"certificate": str(certificate), **_rechecked(_read(certificate))}
    if receipt is not None:
        told |= {"receipt": str(receipt)}
        told["findings"] += _told(_receipt_findings(_read(receipt)))
    if paper is not None:
        _check_paper(told, paper)
    if reference is not None:
        matter = find_matter(reference)
        if matter is None:
            raise BadInput(f"没有 {reference} 这个事项")
        _check_matters(told, [matter], thoroughly=True)
    if everything or not any((receipt, paper, certificate, reference)):
        _check_all(told, thoroughly=everything, resume=resume)
    told["ok"] = not told["findings"]
    answer(told)
    if not told["ok"]:
        raise SystemExit(1)


def _check_paper(told: dict[str, Any], path: Path) -> None:
    checked = check_paper(_whole(path), now=timezone.now())
    told |= {"paper": str(path), "sha256": checked.sha256, "issued": None}
    told["signatures"] = [_signature(one) for one in checked.report.signatures]
    if issued := checked.issued:
        told["issued"] = {
            "number": issued.number,
            "title": issued.title,
            "at": timezone.localtime(issued.at).isoformat(timespec="seconds"),
            "log_index": issued.log_index,
        }
    told["findings"] += _told(checked.doubts())


def _whole(path: Path) -> bytes:
    """The file, or one byte more than is looked at."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _signature(found: Found) -> dict[str, Any]:
    at, stamped = (
        timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
        for moment in (found.at, found.stamped)
    )
    return {**asdict(found), "at": at, "stamped": stamped}


def check_everything() -> dict[str, Any]:
    """Every chain, file and row, and the whole log: what `--all` tells."""
    told: dict[str, Any] = {"ok": True, "findings": []}
    _check_all(told, thoroughly=True)
    return told | {"ok": not told["findings"]}


def _check_all(told: dict[str, Any], *, thoroughly: bool, resume: bool = False) -> None:
    begun = time.monotonic()
    run = drive(THOROUGH if thoroughly else CHAINS, anew=not resume)
    found = {"matters": 0, "events": 0, "findings": [], **run["told"]}
    told |= {**found, "findings": [*told["findings"], *found["findings"]]}
    told["findings"] += _told(verify_administration())
    click.echo("the log", err=True)
    _check_whole_log(told)
    told["seconds"] = round(time.monotonic() - begun, 3)
    told["matters_a_second"] = run["a_second"]
    told["events_per_second"] = round(told["events"] / max(told["seconds"], 0.001))


def _check_matters(told: dict[str, Any], matters: Sequence[Matter], *, thoroughly: bool) -> None:
    told["matters"] = told.get("matters", 0) + len(matters)
    told["events"] = told.get("events", 0) + sum(matter.head_seq for matter in matters)
    found = _told(verify_many(matters))
    for matter in matters if thoroughly else ():
        found += _told([*check_files(matter), *check_rows(matter)])
    told["findings"] = [*told.get("findings", ()), *found]


def _checking(name: str, *, thoroughly: bool) -> Bulk:
    def batch(run: BulkRun, _now: datetime) -> bool:
        matters = bulk.rows_after(Matter.objects.all(), run.position, AT_ONCE)
        _check_matters(run.told, matters, thoroughly=thoroughly)
        run.done += len(matters)
        run.position = bulk.place_of(matters[-1]) if matters else None
        return bool(matters)

    return Bulk(name, Matter.objects.count, batch)


CHAINS = _checking("verify", thoroughly=False)
THOROUGH = _checking("verify all", thoroughly=True)


def _check_whole_log(told: dict[str, Any]) -> None:
    rebuilt, sentences = check_log()
    told["log"] = {"size": rebuilt.size}
    told["findings"] += _told(sentences)


def _told(findings: Iterable[Finding | str]) -> list[dict[str, object]]:
    return [
        {"sentence": one}
        if isinstance(one, str)
        else {"reference": one.reference, "seq": one.seq, "sentence": one.sentence}
        for one in findings
    ]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        receipt = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadInput(f"“{path}”不是 JSON") from None
    if not isinstance(receipt, dict):
        raise BadInput(f"“{path}”不是凭证：应当是一个 JSON 对象")
    return receipt


def _rechecked(told: Mapping[str, Any]) -> dict[str, Any]:
    """A certificate alone, or the whole answer of `hejie settle`."""
    try:
        checked = recheck(told.get("certificate", told))
    except BadCertificate as fault:
        raise BadInput(str(fault)) from fault
    found = checked.as_json()
    return {**found, "findings": _told(found["findings"])}


def _receipt_findings(receipt: Mapping[str, Any]) -> list[str]:
    try:
        return list(check_receipt(receipt))
    except BadReceipt as fault:
        raise BadInput(str(fault)) from fault
