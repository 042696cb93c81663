"""督办驾驶舱: the wiring of the board, which has no procedure of its own."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.rooms.cockpit.streams import reader
from hejie.rooms.cockpit.views import READERS

room = register(
    Room(
        key="cockpit",
        label="督办驾驶舱",
        icon="chart-bar",
        readers=(reader,),
        menu=(
            MenuEntry(
                address="cockpit:board",
                label=_("督办驾驶舱"),
                icon="chart-bar",
                roles=frozenset(READERS),
            ),
        ),
    )
)
