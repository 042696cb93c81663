"""Every law that a clock rule cites can be explained in a sentence."""

from __future__ import annotations

import re

from hejie.kernel import statutes
from hejie.kernel.statutes import Citation
from hejie.law import catalogue

NOT_LAWS = re.compile("地方设定|待核（.*）")


def test_every_citation_of_the_clock_rules_has_a_summary() -> None:
    summaries = statutes.summaries()
    rules = [rule for versions in catalogue.VERSIONS.values() for rule in versions]
    bases = {rule.basis for rule in rules}
    bases |= {ground.basis for rule in rules for ground in rule.pause_grounds}
    cited = {one for basis in bases for one in statutes.cite(basis)}
    missing = {
        str(one)
        for one in cited
        if Citation(one.law, one.article) not in summaries and not NOT_LAWS.fullmatch(one.law)
    }
    assert not missing
