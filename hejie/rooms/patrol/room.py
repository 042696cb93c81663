"""巡防室: the wiring of patrol events and shifts."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.rooms.patrol import shifts
from hejie.rooms.patrol.cells import towns
from hejie.rooms.patrol.classes import LABELS
from hejie.rooms.patrol.counting import reader
from hejie.rooms.patrol.forms import FORMS
from hejie.rooms.patrol.notices import messages
from hejie.rooms.patrol.procedure import procedure
from hejie.rooms.patrol.projection import clear, project
from hejie.rooms.patrol.stories.stage import load
from hejie.rooms.patrol.tending import tend
from hejie.rooms.patrol.views import DUTY_READERS, FIELD, MAP_READERS

room = register(
    Room(
        key="patrol",
        label="网格巡防",
        icon="map-pin",
        outlines=towns,
        procedures=(procedure, shifts.procedure),
        forms=FORMS,
        project=project,
        clear=clear,
        notices=messages,
        tend=tend,
        stage=load,
        readers=(reader,),
        menu=(
            MenuEntry(
                address="patrol:field",
                label=_("现场上报"),
                icon="camera",
                roles=frozenset(FIELD),
            ),
            MenuEntry(
                address="patrol:map",
                label=_("网格地图"),
                icon="map-pin",
                roles=frozenset(MAP_READERS),
            ),
            MenuEntry(
                address="patrol:duties",
                label=_("职责清单"),
                icon="list",
                roles=frozenset(DUTY_READERS),
            ),
        ),
        queue=frozenset({"reported"}),
        queue_steps=("accept", "merge", "hand_over"),
        categories=LABELS,
        party_roles={"reporter": "上报人"},
    )
)
