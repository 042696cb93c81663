"""How an act can fail, each to be told to the person in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from hejie.kernel.events import Event
from hejie.kernel.facts import FactsForm
from hejie.kernel.idempotency import KeyReused
from hejie.kernel.permissions import Refused

__all__ = ["Invalid", "KeyReused", "Refused", "Stale"]


class Stale(Exception):
    """Somebody else has moved the matter since the page was read; `event` is the last move."""

    def __init__(self, event: Event) -> None:
        super().__init__(event.kind)
        self.event = event


class Invalid(Exception):
    """The facts do not have the step's shape or break its rule; `errors` by field name, in the
    reader's language."""

    def __init__(
        self, errors: Mapping[str, Iterable[object]], form: FactsForm | None = None
    ) -> None:
        self.errors = {
            name: [gettext(str(text)) for text in texts] for name, texts in errors.items()
        }
        super().__init__("；".join(text for texts in self.errors.values() for text in texts))
        self.form = form
