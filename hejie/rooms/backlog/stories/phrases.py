"""Phrases that backlog stories are told in: the petition that grew old."""

from __future__ import annotations

from hejie.stories.telling import Act, act

PETITION, BACKLOG = "信访", "积案"


def taken_on() -> tuple[Act, ...]:
    """A petition that the housing bureau accepted on 4 March and extended."""
    return (
        act(
            "2026-03-02 09:00",
            "jin",
            "register",
            of=PETITION,
            procedure="petition",
            place="420303001001",
            channel="visit",
            category="PF01",
            facts_told="安置房住了三年，办不下不动产权证。",
            claims="给三十六户办证。",
            people=36,
            parties=[
                {
                    "role": "petitioner",
                    "kind": "person",
                    "name": "涂安居",
                    "phone": "13807283050",
                    "address": "湖北省十堰市张湾区花果街道二堰铺社区",
                }
            ],
        ),
        act("2026-03-02 10:00", "jin", "classify", of=PETITION, route="R6"),
        act("2026-03-02 11:00", "jin", "forward", of=PETITION, holder="zw-housing"),
        act("2026-03-04 09:00", "zhu", "accept", of=PETITION, interest="no"),
        act("2026-03-10 09:00", "zhu", "inquire", of=PETITION, text="缺竣工验收备案。"),
        act(
            "2026-04-28 09:00",
            "wan",
            "extend",
            of=PETITION,
            extension=30,
            reason="要和自然资源部门核对用地手续。",
        ),
    )
