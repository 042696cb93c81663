"""What the steps of a petition need, and where their facts lead. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from hejie.kernel.checks import not_before_today
from hejie.kernel.procedures import Act, Data, Facts, Need, Problem, Situation
from hejie.rooms.petitions.classes import ACCUSATION, MOST_REPRESENTATIVES, REGULATION

BUREAU, UNIT = "bureau", "unit"
ONE_OWN = "只有承办单位能办这一步"


# 谁来办


def _holds(situation: Situation) -> bool:
    return situation.holder in situation.organs


HOLDS = Need(sentence=ONE_OWN, holds=_holds)
BUREAU_HOLDS = Need(
    sentence="由信访部门转送、交办",
    holds=lambda s: _holds(s) and s.data.get("receiver") == BUREAU,
    basis=f"{REGULATION} 第二十二条",
)


def _keeps_watch(situation: Situation) -> bool:
    """The bureau that sent it on; where there is none, the unit that received it."""
    watching = situation.data.get("bureau") or situation.holder
    return watching in situation.organs


WATCHES = Need(
    sentence="由转送、交办的信访部门办理；直接收到的，由收到的单位办理", holds=_keeps_watch
)
NOT_ACCUSING = Need(
    sentence="检举控告只能转给有权机关，不能按这一步办",
    holds=lambda s: s.route != ACCUSATION,
    basis=f"{REGULATION} 第三十条",
)


def is_group_well_spoken_for(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if len(facts.parties) > MOST_REPRESENTATIVES:
        yield Problem(
            sentence="走访的代表最多%(most)s人，其余的只填人数",
            told={"most": MOST_REPRESENTATIVES},
            field="parties",
            basis=f"{REGULATION} 第二十条",
        )
    if len(facts.parties) > int(facts.get("people") or len(facts.parties)):
        yield Problem(sentence="人数不能少于上面填的人", field="people")


def accuses_another(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """第三十条: whoever is accused neither registers nor learns of it."""
    if set(facts.get("shut_out", ())) & set(situation.organs):
        yield Problem(
            sentence="反映的就是本单位，不能由本单位登记。请告诉来访人直接找信访局或者纪检监察机关",
            field="accused",
            basis=f"{REGULATION} 第三十条",
        )


def shuts_out(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["route"] == ACCUSATION:
        yield from accuses_another(situation, facts)


def is_free_of_interest(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts.get("interest") == "yes":
        yield Problem(
            sentence="与信访事项或者信访人有直接利害关系的，应当回避，请换人办理",
            field="interest",
            basis=f"{REGULATION} 第二十八条",
        )


def objects_in_time(situation: Situation, facts: Facts) -> Iterable[Problem]:
    clock = situation.clock("object")
    if clock is None or clock.status != "running" or clock.rolled_due < situation.today:
        yield Problem(
            sentence="收到转送、交办五个工作日以后，不能再提出异议",
            basis=f"{REGULATION} 第二十三条",
        )


def supports_with_a_day(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """第三十二条: what is supported is carried out, by a day."""
    if facts.get("opinion") == "support" and not facts.get("implement_by"):
        yield Problem(sentence="支持的，请写明哪天前落实", field="implement_by")
    yield from not_before_today("implement_by")(situation, facts)


def reviews_fully(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["result"] == "change" and not facts.get("opinion"):
        yield Problem(sentence="变更的，请选新的处理意见", field="opinion")
    if facts["result"] == "remit" and not facts.get("redo_by"):
        yield Problem(sentence="发回的，请写明哪天前重新办完", field="redo_by")
    yield from supports_with_a_day(situation, facts)
    yield from not_before_today("redo_by")(situation, facts)


def asks_in_time(clock_key: str, field: str = "") -> Callable[[Situation, Facts], list[Problem]]:
    def check(situation: Situation, facts: Facts) -> list[Problem]:
        clock = situation.clock(clock_key)
        if clock is not None and clock.rolled_due >= situation.today:
            return []
        return [Problem(sentence="三十日的期限已经过了，处理意见已经生效", field=field)]

    return check


def after_classifying(situation: Situation, facts: Facts) -> str:
    return "triaged"


def after_settling(situation: Situation, facts: Facts) -> str:
    """A rejected objection goes back to the unit, as what it was."""
    return "triaged" if facts["agreed"] == "yes" else str(situation.data["sent"])


def after_review(done: str) -> Callable[[Situation, Facts], str]:
    def choose(situation: Situation, facts: Facts) -> str:
        return "investigating" if facts["result"] == "remit" else done

    return choose


NO_RIGHT_RUNS = Need(
    sentence="信访人还可以请求复查、复核，期限没有过，不能办结",
    holds=lambda s: (
        not any(c.key in {"ask_review", "ask_rereview"} and c.status == "running" for c in s.clocks)
    ),
    basis=f"{REGULATION} 第三十五条",
)
IMPLEMENTED = Need(
    sentence="支持的事项还没有落实，不能办结",
    holds=lambda s: s.data.get("opinion") != "support" or bool(s.data.get("implemented")),
    basis=f"{REGULATION} 第三十二条",
)
TO_IMPLEMENT = Need(
    sentence="没有要落实的处理意见",
    holds=lambda s: s.data.get("opinion") == "support" and not s.data.get("implemented"),
)
HEARING_SET = Need(sentence="没有定好的听证", holds=lambda s: bool(s.data.get("hearing")))
ADVISED = Need(sentence="没有等待答复的建议", holds=lambda s: bool(s.data.get("advised")))
NOT_RATED = Need(sentence="已经评价过", holds=lambda s: not s.data.get("rated"))

RIGHTS = frozenset({"object", "ask_review", "ask_rereview", "rate"})
"""Times in which somebody may do something: once over, nobody is late."""


def tags_are_proved(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """救助 and 依法处理 carry a number; nobody is described."""
    tags = facts.get("tags", ())
    if "assisted" in tags and not facts.get("aid_number"):
        yield Problem(sentence="帮扶救助的，请写救助申请编号", field="aid_number")
    if "illegal_act_handled" in tags and not facts.get("document_number"):
        yield Problem(sentence="依法处理的，请写由哪个机关的哪份文书处理", field="document_number")


# 期限从哪天起算


def received_by(kind: str) -> Callable[[Data, Act], Iterable[tuple[str, datetime]]]:
    """The bureau's clock or the unit's; nobody is told where no name or address is known."""

    def moments(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
        if act.values["receiver"] == kind and (kind == BUREAU or act.values["reachable"]):
            yield "", act.occurred

    return moments


def if_reachable(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
    if data.get("reachable"):
        yield "", act.occurred


def when_sent_back(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """A remitted matter is done again by the day that the reviewing organ named."""
    if act.values.get("redo_by"):
        yield "", date.fromisoformat(act.values["redo_by"])


def by_named_day(field: str) -> Callable[[Data, Act], Iterable[tuple[str, date]]]:
    def moments(data: Data, act: Act) -> Iterable[tuple[str, date]]:
        if act.values.get(field):
            yield "", date.fromisoformat(act.values[field])

    return moments


def from_receipt(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    yield "", date.fromisoformat(act.values["received_on"])
