"""One matter from the first words on a phone to the archived folder, through the pages alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import FilePayload
from pypdf import PdfReader

from hejie.cli.seals import make_demonstration_keys
from hejie.journeys.tests.acting import (
    begin,
    confirm_by_phone,
    last_message,
    let_worker_work,
    sign_in,
    sign_on_screen,
)
from hejie.journeys.tests.applying import fill_in
from hejie.journeys.tests.browsing import DESK, PHONE, Browsing
from hejie.journeys.tests.conftest import Open, Wait
from hejie.kernel import ledger
from hejie.kernel.clocks import clocks_of
from hejie.kernel.events import events_of
from hejie.kernel.matters import find_matter
from hejie.papers.archival import faults

TIMELINE = [
    ("apply", "registered"),
    ("invite", "invited"),
    ("answer_invitation", "accepted"),
    ("choose_mediator", "accepted"),
    ("choose_mediator", "accepted"),
    ("disclose", "assigned"),
    ("set_session", "assigned"),
    ("hold_session", "in_session"),
    ("draft_agreement", "in_session"),
    ("confirm_terms", "in_session"),
    ("issue", "in_session"),
    ("sign", "in_session"),
    ("confirm_terms", "in_session"),
    ("sign", "in_session"),
    ("countersign", "in_session"),
    ("issue", "in_session"),
    ("seal", "agreed_written"),
    ("issue", "agreed_written"),
    ("perform", "performed"),
    ("visit", "performed"),
    ("visit", "performed"),
    ("archive", "archived"),
    ("issue", "archived"),
]


def as_typed(moment: datetime) -> str:
    """A moment as the browser's field for date and time takes it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_leak_is_told_mediated_settled_and_archived(
    opened: Open, wait: Wait, settings: Any, tmp_path: Path
) -> None:
    settings.SEALS = tmp_path / "seals"
    make_demonstration_keys()

    # The resident applies.
    applicant = opened(PHONE)
    fill_in(applicant)
    applicant.press("提交申请")
    reference = applicant.page.get_by_text(re.compile(r"^420303-\d{4}-\d{6}$")).inner_text()

    # The clerk finds it in the queue and asks the other side.
    clerk = opened(DESK)
    sign_in(clerk, "luo")
    clerk.follow("待办新件")
    clerk.page.keyboard.press("a")
    clerk.press("邀请对方")
    assert "邀请对方，已记录" in clerk.text
    let_worker_work()

    # The respondent follows the message, shows the code, and agrees by one tap.
    respondent = opened(PHONE)
    link = re.search(r"https?://[^/]+(/\S+/)", last_message("p2"))
    assert link
    respondent.open(link[1])
    respondent.follow("用手机确认是我")
    confirm_by_phone(respondent, "p2")
    respondent.press("同意")
    assert "已受理" in respondent.text

    # Both choose the same mediator, who has nothing to disclose.
    applicant.follow("看看办到哪一步")
    applicant.follow("用手机确认是我")
    confirm_by_phone(applicant, "p1")
    for party in (applicant, respondent):
        party.follow("选择调解员")
        party.tick("邓大海")
        party.press("选择调解员")
    mediator = opened(DESK)
    sign_in(mediator, "deng")
    begin(mediator, reference, "披露利害关系")
    mediator.tick("没有任何关系")
    mediator.press("披露利害关系")
    assert "已确定调解员" in mediator.text

    # They meet the day after; the minutes have an open part and a sealed one.
    tomorrow = timezone.now() + timedelta(days=1)
    begin(mediator, reference, "约调解会")
    mediator.fill("开始", as_typed(tomorrow))
    mediator.fill("结束", as_typed(tomorrow + timedelta(hours=2)))
    mediator.page.get_by_label("地点").select_option(index=1)
    mediator.press("约调解会")
    wait(days=1, hours=1)
    sign_in(mediator, "deng")
    begin(mediator, reference, "记录调解会")
    mediator.tick("王秀兰")
    mediator.tick("刘大勇")
    for told in ("已核对身份", "已告知权利", "已告知虚假调解的后果"):
        mediator.tick(told)
    mediator.fill("笔录：程序部分", "双方到场，核对身份，告知权利。现场查看了漏水点。")
    mediator.fill("笔录：协商部分", "刘大勇起初只愿意出两千元。")
    mediator.choose("结果", "谈成了")
    mediator.press("记录调解会")

    # The agreement, its signatures, its seal: in force with the last of them.
    begin(mediator, reference, "起草书面协议")
    mediator.fill("纠纷的主要事实", "刘大勇家防水层破损，渗水损坏王秀兰家天花板。")
    mediator.fill("争议事项", "天花板维修费由谁承担。")
    mediator.choose("谁给", "刘大勇", within="第 1 行")
    mediator.choose("给谁", "王秀兰", within="第 1 行")
    mediator.fill("金额", "4200", within="第 1 行")
    mediator.fill("怎么给", "微信转账", within="第 1 行")
    mediator.fill("哪天前", f"{timezone.localdate() + timedelta(days=7)}", within="第 1 行")
    mediator.press("起草书面协议")
    for key, party in (("p1", applicant), ("p2", respondent)):
        party.page.reload()
        confirm_by_phone(party, key)
        party.follow("逐条确认")
        party.tick("第 1 条")
        party.press("逐条确认")
        party.follow("签字")
        sign_on_screen(party)
        party.press("签字")
        assert "已经办好：签字" in party.text
    begin(mediator, reference, "调解员签字")
    mediator.press("调解员签字")
    director = opened(DESK)
    sign_in(director, "xie")
    begin(director, reference, "调委会盖章")
    director.press("调委会盖章")
    assert "达成书面协议" in director.text

    # The sealed paper goes home with the parties, and a stranger to whom it is shown checks it.
    respondent.page.reload()
    agreement = respondent.download("调解协议书")
    assert faults(agreement) == ()
    stranger = opened(PHONE)
    stranger.open("/")
    stranger.follow("核对一份文书")
    bring(stranger, agreement)
    assert "签名、盖章都有效，文件没有被改动。" in stranger.text
    matter = find_matter(reference)
    assert matter is not None
    assert f"{matter.holder.name}（演示）" in stranger.text
    assert "邓大海（演示）" in stranger.text
    assert f"编号 {reference}" in stranger.text
    bring(stranger, agreement[:-1] + b"!")
    assert "签名、盖章都有效" not in stranger.text
    assert reference not in stranger.text

    # Kept: the debtor tells of it, the mediator asks after it, the clerk files it.
    wait(days=7)
    respondent.page.reload()
    confirm_by_phone(respondent, "p2")
    respondent.follow("登记履行")
    respondent.choose("哪一条", "第 1 条")
    respondent.choose("结果", "全部履行")
    respondent.fill("履行金额", "4200")
    respondent.press("登记履行")
    assert "履行完毕" in respondent.text
    sign_in(mediator, "deng")
    call(mediator, reference, "首次回访")
    wait(days=30)
    sign_in(mediator, "deng")
    call(mediator, reference, "履行完毕后回访")
    sign_in(clerk, "luo")
    begin(clerk, reference, "归档")
    clerk.tick("材料齐全，已核对")
    clerk.press("归档")
    assert "已归档" in clerk.text

    # The folder can be taken home and read.
    clerk.press("出具《卷宗》")
    folder = PdfReader(BytesIO(clerk.download("卷宗")))
    text = "".join(page.extract_text() for page in folder.pages)
    assert "王秀兰" in text
    assert len(folder.pages) > 10

    # Every date is explained on the page, and nothing can have been changed.
    matter.refresh_from_db()
    clocks = clerk.page.locator(".clock")
    assert clocks.count() == clocks_of(matter).count() > 5
    for clock in clocks.all():
        assert clock.locator(".clock-why li").count() > 0
        assert clock.locator(".clock-why p").first.text_content() != ""
    assert [(event.step, event.state) for event in events_of(matter)] == TIMELINE
    assert ledger.verify(matter) == []


def bring(person: Browsing, content: bytes) -> None:
    """Have a file checked."""
    file = FilePayload(name="协议.pdf", mimeType="application/pdf", buffer=content)
    person.field("PDF 文件").set_input_files(file)
    person.press("核对")


def call(mediator: Browsing, reference: str, visit: str) -> None:
    """A call after the agreement, written down."""
    begin(mediator, reference, "回访")
    mediator.choose("哪一次回访", visit)
    mediator.choose("方式", "电话")
    mediator.choose("联系上了吗", "联系上了")
    mediator.press("回访")
