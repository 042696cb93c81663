"""The archive folder holds what a matter came to, asked for before or not."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from hejie.kernel import actions
from hejie.kernel.documents import read_file
from hejie.kernel.events import events_of
from hejie.rooms.mediation.stories.water_leak import story
from hejie.stories.telling import last_event, tell


def test_an_archived_folder_holds_every_open_paper_once(zhangwan: Any) -> None:
    matter = tell(story).matter
    event = last_event(matter, "folder")
    made = actions.issue(matter, "folder", event, now=event.at)
    pages = [page.extract_text() for page in PdfReader(BytesIO(read_file(made))).pages]
    contents = next(page for page in pages if "卷内目录" in page)
    titles = ["调解申请书", "同意调解记录", "调解员", "调解笔录", "调解协议书"]
    found = [contents.find(title) for title in titles]
    assert -1 not in found
    assert found == sorted(found)
    assert contents.count("调解协议书") == 1
    assert contents.count("回访记录") == events_of(matter).filter(step="visit").count()
    whole = "".join(pages)
    assert "现场查看了漏水点" in whole
    assert "起初只愿意出两千元" not in whole
    assert not any(party.code in whole for party in matter.party_set.all())
