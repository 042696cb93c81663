"""积案室: the wiring of backlog matters."""

from django.utils.translation import gettext_lazy as _

from hejie.kernel.registry import MenuEntry, Room, register
from hejie.rooms.backlog.forms import FORMS
from hejie.rooms.backlog.notices import messages
from hejie.rooms.backlog.origin import ORIGIN
from hejie.rooms.backlog.procedure import procedure
from hejie.rooms.backlog.stories.stage import load
from hejie.rooms.backlog.views import READERS

room = register(
    Room(
        key="backlog",
        label="积案化解",
        icon="history",
        procedures=(procedure,),
        forms=FORMS,
        notices=messages,
        stage=load,
        origins=(ORIGIN,),
        menu=(
            MenuEntry(
                address="backlog:board",
                label=_("积案存量和增量"),
                icon="history",
                roles=frozenset(READERS),
            ),
        ),
        party_roles={"petitioner": "信访人"},
    )
)
