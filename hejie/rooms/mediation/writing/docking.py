"""Papers between a court and a committee: the letter that refers a case, a delivery address."""

from __future__ import annotations

from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Organ
from hejie.rooms.mediation.paper_data import docking, people
from hejie.rooms.mediation.procedure import ROUTES
from hejie.rooms.mediation.writing.dossier import Dossier
from hejie.rooms.mediation.writing.intake import claims_of, handed_in


def _address(dossier: Dossier, event: Event, party: str, row: str = "") -> docking.Address:
    def said(name: str) -> str:
        return dossier.words(f"{row}{name}", event)

    return docking.Address(
        party=dossier.name(party),
        address=said("address"),
        receiver=said("receiver") or "本人",
        phone=said("phone"),
    )


def addresses(dossier: Dossier) -> dict[str, docking.Address]:
    """Where papers reach each party: as the court told it, or as the party confirmed since."""
    first = dossier.first()
    rows = enumerate(first.values.get("deliveries", ()))
    told = {
        row["party"]: _address(dossier, first, row["party"], f"deliveries.{number}.")
        for number, row in rows
    }
    confirmed = (event for event in dossier.events if event.step == "confirm_delivery")
    return told | {
        event.values["party"]: _address(dossier, event, event.values["party"])
        for event in confirmed
    }


def evidence_names(dossier: Dossier) -> tuple[str, ...]:
    """The court's own list, or else the titles of what was handed in."""
    first = dossier.first()
    rows = range(len(first.values.get("evidence", ())))
    listed = tuple(dossier.words(f"evidence.{row}.text", first) for row in rows)
    return listed or tuple(handed_in(dossier))


def court_of(dossier: Dossier) -> str:
    court = Organ.objects.filter(key=dossier.first().values.get("referred_by", "")).first()
    return court.name if court else ""


def court_number(dossier: Dossier) -> str:
    return str(dossier.first().values.get("case_number", ""))


def _clocks(dossier: Dossier) -> tuple[str, ...]:
    """What the route's rules give the committee: nobody sets a day by hand."""
    law, route = dossier.matter.law, dossier.matter.route
    rules = (law.deadlines[key].rule_for(route) for key in ("sign_for", "court_conclude"))
    return tuple(
        f"{rule.label}：{rule.start_event}之日起{rule.qty}{rule.unit.label}（{rule.basis}）。"
        for rule in rules
        if rule is not None
    )


def referral_letter(dossier: Dossier) -> docking.ReferralLetter:
    first = dossier.first()
    return docking.ReferralLetter(
        **{**dossier.head, "committee": court_of(dossier)},
        addressee=dossier.organ.name,
        court_number=court_number(dossier),
        route=ROUTES[dossier.matter.route],
        cause=dossier.cause,
        parties=dossier.all_parties(),
        facts=dossier.words("facts_told", first),
        claims=claims_of(dossier),
        evidence=tuple(people.Evidence(name=name, copies=1) for name in evidence_names(dossier)),
        deliveries=tuple(addresses(dossier).values()),
        clocks=_clocks(dossier),
        contact=dossier.words("contact", first),
    )


def delivery(dossier: Dossier) -> docking.Delivery:
    event = dossier.event
    party = event.values["party"]
    return docking.Delivery(
        **dossier.head,
        court_number=court_number(dossier),
        cause=dossier.cause,
        delivery=_address(dossier, event, party),
        signatures=(dossier.signed_by("当事人", event, dossier.name(party)),),
    )
