"""Packages in and out: taken in once, refused with the reason, acknowledged, answered."""

from __future__ import annotations

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from hejie.cli.package import command
from hejie.desk.tests.making import sign_in
from hejie.docking.packing import pack, unpack
from hejie.docking.receipts import read_receipt
from hejie.docking.refusal import Fault, Refused
from hejie.docking.sealing import digest_of
from hejie.docking.tests import making
from hejie.kernel import actions
from hejie.kernel.actions import Sent
from hejie.kernel.actions.checking import check_rows, verify
from hejie.kernel.documents import PERSONAL, papers_of, read_file, words_of
from hejie.kernel.matters import Matter
from hejie.kernel.merkle import NoteKey
from hejie.kernel.parties import parties_of
from hejie.kernel.permissions import Refused as NotPermitted
from hejie.kernel.sequencer import public_key
from hejie.kernel.tests.walking import TERM, Walk, record_session, staff
from hejie.papers.typesetting import render
from hejie.rooms.mediation.docking import receiving
from hejie.rooms.mediation.docking.models import ReceivedPackage
from hejie.rooms.mediation.paper_data import FOLDER, PAPERS
from hejie.rooms.mediation.stories import exchange, other_platform, pre_suit_failed
from hejie.rooms.mediation.tests.test_court import told_until
from hejie.stories.telling import moment

pytestmark = pytest.mark.usefixtures("zhangwan")

NOW = moment("2026-10-12 11:00")
PAGE = "/rooms/mediation/packages/"


def complaint() -> bytes:
    """A sound PDF, as a court would enclose."""
    paper = PAPERS["undisputed_facts"]
    return render(FOLDER / paper.template, vars(paper.shape.sample()))


@pytest.fixture(autouse=True)
def court(settings: Any) -> None:
    """The court keeps an instance of its own and signs with its own key."""
    settings.TRUSTED_SENDERS = [f"zw-court={making.TRUSTED[0]}"]


@pytest.fixture(scope="module")
def referral() -> bytes:
    return referred()


def referred(key: Ed25519PrivateKey = making.COURT, **changes: Any) -> bytes:
    """A referral with a real complaint in it."""
    content = complaint()
    file = {
        **making.told()["files"][0],
        "size": len(content),
        "digest": digest_of(content),
    }
    manifest = making.manifest(files=[file], **changes)
    return pack(manifest, {"files/001.pdf": content}, name=making.NAME, key=key)


def receive(content: bytes, who: str = "lin") -> receiving.Received:
    return receiving.receive(content, actor=staff(who, NOW), now=NOW)


def fault_of(content: bytes, who: str = "lin") -> Fault:
    with pytest.raises(Refused) as refused:
        receive(content, who)
    assert str(refused.value)
    assert not Matter.objects.exists()
    return refused.value.fault


# In


def test_a_court_s_package_opens_a_matter_with_all_that_it_tells(referral):
    received = receive(referral)
    matter = received.matter
    assert received.fresh
    assert (matter.state, matter.route, matter.holder_id) == ("registered", "B", "zw-property")
    assert matter.data["case_number"] == "（2026）鄂0303民诉前调1399号"
    assert [(p.role, p.name, p.phone) for p in parties_of(matter)] == [
        ("applicant", "谭静", "13807280801"),
        ("respondent", "游国庆", ""),
    ]
    assert words_of(matter)[1]["claims"] == "退还押金四千元。"
    personal = words_of(matter, compartments=[PERSONAL])[1]
    assert personal["deliveries.0.address"] == "车城路街道某小区2栋"
    assert [(p.kind, p.title) for p in papers_of(matter)] == [("complaint", "民事起诉状.pdf")]
    assert read_file(papers_of(matter).get()) == complaint()
    clocks = set(matter.clock_set.values_list("key", "rule"))
    assert clocks == {("sign_for", "MD-ON3")}
    assert [*verify(matter), *check_rows(matter)] == []


def test_the_same_package_makes_one_matter_and_says_so(referral):
    first, second = receive(referral), receive(referral, "meng")
    assert (first.fresh, second.fresh) == (True, False)
    assert first.matter == second.matter
    assert Matter.objects.count() == ReceivedPackage.objects.count() == 1


