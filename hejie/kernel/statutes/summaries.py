"""Our own one-sentence summaries of cited articles, shown where the full text is not imported."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from hejie.kernel.sentences import Complaint
from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.statutes.citations import Citation, article_label

SUMMARIES = Path(__file__).parents[3] / "statutes"
"""The folder of the project that holds them."""


class Source(StrEnum):
    """What a summary was written from."""

    TEXT = "text"
    """The full text of the article."""
    PROCEDURES = "procedures"
    """The project's notes on procedures, the full text not being at hand."""


class BadSummary(Complaint):
    """A summary that cannot be read; the sentence names the file."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an article says, in one Chinese sentence of ours, and the version it was read in."""

    citation: Citation
    sentence: str
    source: Source
    version: date | None


def summaries(folder: Path = SUMMARIES) -> Mapping[Citation, Summary]:
    """Read every ``*.toml`` of a folder; keys are citations of a law and an article."""
    read: dict[Citation, Summary] = {}
    for path in sorted(folder.glob("*.toml")):
        for summary in _read(path):
            if summary.citation in read:
                raise BadSummary(_("“%(cited)s”有两条摘要"), cited=summary.citation)
            read[summary.citation] = summary
    return MappingProxyType(read)


def _read(path: Path) -> list[Summary]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        law, version = str(content["law"]), _version(content.get("version"))
        return [_summary(law, version, entry) for entry in content["article"]]
    except BadSummary:
        raise
    except (KeyError, TypeError, ValueError) as fault:
        raise BadSummary(
            _("摘要文件“%(file)s”有误：%(fault)s"), file=path.name, fault=fault
        ) from fault


def _version(written: object) -> date | None:
    if written is None or isinstance(written, date):
        return written
    raise ValueError(f"version = {written}")


def _summary(law: str, version: date | None, entry: Mapping[str, object]) -> Summary:
    number, sentence = str(entry["number"]), str(entry["summary"])
    if sentence.find("。") != len(sentence) - 1:
        raise BadSummary(_("%(law)s%(article)s的摘要不是一句话"), law=law, article=number)
    citation = Citation(law, article_label(number) if number else "")
    return Summary(citation, sentence, Source(str(entry.get("source", Source.TEXT))), version)
