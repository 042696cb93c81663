"""A term of an agreement in plain words: who gives whom what by when, how, and what if not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from hejie.kernel.procedures import Situation
from hejie.papers.capitals import capitals
from hejie.rooms.mediation.balance import words_of_term


def plain_terms(situation: Situation, names: Mapping[str, str]) -> dict[str, str]:
    """Each term of the draft by its number, as it is read out to a party."""
    draft = situation.data.get("draft") or {}
    said = situation.said(draft["seq"]) if draft else {}
    return {
        str(number): plain(term, words_of_term(number, said), names)
        for number, term in enumerate(draft.get("terms", ()), start=1)
    }


def plain(term: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, str]) -> str:
    return "".join(
        (_what(term, words, names), _more(term, words, names), _otherwise(words)),
    )


def _what(term: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, str]) -> str:
    due = date.fromisoformat(term["due"])
    told = {
        "payer": names.get(term["payer"], term["payer"]),
        "payee": names.get(term["payee"], term["payee"]),
        "due": gettext("%(year)s年%(month)s月%(day)s日")
        % {"year": due.year, "month": due.month, "day": due.day},
        "thing": words.get("thing", "").rstrip("。；"),
    }
    if not term.get("sum"):
        return gettext("%(payer)s要在%(due)s以前，为%(payee)s做到：%(thing)s。") % told
    amount = Decimal(term["sum"])
    told |= {"sum": f"{amount:,.2f}", "capitals": capitals(amount)}
    paid = gettext("%(payer)s要在%(due)s以前，给%(payee)s %(sum)s 元（%(capitals)s）") % told
    return paid + (gettext("，并且做到：%(thing)s。") % told if told["thing"] else "。")


def _more(term: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, str]) -> str:
    told = []
    if way := words.get("way"):
        how = gettext("怎么给：%(way)s。") if term.get("sum") else gettext("怎么做：%(way)s。")
        told.append(how % {"way": way.rstrip("。；")})
    if account := words.get("account"):
        told.append(gettext("收款人、账户：%(account)s。") % {"account": account.rstrip("。；")})
    if term.get("joint"):
        who = names.get(term["joint"], term["joint"])
        told.append(gettext("%(who)s一起担责任，给不出时也可以找他要。") % {"who": who})
    if term.get("interest"):
        told.append(gettext("年利率 %(rate)s%%。") % {"rate": term["interest"]})
    if term.get("late"):
        told.append(gettext("晚一天，多付欠款的万分之 %(parts)s。") % {"parts": term["late"]})
    return "".join(told)


def _otherwise(words: Mapping[str, str]) -> str:
    if default := words.get("default"):
        return gettext("没有做到：%(default)s。") % {"default": default.rstrip("。；")}
    return gettext(
        "没有做到：没有另外写。可以请调委会督促，也可以向法院起诉"
        "（人民调解法 第三十一条、第三十二条）。"
    )
