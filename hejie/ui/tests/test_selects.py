"""A list of choices is the one that Django draws, only quicker."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from hejie.ui.selects import PlainSelect, plain

CHOICES: list[Any] = [
    ("", "全部"),
    ("a<b", "甲 & 乙"),
    (3, "丙"),
    ("花果 <街道>", [("x", '"丁"'), ("y", "戊")]),
]


@pytest.mark.parametrize("value", [None, "", "a<b", 3, "y", "unknown"])
def test_it_is_the_same_element(value: Any) -> None:
    widget = forms.Select(attrs={"class": "form-select"}, choices=CHOICES)
    quick = plain(widget)
    assert isinstance(quick, PlainSelect)
    given = {"id": "id_place", "required": True}
    assert _told(quick.render("place", value, given)) == _told(widget.render("place", value, given))


def test_other_widgets_stay_what_they_are() -> None:
    widget = forms.SelectMultiple(choices=CHOICES)
    assert plain(widget) is widget


def _told(html: str) -> str:
    return "".join(line.strip() for line in html.replace(" >", ">").splitlines())
