"""What a confirmation takes over from a mediation: the agreement, its parties and mediators.

Pure. The names read here are documented by the mediation room: `draft` (`seq`, `way`, `terms`),
`effective_at`, `sealed`, `signatures`, `nominees`, `referred_by`, the words of the draft, and
the paper `agreement`.
"""

from __future__ import annotations

from typing import Any

from hejie.kernel.registry import Origin, Source, Taken

AGREED = frozenset({"agreed_written", "partly_agreed", "agreed_oral", "performing", "breached"})
TEXTS = ("facts_agreed", "points", "liability", "other")
ROLES = {"applicant": "applicant", "respondent": "applicant", "agent": "agent"}
"""Both sides apply together (民事诉讼法 第二百零五条); those who speak for them come along."""


def take(source: Source) -> Taken | None:
    """The agreement in force; nothing before there is one."""
    data = source.data
    draft, effective = data.get("draft"), data.get("effective_at")
    if not draft or not effective:
        return None
    agreement = {
        "number": source.reference,
        "effective_at": effective,
        "committee": source.holder,
        "committee_kind": source.holder_kind,
        "way": draft["way"],
        "terms": draft["terms"],
        "with_things": [
            number
            for number in range(len(draft["terms"]))
            if source.words.get(draft["seq"], {}).get(f"terms.{number}.thing")
        ],
        "referred_by": data.get("referred_by", ""),
        "dismissed": _was_dismissed(source),
    }
    return Taken(
        values={
            "agreement": agreement,
            "route": source.route,
            "category": source.category,
            "team": _mediators(data.get("nominees", ())),
        },
        words=_texts(source.words.get(draft["seq"], {})),
        parties=_roles(source),
        papers=(("agreement", _signed(source)),) if draft["way"] == "written" else (),
    )


def _was_dismissed(source: Source) -> bool:
    """Whether a court has dismissed the confirmation of this very text."""
    return any(
        one["procedure"] == ORIGIN.opens
        and one["state"] == "dismissed"
        and one["seq"] > source.data["draft"]["seq"]
        for one in source.data.get("linked", ())
    )


def _mediators(nominees: Any) -> list[dict[str, Any]]:
    """Those who mediated see what comes of it and answer the court's questions."""
    return [
        {
            "account": nominee["account"],
            "role": "mediator",
            "organ": nominee["organ"],
            "active": True,
        }
        for nominee in nominees
    ]


def _texts(words: Any) -> dict[str, str]:
    return {
        name: text for name, text in words.items() if name in TEXTS or name.startswith("terms.")
    }


def _roles(source: Source) -> dict[str, str]:
    left = source.data.get("left", {})
    return {
        party.key: ROLES[party.role]
        for party in source.parties
        if party.role in ROLES and party.key not in left
    }


def _signed(source: Source) -> int:
    """The number of the last event that the agreement needed: its text then has all signatures."""
    data = source.data
    signed = [data["sealed"], *data["signatures"].values(), *data["countersigned"].values()]
    return max(int(seq) for seq in signed)


ORIGIN = Origin(
    opens="confirmation",
    step="ask",
    out_of="mediation",
    states=AGREED,
    take=take,
    reports=frozenset(
        {
            "not_applied",
            "prepared",
            "accepted",
            "not_accepted",
            "valid",
            "dismissed",
            "withdrawn",
            "in_force",
            "revoked",
            "enforcement_applied",
        }
    ),
    tells=("ground", "ruling_number"),
    meets={"prepared": ("confirm",)},
    again=frozenset({"not_applied", "not_accepted", "dismissed", "withdrawn", "revoked"}),
)
