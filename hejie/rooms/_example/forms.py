"""Forms of lending a wheelchair."""

from __future__ import annotations

from typing import Any

from hejie.kernel.facts import FactsForm, PlaceField, UploadsField, WordsField


class LendForm(FactsForm):
    """The clerk's own organ lends, and so holds the matter."""

    place = PlaceField(label="哪个社区")
    purpose = WordsField(label="做什么用", rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None and self.situation.organs:
            cleaned["holder"] = self.situation.organs[0]
        return cleaned


class StumbleForm(FactsForm):
    text = WordsField(label="说明", required=False)
    photo = UploadsField(label="照片", kind="photo", required=False)


FORMS: dict[str, type[FactsForm]] = {"lend": LendForm, "stumble": StumbleForm}
