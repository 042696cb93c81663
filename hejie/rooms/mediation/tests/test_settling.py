"""Settlement tools in a mediation: rules first, answers sealed, losers seen by nobody."""

from __future__ import annotations

import json

import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from hejie.api.tests.calling import Caller
from hejie.desk.tests.making import sign_in
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.actions.checking import check_rows, verify
from hejie.kernel.documents import BLIND, Words
from hejie.kernel.events import events_of
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.tests.walking import APPLICANT, RESPONDENT, SECOND, Walk
from hejie.portal.tests.acting import show_code
from hejie.rooms.mediation import settling
from hejie.rooms.mediation.models import WaitingSeals
from hejie.rooms.mediation.seals import certificates
from hejie.rooms.mediation.settlement_text import texts_of
from hejie.rooms.mediation.tending import tend
from hejie.settlement.catalogue import recheck

pytestmark = pytest.mark.usefixtures("zhangwan")
BIDS = {"tool": "sealed_bids", "payee": "p1", "payer": "p2", "rounds": 2, "share": "50"}
LOSING = ("61234.56", "31234.56")
WINNING = ("44444.44", "46666.66")


def shown_code(matter, key) -> tuple[Client, Party]:
    """A party on its own device, once it has shown a code."""
    client, party = Client(), parties_of(matter).get(key=key)
    show_code(client, party)
    return client, party


def at_table() -> Walk:
    return Walk.begun().to("in_session")


def agree(walk: Walk) -> None:
    for party in ("p1", "p2"):
        walk.take("accept_rule", party, answer="yes")


def offered(**facts) -> Walk:
    walk = at_table()
    walk.take("offer_tool", "deng", **facts)
    agree(walk)
    return walk


def bid(walk: Walk, demand: str, offer: str) -> None:
    walk.take("seal_answer", "p1", amount=demand)
    walk.take("seal_answer", "p2", amount=offer)
    assert tend(walk.now, only=walk.matter) == 1
    walk.matter.refresh_from_db()


def run_of(walk: Walk) -> settling.Run:
    return list(settling.runs(walk.matter.data).values())[-1]


def test_bids_are_opened_by_the_rule_and_the_outcome_is_certified():
    walk = offered(**BIDS)
    bid(walk, *LOSING)
    assert (run_of(walk)["state"], run_of(walk)["round"]) == ("open", 2)
    bid(walk, *WINNING)
    assert run_of(walk)["result"] == {"amount": "45555.55"}
    (one,) = certificates(walk.matter)
    assert recheck(json.loads(json.dumps(one.content))).findings == ()
    assert one.content["result"] == {"settled": True, "rounds": 2, "amount": "45555.55"}


def test_when_no_round_meets_it_has_failed_and_nothing_is_opened():
    walk = offered(**{**BIDS, "rounds": 1})
    bid(walk, *LOSING)
    assert run_of(walk)["state"] == "failed"
    (one,) = certificates(walk.matter)
    assert one.content["opened"] is None
    assert recheck(json.loads(json.dumps(one.content))).findings == ()


def test_a_losing_bid_is_in_no_event_page_interface_notice_or_certificate():
    walk = offered(**BIDS)
    bid(walk, *LOSING)
    bid(walk, *WINNING)
    matter = walk.matter
    reference = matter.reference
    told = [json.dumps([event.record() for event in events_of(matter)], default=str)]
    told += [json.dumps(matter.data), json.dumps([one.content for one in certificates(matter)])]
    told += [notice.text for notice in Notice.objects.filter(matter_id=matter.id)]
    for who in ("deng", "luo", "xie", "shen", "zhou"):
        client = sign_in(who)
        told += [
            client.get(path).content.decode()
            for path in (
                f"/desk/matters/{reference}/",
                f"/rooms/mediation/settlements/{reference}/",
                f"/desk/matters/{reference}/certificates/1.json",
                "/desk/matters/table.csv",
            )
        ]
    for key in ("p1", "p2"):
        client, party = shown_code(matter, key)
        told += [
            client.get(f"/my/{party.code}/").content.decode(),
            client.get(f"/my/{party.code}/certificates/1.json").content.decode(),
            client.get(f"/track/{party.code}/").content.decode(),
        ]
    for who in ("deng", "luo"):
        caller = Caller(who)
        told += [
            json.dumps(caller.get(f"/matters/{reference}").json()),
            json.dumps(caller.get(f"/matters/{reference}/events").json()),
        ]
    assert any("45555.55" in one for one in told)
    for text in told:
        for lost in LOSING:
            assert lost not in text
            assert lost.removesuffix("56") not in text


def test_blind_words_lie_in_their_compartment_alone_and_the_chain_holds_them():
    walk = offered(**BIDS)
    bid(walk, *LOSING)
    kept = Words.objects.filter(matter_id=walk.matter.id)
    rows = [row for row in kept if row.text in LOSING]
    assert {row.compartment for row in rows} == {BLIND}
    assert [*verify(walk.matter), *check_rows(walk.matter)] == []
    rows[0].text = "1.00"
    rows[0].save()
    assert [finding.sentence for finding in verify(walk.matter)]


