"""An agreement as it stands: its text, who has signed it, and what has been performed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_lazy

from hejie.kernel import jurisdictions
from hejie.kernel.documents import papers_of, words_of
from hejie.kernel.events import events_of
from hejie.kernel.identifiers import mask_name
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, parties_of
from hejie.rooms.mediation.enforceability import Finding, agreement_of, check

OUTCOMES = {
    "open": gettext_lazy("还没有履行"),
    "part": gettext_lazy("履行了一部分"),
    "performed": gettext_lazy("履行完毕"),
    "breached": gettext_lazy("没有按期履行"),
}


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term; `outcome` is empty until the agreement is in force."""

    payer: str
    payee: str
    sum: Decimal | None
    thing: str
    way: str
    due: date
    default: str
    account: str
    jointly: str
    interest: str
    late: str
    outcome: Any


@dataclass(frozen=True)
class Signing:
    """Who signs, and since when it is signed."""

    who: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AgreementText:
    """A draft or an agreement in force, whichever the matter has now."""

    written: bool
    partial: bool
    facts: str
    points: str
    liability: str
    other: str
    terms: tuple[Term, ...]
    signings: tuple[Signing, ...]
    effective_at: datetime | None

    @property
    def missing(self) -> list[str]:
        return [signing.who for signing in self.signings if signing.at is None]


def text_of(
    matter: Matter, names: Mapping[str, str], *, whole: bool = True
) -> AgreementText | None:
    """The agreement as it stands, with these names for the parties, and accounts only as a
    `whole`; None before a draft. Three queries."""
    draft = matter.data.get("draft")
    if not draft:
        return None
    words = words_of(matter).get(draft["seq"], {})
    performance = matter.data.get("performance", {})
    return AgreementText(
        written=draft["way"] == "written",
        partial=draft["partial"],
        facts=words.get("facts_agreed", ""),
        points=words.get("points", ""),
        liability=words.get("liability", ""),
        other=words.get("other", ""),
        terms=tuple(
            _term(number, term, words, names, performance, whole=whole)
            for number, term in enumerate(draft["terms"])
        ),
        signings=tuple(_signings(matter, names)),
        effective_at=parse_datetime(matter.data.get("effective_at") or ""),
    )


def findings_of(matter: Matter) -> tuple[Finding, ...]:
    """What the enforceability check finds in the agreement as it stands, with the parties' names
    masked: what it quotes may name somebody. Four queries, none before a draft."""
    draft = matter.data.get("draft")
    if not draft:
        return ()
    parties = list(parties_of(matter))
    drafting = events_of(matter).get(seq=draft["seq"])
    found = check(
        agreement_of(
            drafting.values,
            words_of(matter).get(draft["seq"], {}),
            parties=[party.view() for party in parties],
            category=matter.category,
            papers=set(papers_of(matter).values_list("kind", flat=True)),
        )
    )
    return tuple(replace(one, sentence=_masked(one.sentence, parties)) for one in found)


def _masked(sentence: str, parties: Iterable[Party]) -> str:
    for party in parties:
        sentence = sentence.replace(party.name, mask_name(party.name))
    return sentence


def _term(
    number: int,
    term: Mapping[str, Any],
    words: Mapping[str, str],
    names: Mapping[str, str],
    performance: Mapping[str, str],
    *,
    whole: bool,
) -> Term:
    outcome = performance.get(str(number + 1), "")
    account = words.get(f"terms.{number}.account", "")
    return Term(
        payer=names.get(term["payer"], term["payer"]),
        payee=names.get(term["payee"], term["payee"]),
        sum=Decimal(term["sum"]) if term.get("sum") else None,
        thing=words.get(f"terms.{number}.thing", ""),
        way=words.get(f"terms.{number}.way", ""),
        due=date.fromisoformat(term["due"]),
        default=words.get(f"terms.{number}.default", ""),
        account=account if whole or not account else gettext("已写明，您的岗位看不到"),
        jointly=names.get(term.get("joint", ""), ""),
        interest=term.get("interest", ""),
        late=term.get("late", ""),
        outcome=OUTCOMES.get(outcome, ""),
    )


def _signings(matter: Matter, names: Mapping[str, str]) -> Iterator[Signing]:
    data = matter.data
    at = dict(events_of(matter).values_list("seq", "occurred"))
    signed = data.get("signatures", {})
    left = data.get("left", {})
    for key in data.get("consents", {}):
        if key not in left:
            yield Signing(names.get(key, key), at.get(signed.get(key)))
    if data["draft"]["way"] != "written":
        return
    mediators = [str(nominee["account"]) for nominee in data.get("nominees", ())]
    people = jurisdictions.names_of(mediators)
    for account in mediators:
        who = gettext("调解员 %(name)s") % {"name": people.get(account, "")}
        yield Signing(who, at.get(data.get("countersigned", {}).get(account)))
    yield Signing(gettext("调委会盖章"), at.get(data.get("sealed")))
