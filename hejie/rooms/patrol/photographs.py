"""Photographs of events: faces and plates are covered before anything is kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hejie.blurring import blur
from hejie.kernel.facts import UploadsField

PICTURES = frozenset({"jpeg", "png"})
"""What files are kept as when they are pictures."""


class PhotographsField(UploadsField):
    """Photographs alone; what is kept has no face, no plate, no place and no device in it."""

    def _check(self, one: Any) -> Any:
        taken = super()._check(one)
        if taken.kind not in PICTURES:
            raise ValidationError(_("这里只收照片"))
        covered = blur(taken.content)
        return replace(
            taken,
            name=f"{PurePath(taken.name).stem}.jpg",
            kind="jpeg",
            mime="image/jpeg",
            content=covered.content,
            sha256=hashlib.sha256(covered.content).hexdigest(),
        )
