"""矛盾纠纷调解室: the wiring of the mediation room."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, TermsForm, register
from hejie.law.causes import CAUSES, ROOMS
from hejie.rooms.mediation.agenda import agenda, venues
from hejie.rooms.mediation.docking import sending
from hejie.rooms.mediation.docking.forms import FORMS as DOCKING_FORMS
from hejie.rooms.mediation.forms import FORMS
from hejie.rooms.mediation.gist import gist
from hejie.rooms.mediation.notices import messages
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.procedure import procedure
from hejie.rooms.mediation.projection import clear, project
from hejie.rooms.mediation.seals import certificates
from hejie.rooms.mediation.stories.stage import load_venues
from hejie.rooms.mediation.tending import tend
from hejie.rooms.mediation.video import given, meetings
from hejie.rooms.mediation.writing import EDITABLE, SEALED, WRITERS
from hejie.rooms.mediation.writing.certificates import certificate_paper
from hejie.rooms.mediation.writing.dossier import ROLE_NAMES

room = register(
    Room(
        key="mediation",
        label="矛盾纠纷调解",
        icon="users",
        procedures=(procedure,),
        forms={**FORMS, **DOCKING_FORMS},
        project=project,
        clear=clear,
        papers={**WRITERS, **sending.WRITERS},
        paper_labels={
            **{key: paper.name for key, paper in PAPERS.items()},
            **sending.LABELS,
            "folder": "卷宗",
        },
        templates=PAPERS,
        editable=EDITABLE,
        aids={
            **dict.fromkeys(
                ("draft_agreement", "agree_orally"), "rooms/mediation/pages/_clauses.html"
            ),
            **dict.fromkeys(
                ("sign", "countersign", "seal", "confirm_orally"),
                "rooms/mediation/pages/_findings.html",
            ),
        },
        sealed_papers=SEALED | sending.SEALED,
        party_papers=frozenset(
            {"invitation", "termination", "non_acceptance", "transfer", "undisputed_facts"}
        ),
        notices=messages,
        tend=tend,
        stage=load_venues,
        queue=frozenset({"registered"}),
        queue_steps=("sign_for", "invite", "accept", "not_accept"),
        agenda=agenda,
        venues=venues,
        meetings=meetings,
        given=given,
        menu=(
            MenuEntry(
                address="mediation:workload",
                label=_("调解员工作量"),
                icon="users",
                roles=frozenset({"clerk", "director"}),
            ),
            MenuEntry(
                address="mediation:court",
                label=_("诉调对接"),
                icon="building",
                roles=frozenset({"liaison", "judge"}),
            ),
            MenuEntry(
                address="mediation:packages",
                label=_("法院材料包"),
                icon="file-text",
                roles=frozenset({"clerk", "director", "liaison", "judge"}),
            ),
        ),
        certificates=certificates,
        certificate_paper=certificate_paper,
        terms=TermsForm(
            steps=("draft_agreement", "agree_orally"),
            rows="terms",
            sum="sum",
            payer="payer",
            payee="payee",
            due="due",
            way="way",
            thing="thing",
        ),
        trades=ROOMS,
        categories={code: cause.label for code, cause in CAUSES.items()},
        gist=gist,
        party_roles=ROLE_NAMES,
    )
)
