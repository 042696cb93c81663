"""Choosing, disclosing, accepting, challenging and replacing mediators."""

from datetime import timedelta

import pytest

from hejie.kernel import permissions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.jurisdictions import Account, Post
from hejie.kernel.tests.walking import APPLICANT, MONDAY, RESPONDENT, SECOND, Walk, staff
from hejie.rooms.mediation.candidates import candidates_for

pytestmark = pytest.mark.usefixtures("zhangwan")


def number(username: str) -> str:
    return str(Account.objects.get(username=username).pk)


def accepted(*more) -> Walk:
    return Walk.begun(parties=[APPLICANT, RESPONDENT, *more]).to("accepted")


def chosen(mediator: str = "deng") -> Walk:
    walk = accepted()
    for who in ("p1", "p2"):
        walk.take("choose_mediator", who, mediator=number(mediator))
    return walk


def named(*mediators: str) -> Walk:
    walk = accepted()
    walk.take("name_mediator", "xie", mediators=[number(who) for who in mediators])
    return walk


def works_on_it(who: str, walk: Walk) -> bool:
    return permissions.visible_to(staff(who)).filter(id=walk.matter.id).exists()


def test_parties_who_choose_the_same_have_their_mediator():
    walk = accepted()
    walk.take("choose_mediator", "p1", mediator=number("deng"))
    assert "nominees" not in walk.matter.data
    walk.take("choose_mediator", "p2", mediator=number("zeng"))
    assert "nominees" not in walk.matter.data
    walk.take("choose_mediator", "p2", mediator=number("deng"))
    assert [n["account"] for n in walk.matter.data["nominees"]] == [int(number("deng"))]
    assert works_on_it("deng", walk)
    assert not works_on_it("zeng", walk)


def test_all_of_several_parties_choose():
    walk = accepted(SECOND)
    for who in ("p1", "p2"):
        walk.take("choose_mediator", who, mediator=number("deng"))
    assert "nominees" not in walk.matter.data
    walk.take("choose_mediator", "p3", mediator=number("deng"))
    assert walk.matter.data["nominees"]


def test_chosen_by_all_and_with_nothing_to_disclose_settles_it():
    walk = chosen()
    walk.take("disclose", "deng", relation="none")
    assert walk.matter.state == "assigned"


@pytest.mark.parametrize("relation", ["relative", "interest", "other"])
def test_a_relation_is_judged_by_every_party_first(relation):
    walk = chosen()
    with pytest.raises(Invalid, match="请说明是什么关系"):
        walk.take("disclose", "deng", relation=relation)
    walk.take("disclose", "deng", relation=relation, text="是申请人的表兄。")
    assert walk.matter.state == "accepted"
    walk.take("accept_mediator", "p1", answer="yes")
    assert walk.matter.state == "accepted"
    with pytest.raises(Refused, match="约调解会"):
        walk.take("set_session", "deng")
    walk.take("accept_mediator", "p2", answer="yes")
    assert walk.matter.state == "assigned"


def test_no_is_enough_to_have_another():
    walk = chosen()
    walk.take("disclose", "deng", relation="relative", text="是申请人的表兄。")
    walk.take("accept_mediator", "p1", answer="yes")
    walk.take("accept_mediator", "p2", answer="no", reason="不放心。")
    assert walk.matter.state == "accepted"
    assert walk.matter.data["nominees"] == []
    assert not works_on_it("deng", walk)
    walk.take("name_mediator", "xie", mediators=[number("zeng")])
    walk.take("disclose", "zeng", relation="none")
    for who in ("p1", "p2"):
        walk.take("accept_mediator", who, answer="yes")
    assert walk.matter.state == "assigned"


def test_a_second_no_without_an_own_choice_ends_it():
    walk = named("deng")
    for mediator in ("deng", "zeng"):
        walk.take("disclose", mediator, relation="none")
        walk.take("accept_mediator", "p2", answer="no")
        if mediator == "deng":
            walk.take("name_mediator", "xie", mediators=[number("zeng")])
    assert walk.matter.state == "refused"
    assert walk.matter.is_over


