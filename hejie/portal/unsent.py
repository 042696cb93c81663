"""An application that is not sent yet: what was typed lies in the session, photos in the storage.

Nothing of it is a matter. It is forgotten when it was sent, or after a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from hejie.kernel.uploads import Accepted

FOLDER = "unsent"
SESSION = "unsent"
SENT = "sent"
MOST = 5
"""Applications begun in one browser at one time; the oldest makes room."""
LIFETIME = timedelta(days=1)


@dataclass
class Unsent:
    """`data` by page and field; `photos` are checked files that wait in the storage.

    `hints` are what a guide already knows, suggested but not sent: a story and a category.
    """

    key: str
    procedure: str
    data: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    photos: list[dict[str, str]] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)

    def sent(self, *parts: str) -> QueryDict:
        """What was typed on some pages, as one form's data."""
        told = QueryDict(mutable=True)
        for part in parts:
            for name, values in self.data.get(part, {}).items():
                told.setlist(name, values)
        return told

    def files(self) -> MultiValueDict[str, Any]:
        """The photos as they came, for the form of the opening step."""
        found: MultiValueDict[str, Any] = MultiValueDict()
        for photo in self.photos:
            with default_storage.open(photo["path"]) as stored:
                content = stored.read()
            file = SimpleUploadedFile(photo["name"], content, content_type=photo["mime"])
            found.appendlist(photo["field"], file)
        return found

    def take_data(self, part: str, posted: QueryDict, names: Iterable[str]) -> None:
        """Keep what a page sent: its fields and the rows that belong to them."""
        wanted = tuple(names)
        self.data[part] = {
            key: list(values)
            for key, values in posted.lists()
            if key in wanted or key.startswith(tuple(f"{name}-" for name in wanted))
        }

    def take_photos(self, name: str, accepted: Iterable[Accepted], *, day: date) -> None:
        known = {photo["sha256"] for photo in self.photos}
        for one in accepted:
            if one.sha256 in known:
                continue
            path = default_storage.save(
                f"{FOLDER}/{day.isoformat()}/{self.key}/{one.sha256}", ContentFile(one.content)
            )
            self.photos.append(
                {
                    "field": name,
                    "path": path,
                    "name": one.name,
                    "mime": one.mime,
                    "sha256": one.sha256,
                }
            )

    def drop_photos(self, digests: Iterable[str]) -> None:
        unwanted = set(digests)
        for photo in self.photos:
            if photo["sha256"] in unwanted:
                default_storage.delete(photo["path"])
        self.photos = [photo for photo in self.photos if photo["sha256"] not in unwanted]


def find(request: HttpRequest, key: str) -> Unsent | None:
    kept = request.session.get(SESSION, {}).get(key)
    return Unsent(**kept) if kept else None


def latest(request: HttpRequest, procedure: str) -> Unsent | None:
    """The application that this browser was last busy with."""
    for kept in reversed(request.session.get(SESSION, {}).values()):
        if kept["procedure"] == procedure:
            return Unsent(**kept)
    return None


def keep(request: HttpRequest, unsent: Unsent) -> None:
    """Put it into the session, newest last. A visitor's session ends a day after its last use."""
    kept = {k: one for k, one in request.session.get(SESSION, {}).items() if k != unsent.key}
    for oldest in list(kept)[: max(0, len(kept) + 1 - MOST)]:
        forget_photos(Unsent(**kept.pop(oldest)))
    request.session[SESSION] = {**kept, unsent.key: asdict(unsent)}
    if not request.user.is_authenticated:
        request.session.set_expiry(LIFETIME)


def finish(request: HttpRequest, unsent: Unsent, code: str) -> None:
    """It was sent: forget it, and remember where it led, should the same form come again."""
    left = {k: one for k, one in request.session.get(SESSION, {}).items() if k != unsent.key}
    request.session[SESSION] = left
    request.session[SENT] = {**request.session.get(SENT, {}), unsent.key: code}
    forget_photos(unsent)


def code_of_sent(request: HttpRequest, key: str) -> str:
    """The query code that an application led to, or nothing."""
    code: str = request.session.get(SENT, {}).get(key, "")
    return code


def forget_photos(unsent: Unsent) -> None:
    unsent.drop_photos([photo["sha256"] for photo in unsent.photos])


def tidy(*, now: datetime) -> None:
    """Delete photos of applications that nobody sent for more than a day."""
    try:
        days, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    oldest = timezone.localtime(now - LIFETIME).date().isoformat()
    for day in days:
        if day < oldest:
            _delete_folder(f"{FOLDER}/{day}")


def _delete_folder(path: str) -> None:
    folders, files = default_storage.listdir(path)
    for name in folders:
        _delete_folder(f"{path}/{name}")
    for name in files:
        default_storage.delete(f"{path}/{name}")
    default_storage.delete(path)
