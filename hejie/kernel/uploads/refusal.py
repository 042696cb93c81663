"""The one way in which a file is turned down."""

from __future__ import annotations

from hejie.kernel.sentences import Complaint


class Refused(Complaint):
    """A file that is not taken; the sentence names the file and the reason."""

    def __init__(self, template: str, *, name: str, **values: object) -> None:
        super().__init__(template, name=name, **values)
