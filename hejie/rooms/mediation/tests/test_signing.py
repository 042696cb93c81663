"""Signing an agreement: in turn, bound to what was shown, taken back until the seal, sealed."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.utils import timezone

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, NotNow, Refused
from hejie.kernel.actions.checking import check_files, check_rows, verify
from hejie.kernel.documents import Document, find_issued, read_file
from hejie.kernel.events import events_of
from hejie.kernel.permissions import explain, situate
from hejie.kernel.tests.walking import SECOND, TERM, Walk
from hejie.papers.archival import faults
from hejie.papers.tests.uploads import picture
from hejie.rooms.mediation.tests.test_agreement import DRAFT, at_table, draft, sign
from hejie.seals.authority import make_keys
from hejie.seals.examining import examine
from hejie.seals.keyring import Keyring
from hejie.seals.report import Later, Profile, Report
from hejie.seals.tests.stamping import Authority
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.usefixtures("zhangwan")
SCAN = [{"name": "签字页.png", "content": b64encode(picture("PNG")).decode()}]
IN_PERSON = {"identity_checked": True}


@pytest.fixture
def keyring(settings: Any, tmp_path: Path) -> Keyring:
    """Keys for the committee of the matters here and for its mediator."""
    settings.SEALS = tmp_path / "seals"
    committee = {"t-420303001": "花果街道人民调解委员会"}
    make_keys(settings.SEALS, organs=committee, staff={"deng": "邓大海"}, now=timezone.now())
    return Keyring(settings.SEALS)


def sealed_by_all(walk: Walk, **facts: Any) -> Document:
    digest = draft(walk, **facts)
    for who in ("p1", "p2", "deng", "xie"):
        sign(walk, who, digest)
    return paper_of(walk, "seal")


def paper_of(walk: Walk, step: str) -> Document:
    """The agreement that was written as the last of these steps was taken."""
    event = events_of(walk.matter).filter(step=step).last()
    assert event
    paper = find_issued(walk.matter, "agreement", event.seq)
    assert paper
    return paper


def report_of(paper: Document, keyring: Keyring) -> Report:
    content = read_file(paper)
    return examine(content, roots=keyring.roots(), crls=keyring.crls(), now=timezone.now())


def text_of(paper: Document) -> str:
    with pypdfium2.PdfDocument(read_file(paper)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return "".join("".join(pages).split())


# Whose turn it is.


def test_a_mediator_waits_for_the_parties_and_the_committee_for_both():
    walk = at_table()
    digest = draft(walk)
    for who in ("deng", "xie"):
        with pytest.raises(Refused, match="现在轮到当事人签字"):
            sign(walk, who, digest)
    sign(walk, "p2", digest)
    with pytest.raises(Refused, match="现在轮到当事人签字"):
        sign(walk, "deng", digest)
    sign(walk, "p1", digest)
    with pytest.raises(Refused, match="现在轮到调解员签字"):
        sign(walk, "xie", digest)


@pytest.mark.parametrize(
    ("order", "first", "then"),
    [
        ("applicants", "p1", "p2"),
        ("respondents", "p2", "p1"),
        ("one_by_one", "p1", "p2"),
    ],
)
def test_the_draft_says_which_party_signs_first(order, first, then):
    walk = at_table()
    digest = draft(walk, order=order)
    whose = {"p1": "申请人", "p2": "被申请人"}[first]
    with pytest.raises(Refused, match=f"现在轮到{whose}签字"):
        sign(walk, then, digest)
    before_staff = {"said": "on_site", "drawn": drawn_signature(), **IN_PERSON}
    with pytest.raises(Invalid, match=f"现在轮到{whose}签字"):
        walk.take("sign", "luo", party=then, digest=digest, **before_staff)
    sign(walk, first, digest)
    sign(walk, then, digest)
    assert set(walk.matter.data["signatures"]) == {"p1", "p2"}


def test_one_by_one_goes_through_the_parties_of_one_side_too():
    walk = Walk.begun(parties=[*PARTIES, SECOND]).to("in_session")
    digest = draft(walk, order="one_by_one")
    sign(walk, "p1", digest)
    with pytest.raises(Refused, match="现在轮到被申请人签字"):
        sign(walk, "p3", digest)
    sign(walk, "p2", digest)
    sign(walk, "p3", digest)


PARTIES = [
    {"role": "applicant", "kind": "person", "name": "王秀兰", "phone": "13807280001"},
    {"role": "respondent", "kind": "person", "name": "刘大勇", "phone": "13807280002"},
]


def test_who_waits_reads_on_the_page_whose_turn_it_is():
    walk = at_table()
    draft(walk, order="respondents")
    situation = situate(walk.matter, walk.actor("p1"), now=walk.now)
    reasons = {one.key: one.reasons for one in explain(walk.matter, situation)}
    assert reasons["sign"] == ("按起草时定的顺序，现在轮到被申请人签字",)


# Bound to what was shown.


def test_the_event_carries_the_digest_of_the_paper_that_was_shown():
    walk = at_table()
    digest = draft(walk)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
    assert paper_of(walk, "countersign").digest != digest
    sign(walk, "xie", "")
    signed = [e.values["digest"] for e in events_of(walk.matter).filter(step="sign")]
    assert signed == [digest, digest]
    (seal,) = events_of(walk.matter).filter(step="seal")
    assert seal.values["digest"] == paper_of(walk, "countersign").digest


def test_the_seal_goes_on_the_paper_with_all_signatures_and_on_no_other():
    walk = at_table()
    digest = draft(walk)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
    with pytest.raises(Invalid, match="已经不是刚才那一份"):
        walk.take("seal", "xie", digest=digest)
    assert walk.matter.state == "in_session"


# Who signs, and with what.


def test_staff_know_the_one_who_signs_before_them():
    walk = at_table()
    digest = draft(walk)
    with pytest.raises(Invalid, match="必填"):
        walk.take("sign", "luo", party="p1", said="on_site", digest=digest, drawn=drawn_signature())
    walk.take(
        "sign",
        "luo",
        party="p1",
        said="on_site",
        digest=digest,
        drawn=drawn_signature(),
        **IN_PERSON,
    )
    long_ago = replace(walk.actor("p2"), verified_at=walk.now - timedelta(minutes=16))
    facts = actions.Sent(data={"digest": digest, "drawn": drawn_signature()})
    with pytest.raises(Refused, match="验证码"):
        actions.take(walk.matter, "sign", actor=long_ago, sent=facts, now=walk.now)


@pytest.mark.parametrize(
    ("said", "given", "sentence"),
    [
        ("paper", {}, "请上传签过字或者按过指印的扫描件"),
        ("fingerprint", {"drawn": drawn_signature()}, "请上传签过字或者按过指印的扫描件"),
        ("paper", {"drawn": drawn_signature(), "scan": SCAN}, "不用再在屏幕上签"),
        ("on_site", {"scan": SCAN}, "请签名"),
        ("phone", {"drawn": drawn_signature()}, "phone 不在可用的选项中"),
        (
            "paper",
            {"scan": [{"name": "a.txt", "content": b64encode("签".encode()).decode()}]},
            "扫描件要是照片或者 PDF",
        ),
    ],
)
def test_a_signature_before_staff_is_what_it_is_said_to_be(said, given, sentence):
    walk = at_table()
    digest = draft(walk)
    with pytest.raises(Invalid, match=sentence):
        walk.take("sign", "deng", party="p1", said=said, digest=digest, **IN_PERSON, **given)


def test_a_fingerprint_has_its_box_and_who_was_there_stands_on_the_paper():
    walk = at_table()
    digest = draft(walk, fingerprints=["p1"])
    assert "（指印）" in text_of(paper_of(walk, "draft_agreement"))
    present = {"interpreter": "门玉兰", "guardian": "王建军", "witness": "卞长河"}
    walk.take(
        "sign",
        "deng",
        party="p1",
        said="fingerprint",
        digest=digest,
        scan=SCAN,
        **IN_PERSON,
        **present,
    )
    event = events_of(walk.matter).filter(step="sign").last()
    assert event
    assert "门玉兰" not in str(event.values), "names are words beside the event"
    sign(walk, "p2", digest)
    sign(walk, "deng", digest)
    text = text_of(paper_of(walk, "countersign"))
    for words in (
        "按指印（扫描件存卷）",
        "翻译在场：门玉兰",
        "监护人在场：王建军",
        "见证人在场：卞长河",
    ):
        assert words in text
    assert walk.matter.document_set.filter(kind="signed_agreement").count() == 1


def test_a_party_may_photograph_the_sheet_that_it_signed():
    walk = at_table()
    digest = draft(walk)
    walk.take("sign", "p1", digest=digest, scan=SCAN)
    sign(walk, "p2", digest)
    sign(walk, "deng", digest)
    text = text_of(paper_of(walk, "countersign"))
    assert "纸面签字（扫描件存卷）" in text
    assert "手写屏签名" in text


def test_no_fingerprint_without_a_box_for_an_organisation():
    unit = {**SECOND, "kind": "organisation", "name": "安居物业", "representative": "赵建国"}
    walk = Walk.begun(parties=[PARTIES[0], unit]).to("in_session")
    with pytest.raises(Invalid, match="p2"):
        walk.take("draft_agreement", "deng", **DRAFT, terms=[TERM], fingerprints=["p2"])


# Taken back.


def test_a_signature_can_be_taken_back_until_the_seal_and_the_mediator_signs_anew():
    walk = at_table()
    digest = draft(walk)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
    walk.take("withdraw_signature", "p2", text="想再问问家里人。")
    assert set(walk.matter.data["signatures"]) == {"p1"}
    assert walk.matter.data["countersigned"] == {}
    with pytest.raises(Refused, match="现在轮到当事人签字"):
        sign(walk, "xie", "")
    with pytest.raises(Refused, match="您还没有签字"):
        walk.take("withdraw_signature", "p2")
    sign(walk, "p2", digest)
    sign(walk, "deng", digest)
    sign(walk, "xie", "")
    assert walk.matter.state == "agreed_written"
    assert walk.matter.data["effective_at"] == walk.now.isoformat()
    for who, step in (("p1", "withdraw_signature"), ("deng", "withdraw_countersignature")):
        with pytest.raises(Refused, match="达成书面协议"):
            walk.take(step, who)


def test_in_an_order_the_later_signatures_fall_with_the_earlier_one():
    walk = at_table()
    digest = draft(walk, order="applicants")
    sign(walk, "p1", digest)
    sign(walk, "p2", digest)
    walk.take("withdraw_signature", "p1")
    assert walk.matter.data["signatures"] == {}
    with pytest.raises(Refused, match="现在轮到申请人签字"):
        sign(walk, "p2", digest)


def test_nobody_takes_back_the_signature_of_somebody_else():
    walk = at_table()
    digest = draft(walk)
    with pytest.raises(Refused, match="还没有当事人签字"):
        walk.take("withdraw_signature", "p1")
    sign(walk, "p1", digest)
    sign(walk, "p2", digest)
    with pytest.raises(Invalid, match="只能替自己表态"):
        walk.take("withdraw_signature", "p2", party="p1")
    walk.take("withdraw_signature", "luo", party="p1", said="on_site")
    with pytest.raises(Invalid, match="这位当事人还没有签字"):
        walk.take("withdraw_signature", "luo", party="p1", said="on_site")
    with pytest.raises(Refused, match="您还没有签字"):
        walk.take("withdraw_countersignature", "deng")


def test_what_was_missing_for_a_while_is_not_in_force_before_it_was_there_again():
    """A signature on paper is recorded later than it was given; one taken back in between
    moves the moment of effect behind the moment at which it was missing."""
    walk = at_table()
    digest = draft(walk)
    early = walk.now
    sign(walk, "p1", digest)
    sign(walk, "p2", digest)
    walk.take("withdraw_signature", "p2")
    missing = walk.now
    facts = {"party": "p2", "said": "paper", "scan": SCAN, "digest": digest, **IN_PERSON}
    walk.take("sign", "deng", occurred=early.isoformat(), **facts)
    sign(walk, "deng", digest)
    sign(walk, "xie", "")
    assert walk.matter.data["effective_at"] >= missing.isoformat()


# Sealed.


def test_an_agreement_bears_the_mediators_signature_and_the_committees_seal(keyring):
    walk = at_table()
    paper = sealed_by_all(walk)
    assert faults(read_file(paper)) == ()
    report = report_of(paper, keyring)
    assert report.holds
    mediator, committee = report.signatures
    assert (mediator.name, mediator.later) == ("邓大海（演示）", Later.SIGNED)
    assert (committee.name, committee.later) == ("花果街道人民调解委员会（演示）", Later.NOTHING)
    assert committee.profile is Profile.B
    assert read_file(paper).startswith(read_file(paper_of(walk, "countersign")))
    assert "演示电子印章" not in text_of(paper_of(walk, "countersign"))


def test_the_sealed_paper_is_written_once_and_a_replay_changes_nothing(keyring):
    walk = at_table()
    paper = sealed_by_all(walk)
    event = events_of(walk.matter).get(step="seal")
    again = actions.issue(walk.matter, "agreement", event, now=walk.now)
    assert (again.id, again.digest) == (paper.id, paper.digest)
    walk.matter.refresh_from_db()
    found = [*verify(walk.matter), *check_rows(walk.matter), *check_files(walk.matter)]
    assert found == []


def test_two_mediators_sign_both_when_the_last_of_them_has(keyring, settings):
    make_keys(settings.SEALS, organs={}, staff={"zeng": "曾玉兰"}, now=timezone.now())
    walk = Walk.begun().to("accepted")
    named = [str(walk.actor(who).account) for who in ("deng", "zeng")]
    walk.take("name_mediator", "xie", mediators=named)
    for who in ("deng", "zeng"):
        walk.take("disclose", who, relation="none")
    for who in ("p1", "p2"):
        walk.take("accept_mediator", who, answer="yes")
    walk.to("in_session")
    digest = draft(walk)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
    assert report_of(paper_of(walk, "countersign"), keyring).signatures == ()
    walk.take("countersign", "zeng", digest=digest)
    sign(walk, "xie", "")
    names = [one.name for one in report_of(paper_of(walk, "seal"), keyring).signatures]
    assert names == ["邓大海（演示）", "曾玉兰（演示）", "花果街道人民调解委员会（演示）"]
    assert set(walk.matter.data["countersigned"]) == set(named)


def test_without_a_key_the_paper_is_for_stamping_by_hand():
    walk = at_table()
    paper = sealed_by_all(walk)
    assert walk.matter.state == "agreed_written"
    assert b"/ByteRange" not in read_file(paper)
    assert "（印章）" in text_of(paper)


def test_a_key_that_came_after_the_mediator_had_signed_still_seals(settings, tmp_path):
    walk = at_table()
    digest = draft(walk)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
    settings.SEALS = tmp_path / "seals"
    names = {"t-420303001": "花果街道人民调解委员会"}
    make_keys(settings.SEALS, organs=names, staff={}, now=timezone.now())
    sign(walk, "xie", "")
    report = report_of(paper_of(walk, "seal"), Keyring(settings.SEALS))
    assert [one.name for one in report.signatures] == ["花果街道人民调解委员会（演示）"]
    assert report.holds


def test_with_a_time_stamp_server_the_seal_lasts(keyring, settings):
    authority = Authority(timezone.now())
    (settings.SEALS / "roots" / "stamps.pem").write_bytes(authority.pem)
    with authority.listening() as address:
        settings.TIME_STAMP_SERVER = address
        walk = at_table()
        paper = sealed_by_all(walk)
    assert faults(read_file(paper)) == ()
    report = report_of(paper, keyring)
    assert report.holds
    assert {one.profile for one in report.signatures} == {Profile.LTA}


def test_a_server_that_does_not_answer_delays_the_paper_not_the_act(keyring, settings):
    settings.TIME_STAMP_SERVER = "http://127.0.0.1:9/"
    walk = at_table()
    digest = draft(walk)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
    event = events_of(walk.matter).get(step="countersign")
    assert find_issued(walk.matter, "agreement", event.seq) is None
    with pytest.raises(NotNow, match="时间戳服务器没有给出时间戳"):
        actions.issue(walk.matter, "agreement", event, now=walk.now)
    settings.TIME_STAMP_SERVER = ""
    actions.issue(walk.matter, "agreement", event, now=walk.now)
    sign(walk, "xie", "")
    assert report_of(paper_of(walk, "seal"), keyring).holds


def test_the_folder_binds_the_sealed_paper_with_its_seal_to_be_seen(keyring):
    walk = at_table()
    sealed_by_all(walk)
    walk.take("perform", "p2", subject="1", outcome="performed")
    for clock in ("visit:", "visit_last:"):
        walk.take("visit", "deng", clock=clock, way="home", reached="yes")
    walk.take("archive", "luo", pages_checked=True)
    event = events_of(walk.matter).get(step="archive")
    folder = actions.issue(walk.matter, "folder", event, now=walk.now)
    assert faults(read_file(folder)) == ()
    assert "演示电子印章" in text_of(folder)
