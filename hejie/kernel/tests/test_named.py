"""For a whole list as for one matter: whose parties are shown by name."""

from datetime import datetime

import pytest

from hejie.kernel import permissions
from hejie.kernel.actions import Sent, open_matter
from hejie.kernel.jurisdictions import SYSTEM, VISITOR, Account, actor_for
from hejie.kernel.matters import Matter, Member
from hejie.kernel.workdays import SHANGHAI
from hejie.stories.cast import CAST

pytestmark = pytest.mark.usefixtures("zhangwan")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
FACTS = {
    "facts_told": "楼上漏水",
    "parties": [
        {"role": "applicant", "kind": "person", "name": "王秀兰"},
        {"role": "respondent", "kind": "person", "name": "刘大勇"},
    ],
}
PLACES = {"420303001001": "MD03", "420303003": "MD12", "420303100": "MD08"}


def test_list_and_single_matter_agree_for_everybody():
    for place, category in PLACES.items():
        sent = Sent(data={**FACTS, "place": place, "category": category})
        matter = open_matter("mediation", actor=VISITOR, sent=sent, now=NOW).matter
        for username, active in (("deng", True), ("peng", False)):
            account = Account.objects.get(username=username)
            organ = account.posts.get(
                role="mediator", organ__key__startswith=("t" if active else "zw-l")
            ).organ
            Member.objects.create(
                matter=matter, account=account, role="mediator", organ=organ, active=active
            )
    counts = {}
    for member in CAST:
        actor = actor_for(Account.objects.get(username=member.username), on=NOW.date())
        named = set(permissions.named_to(actor).values_list("id", flat=True))
        expected = {m.id for m in Matter.objects.all() if permissions.sees_names(actor, m)}
        assert named == expected, member.username
        counts[member.username] = len(named)
    assert counts["luo"] == 1
    assert counts["deng"] == len(PLACES)
    assert {counts[name] for name in ("peng", "zhou", "wu", "shen", "tong", "guan")} == {0}


@pytest.mark.parametrize("actor", [SYSTEM, VISITOR])
def test_nobody_is_named_to_the_system_or_a_visitor(actor):
    sent = Sent(data={**FACTS, "place": "420303001001", "category": "MD03"})
    open_matter("mediation", actor=VISITOR, sent=sent, now=NOW)
    assert not permissions.named_to(actor).exists()
