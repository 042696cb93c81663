"""Forms of facts: codes into the event, words beside it, and nothing that cannot be kept."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from hejie.kernel.facts import (
    CodeField,
    FactsForm,
    PartiesField,
    PartyField,
    PersonalField,
    PlaceField,
    RowsField,
    SignatureField,
    UploadsField,
    WordsField,
    describe_fields,
)
from hejie.kernel.procedures import PartyView, Situation
from hejie.kernel.tests.walking import MONDAY

SITUATION = Situation(
    state="open",
    now=MONDAY,
    opened=MONDAY,
    parties=(
        PartyView(key="p1", role="applicant", kind="person"),
        PartyView(key="p2", role="respondent", kind="person"),
    ),
)
NOT_TEXT = ["这里要填文字或者数字，不能是别的东西"]


class TermRow(FactsForm):
    payer = PartyField(label="谁给")
    sum = forms.DecimalField(label="金额")
    thing = forms.CharField(label="什么", required=False)


class HomeRow(FactsForm):
    key = CodeField()
    home = PersonalField(label="住址")


class HomesForm(FactsForm):
    mine = PersonalField(label="我的住址")
    homes = RowsField(HomeRow)


def test_words_about_a_person_are_kept_apart():
    form = HomesForm(data={"mine": "一号楼", "homes": [{"key": "p1", "home": "二号楼"}]})
    assert form.is_valid(), form.errors
    facts = form.facts()
    assert facts.personal == {"mine": "一号楼", "homes.0.home": "二号楼"}
    assert facts.values == {"homes": [{"key": "p1"}]}
    assert not facts.words


class PersonRow(FactsForm):
    role = CodeField(max_length=20)
    name = forms.CharField(label="姓名", max_length=100)


class EveryFieldForm(FactsForm):
    dated = True
    text = WordsField(label="文字", required=False)
    secret = WordsField(label="密封", sealed=True, required=False)
    code = CodeField(label="编号", required=False)
    choice = forms.ChoiceField(label="选", choices=[("a", "甲"), ("b", "乙")], required=False)
    several = forms.MultipleChoiceField(choices=[("a", "甲"), ("b", "乙")], required=False)
    party = PartyField(roles=("applicant",), required=False)
    day = forms.DateField(required=False)
    moment = forms.DateTimeField(required=False)
    amount = forms.DecimalField(required=False, max_digits=14, decimal_places=2)
    number = forms.IntegerField(required=False, max_value=100)
    flag = forms.BooleanField(required=False)
    terms = RowsField(TermRow, most=2)
    people = PartiesField(PersonRow)
    files = UploadsField(kind="evidence", required=False, most=2)  # type: ignore[assignment]
    drawn = SignatureField(required=False)


def bound(stated: Any, **how: Any) -> EveryFieldForm:
    return EveryFieldForm(data=stated, situation=SITUATION, names={"p1": "王秀兰"}, **how)


def errors(stated: Any, **how: Any) -> dict[str, list[str]]:
    return {name: [str(e) for e in told] for name, told in bound(stated, **how).errors.items()}


def test_codes_go_into_the_event_and_words_stay_outside():
    form = bound(
        {
            "text": "漏水",
            "secret": "最多两千",
            "code": "X-1",
            "choice": "a",
            "several": ["a", "b"],
            "party": "p1",
            "day": "2026-08-31",
            "moment": "2026-08-03T09:00+08:00",
            "amount": "4200.00",
            "number": 3,
            "flag": True,
            "terms": [{"payer": "p2", "sum": "1.50", "thing": "修好"}],
            "people": [{"role": "helper", "name": "赵明"}],
        },
        strict=True,
    )
    assert form.is_valid(), form.errors
    facts = form.facts()
    assert facts.values == {
        "code": "X-1",
        "choice": "a",
        "several": ["a", "b"],
        "party": "p1",
        "day": "2026-08-31",
        "moment": "2026-08-03T01:00:00.000000Z",
        "amount": "4200.00",
        "number": 3,
        "flag": True,
        "terms": [{"payer": "p2", "sum": "1.50"}],
    }
    assert facts.words == {"text": "漏水", "terms.0.thing": "修好"}
    assert facts.sealed == {"secret": "最多两千"}
    assert facts.parties == ({"role": "helper", "name": "赵明"},)


def test_a_page_sends_rows_field_by_field_and_blank_rows_do_not_count():
    page = QueryDict("terms-0-payer=p1&terms-0-sum=2&terms-1-payer=&terms-1-sum=+&flag=on")
    form = bound(page)
    assert form.is_valid(), form.errors
    assert form.facts().values == {"terms": [{"payer": "p1", "sum": "2"}], "flag": True}


def test_nobody_types_in_a_due_date():
    assert errors({"due_at": "2030-01-01"}, strict=True) == {
        "__all__": ["没有“due_at”这一项，不能填写（期限由规则计算，不能手工指定）"]
    }
    in_a_row = {"terms": [{"payer": "p1", "sum": "1", "due_at": "2030-01-01"}]}
    assert "没有“due_at”这一项" in errors(in_a_row, strict=True)["terms"][0]


@pytest.mark.parametrize("value", [["a"], {"a": 1}, True, "\ud800", [["a"]], [{}]])
@pytest.mark.parametrize("name", ["text", "code", "choice", "day", "moment", "amount", "occurred"])
def test_what_is_no_text_is_refused_by_name(name, value):
    assert errors({name: value}, strict=True)[name] == NOT_TEXT


@pytest.mark.parametrize("value", ["a", {"a": 1}, ["\ud800"], 5, [["a"]]])
def test_a_choice_of_several_is_a_list_of_what_is_offered(value):
    assert "several" in errors({"several": value}, strict=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "a\x00b"),
        ("choice", "c"),
        ("party", "p2"),
        ("day", "2026-02-30"),
        ("day", "1949-12-31"),
        ("day", "9999-12-31"),
        ("moment", "0001-01-01T00:00+08:00"),
        ("occurred", "9999-12-31 23:59"),
        ("amount", "NaN"),
        ("amount", "1e400"),
        ("number", "9" * 400),
        ("terms", "p1"),
        ("terms", ["p1"]),
        ("terms", [{"payer": "p1", "sum": "1"}] * 3),
        ("terms", [{"payer": "p9", "sum": "1"}]),
        ("files", "a.png"),
        ("files", [5]),
        ("files", [{"name": "a.png", "content": "不是base64"}]),
        ("files", [{"name": "a.png", "content": "===="}]),
        ("files", [{"content": b64encode(b"x").decode()}]),
        ("drawn", "hello"),
        ("drawn", "data:image/png;base64,不是"),
        ("drawn", "data:image/png;base64," + b64encode(b"GIF89a").decode()),
    ],
)
def test_what_cannot_be_is_refused_by_name(name, value):
    assert list(errors({name: value}, strict=True)) == [name]


def test_a_file_says_why_it_is_refused():
    program = {"name": "发票.png.exe", "content": b64encode(b"MZ").decode()}
    assert errors({"files": [program]})["files"] == [
        "文件“发票.png.exe”是程序、脚本或网页，不能上传"
    ]
    page = SimpleUploadedFile("照片.png", b"<script>alert(1)</script>", "image/png")
    refused = errors(QueryDict(), files=MultiValueDict({"files": [page]}))
    assert refused["files"] == ["文件“照片.png”的内容不是PNG 图片，与它的后缀或类型不符"]


def test_a_field_left_without_a_file_is_no_file():
    assert bound({"files": ""}).is_valid()
    assert bound({"files": []}).is_valid()


@pytest.mark.parametrize("value", [{"lon": "x", "lat": 1}, {"lat": 1}, {"lon": None, "lat": 1}])
def test_a_point_is_two_numbers(value):
    class PlaceForm(FactsForm):
        place = PlaceField()

    form = PlaceForm(data={"place": value}, strict=True)
    assert form.errors["place"] == ["地点要写成 lon（经度）和 lat（纬度）两个数"]


def test_residents_do_not_date_what_they_do():
    as_party = Situation(state="open", now=MONDAY, opened=MONDAY, as_roles=frozenset({"party"}))
    form = EveryFieldForm(data={"occurred": "2026-08-01 09:00"}, situation=as_party, strict=True)
    assert "occurred" not in form.fields
    assert not form.is_valid()


def test_times_without_an_offset_are_local():
    form = bound({"occurred": "2026-08-03 09:30"})
    assert form.is_valid()
    assert form.cleaned_data["occurred"] == datetime.fromisoformat("2026-08-03T09:30+08:00")


def test_the_api_is_told_of_every_field():
    told = {field["name"]: field for field in describe_fields(bound({}))}
    assert told["terms"]["fields"][0]["choices"] == [
        {"value": "p1", "label": "王秀兰"},
        {"value": "p2", "label": "p2"},
    ]
    assert {name: field["type"] for name, field in told.items()} == {
        "text": "text",
        "secret": "text",
        "code": "text",
        "choice": "choice",
        "several": "choices",
        "party": "choice",
        "day": "date",
        "moment": "datetime",
        "amount": "decimal",
        "number": "integer",
        "flag": "boolean",
        "terms": "rows",
        "people": "rows",
        "files": "files",
        "drawn": "signature",
        "occurred": "datetime",
    }
