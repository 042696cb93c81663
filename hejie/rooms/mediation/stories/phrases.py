"""Phrases that mediation stories are told in: who is who, a session held, a text signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hejie.stories.telling import ISSUE, TEND, Act, act

TOLD = {"identity_checked": True, "rights_told": True, "sham_warned": True}
"""What is done before every session begins."""


def held(when: str, mediator: str, session: str, *, present: list[str], **told: Any) -> Act:
    """A session's record, read and signed by all who were there."""
    facts = {"session": session, "present": present, "read_by": present, **TOLD, **told}
    return act(when, mediator, "hold_session", **facts)


def applicant(name: str, phone: str = "", **more: str) -> dict[str, str]:
    return {"role": "applicant", "kind": "person", "name": name, "phone": phone, **more}


def respondent(name: str, phone: str = "", **more: str) -> dict[str, str]:
    return {"role": "respondent", "kind": "person", "name": name, "phone": phone, **more}


def agent(name: str, phone: str, *, represents: str) -> dict[str, str]:
    """`represents`: the row of the party for whom the agent speaks."""
    speaker = {"role": "agent", "kind": "person", "name": name, "phone": phone}
    return {**speaker, "represents": represents}


def unit(role: str, name: str, phone: str, *, head: str, **more: str) -> dict[str, str]:
    """An organisation and who answers for it."""
    named = {"role": role, "kind": "organisation", "name": name, "phone": phone}
    return {**named, "representative": head, **more}


def term(payer: str, payee: str, due: str, *, way: str = "银行转账", **more: str) -> dict[str, str]:
    """Who owes whom by when; `sum` or `thing` says what."""
    return {"payer": payer, "payee": payee, "due": due, "way": way, **more}


def chosen(mediator: str, when: Mapping[str, str]) -> tuple[Act, ...]:
    """Each party chooses the same mediator itself."""
    choice = f"$account:{mediator}"
    return tuple(
        act(moment, party, "choose_mediator", mediator=choice) for party, moment in when.items()
    )


def drafted(when: str, mediator: str, *, shown: str, **terms: Any) -> tuple[Act, ...]:
    """A written agreement, and its text as it is shown to those who will sign it."""
    return (
        act(when, mediator, "draft_agreement", **terms),
        act(shown, mediator, ISSUE, kind="agreement"),
    )


def signed(day: str, parties: Mapping[str, str], mediator: str, *also: str) -> tuple[Act, ...]:
    """Parties confirm the terms one by one and sign on the screen at their times of one day,
    then the mediator."""
    hands = [
        one
        for party, time in parties.items()
        for one in (
            confirmed(f"{day} {time}", party),
            act(f"{day} {time}", party, "sign", digest="$digest", drawn="$signature"),
        )
    ]
    last = max(parties.values())
    staff = [
        act(f"{day} {last}", name, "countersign", digest="$digest") for name in (mediator, *also)
    ]
    return (*hands, *staff)


def confirmed(when: str, who: str, **told: str) -> Act:
    """Every term of the draft is ticked: by a party, or for it at the table."""
    return act(when, who, "confirm_terms", terms="$all", digest="$digest", **told)


def sealed(when: str, director: str) -> Act:
    return act(when, director, "seal", digest="$digest")


def tended(*moments: str) -> tuple[Act, ...]:
    """The platform does what is due by itself: it reminds, and lets go of what is over."""
    return tuple(act(when, "system", TEND) for when in moments)


def told_by(name: str, way: str) -> dict[str, str]:
    """A party's words, recorded by staff: who said it, and how."""
    return {"party": name, "said": way}
