"""The one door for writes: a step is taken whole or not at all, once, by who may, as it was."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from PIL import Image

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Refused, Sent, Stale
from hejie.kernel.clocks import clocks_of
from hejie.kernel.documents import Document, papers_of, read_file, words_of
from hejie.kernel.events import Event, Unsequenced, events_of
from hejie.kernel.idempotency import KeyReused
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter, find_matter
from hejie.kernel.parties import find_by_code, parties_of
from hejie.kernel.permissions import compartments_for
from hejie.kernel.sequencer import sequence
from hejie.kernel.tests.walking import (
    APPLICANT,
    APPLICATION,
    MONDAY,
    RESPONDENT,
    Walk,
    party,
    sent,
    staff,
)
from hejie.rooms._example.projection import Stumbled

LATER = MONDAY + timedelta(hours=1)
REGISTER = {"source": "applied", "channel": "window"}


def register(who: str = "luo", *, now: datetime = MONDAY, **changed: Any) -> Matter:
    facts = sent({**APPLICATION, **REGISTER, **changed})
    return actions.open_matter("mediation", actor=staff(who, now), sent=facts, now=now).matter


def refusal(**changed: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        register(**changed)
    assert not Matter.objects.exists()
    return refused.value.errors


def people(**changed: Any) -> list[dict[str, Any]]:
    return [{**APPLICANT, **changed}, RESPONDENT]


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (3, 3), "red").save(content, "PNG")
    return content.getvalue()


def counts() -> dict[str, int]:
    """How much there is of everything that an act can leave behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


# Opening


def test_a_resident_opens_a_matter_at_the_nearest_centre(zhangwan):
    done = actions.open_matter("mediation", actor=VISITOR, sent=sent(APPLICATION), now=MONDAY)
    matter = Matter.objects.get(pk=done.matter.pk)
    assert done.fresh
    assert matter.reference == "420303-2026-000001"
    assert (matter.state, matter.holder_id) == ("registered", "t-420303001")
    assert (matter.route, matter.trade, matter.category) == ("A", "property", "MD03")
    assert matter.opened_at == MONDAY
    assert matter.next_due == min(clock.due_at for clock in clocks_of(matter))
    assert find_matter(matter.reference) == matter
    assert [p.name for p in parties_of(matter)] == ["王秀兰", "刘大勇"]
    assert verify(matter) == []


def test_a_clerk_registers_for_the_room_of_the_trade(zhangwan):
    matter = register("lin")
    event = events_of(matter).get()
    assert (matter.holder_id, event.organ_id) == ("zw-property", "zw-property")
    assert event.by == staff("lin").key
    assert event.basis == "人民调解法 第二十七条"


def test_numbers_follow_each_other_without_gaps_within_a_year(zhangwan):
    new_year = datetime.fromisoformat("2027-01-01T08:00+08:00")
    with pytest.raises(Invalid):
        register(place="999999")
    found = [register().reference, register().reference, register(now=new_year).reference]
    assert found == ["420303-2026-000001", "420303-2026-000002", "420303-2027-000001"]


def test_many_matters_are_opened_or_none(zhangwan):
    good, bad = sent({**APPLICATION, **REGISTER}), sent({**APPLICATION, "place": "1"})
    with pytest.raises(Invalid):
        actions.open_matters("mediation", actor=staff("luo"), rows=[good, bad], now=MONDAY)
    assert not Matter.objects.exists()
    opened = actions.open_matters("mediation", actor=staff("luo"), rows=[good] * 3, now=MONDAY)
    assert [done.matter.reference[-1] for done in opened] == ["1", "2", "3"]


def test_a_division_that_does_not_exist_is_named_as_the_fault(zhangwan):
    assert refusal(place="420303999999") == {"place": ["没有这个区划代码，请从列表中选择地点"]}


def test_a_place_in_another_district_is_sent_to_its_own_centre(zhangwan):
    assert refusal(place="420304") == {"place": ["“郧阳区”不在本区，请向当地的综治中心提出"]}
    elsewhere = sent({**APPLICATION, "place": "420304"})
    with pytest.raises(Invalid, match="还没有办理"):
        actions.open_matter("mediation", actor=VISITOR, sent=elsewhere, now=MONDAY)


def test_an_unknown_procedure_is_named_as_the_fault(zhangwan):
    with pytest.raises(Invalid) as refused:
        actions.open_matter("divination", actor=VISITOR, sent=sent({}), now=MONDAY)
    assert refused.value.errors == {"procedure": ["没有“divination”这种程序"]}


