"""Phrases that petition stories are told in: who petitions, how it is sent on and decided."""

from __future__ import annotations

from typing import Any

from hejie.stories.telling import TEND, Act, act

HOME = "湖北省十堰市张湾区花果街道二堰铺社区"
HUAGUO = "420303001001"


def petitioner(name: str, phone: str = "", address: str = HOME) -> dict[str, str]:
    told = {"role": "petitioner", "kind": "person", "name": name}
    return {
        **told,
        **({"phone": phone} if phone else {}),
        **({"address": address} if address else {}),
    }


def registered(when: str, who: str = "jin", *, of: str = "", **facts: Any) -> Act:
    stated = {"place": HUAGUO, "channel": "visit", "category": "PF01", **facts}
    return act(when, who, "register", of=of, **stated)


def classified(when: str, route: str, who: str = "jin", *, of: str = "", **facts: Any) -> Act:
    return act(when, who, "classify", of=of, route=route, **facts)


def forwarded(when: str, unit: str, *, of: str = "") -> Act:
    return act(when, "jin", "forward", of=of, holder=unit)


def accepted(when: str, who: str, *, of: str = "") -> Act:
    return act(when, who, "accept", of=of, interest="no")


def inquired(when: str, who: str, text: str) -> Act:
    return act(when, who, "inquire", text=text)


def decided(
    when: str,
    who: str,
    opinion: str,
    *,
    request: str,
    findings: str,
    text: str,
    law: str,
    **facts: Any,
) -> Act:
    return act(
        when,
        who,
        "decide",
        opinion=opinion,
        request=request,
        findings=findings,
        text=text,
        law=law,
        **facts,
    )


def delivered(when: str, who: str, step: str = "deliver", *, way: str = "in_person") -> Act:
    return act(when, who, step, way=way, received_on=when[:10])


def closed(when: str, who: str = "jin", *, tags: tuple[str, ...], text: str, **facts: Any) -> Act:
    return act(when, who, "close", tags=list(tags), text=text, **facts)


def rated(when: str, bureau: int, unit: int, **facts: Any) -> Act:
    return act(when, "p1", "rate", bureau_mark=str(bureau), unit_mark=str(unit), **facts)


def tended(when: str, *, of: str = "") -> Act:
    """The platform does what is due by itself."""
    return act(when, "system", TEND, of=of)