def test_another_package_under_the_same_number_is_refused(referral):
    receive(referral)
    with pytest.raises(Refused) as refused:
        receive(referred(evidence=["另一份清单"]))
    assert refused.value.fault is Fault.REUSED
    assert Matter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_package_in_at_once_make_one_matter(referral):
    def take_in(who: str) -> bool:
        try:
            return receive(referral, who).fresh
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take_in, ("lin", "meng"))) == [False, True]
    assert Matter.objects.count() == 1


def test_damaged_altered_and_cut_packages_are_refused(referral):
    middle = len(referral) // 2
    altered = referral[:middle] + bytes([referral[middle] ^ 1]) + referral[middle + 1 :]
    assert fault_of(altered) is Fault.ALTERED
    assert fault_of(referral[:-10]) is Fault.TRUNCATED
    assert fault_of(b"PK" + b"\0" * 100) is Fault.TRUNCATED


def test_a_stranger_s_package_is_refused():
    assert fault_of(referred(key=making.STRANGER)) is Fault.UNKNOWN_SENDER


def test_a_package_is_refused_when_another_than_its_sender_signed_it(settings):
    settings.TRUSTED_SENDERS = [f"zw-labour={making.TRUSTED[0]}"]
    assert fault_of(referred()) is Fault.UNKNOWN_SENDER


@pytest.mark.parametrize(
    "changes",
    [
        {"district": "420304"},
        {"addressee": {"key": "other-county", "name": "郧西县调委会"}},
        {"addressee": {"key": "zw-court", "name": "区法院"}},
        {"sender": {"key": "zw-centre", "name": "区综治中心"}},
    ],
)
def test_a_package_of_another_district_or_between_others_is_refused(changes, settings):
    settings.TRUSTED_SENDERS += [f"zw-centre={making.TRUSTED[0]}"]
    assert fault_of(referred(**changes)) is Fault.FOREIGN


def test_a_package_about_another_district_s_dispute_is_refused():
    dispute = {**making.told()["dispute"], "place": "420304001001"}
    assert fault_of(referred(dispute=dispute)) is Fault.MALFORMED


@pytest.mark.parametrize(
    "changes",
    [
        {"case": {"number": "x1", "route": "B", "contact": ""}},
        {"dispute": {**making.told()["dispute"], "category": "XX99"}},
        {"parties": [making.told()["parties"][0]] * 2},
        {"parties": [{**p, "id_number": "123"} for p in making.told()["parties"]]},
    ],
)
def test_what_no_liaison_could_type_no_package_brings_in(changes):
    assert fault_of(referred(**changes)) is Fault.MALFORMED


def test_a_package_with_a_file_that_no_upload_could_be_is_refused():
    bad = making.package()  # its PDF is none
    assert fault_of(bad) is Fault.MALFORMED


@pytest.mark.parametrize(
    ("who", "why"), [("luo", "不是给您的单位"), ("qin", "不是给您的单位"), ("fang", "办理")]
)
def test_a_package_for_others_is_not_taken_in(referral, who, why):
    with pytest.raises((NotPermitted, Refused), match=why):
        receive(referral, who)
    assert not Matter.objects.exists()


# Receipts


def test_a_receipt_says_what_came_and_the_sender_can_check_it(referral):
    matter = receive(referral).matter
    row = ReceivedPackage.objects.select_related("matter", "receiver").get()
    receipt, signer = read_receipt(receiving.receipt_for(row), [public_key()])
    assert receipt.digest == digest_of(referral)
    assert (receipt.reference, receipt.receiver.key) == (matter.reference, "zw-property")
    assert receipt.received_at == NOW
    assert signer == public_key()
    assert receiving.receipt_for(row) == receiving.receipt_for(row)


def test_a_receipt_for_something_else_is_not_filed(settings):
    settings.TRUSTED_SENDERS = []
    matter = told_until(other_platform.story, "issue")
    other = told_until(pre_suit_failed.story, "send_back")
    sign_in("qin").get(f"/rooms/mediation/court/{other.reference}/")  # writes its packages
    client = sign_in("qin")
    address = f"/rooms/mediation/court/{other.reference}/do/file_receipt/"
    receipt = b64decode(exchange.receipt("X-1")({"": matter})["content"])
    wrong = client.post(address, {"receipt_file": SimpleUploadedFile("receipt.json", receipt)})
    assert wrong.status_code == 422
    assert "不是给本事项送出的材料包的" in wrong.content.decode()