@pytest.mark.parametrize("step", ["invite", "remark", "refer", "nothing"])
def test_only_an_opening_step_of_ones_own_opens_a_matter(zhangwan, step):
    with pytest.raises((Refused, Invalid)):
        actions.open_matter(
            "mediation", actor=staff("luo"), sent=sent(APPLICATION), now=MONDAY, step=step
        )
    assert not Matter.objects.exists()


@pytest.mark.parametrize("who", ["zhou", "shen", "tong", "guan", "qian"])
def test_those_who_take_nothing_in_open_nothing(zhangwan, who):
    with pytest.raises(Refused):
        actions.open_matter("mediation", actor=staff(who), sent=sent(APPLICATION), now=MONDAY)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"id_number": "42030319800101001"},
            "第 1 行，证件号码：身份证号应为 18 位，现为 17 位",
        ),
        (
            {"id_number": "420303198001010011"},
            "第 1 行，证件号码：身份证号最后一位校验不符，请核对第 18 位",
        ),
        ({"phone": "1380728000"}, "第 1 行，电话：手机号应为 11 位，现为 10 位"),
        ({"phone": "110"}, "第 1 行，电话：110 是服务或应急号码，不能作联系电话"),
        ({"name": "\u200b"}, "第 1 行，姓名或名称：姓名或名称第 1 个字是看不见的控制符，请删去"),
        ({"name": ""}, "第 1 行，姓名或名称：这个字段是必填项。"),
        ({"role": "owner"}, "第 1 行，身份：选择一个有效的选项。 owner 不在可用的选项中。"),
    ],
)
def test_what_identifies_people_is_checked(zhangwan, wrong, sentence):
    assert refusal(parties=people(**wrong)) == {"parties": [sentence]}


def test_a_number_or_phone_may_be_missing_a_side_may_not(zhangwan):
    matter = register(parties=people(phone=""))
    assert parties_of(matter).get(key="p1").phone == ""
    with pytest.raises(Invalid, match="至少要有一位申请人和一位被申请人"):
        register(parties=[APPLICANT, APPLICANT])


def test_a_fact_that_the_form_does_not_know_is_refused(zhangwan):
    assert refusal(due="2030-01-01") == {
        "__all__": ["没有“due”这一项，不能填写（期限由规则计算，不能手工指定）"]
    }


def test_events_carry_codes_and_digests_never_words(zhangwan):
    matter = register(amount="4200", files=[png()])
    event = events_of(matter).get()
    assert event.values["amount"] == "4200"
    told = str(event.payload)
    for secret in ("王秀兰", "13807280001", "漏水", "照片"):
        assert secret not in told
    parts = {"values", "law", "announced", "salt", "words", "parties", "documents"}
    assert set(event.payload) == parts


def png() -> dict[str, str]:
    return {"name": "照片.png", "content": b64encode(picture()).decode()}


# Taking


def test_a_step_moves_the_matter_its_clocks_and_its_version(zhangwan):
    walk = Walk.begun()
    event = walk.take("invite", "luo", text="请来谈谈。")
    matter = Matter.objects.get(pk=walk.matter.pk)
    assert (event.seq, event.step, event.kind) == (2, "invite", "mediation.invite")
    assert (matter.state, matter.version, matter.head_seq) == ("invited", 2, 2)
    assert bytes(matter.head_hash) == bytes(event.hash)
    assert clocks_of(matter).get(key="reply").status == "met"
    assert words_of(matter)[2] == {"text": "请来谈谈。"}
    assert Unsequenced.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "step", "reason"),
    [
        ("p1", "invite", "这一步由受理员、调委会负责人办理"),
        ("jiang", "invite", "这一步由受理员、调委会负责人办理"),
        ("luo", "seal", "现在的状态是“已登记”，不能“调委会盖章”"),
        ("luo", "vanish", "“矛盾纠纷调解”没有“vanish”这个环节"),
    ],
)
def test_who_may_not_is_told_why(zhangwan, who, step, reason):
    walk = Walk.begun()
    with pytest.raises(Refused) as refused:
        walk.take(step, who)
    assert reason in refused.value.sentences


def test_a_party_of_one_matter_is_nobody_in_another(zhangwan):
    mine, other = Walk.begun(), Walk.begun().to("invited")
    with pytest.raises(Refused):
        actions.take(
            other.matter,
            "answer_invitation",
            actor=party(mine.matter, "p2"),
            sent=sent({"answer": "yes"}),
            now=LATER,
        )


