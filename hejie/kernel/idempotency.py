"""One key, one act: a form sent twice or a request repeated gives the first one's answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, models
from django.utils.datastructures import MultiValueDict

from hejie.kernel import uploads
from hejie.kernel.events import Event
from hejie.kernel.sight import admit

CLAIM = """
INSERT INTO kernel_idempotencykey (by, key, body, district, used_at)
VALUES (%s, %s, %s, '', now()) ON CONFLICT (by, key) DO NOTHING
"""
REMEMBER = """
UPDATE kernel_idempotencykey SET answer = coalesce(answer, %s::jsonb)
FROM (SELECT set_config('synchronous_commit', 'off', true)) AS at_once
WHERE by = %s AND key = %s RETURNING answer
"""
KEPT = timedelta(days=90)
"""How long a key is known; nobody tries a request again after that."""


class KeyReused(ValueError):
    """The same key came with another body."""


class IdempotencyKey(models.Model):
    """A key used by one actor: the digest of what came with it, and the event it made."""

    pk = models.CompositePrimaryKey("by", "key")
    by = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    body = models.CharField(max_length=64)
    district = models.CharField(max_length=6)
    matter_id = models.UUIDField(null=True)
    seq = models.IntegerField(null=True)
    answer = models.JSONField(null=True)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="key_by_age")]


def digest_of(act: str, data: Mapping[str, Any], *, files: Mapping[str, Any] | None = None) -> str:
    """A digest of what is to be done and with what, the same however its names are ordered."""
    told = {name: given for name, given in _lists(data) if name != "csrfmiddlewaretoken"}
    sent = {name: [_file_digest(one) for one in given] for name, given in _lists(files or {})}
    text = json.dumps([act, told, sent], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _lists(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Names with all that was sent under each; JSON sends each name once."""
    return data.lists() if isinstance(data, MultiValueDict) else data.items()


def _file_digest(file: UploadedFile[Any]) -> tuple[str, int | None, str]:
    """Of a file that is too large for us anyway only the name and the size."""
    if (file.size or 0) > uploads.LARGEST_FILE:
        return str(file.name), file.size, ""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return str(file.name), file.size, digest.hexdigest()


def claim(by: str, key: str, body: str) -> Event | None:
    """Take a key inside the act's transaction. Gives the event that the key already made, or
    None when it is new. A second one that comes meanwhile waits for the first to commit."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [by, key, body])
        if cursor.rowcount:
            return None
    made = IdempotencyKey.objects.get(by=by, key=key)
    if made.body != body or made.matter_id is None:
        raise KeyReused
    admit(made.matter_id)
    key_of_event = (made.district, made.matter_id, made.seq)
    return Event.objects.select_related("matter").get(pk=key_of_event)


def settle(by: str, key: str, event: Event) -> None:
    """Bind a claimed key to the event it made."""
    IdempotencyKey.objects.filter(by=by, key=key).update(
        district=event.district, matter_id=event.matter_id, seq=event.seq
    )


def remembered(by: str, key: str) -> Any:
    """The answer given to a key before, or None."""
    return IdempotencyKey.objects.filter(by=by, key=key).values_list("answer", flat=True).first()


def remember(by: str, key: str, answer: Any) -> Any:
    """Keep the first answer given to a key; gives the one that is kept. Nobody waits for the
    disk here: the act is safe there already, and an answer that a crash took can be given anew."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [json.dumps(answer), by, key])
        return json.loads(cursor.fetchone()[0])


def forget(*, now: datetime) -> int:
    """Delete keys of long ago with their answers; gives how many."""
    return IdempotencyKey.objects.filter(used_at__lt=now - KEPT).delete()[0]
