"""What a phone on a weak line fetches before somebody can tell what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.usefixtures("zhangwan")
AT_MOST = 60_000
"""Bytes, compressed as they are served: a second and a quarter on 400 kbit/s."""


@pytest.mark.parametrize("path", ["/", "/apply/", "/track/", "/guide/"])
def test_the_first_page_is_small_and_asks_nobody_else(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    fetched = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', html)
    assert all(address.startswith("/static/") for address in fetched)
    whole = len(brotli.compress(answer.content)) + sum(map(_weight, fetched))
    assert 10_000 < whole <= AT_MOST


def test_scripts_hold_nothing_up(client: Client) -> None:
    scripts = re.findall(r"<script[^>]*>", client.get("/").content.decode())
    assert scripts
    assert [one for one in scripts if " defer" not in one and 'type="module"' not in one] == []


def _weight(address: str) -> int:
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str)
    return len(brotli.compress(Path(found).read_bytes()))
