"""The key that signs sessions: given by the operator, or made once and kept beside the data."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

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
    """Make the file whole or not at all, so that two starting processes agree on one key."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=kept.parent, prefix=".secret-")
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, kept)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
    return kept.read_text()
