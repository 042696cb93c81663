"""What is kept of a party in its matter, who opened it, and until when: for the party itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.kernel import actions, openings, permissions, retention, standing
from hejie.kernel.documents import words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import local_day
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.standing_forms import ASKED
from hejie.papers.typesetting import find, render
from hejie.portal import papers
from hejie.portal.happenings import is_own
from hejie.portal.stated import stated

PAPERS = Path(__file__).with_name("papers")
TEMPLATE = "my_file.typ"
PERSONAL = {
    "name": _("姓名（名称）"),
    "representative": _("法定代表人"),
    "id_number": _("证件号码"),
    "phone": _("电话"),
    "address": _("住址"),
    "note": _("备注"),
}
DECISIONS = {
    "": _("还没有答复"),
    "granted": _("同意，已经删除"),
    "contact": _("部分同意，删除了联系方式"),
    "refused": _("不同意"),
}
NOT_DECIDED = _("还没有定下保存到哪天：这件事或者有关联的事没有办结，或者本区还没有设定。")


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something that the party stated, and what it was asked."""

    at: datetime
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request for erasure and what became of it."""

    at: datetime
    what: Any
    decision: Any
    reason: str


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """All of it, as the page, the JSON and the PDF tell it."""

    party: Party
    role: str
    person: list[tuple[str, str]]
    said: list[Said]
    papers: list[tuple[datetime, str]]
    notices: list[Notice]
    openings: list[openings.Opening]
    kept: list[str]
    requests: list[Request]


def own_file(party: Party, actor: Actor, *, now: datetime) -> OwnFile:
    matter = party.matter
    told = Notice.objects.filter(
        district=matter.district, matter_id=matter.id, to=f"party:{party.key}"
    )
    found = openings.openings_of(matter).select_related("account", "organ")
    events = list(events_of(matter))
    return OwnFile(
        party=party,
        role=gettext(matter.law.roles.get(party.role, "")),
        person=list(_person(party)),
        said=list(_said(party, actor, events, now)),
        papers=sorted(_papers(party), key=lambda paper: paper[0]),
        notices=[one for one in told.order_by("at") if one.text],
        openings=list(found),
        kept=list(_kept(party, now)),
        requests=list(_requests(party, events)),
    )


def _person(party: Party) -> Iterator[tuple[str, str]]:
    for name, label in PERSONAL.items():
        if text := getattr(party, name):
            yield str(label), text


def _said(party: Party, actor: Actor, events: list[Event], now: datetime) -> Iterator[Said]:
    matter = party.matter
    situation = permissions.situate(matter, actor, now=now)
    names = {one.key: one.name for one in parties_of(matter)}
    words = words_of(matter)
    for event in events:
        if is_own(event, party):
            form = actions.form_for(matter.law, event.step, situation, names)
            for label, text in stated(form, event.values, words.get(event.seq, {})):
                yield Said(at=event.occurred, label=label, text=text)


def _papers(party: Party) -> Iterator[tuple[datetime, str]]:
    if standing.is_erased(party.matter.data):
        return
    for link in papers.papers_for(party.matter, party):
        yield link.event.occurred, link.title
    for document in papers.own_files(party.matter, party):
        yield document.received_at, document.title


def _kept(party: Party, now: datetime) -> Iterator[str]:
    """Until when, by whose decision; with what the law has to do with it."""
    matter = party.matter
    if standing.is_erased(matter.data):
        yield gettext("说的话、材料、文书都已经依法删除；留下的只有编号、日期和防篡改的记录。")
        return
    for scope, what in (
        (standing.CONTACT, gettext("电话、住址、证件号码")),
        (standing.CASE, gettext("档案（说的话、材料、文书）")),
    ):
        if scope in matter.data.get("erased", ()):
            yield gettext("%(what)s：已经删除。") % {"what": what}
        elif kept := retention.kept_until(matter, scope, on=local_day(now)):
            yield gettext(
                "%(what)s：保存到 %(day)s，第二天自动删除（%(owner)s定的：办结后 %(years)s 年）。"
            ) % {"what": what, "day": kept.until, "owner": kept.owner, "years": kept.years}
        else:
            yield f"{what}：{NOT_DECIDED}"


def _requests(party: Party, events: list[Event]) -> Iterator[Request]:
    by_seq, words = {event.seq: event for event in events}, words_of(party.matter)
    for one in party.matter.data.get("erasures", ()):
        if one["party"] == party.key:
            yield Request(
                at=by_seq[one["seq"]].occurred,
                what=ASKED[one["what"]],
                decision=DECISIONS[one["decision"]],
                reason=words.get(one.get("decided", 0), {}).get("reason", ""),
            )


def as_json(own: OwnFile, *, now: datetime) -> dict[str, Any]:
    """The file as data, for the person to take elsewhere."""
    return {
        "reference": own.party.matter.reference,
        "role": own.role,
        "at": _moment(now),
        "person": {name: getattr(own.party, name) for name in (*PERSONAL, "id_type")},
        "said": [{"at": _moment(o.at), "asked": o.label, "text": o.text} for o in own.said],
        "papers": [{"at": _moment(at), "title": title} for at, title in own.papers],
        "notices": [{"at": _moment(one.at), "text": one.text} for one in own.notices],
        "openings": [
            {
                "at": _moment(one.at),
                "by": one.account.name,
                "organ": one.organ.name if one.organ else "",
                "what": one.label,
            }
            for one in own.openings
        ],
        "kept": own.kept,
        "requests": [
            {
                "at": _moment(one.at),
                "what": str(one.what),
                "decision": str(one.decision),
                "reason": one.reason,
            }
            for one in own.requests
        ],
    }


def as_paper(own: OwnFile, *, now: datetime) -> bytes:
    """The file as a PDF."""
    matter = own.party.matter
    data = {
        "number": matter.reference,
        "committee": matter.holder.name,
        "date": local_day(now),
        "person": [[gettext("身份"), own.role], *([label, text] for label, text in own.person)],
        "words": [[_shown(one.at), one.label, one.text] for one in own.said],
        "papers": [[_shown(at), title] for at, title in own.papers],
        "notices": [[_shown(one.at), one.text] for one in own.notices],
        "openings": [
            [_shown(one.at), f"{one.organ or ''} {one.account.name}".strip(), one.label]
            for one in own.openings
        ],
        "kept": own.kept,
        "requests": [
            [_shown(one.at), str(one.what), f"{one.decision}　{one.reason}".strip()]
            for one in own.requests
        ],
    }
    places = (*settings.PAPER_FOLDERS, PAPERS)
    return render(find(TEMPLATE, places), data, folders=places)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _shown(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
