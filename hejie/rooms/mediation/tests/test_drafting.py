"""Drafting at the desk: clauses put in without a script, and what a court would refuse seen."""

import html
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hejie.desk.tests.making import page, sign_in
from hejie.figures import models as figures
from hejie.kernel import actions
from hejie.kernel.actions import Invalid
from hejie.kernel.actions.checking import check_rows, verify
from hejie.kernel.documents import read_file
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Account
from hejie.kernel.tests.walking import TERM, Walk, confirm_all
from hejie.papers.archival import faults
from hejie.rooms.mediation.tests.test_papers import text_of
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.usefixtures("zhangwan")
DRAFT = {"facts_agreed": "防水层破损。", "points": "刘大勇承担。", "copies": 3}
HOUSE = {**TERM, "sum": "", "thing": "老屋归王秀兰所有"}
SCAN = {"name": "授权委托书.png", "content": drawn_signature().partition(",")[2]}


def at_table(**facts) -> Walk:
    return Walk.begun(**facts).to("in_session")


def draft(walk: Walk, *terms, **facts) -> Event:
    return walk.take("draft_agreement", "deng", **{**DRAFT, "terms": list(terms), **facts})


def shown(client: Client, address: str, data: Mapping[str, Any] | None = None) -> tuple[int, str]:
    answer = client.post(address, data) if data else client.get(address)
    return answer.status_code, html.unescape(answer.content.decode())


def value_of(text: str, name: str) -> str:
    """What a field of the page holds."""
    found = re.search(rf'<(input|textarea)[^>]*name="{name}"[^>]*>([^<]*)', text)
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return found[2].strip() if found[1] == "textarea" else value[1] if value else ""


def choice_of(text: str, name: str) -> str:
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', text, re.DOTALL)
    assert found, name
    chosen = re.search(r'<option value="([^"]*)" selected', found[0])
    return chosen[1] if chosen else ""


# Clauses


def test_the_clauses_of_the_dispute_are_offered_above_the_draft():
    walk = at_table()
    _status, text = shown(sign_in("deng"), page(walk.matter, "do/draft_agreement/"))
    for label in ("限期修复", "返还财物", "逾期违约金（每日万分之几）"):
        assert label in text
    assert "按月支付抚养费" not in text
    assert "谁承担连带责任" not in text


def test_a_clause_fills_the_terms_and_keeps_what_was_typed():
    walk = at_table(category="MD07")
    address = f"/rooms/mediation/clauses/{walk.matter.reference}/draft_agreement/"
    typed = {
        "facts_agreed": "借款没有归还。",
        "terms-0-payer": "p2",
        "terms-0-payee": "p1",
        "terms-0-thing": "交还借条",
        "terms-0-way": "当面",
        "terms-0-due": "2026-08-20",
        "clause-key": "loan_by_instalments",
        "clause-payer": "p2",
        "clause-payee": "p1",
        "clause-sum": "1000",
        "clause-first": "2026-08-31",
        "clause-times": "3",
    }
    status, text = shown(sign_in("deng"), address, typed)
    assert status == 200
    assert "已放进第 2 到 4 条" in text
    assert "借款没有归还。" in text
    assert value_of(text, "terms-0-thing") == "交还借条"
    told = [(value_of(text, f"terms-{n}-sum"), value_of(text, f"terms-{n}-due")) for n in (1, 2, 3)]
    assert told == [("333.33", "2026-08-31"), ("333.33", "2026-09-30"), ("333.34", "2026-10-31")]
    assert "【" in value_of(text, "terms-1-account")
    assert choice_of(text, "terms-1-payer") == "p2"
    assert value_of(text, "terms-4-thing") == ""
    walk.matter.refresh_from_db()
    assert "draft" not in walk.matter.data


