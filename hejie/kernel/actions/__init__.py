"""The one door for writes: `open_matter`, `take`, `correct`, `issue`.

Each is one transaction: lock the matter, check shape, permission and guard, append the event,
project state, clocks and the room's tables. Nothing is sent or called from here; the log is
the outbox that readers follow.
"""

from hejie.kernel.actions.corrections import correct
from hejie.kernel.actions.door import Done, check_opening, open_matter, open_matters, take
from hejie.kernel.actions.errors import Invalid, KeyReused, Refused, Stale
from hejie.kernel.actions.issuing import issue, texts_to_sign
from hejie.kernel.actions.meeting import keep_recording, tell_meeting
from hejie.kernel.actions.projecting import replay
from hejie.kernel.actions.rulebook import enter_notice, set_local_value
from hejie.kernel.actions.shape import Sent, form_for
from hejie.kernel.documents import NotNow

__all__ = [
    "Done",
    "Invalid",
    "KeyReused",
    "NotNow",
    "Refused",
    "Sent",
    "Stale",
    "check_opening",
    "correct",
    "enter_notice",
    "form_for",
    "issue",
    "keep_recording",
    "open_matter",
    "open_matters",
    "replay",
    "set_local_value",
    "take",
    "tell_meeting",
    "texts_to_sign",
]