def test_acts_happen_between_the_beginning_and_now(zhangwan):
    walk = Walk.begun()
    early = (MONDAY - timedelta(minutes=1)).isoformat()
    future = (MONDAY + timedelta(days=1)).isoformat()
    told = {"reason": "not_civil", "text": "不是民事纠纷。"}
    with pytest.raises(Invalid) as refused:
        walk.take("not_accept", "luo", **told, occurred=early)
    assert refused.value.errors == {
        "occurred": ["发生时间不能早于本事项的登记时间（2026-08-03 09:00）"]
    }
    with pytest.raises(Invalid) as refused:
        walk.take("not_accept", "luo", **told, occurred=future)
    assert refused.value.errors == {"occurred": ["发生时间不能晚于现在"]}
    walk.at(MONDAY + timedelta(days=2))
    event = walk.take("not_accept", "luo", **told, occurred=future)
    assert (event.at - event.occurred).days == 1


def test_the_form_comes_back_with_what_was_typed(zhangwan):
    walk = Walk.begun()
    with pytest.raises(Invalid) as refused:
        walk.take("not_accept", "luo", reason="other_district", text="")
    form = refused.value.form
    assert form is not None
    assert form["reason"].value() == "other_district"
    assert form.errors == {"text": ["这个字段是必填项。"]}


def test_a_page_that_is_out_of_date_changes_nothing(zhangwan):
    walk = Walk.begun()
    read = walk.matter.version
    walk.take("invite", "luo")
    with pytest.raises(Stale) as stale:
        actions.take(
            walk.matter, "invite", actor=staff("luo"), sent=sent({}, version=read), now=LATER
        )
    assert stale.value.event.kind == "mediation.invite"
    assert events_of(walk.matter).count() == 2


def test_a_version_never_reached_is_out_of_date_too(zhangwan):
    walk = Walk.begun()
    with pytest.raises(Stale):
        actions.take(walk.matter, "invite", actor=staff("luo"), sent=sent({}, version=9), now=LATER)


def test_issuing_a_paper_makes_no_page_out_of_date(zhangwan):
    walk = Walk.begun()
    event = events_of(walk.matter).get()
    actions.issue(walk.matter, "receipt", event, now=LATER)
    matter = Matter.objects.get(pk=walk.matter.pk)
    assert (matter.version, matter.head_seq) == (1, 2)
    actions.take(matter, "invite", actor=staff("luo"), sent=sent({}, version=1), now=LATER)


def test_a_paper_is_issued_once_for_an_event(zhangwan):
    walk = Walk.begun()
    event = events_of(walk.matter).get()
    first = actions.issue(walk.matter, "receipt", event, now=LATER)
    second = actions.issue(walk.matter, "receipt", event, now=LATER + timedelta(days=1))
    assert first == second
    assert read_file(first).startswith(b"%PDF")
    assert papers_of(walk.matter).count() == 1
    with pytest.raises(LookupError):
        actions.issue(walk.matter, "passport", event, now=LATER)


def test_a_projection_that_fails_leaves_nothing_behind(zhangwan):
    walk = Walk.begun("lend", "lin", procedure="example", place="420303001001", purpose="借用")
    before, row = counts(), Matter.objects.filter(pk=walk.matter.pk).values().get()
    with pytest.raises(Stumbled):
        actions.take(
            walk.matter,
            "stumble",
            actor=staff("lin"),
            sent=sent({"text": "绊倒", "photo": [png()]}, key=uuid4().hex),
            now=LATER,
        )
    assert counts() == before
    assert Matter.objects.filter(pk=walk.matter.pk).values().get() == row
    assert clocks_of(walk.matter).get().status == "running"
    walk.take("take_back", "lin")
    assert verify(walk.matter) == []


def test_a_date_beyond_any_calendar_is_refused_in_words(zhangwan):
    walk = Walk.begun().to("in_session")
    everybody = {"agreeing": ["p1", "p2"], "text": "再谈"}
    for _ in range(4):
        walk.take("extend", "deng", extension=365, **everybody)
    walk.take("extend", "deng", extension=365, **everybody)
    with pytest.raises(Refused, match="1900年至2200年"):
        walk.take("extend", "deng", extension=365, **everybody)
    assert verify(walk.matter) == []


# One key, one act


def test_the_same_key_twice_is_one_event(zhangwan):
    given = sent(APPLICATION, key=uuid4().hex)
    first = actions.open_matter("mediation", actor=VISITOR, sent=given, now=MONDAY)
    again = actions.open_matter("mediation", actor=VISITOR, sent=given, now=LATER)
    assert (first.fresh, again.fresh) == (True, False)
    assert first.event == again.event
    assert first.matter == again.matter
    assert Event.objects.count() == 1