def test_nobody_is_chosen_who_was_not_stated():
    walk = at_table()
    address = f"/rooms/mediation/clauses/{walk.matter.reference}/draft_agreement/"
    _status, text = shown(sign_in("deng"), address, {"clause-key": "repaired"})
    assert "【具体部位】" in value_of(text, "terms-0-thing")
    assert choice_of(text, "terms-0-payer") == choice_of(text, "terms-0-payee") == ""
    typed = {"terms-0-thing": "修好漏水", "terms-0-payer": "", "facts_agreed": "漏水"}
    _status, text = shown(sign_in("deng"), page(walk.matter, "do/draft_agreement/"), typed)
    assert choice_of(text, "terms-0-payer") == ""


def test_a_default_clause_is_added_to_the_terms_that_pay():
    walk = at_table()
    address = f"/rooms/mediation/clauses/{walk.matter.reference}/draft_agreement/"
    typed = {f"terms-0-{name}": value for name, value in TERM.items()}
    typed |= {"clause-key": "late_penalty", "clause-late": "1.50"}
    status, text = shown(sign_in("deng"), address, typed)
    assert status == 200
    assert value_of(text, "terms-0-late") == "1.5"
    assert "已加到写了金额的各条" in text


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({}, "必填"),
        ({"key": "wages_once"}, "wages_once 不在可用的选项中"),
        ({"key": "late_penalty", "late": "1"}, "还没有写了金额的条款"),
        ({"key": "repaired", "sum": "abc"}, "输入一个数字"),
    ],
)
def test_a_clause_that_cannot_be_put_in_is_told_and_nothing_is_lost(stated, sentence):
    walk = at_table()
    address = f"/rooms/mediation/clauses/{walk.matter.reference}/draft_agreement/"
    typed = {"terms-0-thing": "修好漏水", **{f"clause-{k}": v for k, v in stated.items()}}
    status, text = shown(sign_in("deng"), address, {**typed, "points": "赔多少"})
    assert status == 422
    assert sentence in text
    assert value_of(text, "terms-0-thing") == "修好漏水"
    assert "赔多少" in text


def test_clauses_are_for_those_who_may_draft():
    walk = at_table()
    address = f"/rooms/mediation/clauses/{walk.matter.reference}/draft_agreement/"
    assert shown(sign_in("luo"), address, {"clause-key": "repaired"})[0] == 403
    assert shown(sign_in("jiang"), address, {"clause-key": "repaired"})[0] == 404
    other = address.replace("draft_agreement", "hold_session")
    assert shown(sign_in("deng"), other, {"clause-key": "repaired"})[0] == 404
    answer = sign_in("deng").get(address)
    assert (answer.status_code, answer["Location"]) == (
        302,
        page(walk.matter, "do/draft_agreement/"),
    )


# What a court would refuse


def test_what_a_court_would_refuse_has_to_be_seen_by_the_mediator():
    walk = at_table()
    with pytest.raises(Invalid, match=r"有 1 处法院会不予确认（title\.1）"):
        draft(walk, HOUSE)
    with pytest.raises(Invalid, match=r"title\.1"):
        draft(walk, HOUSE, acknowledged=["title.2"])
    event = draft(walk, HOUSE, acknowledged=["title.1", "status.1"])
    assert event.values["acknowledged"] == ["title.1"]
    assert walk.matter.data["draft"]["acknowledged"] == ["title.1"]
    assert [*verify(walk.matter), *check_rows(walk.matter)] == []


def test_an_agreement_with_findings_that_were_seen_is_signed_like_any_other():
    walk = at_table()
    event = draft(walk, HOUSE, acknowledged=["title.1"])
    digest = actions.issue(walk.matter, "agreement", event, now=walk.now).digest
    walk.matter.refresh_from_db()
    confirm_all(walk)
    for key in ("p1", "p2"):
        walk.take("sign", key, digest=digest, drawn=drawn_signature())
    signed = walk.take("countersign", "deng", digest=digest)
    paper = actions.issue(walk.matter, "agreement", signed, now=walk.now)
    walk.take("seal", "xie", digest=paper.digest)
    assert walk.matter.state == "agreed_written"


