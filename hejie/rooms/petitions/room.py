"""信访室: the wiring of the petitions room."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.rooms.petitions import accusing
from hejie.rooms.petitions.classes import FIELDS
from hejie.rooms.petitions.counting import reader
from hejie.rooms.petitions.forms import FORMS
from hejie.rooms.petitions.notices import messages
from hejie.rooms.petitions.paper_data import PAPERS
from hejie.rooms.petitions.procedure import procedure
from hejie.rooms.petitions.stories.stage import load
from hejie.rooms.petitions.tending import tend
from hejie.rooms.petitions.views import READERS
from hejie.rooms.petitions.writing import WRITERS

TOLD = frozenset(
    {
        "acceptance",
        "non_acceptance",
        "guidance",
        "diversion",
        "extension_notice",
        "hearing_notice",
        "opinion",
        "answer",
        "review_opinion",
        "rereview_opinion",
    }
)
"""Papers that the petitioner is given, whoever's act they tell of."""

room = register(
    Room(
        key="petitions",
        label="信访",
        icon="message",
        procedures=(procedure, accusing.procedure),
        forms=FORMS,
        papers=WRITERS,
        paper_labels={key: paper.name for key, paper in PAPERS.items()},
        templates=PAPERS,
        party_papers=TOLD,
        notices=messages,
        tend=tend,
        stage=load,
        readers=(reader,),
        menu=(
            MenuEntry(
                address="petitions:report",
                label=_("信访情况"),
                icon="chart-bar",
                roles=frozenset(READERS),
            ),
        ),
        queue=frozenset({"received", "registered"}),
        queue_steps=("enter", "classify", "accept", "guide"),
        categories=FIELDS,
        party_roles={"petitioner": "信访人"},
    )
)