def test_a_key_is_its_owners(zhangwan):
    key = uuid4().hex
    for who in ("luo", "lin"):
        facts = sent({**APPLICATION, **REGISTER}, key=key)
        actions.open_matter("mediation", actor=staff(who), sent=facts, now=MONDAY)
    assert Matter.objects.count() == 2


def test_an_act_that_failed_does_not_use_its_key_up(zhangwan):
    key = uuid4().hex
    for place in ("999", "420303001001"):
        given = sent({**APPLICATION, "place": place}, key=key)
        if place == "999":
            with pytest.raises(Invalid):
                actions.open_matter("mediation", actor=VISITOR, sent=given, now=MONDAY)
        else:
            actions.open_matter("mediation", actor=VISITOR, sent=given, now=MONDAY)
    assert Matter.objects.count() == 1


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("照片.txt", content, "text/plain")


@pytest.mark.parametrize("other", ["text", "matter", "step", "file", "second file"])
def test_another_act_under_the_same_key_is_refused(zhangwan, other):
    walk, neighbour = Walk.begun(), Walk.begun()
    key = uuid4().hex
    photos = {"": [b"12345"], "file": [b"54321"], "second file": [b"x", b"12345"]}

    def supplement(what: str) -> actions.Done:
        page = QueryDict(mutable=True)
        page.update({"text": "另一句" if what == "text" else "补充"})
        files = MultiValueDict({"files": [upload(c) for c in photos.get(what, photos[""])]})
        matter = neighbour.matter if what == "matter" else walk.matter
        step = "remark" if what == "step" else "supplement"
        given = Sent(data=page, files=files, key=key)
        return actions.take(matter, step, actor=staff("luo"), sent=given, now=LATER)

    first = supplement("")
    assert not supplement("").fresh
    with pytest.raises(KeyReused):
        supplement(other)
    assert Event.objects.filter(step__in=["supplement", "remark"]).get() == first.event


# Files


class Endless(TemporaryUploadedFile):
    """An upload of 200 MB of which nobody may read more than the limit."""

    def __init__(self) -> None:
        super().__init__("录像.mp4", "video/mp4", 200 * 1024 * 1024, None)
        self.size = 200 * 1024 * 1024

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("nothing is read of what is too large")