def test_a_second_no_with_an_own_choice_goes_on():
    walk = named("deng")
    walk.take("disclose", "deng", relation="none")
    walk.take("accept_mediator", "p2", answer="no")
    walk.take("choose_mediator", "p2", mediator=number("deng"))
    walk.take("name_mediator", "xie", mediators=[number("zeng")])
    walk.take("disclose", "zeng", relation="none")
    walk.take("accept_mediator", "p2", answer="no")
    assert walk.matter.state == "accepted"


def test_two_noes_of_two_parties_are_one_each():
    walk = named("deng")
    for mediator, who in (("deng", "p1"), ("zeng", "p2")):
        walk.take("disclose", mediator, relation="none")
        walk.take("accept_mediator", who, answer="no")
        if mediator == "deng":
            walk.take("name_mediator", "xie", mediators=[number("zeng")])
    assert walk.matter.state == "accepted"


def test_a_named_mediator_is_judged_even_with_nothing_to_disclose():
    walk = named("deng")
    walk.take("disclose", "deng", relation="none")
    assert walk.matter.state == "accepted"


def test_each_of_several_mediators_discloses_once():
    walk = named("deng", "zeng")
    walk.take("disclose", "deng", relation="none")
    with pytest.raises(Refused, match="还没有披露"):
        walk.take("accept_mediator", "p1", answer="yes")
    with pytest.raises(Refused, match="只披露一次"):
        walk.take("disclose", "deng", relation="none")
    walk.take("disclose", "zeng", relation="none")
    walk.take("accept_mediator", "p1", answer="yes")


def test_only_a_nominee_discloses():
    walk = named("deng")
    zeng = str(Post.objects.get(account__username="zeng").pk)
    walk.take("join", "luo", posts=[zeng])
    with pytest.raises(Refused, match="只有被选定的调解员需要披露"):
        walk.take("disclose", "zeng", relation="none")


def test_a_party_does_not_accept_twice():
    walk = named("deng")
    walk.take("disclose", "deng", relation="none")
    walk.take("accept_mediator", "p1", answer="yes")
    with pytest.raises(Refused, match="您已经接受了调解员"):
        walk.take("accept_mediator", "p1", answer="yes")


def test_a_challenge_stops_the_work_until_it_is_decided():
    walk = Walk.begun().to("assigned")
    walk.take("challenge", "p2", reason="他与对方相识。")
    with pytest.raises(Refused, match="回避申请还没有决定"):
        walk.take("challenge", "p1", reason="也不放心。")
    with pytest.raises(Refused, match="回避申请还没有决定"):
        walk.take("set_session", "deng")
    walk.take("decide_challenge", "xie", upheld="no", text="没有关系。")
    assert walk.matter.state == "assigned"
    walk.take("challenge", "p2", reason="又想起一件事。")
    walk.take("decide_challenge", "xie", upheld="yes", text="确有关系。")
    assert walk.matter.state == "accepted"
    assert not works_on_it("deng", walk)


def test_nobody_is_offered_who_does_not_serve_here_today():
    walk = accepted()

    def offered() -> set[str]:
        situation = permissions.situate(walk.matter, staff("xie"), now=walk.now)
        return {candidate.name for candidate in candidates_for(situation)}

    here = {"邓大海", "曾玉兰"}
    assert here <= offered()
    assert "余秀珍" not in offered()  # of another town
    Post.objects.filter(account__username="zeng").update(ends=MONDAY.date() - timedelta(days=1))
    assert "曾玉兰" not in offered()
    with pytest.raises(Invalid):
        walk.take("name_mediator", "xie", mediators=[number("zeng")])
    Account.objects.filter(username="deng").update(is_active=False)
    assert "邓大海" not in offered()
    walk.take("ask_in", "luo", asked_organs=["t-420303003"], reason="请人帮忙。")
    assert "余秀珍" in offered()


def test_the_least_busy_is_offered_first():
    Walk.begun().to("in_session")
    walk = accepted()
    situation = permissions.situate(walk.matter, staff("xie"), now=walk.now)
    found = {c.name: c for c in candidates_for(situation)}
    order = [c.name for c in candidates_for(situation)]
    assert found["邓大海"].open_matters == 1
    assert order.index("曾玉兰") < order.index("邓大海")
