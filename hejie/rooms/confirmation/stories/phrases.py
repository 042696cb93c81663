"""Phrases that confirmation stories are told in: an agreement reached in one morning at the
town's centre, and the joint application out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hejie.stories.telling import ISSUE, TEND, Act, act

MEDIATION = "调解"
"""Name of the story's matter in which the agreement was reached."""
TOLD = {"identity_checked": True, "rights_told": True, "sham_warned": True}
TIMES = ("09:00", "09:10", "09:20", "09:30", "09:40", "09:50", "10:40", "10:50", "11:00", "11:10")


def person(role: str, name: str, phone: str) -> dict[str, str]:
    return {"role": role, "kind": "person", "name": name, "phone": phone}


def firm(role: str, name: str, phone: str, *, head: str) -> dict[str, str]:
    return {
        "role": role,
        "kind": "organisation",
        "name": name,
        "phone": phone,
        "representative": head,
    }


def pays(due: str, sum: str, **more: str) -> dict[str, str]:
    """The second party owes the first a sum by a day."""
    return {"payer": "p2", "payee": "p1", "due": due, "sum": sum, "way": "银行转账", **more}


def does(due: str, thing: str, **more: str) -> dict[str, str]:
    """The second party owes the first something to be done by a day."""
    return {"payer": "p2", "payee": "p1", "due": due, "thing": thing, "way": "当面", **more}


def agreed(
    day: str,
    *,
    parties: Sequence[Mapping[str, str]],
    category: str,
    told: str,
    terms: Sequence[Mapping[str, str]],
    people: tuple[str, str, str] = ("luo", "deng", "xie"),
    place: str = "420303001001",
    acknowledged: Sequence[str] = (),
) -> tuple[Act, ...]:
    """Both sides come to the window; by noon their agreement is in force. `acknowledged` are
    findings about the terms that the mediator has seen."""
    clerk, mediator, director = people
    return (
        _mediate(
            f"{day} {TIMES[0]}",
            clerk,
            "register",
            facts_told=told,
            category=category,
            place=place,
            source="applied",
            channel="window",
            parties=list(parties),
        ),
        _mediate(f"{day} {TIMES[1]}", clerk, "accept", consenting=["p1", "p2"], said="on_site"),
        _mediate(
            f"{day} {TIMES[2]}", director, "name_mediator", mediators=[f"$account:{mediator}"]
        ),
        _mediate(f"{day} {TIMES[3]}", mediator, "disclose", relation="none"),
        *(_mediate(f"{day} {TIMES[4]}", p, "accept_mediator", answer="yes") for p in ("p1", "p2")),
        _mediate(
            f"{day} {TIMES[5]}",
            mediator,
            "set_session",
            begins=f"{day} 10:00",
            ends=f"{day} 10:40",
            way="on_site",
            venue="huaguo-1",
        ),
        _mediate(
            f"{day} {TIMES[6]}",
            mediator,
            "hold_session",
            session="1",
            present=["p1", "p2"],
            read_by=["p1", "p2"],
            record="双方到场，说清了经过。",
            result="agreed",
            **TOLD,
        ),
        *drafted_and_signed(
            day,
            told=told,
            terms=terms,
            mediator=mediator,
            director=director,
            acknowledged=acknowledged,
        ),
    )


def drafted_and_signed(
    day: str,
    *,
    told: str,
    terms: Sequence[Mapping[str, str]],
    mediator: str = "deng",
    director: str = "xie",
    acknowledged: Sequence[str] = (),
) -> tuple[Act, ...]:
    """A written agreement with all signatures and the seal, in a quarter of an hour."""
    return (
        _mediate(
            f"{day} {TIMES[7]}",
            mediator,
            "draft_agreement",
            facts_agreed=told,
            points="怎么履行、什么时候履行。",
            terms=list(terms),
            copies=3,
            **({"acknowledged": list(acknowledged)} if acknowledged else {}),
        ),
        _mediate(f"{day} {TIMES[7]}", mediator, ISSUE, kind="agreement"),
        *(
            one
            for p in ("p1", "p2")
            for one in (
                _mediate(f"{day} {TIMES[8]}", p, "confirm_terms", terms="$all", digest="$digest"),
                _mediate(f"{day} {TIMES[8]}", p, "sign", digest="$digest", drawn="$signature"),
            )
        ),
        _mediate(f"{day} {TIMES[9]}", mediator, "countersign", digest="$digest"),
        _mediate(f"{day} {TIMES[9]}", director, "seal", digest="$digest"),
    )


def _mediate(when: str, who: str, step: str, **facts: Any) -> Act:
    return act(when, who, step, of=MEDIATION, procedure="mediation", **facts)


mediate = _mediate
"""One step of the mediation that stands behind the confirmation."""


def asked(when: str, who: str = "p1", *, of: str = "", refused: str = "", **facts: Any) -> Act:
    """Somebody asks for confirmation out of the agreement's matter."""
    stated = {"court": "zw-court", "court_ground": "body", "truthful": True, **facts}
    return act(when, who, "ask", of=of, out_of=MEDIATION, refused=refused, **stated)


def shown(when: str, who: str = "luo", *, of: str = "") -> Act:
    """The application as it is shown to those who are to consent."""
    return act(when, who, ISSUE, of=of, kind="application")


def consented(when: str, who: str, *, of: str = "", refused: str = "", **facts: Any) -> Act:
    stated = {"answer": "yes", "digest": "$digest", **facts}
    return act(when, who, "consent", of=of, refused=refused, **stated)


def applied(day: str, *, of: str = "") -> tuple[Act, ...]:
    """Both apply on one day, each from the own phone."""
    return (
        asked(f"{day} 19:00", of=of),
        shown(f"{day} 19:05", of=of),
        consented(f"{day} 19:06", "p1", of=of),
        consented(f"{day} 20:30", "p2", of=of),
    )


PAPERS = ["agreement", "body_proof", "identity", "delivery"]


def received(when: str, *, of: str = "", **facts: Any) -> Act:
    return act(when, "qin", "submit", of=of, **{"papers_present": PAPERS, **facts})


def accepted(when: str, number: str, *, of: str = "") -> Act:
    return act(when, "qin", "accept", of=of, case_number=f"（2026）鄂0303调确{number}号")


def in_review(day: str, number: str, *, of: str = "") -> tuple[Act, ...]:
    """Received and accepted in the morning, taken up in the afternoon."""
    return (
        received(f"{day} 09:30", of=of),
        accepted(f"{day} 10:00", number, of=of),
        act(f"{day} 14:30", "fangming", "take_up", of=of),
    )


def ruled_valid(when: str, number: str, *, of: str = "") -> Act:
    return act(when, "fangming", "rule_valid", of=of, ruling_number=f"（2026）鄂0303调确{number}号")


def served(when: str, party: str, *, way: str = "electronic", of: str = "") -> Act:
    return act(when, "qin", "serve", of=of, party=party, way=way)


def tended(*moments: str, of: str = "") -> tuple[Act, ...]:
    """The platform does what is due by itself."""
    return tuple(act(when, "system", TEND, of=of) for when in moments)