def supplement(walk: Walk, *files: Any) -> actions.Done:
    given = Sent(data=QueryDict("text=x"), files=MultiValueDict({"files": list(files)}))
    return actions.take(walk.matter, "supplement", actor=staff("luo"), sent=given, now=LATER)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (Endless(), "文件“录像.mp4”超过 20 MB 的上限"),
        (SimpleUploadedFile("发票.exe", b"MZ\x90"), "文件“发票.exe”是程序、脚本或网页，不能上传"),
        (
            SimpleUploadedFile("发票.pdf", b"MZ\x90", "application/pdf"),
            "文件“发票.pdf”的内容不是PDF 文件，与它的后缀或类型不符",
        ),
        (
            SimpleUploadedFile("照片.png", picture(), "text/html"),
            "文件“照片.png”的内容不是PNG 图片，与它的后缀或类型不符",
        ),
        (SimpleUploadedFile("照片.png", b""), "文件“照片.png”是空的"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_leaves_nothing(zhangwan, file, reason):
    walk = Walk.begun()
    with pytest.raises(Invalid) as refused:
        supplement(walk, SimpleUploadedFile("好.png", picture(), "image/png"), file)
    assert refused.value.errors == {"files": [reason]}
    assert not Document.objects.exists()
    assert events_of(walk.matter).count() == 1


def test_a_picture_is_kept_by_its_digest(zhangwan):
    walk = Walk.begun()
    done = supplement(walk, SimpleUploadedFile("../../照片.png", picture(), "image/png"))
    kept = papers_of(walk.matter).get()
    assert (kept.title, kept.kind, kept.mime) == ("照片.png", "evidence", "image/png")
    assert done.event.payload["documents"] == [
        {"id": str(kept.id), "kind": "evidence", "digest": kept.digest}
    ]
    assert Image.open(BytesIO(read_file(kept))).size == (3, 3)


# Words are words

SCRIPT = "<script>alert('{{ 1 }}')</script> & \"#set\" ' OR 1=1 --"


def test_script_is_kept_and_given_back_as_text(zhangwan):
    rows = [
        {**APPLICANT, "name": SCRIPT, "address": SCRIPT, "representative": SCRIPT},
        {**RESPONDENT, "name": SCRIPT},
    ]
    matter = register(facts_told=SCRIPT, claims=SCRIPT, parties=rows)
    assert words_of(matter)[1] == {"facts_told": SCRIPT, "claims": SCRIPT}
    found = parties_of(matter).get(key="p1")
    assert (found.name, found.address, found.representative) == (SCRIPT, SCRIPT, SCRIPT)
    with pytest.raises(Invalid):
        register(category=SCRIPT)
    assert verify(matter) == []


# The log cannot be changed

CHANGES = [
    "UPDATE {} SET {} = {}",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "TRUNCATE {} CASCADE",
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("table", "column"),
    [("kernel_event", "payload"), ("kernel_logentry", "leaf"), ("kernel_checkpoint", "note")],
)
def test_the_database_refuses_to_change_the_log(zhangwan, table, column, change):
    Walk.begun()
    sequence(now=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(change.format(table, column, column))
    transaction.set_rollback(True)


# Correcting


def test_a_correction_leaves_both_digests_and_the_old_words(zhangwan):
    walk = Walk.begun()
    before = events_of(walk.matter).get().payload["parties"]["p1"]
    event = actions.correct(
        walk.matter,
        actor=staff("luo"),
        party="p1",
        changes={"name": "王秀蓝", "phone": "13807289999"},
        reason="看了身份证",
        now=LATER,
    )
    found = parties_of(walk.matter).get(key="p1")
    assert (found.name, found.phone) == ("王秀蓝", "13807289999")
    assert event.payload["parties"]["p1"] == found.digest != before
    assert event.step == "correct"
    assert words_of(walk.matter)[2] == {"reason": "看了身份证"}
    kept = words_of(walk.matter, compartments=compartments_for(staff("luo"), walk.matter))
    assert kept[2] == {
        "reason": "看了身份证",
        "was.name": "王秀兰",
        "was.phone": "13807280001",
    }
    assert verify(again(walk.matter)) == []


def test_words_are_corrected_beside_their_digest(zhangwan):
    walk = Walk.begun()
    actions.correct(
        walk.matter,
        actor=staff("luo"),
        words=(1, "facts_told"),
        changes={"text": "楼上阳台漏水。"},
        reason="说错了",
        now=LATER,
    )
    texts = words_of(walk.matter)
    assert texts[1]["facts_told"] == "楼上阳台漏水。"
    assert texts[2]["was"] == APPLICATION["facts_told"]
    assert verify(again(walk.matter)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"party": "p1", "changes": {"role": "respondent"}},
        {"party": "p9", "changes": {"name": "王"}},
        {"party": "p1", "changes": {}},
        {"party": "p1", "changes": {"name": ""}},
        {"party": "p1", "changes": {"name": "长" * 101}},
        {"party": "p1", "changes": {"name": "王\x00"}},
        {"party": "p1", "changes": {"phone": "1380728"}},
        {"party": "p1", "changes": {"id_number": "420303198001010011"}},
        {"party": "p1", "changes": {"id_type": "moon_card"}},
        {"words": (1, "nothing"), "changes": {"text": "x"}},
        {"words": (1, "facts_told"), "changes": {}},
        {"words": (1, "facts_told"), "changes": {"text": ""}},
        {"words": (1, "facts_told"), "changes": {"text": "\ud800"}},
        {"changes": {"name": "王"}},
        {"party": "p1", "changes": {"name": "王"}, "reason": " "},
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(zhangwan, wrong):
    walk = Walk.begun()
    with pytest.raises(Invalid):
        actions.correct(
            walk.matter, **{"actor": staff("luo"), "now": LATER, "reason": "更正", **wrong}
        )
    assert events_of(walk.matter).count() == 1
    assert verify(walk.matter) == []


@pytest.mark.parametrize("who", ["p1", "jiang", "zhou", "shen", "guan"])
def test_a_correction_is_for_those_who_work_on_the_matter(zhangwan, who):
    walk = Walk.begun()
    with pytest.raises(Refused):
        actions.correct(
            walk.matter,
            actor=walk.actor(who),
            party="p1",
            changes={"name": "王"},
            reason="更正",
            now=LATER,
        )


def test_a_query_code_finds_its_party_however_it_is_typed(zhangwan):
    matter = Walk.begun().matter
    code = parties_of(matter).get(key="p2").code
    found = find_by_code(f" {code[:4].lower()}-{code[4:].lower()} ")
    assert found is not None
    assert (found.key, found.matter) == ("p2", matter)
    assert find_by_code("NOSUCHCODE") is None
