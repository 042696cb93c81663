"""Read full texts of laws from Markdown files, one paragraph a line, as LawRefBook keeps them.

A file has the title as first heading, the law's history down to ``<!-- INFO END -->``, then
chapters as headings and articles as paragraphs that begin with ``第…条`` and a space. Its name
gives the date of the version: ``人民调解法(2010-08-28).md``. Parts of one code in several files
carry the same title and become one statute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from hejie.kernel.sentences import Complaint
from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.statutes.citations import NUMERAL, BadCitation, Citation, article_label
from hejie.kernel.statutes.numerals import from_chinese

HISTORY_END = "<!-- INFO END -->"
STATE = "中华人民共和国"
COMES_INTO_FORCE = "起施行"

_BLANKS = " \t\u3000\u200b\ufeff"
_FILE_DATE = re.compile(r"[(（](\d{4})-(\d{1,2})-(\d{1,2})[)）]")
_HISTORY_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_IN_FORCE = re.compile(
    rf"本(?:法|条例|办法|规定|规则|解释|细则)自(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日{COMES_INTO_FORCE}"
)
_ARTICLE = re.compile(rf"(第{NUMERAL}条(?:之{NUMERAL})?)[ \u3000]+(.*)")


class BadStatute(Complaint):
    """A file that is not a law in the form above; the sentence names the file."""


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of a law: name without the state's, date of the version, text by label."""

    name: str
    version: date
    articles: Mapping[str, str]

    def find(self, article: int | str) -> str | None:
        """Return the text of an article, its paragraphs parted by newlines."""
        return self.articles.get(article_label(article))


@dataclass(frozen=True, slots=True)
class Library:
    """Statutes by name, of each law the oldest version first."""

    shelves: Mapping[str, tuple[Statute, ...]]

    @classmethod
    def of(cls, statutes: Iterable[Statute]) -> Library:
        ordered = sorted(statutes, key=lambda statute: (statute.name, statute.version))
        grouped = groupby(ordered, key=lambda statute: statute.name)
        return cls(MappingProxyType({name: tuple(versions) for name, versions in grouped}))

    def find_statute(self, name: str, *, on: date | None = None) -> Statute | None:
        """Return the latest version, or the latest made on a day or before it."""
        versions = self.shelves.get(name, ())
        return next((one for one in reversed(versions) if on is None or one.version <= on), None)

    def find(self, citation: Citation, *, on: date | None = None) -> str | None:
        """Return the text of the article cited, in the version of find_statute."""
        statute = self.find_statute(citation.law, on=on)
        return statute.find(citation.article) if statute and citation.article else None


def in_force_from(text: str, *, made: date) -> date:
    """When a version came into force: the day that its closing article names, but not before it
    was made, for an amended law still names its first day."""
    found = [date(int(y), int(m), int(d)) for y, m, d in _IN_FORCE.findall(text)]
    return max([made, *found])


def parse(text: str, *, file_name: str) -> Statute:
    """Read one file, or raise BadStatute."""
    history, end, body = text.removeprefix("\ufeff").partition(HISTORY_END)
    if not end:
        raise BadStatute(_("文件“%(file)s”里没有 %(mark)s 一行"), file=file_name, mark=HISTORY_END)
    return Statute(
        name=_name(history, file_name),
        version=_version(history, file_name),
        articles=MappingProxyType(_articles(body, file_name)),
    )


def read_folder(folder: Path) -> tuple[Statute, ...]:
    """Read every ``*.md`` of a folder, parts of one code joined; all or none (BadStatute)."""
    parts = [_read(path) for path in sorted(folder.glob("*.md"))]
    ordered = sorted(parts, key=_identity)
    return tuple(_joined(list(same)) for _same, same in groupby(ordered, key=_identity))


def _identity(statute: Statute) -> tuple[str, date]:
    return statute.name, statute.version


def _read(path: Path) -> Statute:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadStatute(_("文件“%(file)s”不是 UTF-8 文本"), file=path.name) from None
    return parse(text, file_name=path.name)


def _joined(parts: list[Statute]) -> Statute:
    articles: dict[str, str] = {}
    for part in sorted(parts, key=_first_article):
        twice = articles.keys() & part.articles.keys()
        if twice:
            raise BadStatute(_("%(law)s的%(article)s出现了两次"), law=part.name, article=min(twice))
        articles |= part.articles
    return Statute(parts[0].name, parts[0].version, MappingProxyType(articles))


def _first_article(part: Statute) -> int:
    return from_chinese(next(iter(part.articles))[1:].partition("条")[0])


def _name(history: str, file_name: str) -> str:
    titles = [line.removeprefix("# ").strip() for line in history.splitlines() if line[:2] == "# "]
    if not titles:
        raise BadStatute(_("文件“%(file)s”里没有标题"), file=file_name)
    return titles[0].replace(STATE, "")


def _version(history: str, file_name: str) -> date:
    made = "\n".join(line for line in history.splitlines() if "施行" not in line)
    found = _FILE_DATE.findall(file_name) or _HISTORY_DATE.findall(made)
    try:
        return max(date(int(year), int(month), int(day)) for year, month, day in found)
    except ValueError:
        raise BadStatute(_("文件“%(file)s”里看不出版本日期"), file=file_name) from None


def _articles(body: str, file_name: str) -> dict[str, str]:
    articles: dict[str, list[str]] = {}
    paragraphs: list[str] = []
    for line in (line.strip(_BLANKS) for line in body.splitlines()):
        found = _ARTICLE.fullmatch(line)
        if found:
            label = _label(found[1], file_name)
            if label in articles:
                raise BadStatute(
                    _("文件“%(file)s”里%(article)s出现了两次"), file=file_name, article=label
                )
            paragraphs = articles[label] = [found[2]]
        elif line.startswith("#"):
            paragraphs = []
        elif line:
            paragraphs.append(line)
    if not articles:
        raise BadStatute(_("文件“%(file)s”里没有条文"), file=file_name)
    return {label: "\n".join(lines) for label, lines in articles.items()}


def _label(written: str, file_name: str) -> str:
    try:
        return article_label(written)
    except BadCitation:
        raise BadStatute(
            _("文件“%(file)s”里“%(article)s”不是条文的序号"), file=file_name, article=written
        ) from None
