"""Sentences to people that pure modules say and the layers above translate."""

from __future__ import annotations


class Complaint(ValueError):
    """What is wrong and where, in Chinese; ``str()`` is the sentence.

    ``template`` is the catalogue's key and ``values`` fill its ``%(name)s``.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values)
        self.template = template
        self.values = values


def gettext_noop(text: str) -> str:
    """Mark a template for the catalogue and leave it as it is."""
    return text
