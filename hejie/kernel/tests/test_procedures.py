"""A procedure checks itself when it is built, and says what contradicts what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hejie.kernel.deadlines import DeadlineRule, Mark, Unit
from hejie.kernel.procedures import (
    ANY,
    RUNNING,
    START,
    Act,
    Deadline,
    Facts,
    Need,
    PartyView,
    Procedure,
    ProcedureError,
    Situation,
    Start,
    Step,
)
from hejie.kernel.tests.walking import MONDAY

RULE = DeadlineRule(
    code="X",
    label="期限",
    basis="地方设定",
    start_event="申请",
    qty=3,
    unit=Unit.WORKING_DAYS,
    mark=Mark.LOCAL,
    owner="区",
    set_on=date(2026, 1, 1),
)
STEPS = {
    "ask": Step(label="申请", source=START, target="asked", by="clerk", starts=("reply",)),
    "grant": Step(label="同意", source="asked", target="granted", by="clerk", stops=("reply",)),
    "remark": Step(label="记录", source=ANY, by="clerk"),
    "nudge": Step(label="催", source=RUNNING, by="clerk"),
}


def procedure(steps: dict[str, Step] | None = None, **changed: Any) -> Procedure:
    given: dict[str, Any] = {
        "key": "loan",
        "label": "借用",
        "roles": {"clerk": "受理员"},
        "states": {"asked": "已申请", "granted": "已同意"},
        "deadlines": {"reply": Deadline(label="答复", rule=RULE)},
        "steps": steps or STEPS,
    }
    return Procedure(**{**given, **changed})


def step(**changed: Any) -> dict[str, Step]:
    return {**STEPS, "grant": replace(STEPS["grant"], **changed)}


def choice(_situation: Situation, _facts: Facts) -> str:
    return "granted"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"steps": step(source="lost")}, "step grant begins at unknown state lost"),
        ({"steps": step(target="lost")}, "step grant leads to unknown state lost"),
        ({"steps": step(by="mayor")}, "step grant is taken by unknown role mayor"),
        ({"steps": step(routes=("Z",))}, "step grant names unknown route Z"),
        ({"steps": step(stops=("lunch",))}, "step grant names unknown deadline lunch"),
        ({"steps": step(pauses=("lunch",))}, "step grant names unknown deadline lunch"),
        (
            {"steps": step(resumes_when={"granted": ("lunch",)})},
            "step grant names unknown deadline lunch",
        ),
        ({"steps": step(stops_when={"asked": ("reply",)})}, "step grant never leads to asked"),
        ({"steps": step(ends_when=("lost",))}, "step grant never leads to lost"),
        ({"steps": step(papers_when={"lost": ("x",)})}, "step grant never leads to lost"),
        ({"steps": step(writes=("x",))}, "step grant writes x, no paper of its"),
        (
            {"steps": step(target=None, targets=("granted",))},
            "step grant needs both targets and choose",
        ),
        ({"steps": step(choose=choice)}, "step grant needs both targets and choose"),
        (
            {"steps": {**STEPS, "ask": replace(STEPS["ask"], target=None)}},
            "step ask begins at START but leads nowhere",
        ),
        (
            {"steps": {**STEPS, "ask": replace(STEPS["ask"], source="asked")}},
            "no step begins at START",
        ),
        (
            {"states": {"asked": "已申请", "granted": "已同意", "lost": "丢失"}},
            "state lost is never reached",
        ),
        ({"ends": frozenset({"lost"})}, "unknown end lost"),
        (
            {"steps": {**STEPS, "ask": replace(STEPS["ask"], starts=())}},
            "deadline reply is started by no step",
        ),
        (
            {"deadlines": {"reply": Deadline(label="答复", by_route={"Z": RULE})}},
            "deadline reply names unknown route Z",
        ),
    ],
)
def test_a_contradiction_stops_it_with_a_sentence(wrong, sentence):
    with pytest.raises(ProcedureError) as refused:
        procedure(**wrong)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("procedure loan: ")


def test_all_contradictions_are_told_at_once():
    with pytest.raises(ProcedureError) as refused:
        procedure(step(source="lost", by="mayor"))
    assert str(refused.value).count(";") == 1


@pytest.mark.parametrize(
    "given", [{}, {"rule": RULE, "agreed": "约定"}, {"rule": RULE, "by_route": {"A": RULE}}]
)
def test_a_deadline_has_one_source(given):
    with pytest.raises(ProcedureError, match="give a rule, by_route or agreed"):
        Deadline(label="答复", **given)


def test_a_deadline_by_route_has_none_elsewhere():
    by_route = Deadline(label="答复", by_route={"A": RULE})
    assert by_route.rule_for("A") == RULE
    assert by_route.rule_for("B") is None
    assert Deadline(label="答复", rule=RULE).rule_for("B") == RULE
    assert by_route.rules() == Deadline(label="答复", rule=RULE).rules() == (RULE,)
    assert Deadline(label="履行", agreed="约定").rules() == ()


def test_final_states_are_those_that_nothing_leaves_and_the_named_ends():
    assert procedure().final == {"granted"}
    assert procedure(ends=frozenset({"asked"})).final == {"asked", "granted"}


def test_a_step_is_open_in_its_states():
    law = procedure()
    opened = {
        state: {key for key, step in law.steps.items() if law.is_open_to(step, state)}
        for state in (START, "asked", "granted")
    }
    assert opened == {
        START: {"ask", "remark", "nudge"},
        "asked": {"grant", "remark", "nudge"},
        "granted": {"remark"},
    }
    assert set(law.opening_steps()) == {"ask"}


def test_kept_values_and_the_fold_make_the_data():
    law = procedure(
        {**STEPS, "ask": replace(STEPS["ask"], keeps=("thing", "absent"))},
        fold=lambda data, act: {**data, "steps": [*data.get("steps", ()), act.step]},
    )

    def act(key: str, **values: Any) -> Act:
        return Act(
            step=key, seq=1, at=MONDAY, occurred=MONDAY, by="account:1", values=values, state="x"
        )

    data = law.after({}, act("ask", thing="chair", secret="no"))
    assert law.after(data, act("issue")) == {"thing": "chair", "steps": ["ask", "issue"]}


def test_a_situation_answers_by_role_and_by_clock():
    parties = tuple(PartyView(key=f"p{n}", role=r, kind="person") for n, r in enumerate("aba"))
    situation = Situation(state="asked", now=MONDAY, opened=MONDAY, parties=parties)
    assert [p.key for p in situation.with_role("a")] == ["p0", "p2"]
    assert [p.key for p in situation.with_role("b", "a")] == ["p0", "p1", "p2"]
    assert situation.clock("reply") is None


def test_a_step_names_its_parts_alike_for_one_or_several():
    one = Step(label="x", source="a", by="b", target="c", starts=("d",))
    several = Step(
        label="x", source=("a",), by=("b",), target="c", starts=(Start(deadline="d"),), needs=()
    )
    for name in ("sources", "roles", "results", "started"):
        assert getattr(one, name)() == getattr(several, name)()
    need = Need(sentence="x", holds=lambda _situation: False)
    assert not need.holds(Situation(state="a", now=MONDAY, opened=MONDAY))
