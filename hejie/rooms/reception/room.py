"""接访室: the wiring of leaders' reception days."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.rooms.reception.forms import FORMS
from hejie.rooms.reception.notices import messages
from hejie.rooms.reception.procedure import day_procedure, procedure
from hejie.rooms.reception.projection import clear, project
from hejie.rooms.reception.stories.stage import load
from hejie.rooms.reception.views import KEEPERS

room = register(
    Room(
        key="reception",
        label="领导接访",
        icon="users",
        procedures=(procedure, day_procedure),
        forms=FORMS,
        project=project,
        clear=clear,
        notices=messages,
        stage=load,
        menu=(
            MenuEntry(
                address="reception:board",
                label=_("今天接访"),
                icon="users",
                roles=frozenset(KEEPERS),
            ),
        ),
        queue=frozenset({"booked", "arrived"}),
        queue_steps=("arrive", "receive", "miss"),
        party_roles={"caller": "来访人"},
    )
)
