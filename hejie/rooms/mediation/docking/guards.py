"""What the steps between court and committee need, and where they lead. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hejie.kernel.procedures import Facts, Need, Problem, Situation
from hejie.rooms.mediation.docking.waiting import is_agreed
from hejie.rooms.mediation.guards import sessions

SILENCE = "sign_for"
CHOICE = "choose"
COURT_ROUTES = frozenset("BCD")
SIDES = ("applicant", "respondent")


def _came_from_court(situation: Situation) -> bool:
    return situation.route in COURT_ROUTES


def _is_over(situation: Situation, key: str) -> bool:
    """Whether a clock runs and its last day has passed."""
    clock = situation.clock(key)
    today = situation.today
    return clock is not None and clock.status == "running" and clock.rolled_due < today


SILENT = Need(
    sentence="调解组织确认是否接受的三个工作日还没有过",
    holds=lambda s: s.state == "not_accepted" or _is_over(s, SILENCE),
    basis="人民法院在线调解规则 第十二条",
)
NAMING = Need(
    sentence="双方还可以共同选择调解员：两个工作日没有过，也没有请法院指定",
    holds=lambda s: bool(s.data.get("naming")) or _is_over(s, CHOICE),
    basis="人民法院在线调解规则 第十条",
)
NOT_ASKED = Need(sentence="已经请法院指定", holds=lambda s: not s.data.get("naming"))
NOT_GONE_ON = Need(sentence="法院已经立案或者恢复审理", holds=lambda s: not s.data.get("gone_on"))
NOT_AGREED = Need(
    sentence="已经达成协议，不用立案或者恢复审理", holds=lambda s: not is_agreed(s.data)
)
MET = Need(sentence="还没有开过调解会", holds=lambda s: bool(sessions(s, "held")))
IN_HAND = Need(
    sentence="还没有签收，没有材料可以送回",
    holds=lambda s: bool(s.data.get("signed_for")) or s.state == "not_accepted",
)
NOT_HANDED_OVER = Need(
    sentence="协商笔录已经交给法院", holds=lambda s: not s.data.get("negotiation_sent")
)
NOT_SENT = Need(sentence="材料已经送回法院", holds=lambda s: not s.data.get("sent_back"))
SENT = Need(sentence="调委会还没有送回材料", holds=lambda s: bool(s.data.get("sent_back")))
NOT_TAKEN = Need(sentence="材料已经收到", holds=lambda s: not s.data.get("taken_home"))
SENT_HOME = Need(
    sentence="法院委派、委托的，请先把材料送回法院",
    holds=lambda s: (
        not _came_from_court(s)
        or bool(s.data.get("sent_back"))
        or not s.data.get("signed_for")
        or s.state == "returned"
    ),
)


def everybody_allows(data: Any, parties: Iterable[str]) -> bool:
    """Whether each of these parties agreed that the court may read the negotiations."""
    given = data.get("disclosure", {})
    keys = list(parties)
    return bool(keys) and all(given.get(key) == "yes" for key in keys)


ALLOWED = Need(
    sentence="要各方当事人都同意，才能把协商笔录交给法院",
    holds=lambda s: everybody_allows(s.data, (p.key for p in s.with_role(*SIDES))),
    basis="人民法院在线调解规则 第十八条",
)


def speaks_for_itself(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """Who left the mediation took part in it all the same, and is asked too."""
    if situation.as_roles & {"party"} and facts["party"] != situation.by:
        yield Problem(sentence="只能替自己表态", field="party")


def another_committee(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["holder"] == situation.holder:
        yield Problem(sentence="请选另一个调解组织", field="holder")


PACKAGES = ("referral_package", "return_package", "negotiation_package")


def _issued(situation: Situation) -> set[str]:
    """Digests of the packages that were written of a matter."""
    kinds = situation.data.get("issued", {})
    return {digest for kind in PACKAGES for digest in kinds.get(kind, {}).values()}


UNACKNOWLEDGED = Need(
    sentence="没有等回执的材料包",
    holds=lambda s: bool(_issued(s) - set(s.data.get("receipts", {}))),
)


def of_this_matter(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """A receipt is for a package that was issued here, and counts once."""
    if facts["package"] not in _issued(situation):
        yield Problem(sentence="这份回执不是给本事项送出的材料包的", field="receipt_file")
    if facts["package"] in situation.data.get("receipts", {}):
        yield Problem(sentence="这份材料包的回执已经登记过", field="receipt_file")


def for_own_organ(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["holder"] not in situation.organs:
        yield Problem(sentence="这份材料包不是给您的单位的", field="package_file")


def answers_this(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """A return comes from the committee that holds the case, and names it."""
    if facts["case_number"] != situation.data.get("case_number"):
        yield Problem(sentence="材料包写的是另一个案号", field="package_file")
    if facts["sender"] != situation.holder:
        yield Problem(sentence="材料包不是承办的调解组织送来的", field="package_file")


def stays_archived(target: str) -> Any:
    """The committee may have filed its folder before the court went on."""

    def choose(situation: Situation, facts: Facts) -> str:
        return "archived" if situation.state == "archived" else target

    return choose
