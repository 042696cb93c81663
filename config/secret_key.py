"""The key that signs sessions: given by the operator, or made once and kept beside the data."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from hejie.kernel.keyfiles import keep_once

SHORTEST = 50
FEWEST_DIFFERENT = 10


def secret_key(given: str | None, kept: Path) -> str:
    """Return the key; a weak one that was given raises ImproperlyConfigured."""
    if given is None:
        return kept.read_text() if kept.exists() else _make(kept)
    if len(given) < SHORTEST or len(set(given)) < FEWEST_DIFFERENT:
        raise ImproperlyConfigured(
            f"HEJIE_SECRET_KEY is weak: give at least {SHORTEST} random characters."
        )
    return given


def _make(kept: Path) -> str:
    return keep_once(kept, secrets.token_urlsafe(64).encode()).decode()
