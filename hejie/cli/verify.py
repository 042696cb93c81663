"""Check chains, digests and the public log, one receipt, or a settlement's certificate."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from hejie.cli.answers import BadInput, answer
from hejie.kernel.actions.checking import Finding, check_files, check_rows, verify
from hejie.kernel.log_checks import BadReceipt, check_log, check_receipt
from hejie.kernel.matters import Matter, find_matter
from hejie.settlement.catalogue import BadCertificate, recheck


@click.command()
@click.option(
    "--receipt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check one receipt: the JSON of /log/proof.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Recheck a settlement from its certificate alone.",
)
@click.option("--matter", "reference", help="Check one matter, its files and rows too.")
@click.option("--all", "everything", is_flag=True, help="Read every file and replay every matter.")
def command(
    receipt: Path | None, certificate: Path | None, reference: str | None, everything: bool
) -> None:
    """Check every chain and the log. Exit code 1 when something does not hold."""
    told: dict[str, Any] = {"ok": True, "findings": []}
    if certificate is not None:
        told |= {"certificate": str(certificate), **_rechecked(_read(certificate))}
    if receipt is not None:
        told |= {"receipt": str(receipt)}
        told["findings"] += _told(_receipt_findings(_read(receipt)))
    if reference is not None:
        matter = find_matter(reference)
        if matter is None:
            raise BadInput(f"没有 {reference} 这个事项")
        _check_matters(told, [matter], thoroughly=True)
    if everything or (receipt is None and certificate is None and reference is None):
        _check_matters(told, Matter.objects.order_by("reference").iterator(), thoroughly=everything)
        _check_whole_log(told)
    told["ok"] = not told["findings"]
    answer(told)
    if not told["ok"]:
        raise SystemExit(1)


def _check_matters(told: dict[str, Any], matters: Iterable[Matter], *, thoroughly: bool) -> None:
    told |= {"matters": 0, "events": 0}
    for matter in matters:
        told["matters"] += 1
        told["events"] += matter.head_seq
        told["findings"] += _told(_findings(matter, thoroughly=thoroughly))


def _findings(matter: Matter, *, thoroughly: bool) -> Iterator[Finding]:
    yield from verify(matter)
    if thoroughly:
        yield from check_files(matter)
        yield from check_rows(matter)


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