# Out


def test_what_a_court_sends_out_can_be_taken_in_elsewhere(settings):
    """The referral of one instance is what another one takes in."""
    settings.TRUSTED_SENDERS = []
    matter = told_until(pre_suit_failed.story, "refer")
    answer = sign_in("qin").get(f"/rooms/mediation/court/{matter.reference}/referral_package.zip")
    packed = answer.getvalue()
    manifest = unpack(packed, [public_key()]).manifest
    assert manifest.case.number == matter.data["case_number"]
    assert [due.rule for due in manifest.due] == ["MD-ON3", "MD-B"]
    assert manifest.due[0].day is not None
    assert manifest.due[1].day is None  # not before somebody signs for it
    assert [file.title for file in manifest.files] == ["委派（委托）调解函"]
    again = receive(packed)
    assert (again.fresh, again.matter) == (False, matter)


def test_a_return_says_how_it_ended_and_what_nobody_disputes(settings):
    settings.TRUSTED_SENDERS = []
    matter = told_until(pre_suit_failed.story, "send_back")
    packed = sign_in("qin").get(f"/rooms/mediation/court/{matter.reference}/return_package.zip")
    manifest = unpack(packed.getvalue(), [public_key()]).manifest
    outcome = manifest.outcome
    assert outcome is not None
    assert (outcome.state, outcome.negotiation, outcome.consenting) == ("failed", False, ())
    assert outcome.undisputed == ("押金四千元已经交付。", "房屋已于八月底退还。")
    assert [session.number for session in outcome.sessions] == [2]
    assert {file.kind for file in manifest.files} == {
        "failure_report",
        "termination",
        "session_record",
        "undisputed_facts",
    }


# Pages and commands


def test_a_clerk_takes_a_package_in_by_page_and_gives_the_receipt(referral):
    client = sign_in("lin")
    for said in ("已收进", "以前收过"):
        upload = SimpleUploadedFile("x.zip", referral)
        html = client.post(PAGE, {"package": upload}, follow=True).content.decode()
        assert said in html
    matter = Matter.objects.get()
    assert matter.reference in html
    receipt = client.get(f"{PAGE}{making.PACKAGE_ID}/receipt.json")
    assert read_receipt(receipt.getvalue(), [public_key()])[0].reference == matter.reference
    assert sign_in("luo").get(f"{PAGE}{making.PACKAGE_ID}/receipt.json").status_code == 404


def test_a_package_that_is_refused_is_told_why_by_page(referral):
    client = sign_in("lin")
    wrong = client.post(PAGE, {"package": SimpleUploadedFile("x.zip", referral[:-9])})
    assert wrong.status_code == 422
    assert "材料包不完整" in wrong.content.decode()
    assert client.post(PAGE, {}).status_code == 422
    assert sign_in("deng").get(PAGE).status_code == 403


def run(*arguments: object) -> tuple[int, Any, str]:
    result = CliRunner().invoke(command, [str(one) for one in arguments])
    told = json.loads(result.stdout) if result.stdout.strip() else None
    return result.exit_code, told, result.stderr


def test_a_package_is_imported_checked_and_acknowledged_by_command(tmp_path: Path):
    file, receipt = tmp_path / "in.zip", tmp_path / "receipt.json"
    file.write_bytes(referred(case={**making.told()["case"], "route": "D"}))
    assert run("check", file)[:2] == (0, {**run("check", file)[1], "ok": True})
    code, told, _errors = run("import", file, "--as", "lin", "--receipt", receipt)
    assert (code, told["fresh"], told["kind"]) == (0, True, "referral")
    assert run("import", file, "--as", "lin")[1]["fresh"] is False
    code, told, _errors = run("receipt", receipt, "--package", file)
    assert (code, told["ok"], told["reference"]) == (0, True, Matter.objects.get().reference)
    other = tmp_path / "other.zip"
    other.write_bytes(referred(id="0190a4c2-7b1e-7cc0-8d55-2f1f4f9d0002"))
    assert run("receipt", receipt, "--package", other)[:1] == (1,)