def test_what_is_only_unclear_stops_nobody():
    walk = at_table()
    draft(walk, {**TERM, "way": "银行转账"}, {**TERM, "sum": "", "thing": "妥善处理"})
    assert "acknowledged" not in walk.matter.data["draft"]


def test_the_page_asks_for_what_has_to_be_seen_and_takes_the_tick():
    walk = at_table()
    deng, address = sign_in("deng"), page(walk.matter, "do/draft_agreement/")
    _status, text = shown(deng, address)
    assert "逐条勾选" not in text
    typed: dict[str, Any] = {f"terms-0-{k}": v for k, v in HOUSE.items()}
    typed |= {**DRAFT, "copies": "3"}
    status, text = shown(deng, address, typed)
    assert status == 422
    assert "第 1 条：“归王秀兰所有”是确认物权" in text
    assert "最高人民法院关于适用《民事诉讼法》的解释 第三百五十五条" in text
    assert 'value="title.1"' in text
    assert shown(deng, address, {**typed, "acknowledged": "title.1"})[0] == 303
    assert "第 1 条：涉及权属" in shown(deng, page(walk.matter))[1]


def test_an_agent_needs_an_authority_which_can_be_handed_in_with_the_draft():
    agent = {"role": "agent", "kind": "person", "name": "秦会计", "represents": "2"}
    sides = [
        {"role": "applicant", "kind": "person", "name": "王秀兰", "phone": "13807280001"},
        {"role": "respondent", "kind": "person", "name": "刘大勇", "phone": "13807280002"},
    ]
    walk = at_table(parties=[*sides, agent])
    with pytest.raises(Invalid, match=r"no_authority\.0"):
        draft(walk, TERM)
    draft(walk, TERM, authority=[SCAN])
    draft(walk, {**TERM, "sum": "4000"})
    assert walk.matter.data["draft"]["terms"][0]["sum"] == "4000"


def test_the_rate_of_the_day_on_which_a_loan_was_made_is_kept_in_the_event():
    walk = at_table(category="MD07")
    loan = {**TERM, "thing": "归还借款", "made": "2024-12-01", "interest": "12.41"}
    with pytest.raises(Invalid, match=r"interest\.1"):
        draft(walk, loan)
    event = draft(walk, {**loan, "interest": "12.4"})
    assert event.values["terms"][0]["lpr"] == "3.10"
    event = draft(walk, {**loan, "made": "2026-07-01", "interest": "36"})
    assert "lpr" not in event.values["terms"][0]
    _status, text = shown(sign_in("deng"), f"/rooms/mediation/agreements/{walk.matter.reference}/")
    assert "没有录入 2026-07-01 的一年期 LPR" in text


def test_a_rate_that_the_district_entered_and_checked_is_measured_with():
    walk = at_table(category="MD07")
    now = timezone.now()
    figure = figures.enter(
        "lpr",
        district="420303",
        value=Decimal("2.9"),
        valid_from=date(2026, 1, 20),
        valid_to=None,
        source="全国银行间同业拆借中心 2026 年 1 月 20 日公布",
        entered_by=Account.objects.get(username="lin").pk,
        now=now,
    )
    loan = {**TERM, "thing": "归还借款", "made": "2026-07-01", "interest": "11.61"}
    assert "lpr" not in draft(walk, loan).values["terms"][0]
    checker = Account.objects.get(username="meng").pk
    figures.check(figure.pk, district="420303", right=True, checked_by=checker, now=now)
    with pytest.raises(Invalid, match=r"interest\.1"):
        draft(walk, loan)
    assert draft(walk, {**loan, "interest": "11.6"}).values["terms"][0]["lpr"] == "2.9"


