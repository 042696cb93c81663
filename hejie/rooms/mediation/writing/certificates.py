"""Set the certificate of an outcome as a paper, for those who want it in their hands."""

from __future__ import annotations

from hejie.kernel.documents import template_folders
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import names_of
from hejie.kernel.registry import Certificate
from hejie.papers.shapes import QrCode
from hejie.rooms.mediation import settling
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.paper_data.settlement import SettlementCertificate
from hejie.rooms.mediation.settlement_text import texts_of


def certificate_paper(matter: Matter, certificate: Certificate) -> bytes:
    """The same outcome as in the file, with its digest as text and as a code to scan."""
    names = names_of(matter)
    run = next(one for one in texts_of(matter, names) if one.number == certificate.key)
    settled = events_of(matter).filter(step__in=["open_seals", "give_figure"]).last()
    digest = certificate.content["digest"]
    paper = SettlementCertificate(
        number=matter.reference,
        committee=matter.holder.name,
        date=local_day(settled.occurred if settled else matter.opened_at),
        tool=certificate.label,
        outcome=tuple(run.outcome.split("；")) if run.state == settling.SETTLED else (),
        rule=tuple(run.tool.rule),
        seen=tuple(run.tool.seen),
        unseen=tuple(run.tool.unseen),
        digest=digest,
        code=QrCode(digest),
    )
    return PAPERS["settlement_certificate"].set(vars(paper), template_folders(matter))
