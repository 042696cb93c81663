"""Keys: what counts as the same request, and what an answer is remembered for."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from hejie.kernel.actions import KeyReused, take
from hejie.kernel.idempotency import claim, digest_of, remember, remembered
from hejie.kernel.tests.walking import MONDAY, Walk, sent, staff

PAGE = QueryDict("a=1&b=2&b=3&csrfmiddlewaretoken=x")


def file(content: bytes, name: str = "a.txt") -> MultiValueDict[str, SimpleUploadedFile]:
    return MultiValueDict({"files": [SimpleUploadedFile(name, content)]})


SAME = [
    (PAGE, QueryDict("b=2&b=3&a=1&csrfmiddlewaretoken=y")),
    ({"a": 1, "b": {"c": 1, "d": 2}}, {"b": {"d": 2, "c": 1}, "a": 1}),
]
DIFFERENT = [
    (PAGE, QueryDict("a=1&b=3&b=2")),
    (PAGE, QueryDict("a=1&b=2")),
    ({"a": 1}, {"a": "1"}),
    ({"a": None}, {}),
    ({"a": [1, 2]}, {"a": [2, 1]}),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_order_of_names_does_not_matter(one, other):
    assert digest_of("x", one) == digest_of("x", other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_any_other_value_does(one, other):
    assert digest_of("x", one) != digest_of("x", other)
    assert digest_of("x", one) != digest_of("y", one)


def test_files_count_by_their_bytes_and_can_still_be_read():
    files = file(b"abc")
    first = digest_of("x", {}, files=files)
    assert files.getlist("files")[0].read() == b"abc"
    assert digest_of("x", {}, files=file(b"abc")) == first
    assert digest_of("x", {}, files=file(b"abd")) != first
    assert digest_of("x", {}, files=file(b"abc", "b.txt")) != first


def test_any_text_has_a_digest():
    assert digest_of("x", {"a": "\ud800\x00<script>"})


def test_an_answer_is_remembered_for_its_key_and_its_owner(zhangwan):
    walk, key = Walk.begun(), uuid4().hex
    luo = staff("luo")
    later = MONDAY + timedelta(hours=1)
    take(walk.matter, "invite", actor=luo, sent=sent({}, key=key), now=later)
    assert remembered(luo.key, key) is None
    assert remember(luo.key, key, {"status": 200}) == {"status": 200}
    assert remember(luo.key, key, {"status": 500}) == {"status": 200}
    assert remembered(staff("xie").key, key) is None
    assert remembered(luo.key, uuid4().hex) is None


def test_a_key_claimed_without_an_act_answers_nobody(zhangwan):
    assert claim("account:1", "k", "body") is None
    with pytest.raises(KeyReused):
        claim("account:1", "k", "body")
    with pytest.raises(KeyReused):
        claim("account:1", "k", "other")
