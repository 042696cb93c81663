"""What a page must be, whoever looks at it: usable by everybody, and no wider than its window."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
ASK = """() => axe.run(document, {
  resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}},
})"""


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """Serious and critical findings of axe-core, each with the elements that it is about.

    The script is evaluated, not loaded, so the page's own policy stays as it is.
    """
    page.evaluate(axe())
    found: dict[str, Any] = page.evaluate(ASK)
    return [_told(one) for one in found["violations"] if one["impact"] in GRAVE]


def _told(violation: dict[str, Any]) -> str:
    elements = [node["html"][:160] for node in violation["nodes"][:4]]
    return f"{violation['id']} ({violation['help']}): {' | '.join(elements)}"