def test_no_table_but_the_words_holds_a_bid():
    walk = offered(**BIDS)
    bid(walk, *LOSING)
    found = [
        model._meta.label
        for model in _models()
        for row in model.objects.all()
        if any(lost in serializers.serialize("json", [row]) for lost in LOSING)
    ]
    assert set(found) == {"kernel.Words"}


def _models():
    return [m for m in apps.get_models() if m._meta.app_label in {"kernel", "mediation", "figures"}]


def test_nobody_seals_before_all_have_agreed_to_the_rule():
    walk = at_table()
    walk.take("offer_tool", "deng", **BIDS)
    walk.take("accept_rule", "p1", answer="yes")
    with pytest.raises(Refused, match="现在没有要您密封的"):
        walk.take("seal_answer", "p1", amount="1")


def test_one_no_to_the_rule_ends_the_tool_and_the_mediation_goes_on():
    walk = at_table()
    walk.take("offer_tool", "deng", **BIDS)
    walk.take("accept_rule", "p2", answer="no")
    assert (run_of(walk)["state"], walk.matter.state) == ("ended", "in_session")
    walk.take("offer_tool", "deng", **BIDS)
    assert len(settling.runs(walk.matter.data)) == 2


def test_an_answer_is_sealed_once_a_round_and_by_its_party_alone():
    walk = offered(**BIDS)
    walk.take("seal_answer", "p1", amount="5")
    with pytest.raises(Refused):
        walk.take("seal_answer", "p1", amount="6")
    with pytest.raises(Refused):
        walk.take("seal_answer", "deng", amount="6")
    with pytest.raises(Refused):
        walk.take("open_seals", "deng", run="1", round=1, met=True, amount="1")
    assert tend(walk.now, only=walk.matter) == 0
    assert not WaitingSeals.objects.exists()


PROPOSAL = {
    "tool": "mediator_proposal",
    "payee": "p1",
    "payer": "p2",
    "amount": "5000",
    "due": "2026-12-01",
}


@pytest.mark.parametrize(
    ("replies", "state"), [(("yes", "yes"), "settled"), (("yes", "no"), "failed")]
)
def test_a_proposal_stands_only_when_both_take_it(replies, state):
    walk = offered(**PROPOSAL)
    for party, reply in zip(("p1", "p2"), replies, strict=True):
        walk.take("seal_answer", party, reply=reply)
    tend(walk.now, only=walk.matter)
    walk.matter.refresh_from_db()
    assert run_of(walk)["state"] == state
    (one,) = certificates(walk.matter)
    assert recheck(json.loads(json.dumps(one.content))).findings == ()
    assert (one.content["opened"] is None) == (state == "failed")


def test_property_is_divided_by_points():
    goods = ["house", "car", "deposit"]
    walk = offered(tool="adjusted_winner", payee="p1", payer="p2", goods=goods)
    with pytest.raises(Invalid, match="正好 100 分"):
        walk.take("seal_answer", "p1", good_house=60, good_car=30, good_deposit=11)
    walk.take("seal_answer", "p1", good_house=60, good_car=30, good_deposit=10)
    walk.take("seal_answer", "p2", good_house=50, good_car=20, good_deposit=30)
    tend(walk.now, only=walk.matter)
    walk.matter.refresh_from_db()
    assert settling.shares_of(run_of(walk)) == {"house": "5/11", "car": "1", "deposit": "0"}
    (one,) = certificates(walk.matter, "p1")
    assert recheck(json.loads(json.dumps(one.content))).findings == ()


def test_a_figure_is_kept_within_its_bracket():
    walk = offered(tool="bracket", payee="p1", payer="p2", low="1000", high="3000")
    walk.take("give_figure", "deng", figure="5000")
    assert run_of(walk)["result"] == {"amount": "3000.00", "figure": "5000"}


def test_what_cannot_be_settled_is_not_offered():
    walk = at_table()
    for wrong in (
        {"payer": "p1"},
        {"rounds": ""},
        {"tool": "adjusted_winner"},
        {"tool": "bracket", "low": "3", "high": "1"},
        {"tool": "mediator_proposal"},
    ):
        with pytest.raises(Invalid):
            walk.take("offer_tool", "deng", **{**BIDS, **wrong})


def test_a_run_ends_when_one_of_its_sides_leaves():
    walk = offered(**BIDS)
    walk.take("seal_answer", "p1", amount="5")
    walk.take("refuse", "p2")
    assert run_of(walk)["state"] == "ended"
    assert [*check_rows(walk.matter)] == []


def test_the_rule_is_told_before_anybody_agrees():
    walk = at_table()
    walk.take("offer_tool", "deng", **BIDS)
    client, party = shown_code(walk.matter, "p1")
    for path in ("", "steps/accept_rule/"):
        page = client.get(f"/my/{party.code}/{path}").content.decode()
        assert "两个数谁也看不到，调解员也看不到" in page
        assert "最多 2 轮，取正中间" in page


