"""A party sees what is kept of it and who opened it, takes it away, asks for its erasure."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from hejie.kernel import openings
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.portal.tests.acting import WORDS, show_code, sides, staff, take
from hejie.portal.tests.test_mine import again, home, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(invited: Matter) -> Matter:
    """The other side did not want to: the matter is over."""
    luo = staff("luo")
    openings.record(
        invited, luo, openings.PARTIES, now=timezone.now() - timedelta(1), purpose="contact"
    )
    return take(invited, sides(invited)[1], "answer_invitation", answer="no")


def test_nobody_sees_a_file_without_the_phone_code(client: Client, refused: Matter):
    party = sides(refused)[0]
    for page in ("own/", "own/file.json", "own/file.pdf"):
        assert "verify" in client.get(home(party) + page)["Location"]


def test_the_page_tells_what_is_kept_who_opened_it_and_until_when(client: Client, refused: Matter):
    first, second = sides(refused)
    show_code(client, first)
    html = client.get(f"{home(first)}own/").content.decode()
    assert first.phone in html
    assert WORDS["facts_told"] in html
    assert "查看当事人资料（联系当事人）" in html
    assert staff("luo").name in html
    assert second.phone not in html
    assert "还没有定下保存到哪天" in html


def test_a_copy_as_data_and_as_a_paper(client: Client, refused: Matter):
    first, second = sides(refused)
    show_code(client, first)
    told = json.loads(client.get(f"{home(first)}own/file.json").content)
    assert told["person"]["phone"] == first.phone
    assert WORDS["facts_told"] in {one["text"] for one in told["said"]}
    assert told["openings"][-1]["by"] == staff("luo").name
    assert second.phone not in json.dumps(told)
    paper = client.get(f"{home(first)}own/file.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert first.phone in text
    assert staff("luo").name in text


def test_erasure_is_asked_for_answered_and_the_answer_is_read(client: Client, refused: Matter):
    first = sides(refused)[0]
    show_code(client, first)
    assert post(client, first, "ask_erasure", what="contact", reason="不用了。").status_code == 303
    matter = again(refused)
    html = client.get(f"{home(first)}own/").content.decode()
    assert "还没有答复" in html
    assert "请求删除我的资料" not in html
    subject = str(matter.data["erasures"][0]["seq"])
    director = "meng" if matter.holder_id == "zw-centre" else "xie"
    take(
        matter,
        staff(director),
        "decide_erasure",
        subject=subject,
        decision="refused",
        reason="还有一笔钱没有付清。",
    )
    html = client.get(f"{home(first)}own/").content.decode()
    assert "还有一笔钱没有付清。" in html
    assert parties_of(matter).get(key=first.key).phone == first.phone
