"""调解员方案: a proposal that each side takes or leaves unseen; one no, and nobody knows whose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from hejie.calculators.asking import Given, Wrong, ask
from hejie.settlement.sealing import SEAL, Salt, new_salt, opened, seal, text_under
from hejie.settlement.tool import Settled, Tool

YES, NO = "yes", "no"


class Answer(Given):
    party: Annotated[str, Field(min_length=1, max_length=40)] = ask("哪一方")
    answer: Literal["yes", "no"] = ask("接受吗", choices={"yes": "接受", "no": "不接受"})
    salt: Salt | None = ask("盐", "64 位十六进制；不填就现取", default=None)


class ProposalGiven(Given):
    proposal: Annotated[str, Field(min_length=1, max_length=5000)] = ask("调解员的方案")
    answers: Annotated[list[Answer], Field(min_length=2, max_length=50)] = ask("各方的答复")


def settle(given: ProposalGiven) -> Settled:
    parties = [one.party for one in given.answers]
    if len(set(parties)) != len(parties):
        raise Wrong([(("answers",), "同一方写了两次")])
    salts = [one.salt or new_salt() for one in given.answers]
    sealed = {
        one.party: seal(one.answer, salt) for one, salt in zip(given.answers, salts, strict=True)
    }
    accepted = all(one.answer == YES for one in given.answers)
    shown = {party: opened(YES, salt) for party, salt in zip(parties, salts, strict=True)}
    return outcome(given.proposal, sealed, shown if accepted else None)


def outcome(proposal: str, sealed: Mapping[str, str], shown: Mapping[str, Any] | None) -> Settled:
    notes = () if shown else ("方案没有被接受；是谁没有接受，不告诉任何人。",)
    return Settled(
        inputs={"proposal": proposal, "answers": dict(sealed)},
        result={"settled": shown is not None},
        opened=shown,
        notes=notes,
    )


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    sealed, shown = certificate["inputs"]["answers"], certificate["opened"]
    if len(sealed) < 2 or not all(SEAL.fullmatch(str(one)) for one in sealed.values()):
        yield "有一个封条不是摘要"
    if len(set(sealed.values())) != len(sealed):
        yield "有两个封条一样"
    if not certificate["result"]["settled"]:
        if shown is not None:
            yield "方案没有被接受，却打开了答复"
        return
    for party, one in sealed.items():
        if text_under((shown or {}).get(party), one) != YES:
            yield f"{party} 的答复和封条不符，或者不是接受"


RULE = (
    "调解员提出一个方案。各方各自写接受或者不接受，密封，互相看不到。",
    "各方都接受，就按方案写进协议，各方签了字才算数。",
    "只要有一方不接受，方案就作废；是谁没有接受，不告诉任何人，调解员也不知道。",
    "一方自己接受了而方案没有成的，自然知道是别人没有接受；两方之间这一点藏不住。",
)
TOOL = Tool(
    name="mediator_proposal",
    label="调解员方案",
    help="调解员出一个方案，双方各自密封答复；都接受才成。",
    rule=RULE,
    given=ProposalGiven,
    settle=settle,
    check=check,
    seen=("各方都封存了一个答复", "谈成时，打开的答复都是接受，和封条一致"),
    unseen=("没有谈成时各方答复了什么：只有封条",),
)