def test_a_strangers_code_gets_no_certificate():
    walk = offered(**{**BIDS, "rounds": 1})
    bid(walk, *LOSING)
    party = parties_of(walk.matter).get(key="p1")
    answer = Client().get(f"/my/{party.code}/certificates/1.json")
    assert answer.status_code == 303


# Tools in which any number of parties take part.


@pytest.mark.parametrize(
    ("facts", "answers", "told"),
    [
        (
            {"tool": "nash_goods", "goods": ["house", "car"], "total": "1000"},
            [
                {"figure_house": "9000", "figure_car": "1000"},
                {"figure_house": "5000", "figure_car": "6000"},
            ],
            "房屋归王秀兰；汽车归刘大勇",
        ),
        (
            {"tool": "rent_split", "total": "1500"},
            [{"figure_1": "1000", "figure_2": "500"}, {"figure_1": "700", "figure_2": "800"}],
            "王秀兰住第 1 间，每月付 850.00 元；刘大勇住第 2 间，每月付 650.00 元",
        ),
        (
            {"tool": "cost_split", "total": "100"},
            [{"figure_weight": "90"}, {"figure_weight": "120"}],
            "王秀兰分摊 42.86 元；刘大勇分摊 57.14 元",
        ),
    ],
)
def test_each_writes_its_own_figures_and_the_rule_gives_the_rest(facts, answers, told):
    walk = offered(**facts, people=["p1", "p2"])
    walk.take("seal_answer", "p1", **answers[0])
    assert run_of(walk)["state"] == "open"
    walk.take("seal_answer", "p2", **answers[1])
    assert tend(walk.now, only=walk.matter) == 1
    walk.matter.refresh_from_db()
    names = {party.key: party.name for party in parties_of(walk.matter)}
    (text,) = texts_of(walk.matter, names)
    assert text.outcome.startswith(told)
    (one,) = certificates(walk.matter)
    assert recheck(json.loads(json.dumps(one.content))).findings == ()
    assert "王秀兰" not in json.dumps(one.content, ensure_ascii=False)
    assert [*verify(walk.matter), *check_rows(walk.matter)] == []


def test_three_share_a_cost_to_the_cent():
    walk = Walk.begun(parties=[APPLICANT, RESPONDENT, SECOND]).to("in_session")
    people = ["p1", "p2", "p3"]
    walk.take("offer_tool", "deng", tool="cost_split", total="100", people=people)
    for party in people:
        walk.take("accept_rule", party, answer="yes")
    for party in people:
        walk.take("seal_answer", party, figure_weight="1")
    assert tend(walk.now, only=walk.matter) == 1
    walk.matter.refresh_from_db()
    assert settling.shares_of(run_of(walk)) == {"amounts": ["33.34", "33.33", "33.33"]}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"tool": "cost_split", "total": "100", "people": ["p1"]}, "至少选两位当事人"),
        ({"tool": "rent_split", "people": ["p1", "p2"]}, "写明一共多少元"),
        ({"tool": "nash_goods", "people": ["p1", "p2"]}, "选出要分的东西"),
        (
            {"tool": "sealed_bids", "rounds": 2, "people": ["p1", "p2"], "payee": "", "payer": ""},
            "两方要是不同的当事人",
        ),
    ],
)
def test_what_cannot_be_shared_out_is_not_offered(facts, why):
    walk = at_table()
    with pytest.raises(Invalid, match=why):
        walk.take("offer_tool", "deng", **facts)


def test_rooms_that_are_worth_less_than_the_rent_are_refused_at_once():
    walk = offered(tool="rent_split", total="1500", people=["p1", "p2"])
    with pytest.raises(Invalid, match="加起来不能少于"):
        walk.take("seal_answer", "p1", figure_1="700", figure_2="700")


def test_figures_for_which_there_is_no_way_end_the_run_without_a_certificate():
    walk = offered(tool="cost_split", total="100", people=["p1", "p2"])
    for party in ("p1", "p2"):
        walk.take("seal_answer", party, figure_weight="0")
    assert tend(walk.now, only=walk.matter) == 1
    walk.matter.refresh_from_db()
    assert run_of(walk)["state"] == "failed"
    assert certificates(walk.matter) == []


def test_a_certificate_is_a_paper_too_for_the_sides_and_the_mediator():
    walk = offered(**BIDS)
    bid(walk, *WINNING)
    (one,) = certificates(walk.matter)
    client, party = shown_code(walk.matter, "p1")
    for reader, address in (
        (client, f"/my/{party.code}/certificates/1.pdf"),
        (sign_in("deng"), f"/desk/matters/{walk.matter.reference}/certificates/1.pdf"),
    ):
        answer = reader.get(address)
        assert answer["Content-Type"] == "application/pdf"
        with pypdfium2.PdfDocument(answer.content) as pdf:
            text = "".join("".join(p.get_textpage().get_text_range() for p in pdf).split())
        assert one.content["digest"] in text
        assert "刘大勇付给王秀兰45555.55元" in text
        assert "61234" not in text
    assert client.get(f"/my/{party.code}/certificates/9.pdf").status_code == 404
