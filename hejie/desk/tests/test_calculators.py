"""Calculators at the desk: beside a matter, into its agreement, on one page; figures that two
people enter and check."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hejie.calculators.catalogue import CALCULATORS
from hejie.desk.tests.making import register, sign_in
from hejie.figures.calculations import worked_example
from hejie.figures.models import Figure, known_rows
from hejie.rooms.mediation.stories import wages_of_eight
from hejie.stories.telling import Telling

pytestmark = pytest.mark.usefixtures("zhangwan")


def example(name: str) -> dict[str, Any]:
    return dict(worked_example(CALCULATORS[name]).items())


def wages_in_session():
    """The eight workers' matter at its second session, before anything is drafted."""
    telling = Telling(wages_of_eight.story)
    for act in wages_of_eight.story.acts:
        if act.step == "draft_agreement":
            break
        telling.tell(act)
    return telling.matter


def test_every_calculator_opens_beside_a_matter():
    matter, clerk = register(), sign_in("luo")
    page = clerk.get(f"/desk/matters/{matter.reference}/calculators/").content.decode()
    for name in CALCULATORS:
        address = f"/desk/matters/{matter.reference}/calculators/{name}/"
        assert address in page
        assert clerk.get(address).status_code == 200


def test_a_matter_that_one_may_not_see_has_no_calculators():
    matter = register()
    address = f"/desk/matters/{matter.reference}/calculators/"
    assert sign_in("jiang").get(address).status_code == 404
    assert sign_in("jiang").get(f"{address}severance/").status_code == 404


def test_a_script_asks_for_the_figure_alone():
    clerk = sign_in("luo")
    sent = example("overtime")
    part = clerk.post("/desk/calculators/overtime/", sent, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "3,562.50" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_sheet_is_a_page_of_paper():
    clerk = sign_in("luo")
    sheet = clerk.post("/desk/calculators/overtime/sheet.pdf", example("overtime"))
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")


def test_the_sum_goes_into_the_terms_of_the_draft():
    matter, mediator = wages_in_session(), sign_in("tang")
    address = f"/desk/matters/{matter.reference}/calculators/wage_arrears/"
    page = mediator.post(address, example("wage_arrears")).content.decode()
    (link,) = {unescape(one) for one in re.findall(r'href="([^"]+draft_agreement[^"]+)"', page)}
    draft = mediator.get(link).content.decode()
    assert 'name="terms-0-sum" value="8300.00"' in draft
    assert re.search(r'<option value="p9" selected>', draft)
    assert re.search(r'<option value="p1" selected>', draft)


def test_without_the_right_to_draft_there_is_no_way_into_the_terms():
    matter = wages_in_session()
    address = f"/desk/matters/{matter.reference}/calculators/wage_arrears/"
    page = sign_in("lin").post(address, example("wage_arrears")).content.decode()
    assert "8,300.00" in page
    assert "draft_agreement" not in page


# Figures


NEW = {
    "code": "minimum_wage",
    "value": "2000",
    "valid_from": "2026-01-01",
    "source": "鄂政发〔2025〕1号",
}


def entered(client: Client) -> Figure:
    assert client.post("/desk/settings/figures/new/", NEW).status_code == 303
    return Figure.objects.get()


def test_a_figure_counts_only_when_a_second_person_has_checked_it():
    director, admin = sign_in("meng"), sign_in("guan")
    figure = entered(director)
    assert not [row for row in known_rows() if row.code == "minimum_wage"]
    own = director.post(f"/desk/settings/figures/{figure.pk}/", {"verdict": "right"}, follow=True)
    assert "要由另一个人核对" in own.content.decode()
    admin.post(f"/desk/settings/figures/{figure.pk}/", {"verdict": "right"})
    (row,) = [row for row in known_rows() if row.code == "minimum_wage"]
    assert (row.region, row.valid_from, str(row.value)) == ("420303", date(2026, 1, 1), "2000")
    assert (row.entered_by, row.checked_by) == ("孟宪华", "管理员")


def test_a_figure_found_wrong_stays_on_record_and_may_be_entered_anew():
    director, admin = sign_in("meng"), sign_in("guan")
    figure = entered(director)
    admin.post(f"/desk/settings/figures/{figure.pk}/", {"verdict": "wrong"})
    assert director.post("/desk/settings/figures/new/", NEW).status_code == 303
    assert Figure.objects.count() == 2
    page = director.get("/desk/settings/figures/").content.decode()
    assert "作废" in page


def test_the_same_day_cannot_be_entered_twice_nor_an_end_before_its_start():
    director = sign_in("meng")
    entered(director)
    twice = director.post("/desk/settings/figures/new/", NEW)
    assert (twice.status_code, "已经录入过" in twice.content.decode()) == (422, True)
    odd = {**NEW, "valid_from": "2026-05-01", "valid_to": "2026-04-01"}
    assert "不能早于" in director.post("/desk/settings/figures/new/", odd).content.decode()


def test_only_those_who_set_values_enter_figures():
    assert sign_in("luo").get("/desk/settings/figures/").status_code == 403
    assert sign_in("xie").post("/desk/settings/figures/new/", NEW).status_code == 403
    assert not Figure.objects.exists()


def test_the_database_itself_wants_two_people():
    figure = entered(sign_in("meng"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=figure.pk).update(checked_by=figure.entered_by)