def test_interest_is_asked_for_only_where_there_may_be_a_loan():
    walk = at_table()
    with pytest.raises(Invalid, match="没有“interest”这一项"):
        draft(walk, {**TERM, "interest": "3"})


# Where it is shown


def test_findings_stand_on_the_agreement_s_page_and_before_each_signature():
    walk = at_table()
    event = draft(walk, HOUSE, {**TERM, "way": "银行转账"}, acknowledged=["title.1"])
    digest = actions.issue(walk.matter, "agreement", event, now=walk.now).digest
    stands_on(f"/rooms/mediation/agreements/{walk.matter.reference}/", "deng")
    stands_on(page(walk.matter, "do/sign/"), "luo")
    walk.matter.refresh_from_db()
    confirm_all(walk)
    for key in ("p1", "p2"):
        walk.take("sign", key, digest=digest, drawn=drawn_signature())
    stands_on(page(walk.matter, "do/countersign/"), "deng")
    walk.take("countersign", "deng", digest=digest)
    stands_on(page(walk.matter, "do/seal/"), "xie")


def stands_on(address: str, who: str) -> None:
    _status, text = shown(sign_in(who), address)
    assert "可执行性检查" in text
    assert "调解员看过并说明" in text
    assert "通过银行付款，请写明收款人和账户" in text
    assert text.index("法院会不予确认") < text.index("法院可能认为不明确")


def test_what_is_quoted_never_names_anybody_to_whom_names_are_masked():
    walk = at_table()
    draft(walk, HOUSE, acknowledged=["title.1"])
    _status, text = shown(sign_in("shen"), f"/rooms/mediation/agreements/{walk.matter.reference}/")
    found = text[text.index("可执行性检查") :]
    assert "王**所有" in found
    assert "王秀兰" not in found


def test_accounts_are_not_for_those_to_whom_names_are_masked():
    walk = at_table()
    draft(walk, {**TERM, "account": "王秀兰，农业银行，6228 4800 0000 0000 018"})
    address = f"/rooms/mediation/agreements/{walk.matter.reference}/"
    assert "6228 4800" in shown(sign_in("deng"), address)[1]
    for place in (address, page(walk.matter)):
        _status, text = shown(sign_in("shen"), place)
        assert "6228" not in text
    assert "已写明，您的岗位看不到" in shown(sign_in("shen"), address)[1]


def test_a_sound_agreement_says_that_nothing_was_found():
    walk = at_table()
    draft(walk, TERM)
    _status, text = shown(sign_in("deng"), f"/rooms/mediation/agreements/{walk.matter.reference}/")
    assert "没有发现法院会不予确认的地方" in text


def test_account_interest_penalty_and_joint_liability_stand_on_the_agreement():
    third = {"role": "respondent", "kind": "person", "name": "马小军", "phone": "13807280003"}
    sides = [
        {"role": "applicant", "kind": "person", "name": "王秀兰", "phone": "13807280001"},
        {"role": "respondent", "kind": "person", "name": "刘大勇", "phone": "13807280002"},
    ]
    walk = at_table(category="MD07", parties=[*sides, third])
    loan = {
        **TERM,
        "thing": "归还借款",
        "made": "2024-12-01",
        "interest": "6",
        "late": "1.5",
        "joint": "p3",
        "account": "王秀兰，农业银行",
    }
    event = draft(walk, loan)
    paper = read_file(actions.issue(walk.matter, "agreement", event, now=walk.now))
    assert faults(paper) == ()
    text = text_of(paper)
    for words in (
        "收款人、账户：王秀兰，农业银行。",
        "马小军对本项债务承担连带责任。",
        "按年利率6%计算。",
        "每日万分之1.5支付违约金。",
    ):
        assert words in text
    _status, page_ = shown(sign_in("deng"), f"/rooms/mediation/agreements/{walk.matter.reference}/")
    for words in ("连带责任：马小军", "年利率 6%", "逾期每日万分之 1.5"):
        assert words in page_
