"""Fill the room's tables from events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.permissions import Refused
from hejie.kernel.sentences import gettext_noop
from hejie.rooms.mediation import settling
from hejie.rooms.mediation.docking import projection as docking
from hejie.rooms.mediation.folding import WITHOUT_SESSIONS
from hejie.rooms.mediation.models import MediationSession, WaitingSeals

BOOKED = {
    "mediator_booked_once": gettext_noop("调解员在这个时间已经有约，请换个时间"),
    "venue_booked_once": gettext_noop("这个地点在这个时间已经有人用，请换个时间或者地点"),
    "parties_booked_once": gettext_noop("这件事在这个时间已经约过一次，请换个时间"),
}


def project(matter: Matter, event: Event) -> None:
    if change := CHANGES.get(event.step):
        change(matter, event)
    if event.step in settling.FOLDS or event.state in WITHOUT_SESSIONS:
        _mark_waiting(matter, event)
    if event.state in WITHOUT_SESSIONS and matter.data.get("sessions"):
        _sessions(matter).filter(held=False).update(cancelled=True)
    docking.project(matter, event)


def clear(matter: Matter) -> None:
    """Empty the tables before a replay. A session that was called off may have made room for
    somebody else's, so clashes count at the end of the replay only."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {', '.join(BOOKED)} DEFERRED")
    _sessions(matter).delete()
    docking.clear(matter)
    _waiting(matter).delete()


def _sessions(matter: Matter) -> QuerySet[MediationSession]:
    return MediationSession.objects.filter(district=matter.district, matter_id=matter.id)


def _waiting(matter: Matter) -> QuerySet[WaitingSeals]:
    return WaitingSeals.objects.filter(district=matter.district, matter_id=matter.id)


def _mark_waiting(matter: Matter, event: Event) -> None:
    """Remember that answers wait to be opened, or that they wait no longer."""
    ready = event.state == "in_session" and settling.is_ready(matter.data)
    if ready and not _waiting(matter).exists():
        WaitingSeals.objects.create(matter=matter)
    elif not ready:
        _waiting(matter).delete()


def _set(matter: Matter, event: Event) -> None:
    """Book the session for each mediator. Refused by the database when somebody is booked."""
    values = event.values
    rows = [
        MediationSession(
            matter=matter,
            number=len(matter.data["sessions"]),
            mediator_id=nominee["account"],
            leading=position == 0,
            venue_id=values.get("venue"),
            way=values["way"],
            begins=datetime.fromisoformat(values["begins"]),
            ends=datetime.fromisoformat(values["ends"]),
        )
        for position, nominee in enumerate(matter.data["nominees"])
    ]
    try:
        with transaction.atomic():
            MediationSession.objects.bulk_create(rows)
    except IntegrityError as clash:
        name = getattr(getattr(clash.__cause__, "diag", None), "constraint_name", "") or ""
        if name not in BOOKED:
            raise
        raise Refused(BOOKED[name]) from None


def _cancel(matter: Matter, event: Event) -> None:
    _sessions(matter).filter(number=event.values["session"]).update(cancelled=True)


def _hold(matter: Matter, event: Event) -> None:
    _sessions(matter).filter(number=event.values["session"]).update(held=True)


CHANGES: dict[str, Callable[[Matter, Event], None]] = {
    "set_session": _set,
    "cancel_session": _cancel,
    "hold_session": _hold,
}
