"""排查室: the wiring of screening campaigns and what they find."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.rooms.screening import campaigns
from hejie.rooms.screening.counting import reader
from hejie.rooms.screening.forms import FORMS
from hejie.rooms.screening.notices import messages
from hejie.rooms.screening.procedure import procedure
from hejie.rooms.screening.projection import clear, project
from hejie.rooms.screening.stories.stage import load
from hejie.rooms.screening.views import READERS

room = register(
    Room(
        key="screening",
        label="矛盾风险排查",
        icon="search",
        procedures=(procedure, campaigns.procedure),
        forms=FORMS,
        project=project,
        clear=clear,
        notices=messages,
        stage=load,
        readers=(reader,),
        menu=(
            MenuEntry(
                address="screening:board",
                label=_("矛盾风险排查"),
                icon="search",
                roles=frozenset(READERS),
            ),
        ),
        queue=frozenset({"found"}),
        queue_steps=("assign", "hand_over"),
    )
)
