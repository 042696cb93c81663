"""What is told of a video meeting while it is held: events beside the steps, that move nothing.

Pages that were open before stay good, so that nobody loses the minutes because somebody came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext

from hejie.kernel import documents, matters
from hejie.kernel.actions.errors import Refused
from hejie.kernel.actions.notes import note
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.meetings import find_meeting
from hejie.kernel.procedures import Facts
from hejie.kernel.sentences import gettext_noop

OF_PARTIES = frozenset({"agree_recording", "confirm_minutes"})
"""What each person tells for itself; all else is the host's."""
NOT_OPEN = gettext_noop("这次视频会现在没有开，或者已经结束")


def tell_meeting(
    matter: Matter,
    what: str,
    *,
    meeting: str,
    actor: Actor,
    people: Mapping[str, Any],
    now: datetime,
    values: Mapping[str, Any] | None = None,
    words: Mapping[str, str] | None = None,
) -> Event:
    """Append what happened in a meeting. `people` are keys of parties and accounts that it is
    about, each with a code. Raises `Refused` when the meeting is not open, or not to them."""
    with transaction.atomic():
        matter = matters.lock(matter)
        _require(matter, what, meeting, actor, people, now)
        facts = Facts(
            values={"meeting": meeting, "people": dict(people), **(values or {})},
            words=words or {},
        )
        return note(matter, what, actor=actor, facts=facts, told={}, now=now, moves=False)


def keep_recording(
    matter: Matter,
    content: IO[bytes],
    *,
    meeting: str,
    title: str,
    mime: str,
    actor: Actor,
    now: datetime,
    values: Mapping[str, Any],
) -> documents.Document:
    """File a recording to which everybody agreed, sealed, and append that it was made."""
    sha256, size = documents.keep_large(content, compartment=documents.SEALED)
    with transaction.atomic():
        matter = matters.lock(matter)
        _require(matter, "keep_recording", meeting, actor, {}, now)
        made = documents.file_recording(
            matter, title=title, sha256=sha256, mime=mime, size=size, at=now
        )
        told = {"id": str(made.id), "kind": made.kind, "digest": made.digest}
        facts = Facts(values={"meeting": meeting, "people": {}, **values})
        note(
            matter,
            "keep_recording",
            actor=actor,
            facts=facts,
            told={"documents": [told]},
            now=now,
            moves=False,
        )
    return made


def _require(
    matter: Matter, what: str, key: str, actor: Actor, people: Mapping[str, Any], now: datetime
) -> None:
    meeting = find_meeting(matter, key)
    if meeting is None or not meeting.is_open(now):
        raise Refused(gettext(NOT_OPEN))
    own = what in OF_PARTIES and (actor.party in meeting.parties or set(people) == {actor.key})
    if not own and actor.account not in meeting.hosts:
        raise Refused(gettext("这一步由这次视频会的主持人办理"))
    if unknown := {one for one in people if not one.startswith("account:")} - meeting.parties:
        raise Refused(
            gettext("%(parties)s 不是这次视频会的当事人") % {"parties": "、".join(sorted(unknown))}
        )
