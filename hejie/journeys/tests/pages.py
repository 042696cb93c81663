"""Every page by the name of its address, who opens it, and what it is opened with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from hejie.calculators.catalogue import CALCULATORS
from hejie.guide import TREES
from hejie.journeys.tests.seeding import Seeds, staff
from hejie.kernel import permissions
from hejie.kernel.jurisdictions import Post
from hejie.kernel.matters import Matter
from hejie.kernel.meetings import meetings_of
from hejie.kernel.parties import parties_of
from hejie.portal.proof import actor_of

RESIDENT = "resident"
"""Somebody without an account who has shown the codes of the seeds' parties."""

ANSWERS_FORMS = "answers a form, and leads to a page that is visited"
IS_FILE = "a file, no page"
IS_PART = "a part of a page that is visited with it"
NOT_PAGES = {
    "ui:language": ANSWERS_FORMS,
    "portal:outlines": IS_PART,
    "portal:place_at": IS_PART,
    "portal:guide_bundle": IS_FILE,
    "portal:guide_apply": ANSWERS_FORMS,
    "portal:apply_page": "walked in the resident's journeys",
    "portal:apply_confirm": "walked in the resident's journeys",
    "portal:send_code": ANSWERS_FORMS,
    "portal:leave": ANSWERS_FORMS,
    "portal:linked": "leads to a page that is visited",
    "portal:paper": IS_FILE,
    "portal:file": IS_FILE,
    "desk:judge": IS_PART,
    "desk:csv": IS_FILE,
    "desk:xlsx": IS_FILE,
    "desk:open_parties": ANSWERS_FORMS,
    "desk:issue": ANSWERS_FORMS,
    "desk:paper": IS_FILE,
    "desk:word": IS_FILE,
    "desk:sample_pdf": IS_FILE,
    "desk:sample_word": IS_FILE,
    "desk:sample_blank": IS_FILE,
    "mediation:put_clause": ANSWERS_FORMS,
    "desk:invitation": IS_FILE,
    "portal:calculator_sheet": IS_FILE,
    "portal:certificate": IS_FILE,
    "desk:calculator_sheet": IS_FILE,
    "desk:matter_calculator_sheet": IS_FILE,
    "desk:certificate": IS_FILE,
    "desk:check_figure": ANSWERS_FORMS,
    "imports:template": IS_FILE,
    "imports:report": IS_FILE,
    "imports:mend": IS_FILE,
    "imports:steer": ANSWERS_FORMS,
    "mediation:court_package": IS_FILE,
    "mediation:court_enclosed": IS_FILE,
    "mediation:court_paper": IS_FILE,
    "mediation:receipt": IS_FILE,
    "enquiries:take": ANSWERS_FORMS,
    "enquiries:correct": ANSWERS_FORMS,
    "enquiries:close": ANSWERS_FORMS,
    "video:party_enter": ANSWERS_FORMS,
    "video:staff_enter": ANSWERS_FORMS,
    "video:act": ANSWERS_FORMS,
    "video:chunk": ANSWERS_FORMS,
    "video:picture": IS_FILE,
    "desk:decide_on_post": ANSWERS_FORMS,
    "desk:close_account": ANSWERS_FORMS,
    "desk:lost_factor": ANSWERS_FORMS,
    "desk:certificate_paper": IS_FILE,
    "portal:certificate_paper": IS_FILE,
    "portal:check_program": IS_FILE,
    "portal:log_receipt_file": IS_FILE,
    "portal:own_json": IS_FILE,
    "portal:own_pdf": IS_FILE,
    "cockpit:outlines": IS_PART,
    "patrol:cells": IS_PART,
    "patrol:manifest": IS_FILE,
    "patrol:worker": IS_FILE,
    "patrol:token": IS_FILE,
    "patrol:send": "walked in the field worker's journeys",
    "patrol:point": "told by a telephone during a shift",
    "portal:saved_check": "a file that is opened without a network, tested with receipts",
}
PARTS = (
    "portal",
    "desk",
    "ui",
    "imports",
    "enquiries",
    "mediation",
    "confirmation",
    "petitions",
    "reception",
    "backlog",
    "patrol",
    "cockpit",
    "screening",
    "video",
)


@dataclass(frozen=True)
class Visit:
    """`who`: a username of the cast, `RESIDENT`, or nobody."""

    name: str
    who: str = ""
    args: tuple[Any, ...] = ()
    query: str = ""
    status: int = 200

    @property
    def path(self) -> str:
        return reverse(self.name, args=self.args) + self.query


def names_of_addresses() -> set[str]:
    """All addresses of our own parts, by name."""
    return {name for name, _pattern in all_addresses() if name.split(":")[0] in PARTS}


