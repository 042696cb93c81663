"""Read the citations that rules carry: ``人民调解法 第三十三条``, several parted by ``；``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hejie.kernel.sentences import Complaint
from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.statutes.numerals import from_chinese, to_chinese

NUMERAL = "[一二三四五六七八九十百千零]+"

_CITATION = re.compile(
    rf"(?P<law>[^\s；]+)(?: (?P<article>第{NUMERAL}条(?:之{NUMERAL})?)(?P<part>[^\s；]*))?"
)
_PART = re.compile(rf"(?:第{NUMERAL}款)?(?:第（?{NUMERAL}）?项)?(?:第\d+目)?")
_ARTICLE = re.compile(r"(?:第)?(?P<number>[^第条之]+)(?:条)?(?:之(?P<inserted>[^第条之]+))?")


class BadCitation(Complaint):
    """A citation that cannot be read; the sentence quotes it."""


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A law by its name, an article by its label, a place in it (第二款第三项).

    Where a whole instrument is meant, or a basis that is no law, article and part are empty.
    """

    law: str
    article: str = ""
    part: str = ""

    def __str__(self) -> str:
        return f"{self.law} {self.article}{self.part}".rstrip()


def cite(basis: str) -> tuple[Citation, ...]:
    """Read every citation of a basis, or raise BadCitation."""
    return tuple(_citation(text.strip()) for text in basis.split("；"))


def article_label(article: int | str) -> str:
    """Name an article as laws do: 33, ``33``, ``三十三`` and ``第33条`` are all 第三十三条."""
    found = _ARTICLE.fullmatch(str(article))
    if found is None:
        raise BadCitation(_("“%(text)s”不是条文的序号"), text=article)
    label = f"第{_numeral(found['number'])}条"
    return f"{label}之{_numeral(found['inserted'])}" if found["inserted"] else label


def _citation(text: str) -> Citation:
    found = _CITATION.fullmatch(text)
    if found is None:
        raise BadCitation(_("看不懂引用“%(text)s”，应写作“法律名称 第几条”"), text=text)
    article, part = found["article"] or "", found["part"] or ""
    if not _PART.fullmatch(part):
        raise BadCitation(_("看不懂引用“%(text)s”，应写作“法律名称 第几条”"), text=text)
    return Citation(found["law"], article_label(article) if article else "", part)


def _numeral(text: str) -> str:
    try:
        return to_chinese(int(text) if text.isdigit() else from_chinese(text))
    except ValueError:
        raise BadCitation(_("“%(text)s”不是条文的序号"), text=text) from None
