"""司法确认室: the wiring of the confirmation room."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.law.causes import CAUSES
from hejie.rooms.confirmation.counting import reader
from hejie.rooms.confirmation.forms import FORMS
from hejie.rooms.confirmation.notices import messages
from hejie.rooms.confirmation.origin import ORIGIN
from hejie.rooms.confirmation.paper_data import PAPERS
from hejie.rooms.confirmation.procedure import procedure
from hejie.rooms.confirmation.stories.stage import let_the_court_hold
from hejie.rooms.confirmation.tending import tend
from hejie.rooms.confirmation.views import READERS
from hejie.rooms.confirmation.writing import WRITERS
from hejie.rooms.confirmation.writing.file import ROLE_NAMES

room = register(
    Room(
        key="confirmation",
        label="司法确认",
        icon="scale",
        procedures=(procedure,),
        forms=FORMS,
        papers=WRITERS,
        paper_labels={key: paper.name for key, paper in PAPERS.items()},
        templates=PAPERS,
        party_papers=frozenset(
            {
                "acceptance",
                "non_acceptance",
                "review_notice",
                "supplement_notice",
                "ruling",
            }
        ),
        notices=messages,
        tend=tend,
        stage=let_the_court_hold,
        origins=(ORIGIN,),
        readers=(reader,),
        menu=(
            MenuEntry(
                address="confirmation:statistics",
                label=_("司法确认统计"),
                icon="chart-bar",
                roles=frozenset(READERS),
            ),
        ),
        queue=frozenset({"prepared", "submitted"}),
        queue_steps=("submit", "accept", "not_accept", "ask_papers"),
        categories={code: cause.label for code, cause in CAUSES.items()},
        party_roles=ROLE_NAMES,
    )
)