def all_addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the site, those of libraries too."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def visits(seeds: Seeds) -> list[Visit]:
    """Every page at least once, and the form of every step that somebody may take."""
    return [*_public(seeds), *_of_parties(seeds), *_of_staff(seeds), *_forms(seeds)]


def _public(seeds: Seeds) -> Iterator[Visit]:
    code = first_code(seeds.registered)
    for name in ("home", "privacy", "numbers", "guides", "apply", "ask_code", "check"):
        yield Visit(f"portal:{name}")
    yield Visit("portal:check_receipt")
    yield Visit("portal:calculators")
    for calculator in CALCULATORS:
        yield Visit("portal:calculator", args=(calculator,), query="?example=1")
    yield from _guides()
    yield Visit("portal:apply", query="?procedure=none")
    yield Visit("portal:ask_code", query="?code=WRONG", status=404)
    yield Visit("portal:receipt", args=(code,))
    yield Visit("portal:verify", args=(code,))
    yield Visit("portal:log_receipt", args=(code,))
    for matter in (seeds.registered, seeds.archived):
        yield Visit("portal:track", args=(first_code(matter),))
    yield Visit("account_login")
    yield Visit("portal:track", args=("NOSUCHXX",), status=404)


def _guides() -> Iterator[Visit]:
    """Each kind at its first question and at one end; one of them throughout."""
    for tree in TREES.values():
        answers, _end = next(tree.paths())
        path = ".".join(answer.key for answer in answers)
        yield Visit("portal:guide", args=(tree.key,))
        yield Visit("portal:guide_at", args=(tree.key, path))
    yield Visit("portal:guide_at", args=("wages", "owed.other"))
    yield Visit("portal:guide_at", args=("wages", "owed.other.yes"), query="?day-MD-LAB=2025-09-19")
    yield Visit("portal:guide_letter", args=("wages", "owed.other.yes"))
    yield Visit("portal:guide_whole", args=("wages",))


def _of_parties(seeds: Seeds) -> Iterator[Visit]:
    for matter in seeds.matters:
        for party in parties_of(matter):
            yield Visit("portal:mine", RESIDENT, (party.code,))
    yield Visit("portal:own", RESIDENT, (first_code(seeds.archived),))
    for meeting in meetings_of(seeds.meeting):
        yield Visit("video:party", RESIDENT, (first_code(seeds.meeting), meeting.key))

    opening = ("confirmation", "ask")
    yield Visit("portal:open", RESIDENT, (first_code(seeds.agreed), *opening))


def _of_staff(seeds: Seeds) -> Iterator[Visit]:
    for who in ("luo", "deng", "xie", "zhou", "wu", "shen", "guan", "tong", "qin"):
        yield Visit("desk:work", who)
    yield Visit("desk:work", "luo", query="?of=organ")
    for turn in ("accept", "route"):
        yield Visit("desk:turn", "luo", (seeds.registered.reference, turn))
    yield Visit("desk:queue", "luo")
    yield Visit("desk:alike", "luo", (seeds.registered.reference,))
    yield Visit("desk:intake", "luo")
    yield Visit("desk:intake_of", "luo", ("mediation",))
    yield Visit("desk:registered", "luo", (seeds.registered.reference,))
    yield Visit("desk:matters", "luo")
    yield Visit("desk:matters", "shen", query="?q=漏水&order=due")
    yield Visit("desk:matters", "luo", query="?q=没有这样的词")
    for matter in seeds.matters:
        who = "peng" if matter == seeds.meeting else "lin" if matter == seeds.at_court else "luo"
        yield Visit("desk:matter", who, (matter.reference,))
    yield Visit("desk:matter", "deng", (seeds.archived.reference,))
    yield Visit("desk:beside", "deng", (seeds.archived.reference,))
    yield Visit("desk:matter", "zhou", (seeds.ordered.reference,))
    yield Visit("desk:matter", "shen", (seeds.archived.reference,))
    yield Visit("desk:matter", "fangming", (seeds.reviewed.reference,))
    yield Visit("desk:queue", "qin")
    yield Visit("desk:open_out", "luo", (seeds.agreed.reference, "confirmation", "ask"))
    yield Visit("confirmation:statistics", "fangming")
    yield Visit("petitions:report", "wu")
    yield Visit("petitions:report", "tong")
    yield Visit("reception:board", "wu")
    yield Visit("reception:board", "luo")
    yield Visit("backlog:board", "wu")
    yield Visit("screening:board", "luo")
    yield Visit("screening:find", "mai")
    yield Visit("cockpit:board", "wu")
    yield Visit("cockpit:board", "tong", query="?procedure=mediation")
    yield Visit("portal:figures")
    yield Visit("patrol:map", "luo")
    yield Visit("patrol:map", "wu")
    yield Visit("patrol:duties", "meng")
    yield Visit("patrol:duties", "kang")
    yield Visit("patrol:field", "mai")
    yield Visit("patrol:field", "yan")
    yield Visit("patrol:shifts", "yan")
    yield Visit("backlog:board", "zhu")
    yield Visit("desk:do", "luo", (seeds.archived.reference, "invite"), status=403)
    for query in ("", "?of=people", "?of=venues"):
        yield Visit("desk:calendar", "luo", query=query)
    yield Visit("desk:supervision", "zhou")
    yield Visit("desk:supervision", "wu")
    yield Visit("desk:outbox", "luo")
    yield Visit("desk:help", "luo")
    yield Visit("desk:templates", "luo")
    yield Visit("desk:settings", "meng")
    yield Visit("desk:setting", "meng", ("MD-L-REPLY",))
    yield Visit("desk:notice", "meng")
    yield Visit("desk:settings", "luo", status=403)
    yield Visit("desk:figures", "meng")
    yield Visit("desk:enter_figure", "meng")
    yield Visit("desk:calculators", "luo")
    yield Visit("desk:calculator", "luo", ("loan_interest",), "?example=1")
    yield Visit("desk:matter_calculators", "deng", (seeds.drafted.reference,))
    yield Visit("desk:matter_calculator", "deng", (seeds.drafted.reference, "injury"), "?example=1")
    yield Visit("imports:page", "luo")
    yield Visit("imports:one", "luo", (seeds.checked.pk,))
    yield Visit("enquiries:enquiries", "luo")
    for enquiry in seeds.enquiries:
        yield Visit("enquiries:enquiry", "luo", (enquiry.number,))
    yield Visit("enquiries:complete", "luo", (seeds.enquiries[0].number,))
    yield Visit("mediation:settlements", "deng", (seeds.bargained.reference,))
    yield Visit("mediation:instalments", "deng", (seeds.drafted.reference,))
    yield Visit("mediation:workload", "xie")
    yield Visit("mediation:agreement", "deng", (seeds.drafted.reference,))
    yield from _of_court(seeds)
    yield from _of_administrators(seeds)
    for meeting in meetings_of(seeds.meeting):
        yield Visit("video:staff", "peng", (seeds.meeting.reference, meeting.key))
    yield Visit("ui:kitchen_sink", "luo")
    yield Visit("account_logout", "luo")


