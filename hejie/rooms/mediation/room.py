"""矛盾纠纷调解室: the wiring of the mediation room."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.law.causes import CAUSES, ROOMS
from hejie.rooms.mediation.agenda import agenda, venues
from hejie.rooms.mediation.forms import FORMS
from hejie.rooms.mediation.gist import gist
from hejie.rooms.mediation.notices import messages
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.procedure import procedure
from hejie.rooms.mediation.projection import clear, project
from hejie.rooms.mediation.stories.stage import load_venues
from hejie.rooms.mediation.tending import tend
from hejie.rooms.mediation.writing import SEALED, WRITERS
from hejie.rooms.mediation.writing.dossier import ROLE_NAMES

room = register(
    Room(
        key="mediation",
        label="矛盾纠纷调解",
        icon="users",
        procedures=(procedure,),
        forms=FORMS,
        project=project,
        clear=clear,
        papers=WRITERS,
        paper_labels={
            **{key: paper.name for key, paper in PAPERS.items()},
            "folder": "卷宗",
        },
        sealed_papers=SEALED,
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
        menu=(
            MenuEntry(
                address="mediation:workload",
                label=_("调解员工作量"),
                icon="users",
                roles=frozenset({"clerk", "director"}),
            ),
        ),
        trades=ROOMS,
        categories={code: cause.label for code, cause in CAUSES.items()},
        gist=gist,
        party_roles=ROLE_NAMES,
    )
)
