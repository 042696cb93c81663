"""The wiring of the example; only tests and `HEJIE_EXAMPLE_ROOM=1` make the room present."""

from hejie.kernel.registry import Room, register
from hejie.rooms._example.forms import FORMS
from hejie.rooms._example.procedure import procedure
from hejie.rooms._example.projection import project

room = register(
    Room(
        key="example",
        label="示例：借用轮椅",
        procedures=(procedure,),
        forms=FORMS,
        project=project,
    )
)