def _of_court(seeds: Seeds) -> Iterator[Visit]:
    yield Visit("mediation:court", "qin")
    yield Visit("mediation:court", "fangming", query="?group=nobody")
    yield Visit("mediation:refer", "qin")
    yield Visit("mediation:packages", "lin")
    yield Visit("mediation:court_case", "fangming", (seeds.at_court.reference,))
    for key in ("take_home", "resume_trial", "file_receipt"):
        yield Visit("mediation:court_step", "fangming", (seeds.at_court.reference, key))


def _of_administrators(seeds: Seeds) -> Iterator[Visit]:
    posts = Post.objects.filter(account__username="luo")
    for who in ("guan", "ning"):
        yield Visit("desk:accounts", who, query=f"?organ={seeds.asked_for.organ_id}")
    yield Visit("desk:accounts", "luo", status=403)
    yield Visit("desk:add_account", "guan")
    yield Visit("desk:ask_for_post", "guan")
    yield Visit("desk:end_post", "guan", (posts[0].pk,))
    yield Visit("desk:stand_in", "guan", (posts[0].pk,))
    yield Visit("desk:keeping", "meng")


def _forms(seeds: Seeds) -> Iterator[Visit]:
    """The form of each step once, for the first who may take it."""
    seen: set[tuple[str, bool]] = set()
    for matter in seeds.matters:
        for party in parties_of(matter):
            for key in may_take(matter, party.key):
                if (key, True) not in seen:
                    seen.add((key, True))
                    yield Visit("portal:step", RESIDENT, (party.code, key))
        for who in ("luo", "deng", "xie", "zhou", "meng", "qin", "fangming"):
            for key in may_take(matter, who) if sees(who, matter) else ():
                if (key, False) not in seen:
                    seen.add((key, False))
                    yield Visit("desk:do", who, (matter.reference, key))


def sees(who: str, matter: Matter) -> bool:
    """Whether the desk shows it; a court has pages of its own for what it referred."""
    return permissions.visible_to(staff(who)).filter(pk=matter.pk).exists()


def may_take(matter: Matter, who: str) -> list[str]:
    party = parties_of(matter).filter(key=who).first()
    actor = actor_of(party, verified_at=timezone.now()) if party else staff(who)
    situation = permissions.situate(matter, actor, now=timezone.now())
    return [one.key for one in permissions.explain(matter, situation) if one.allowed]


def first_code(matter: Matter) -> str:
    return parties_of(matter).order_by("key")[0].code
