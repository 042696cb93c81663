"""Phrases that screening stories are told in: a campaign is launched, something is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hejie.kernel.matters import Matter
from hejie.stories.telling import Act, act

CAMPAIGN = "排查行动"


def launched(
    when: str, who: str, subject: str, title: str, items: Sequence[str], **facts: Any
) -> Act:
    stated = {
        "subject": subject,
        "title": title,
        "place": "420303001",
        "items": [{"what": item} for item in items],
        **facts,
    }
    return act(when, who, "launch", of=CAMPAIGN, procedure="campaign", **stated)


def of_campaign(matters: Mapping[str, Matter]) -> str:
    return matters[CAMPAIGN].reference


def found(when: str, who: str, of: str, line: int, text: str, **facts: Any) -> Act:
    campaign: Callable[[Mapping[str, Matter]], str] = of_campaign
    stated = {
        "campaign": campaign,
        "line": line,
        "place": "420303001202",
        "where": "花果村二组",
        "text": text,
        "degree": "middle",
        **facts,
    }
    return act(when, who, "find", of=of, procedure="finding", **stated)