def test_a_bad_package_is_told_by_command_and_changes_nothing(tmp_path: Path):
    file = tmp_path / "in.zip"
    file.write_bytes(referred()[:-5])
    code, told, _errors = run("check", file)
    assert (code, told["fault"]) == (1, "truncated")
    code, told, errors = run("import", file, "--as", "lin")
    assert (code, told) == (2, None)
    assert "材料包不完整" in errors
    assert run("import", file, "--as", "nobody")[0] == 2
    assert run("receipt", file)[0] == 1
    assert not Matter.objects.exists()


def test_packages_are_exported_by_command(tmp_path: Path, settings: Any):
    settings.TRUSTED_SENDERS = []
    matter = told_until(pre_suit_failed.story, "send_back")
    for who, kind in (("qin", "referral"), ("fang", "return"), ("fangming", "return")):
        file = tmp_path / f"{who}.zip"
        code, told, _errors = run(
            "export", matter.reference, "--as", who, "--kind", kind, "--to", file
        )
        assert (code, told["kind"]) == (0, kind)
        assert run("check", file)[0] == 0
    for who, kind, why in (
        ("qin", "negotiation", "还没有这种材料包"),
        ("luo", "return", "看不到"),
        ("zhou", "return", "不能取"),
    ):
        code, told, errors = run("export", matter.reference, "--as", who, "--kind", kind)
        assert (code, told) == (2, None)
        assert why in errors


def test_the_key_for_the_other_side_is_printed():
    code, told, _errors = run("key")
    assert code == 0
    assert NoteKey.parse(told["key"]) == public_key()


def test_a_package_that_came_is_followed_by_clocks_and_an_answer(referral):
    """Taken in, declined, and sent back to the court that keeps its own instance."""
    matter = receive(referral).matter
    later = NOW + timedelta(hours=1)
    facts = {"reason": "judged", "text": "已有生效判决。"}
    for step, stated in (("not_accept", facts), ("send_back", {})):
        done = actions.take(
            matter, step, actor=staff("lin", later), sent=Sent(data=stated), now=later
        )
        matter = done.matter
    paper = actions.issue(matter, "return_package", done.event, now=later)
    manifest = unpack(read_file(paper), [public_key()]).manifest
    assert str(manifest.in_reply_to) == making.PACKAGE_ID
    assert manifest.outcome is not None
    assert manifest.outcome.state == "not_accepted"
    assert [file.kind for file in manifest.files] == ["non_acceptance"]


def test_a_draft_that_was_given_up_for_an_oral_agreement_stays_in_the_mediation(settings):
    settings.TRUSTED_SENDERS = []
    court: dict[str, Any] = {
        "case_number": "（2026）鄂0303民初77号",
        "contact": "秦雨桐",
        "holder": "zw-centre",
    }
    walk = Walk.begun("refer", "qin", route="D", **court)
    walk.take("sign_for", "lin", list_checked=True)
    walk.take("accept", "lin", consenting=["p1", "p2"], said="phone")
    for key in ("p1", "p2"):
        walk.take("choose_mediator", key, mediator=str(staff("peng").account))
    walk.take("disclose", "peng", relation="none")
    begins = walk.now + timedelta(hours=1)
    ends = begins + timedelta(hours=1)
    walk.take("set_session", "peng", begins=str(begins), ends=str(ends), way="phone")
    record_session(walk.at(ends), "1", who="peng")
    agreed = {"facts_agreed": "漏水。", "points": "谁修。", "terms": [TERM]}
    walk.take("draft_agreement", "peng", **agreed, copies=3)
    walk.take("agree_orally", "peng", **agreed)
    for key in ("p1", "p2"):
        walk.take("confirm_orally", key)
    event = walk.take("send_back", "lin")
    paper = actions.issue(walk.matter, "return_package", event, now=walk.now)
    manifest = unpack(read_file(paper), [public_key()]).manifest
    assert {file.kind for file in manifest.files} == {"session_record", "oral_agreement"}
    assert manifest.outcome is not None
    assert manifest.outcome.state == "agreed_oral"
