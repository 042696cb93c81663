"""The one door for writes: `open_matter`, `take`, `correct`, `issue`.

Each is one transaction: lock the matter, check shape, permission and guard, append the event,
project state, clocks and the room's tables. Nothing is sent or called from here; the log is
the outbox that readers follow.
"""

from hejie.kernel.actions.appointing import (
    add_account,
    ask_for_post,
    ask_for_stand_in,
    close_account,
    decide_on_post,
    end_post,
    reopen_account,
)
from hejie.kernel.actions.beginning import begin_administration
from hejie.kernel.actions.corrections import correct
from hejie.kernel.actions.door import Done, check_opening, open_matter, open_matters, take
from hejie.kernel.actions.erasing import erase_all_due, erase_due, sweep_files
from hejie.kernel.actions.errors import Invalid, KeyReused, Refused, Stale
from hejie.kernel.actions.factors import (
    ask_to_forget_factors,
    decide_on_factors,
    waiting_for,
)
from hejie.kernel.actions.issuing import issue, texts_to_sign
from hejie.kernel.actions.meeting import keep_recording, tell_meeting
from hejie.kernel.actions.projecting import replay
from hejie.kernel.actions.recounting import RECOUNT
from hejie.kernel.actions.rulebook import enter_notice, set_local_value
from hejie.kernel.actions.shape import Sent, form_for
from hejie.kernel.documents import NotNow

__all__ = [
    "RECOUNT",
    "Done",
    "Invalid",
    "KeyReused",
    "NotNow",
    "Refused",
    "Sent",
    "Stale",
    "add_account",
    "ask_for_post",
    "ask_for_stand_in",
    "ask_to_forget_factors",
    "begin_administration",
    "check_opening",
    "close_account",
    "correct",
    "decide_on_factors",
    "decide_on_post",
    "end_post",
    "enter_notice",
    "erase_all_due",
    "erase_due",
    "form_for",
    "issue",
    "keep_recording",
    "open_matter",
    "open_matters",
    "reopen_account",
    "replay",
    "set_local_value",
    "sweep_files",
    "take",
    "tell_meeting",
    "texts_to_sign",
    "waiting_for",
]
