"""All settlement tools by name; settle with one, and recheck a certificate of any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import DecimalException
from typing import Any

from hejie.calculators.asking import read
from hejie.kernel.chain import NotCanonical
from hejie.settlement import (
    adjusted_winner,
    brackets,
    costs,
    instalments,
    nash,
    proposals,
    rent,
    sealed_bids,
)
from hejie.settlement.tool import FORMAT, Settled, Tool, certificate_of, digest_of

SUBJECTS = (
    sealed_bids,
    proposals,
    brackets,
    adjusted_winner,
    nash,
    rent,
    costs,
    instalments,
)
TOOLS: Mapping[str, Tool] = {one.TOOL.name: one.TOOL for one in SUBJECTS}
PARTS = ("format", "tool", "version", "rule", "inputs", "result", "opened", "digest")


class BadCertificate(ValueError):
    """What is given is no certificate of ours; the sentence says why."""


@dataclass(frozen=True)
class Checked:
    """What a third party finds: what does not hold, and what it can and cannot see."""

    tool: Tool
    findings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "tool": self.tool.name,
            "ok": not self.findings,
            "findings": list(self.findings),
            "seen": list(self.tool.seen),
            "unseen": list(self.tool.unseen),
        }


def settle(name: str, stated: object) -> tuple[Settled, dict[str, Any]]:
    """What a tool gives of what was stated, and its certificate. Raises `asking.Wrong`."""
    tool = TOOLS[name]
    settled = tool.settle(read(tool.given, stated))
    return settled, certificate_of(tool, settled)


def recheck(certificate: object) -> Checked:
    """Check a certificate from itself alone. Raises `BadCertificate` for what is none."""
    if not isinstance(certificate, dict) or certificate.get("format") != FORMAT:
        raise BadCertificate(f"不是协商凭证：要有 format，内容是 {FORMAT}")
    missing = [name for name in PARTS if name not in certificate]
    if missing or certificate["tool"] not in TOOLS:
        lacking = f"缺 {'、'.join(missing)}" if missing else f"没有 {certificate['tool']} 这种工具"
        raise BadCertificate(f"凭证不完整：{lacking}")
    tool = TOOLS[certificate["tool"]]
    return Checked(tool, tuple(_findings(tool, certificate)))


def _findings(tool: Tool, certificate: Mapping[str, Any]) -> Iterator[str]:
    body = {name: one for name, one in certificate.items() if name != "digest"}
    if set(certificate) != set(PARTS):
        yield "凭证里有不该有的内容"
    if certificate["version"] != tool.version or certificate["rule"] != list(tool.rule):
        yield "凭证的规则不是这个工具现在的规则"
    try:
        if digest_of(body) != certificate["digest"]:
            yield "凭证的内容和它的摘要不符"
    except NotCanonical:
        yield "凭证里有不能写成标准形式的内容"
    try:
        yield from tool.check(certificate)
    except (ArithmeticError, DecimalException, LookupError, TypeError, ValueError, AttributeError):
        yield "凭证的内容残缺，或者写法不对，核对不了"
