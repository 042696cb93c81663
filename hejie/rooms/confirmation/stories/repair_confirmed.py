"""修漏水的协议: in force, an objection that is rejected, and rights that run out."""

from hejie.rooms.confirmation.stories.phrases import (
    PAPERS,
    accepted,
    agreed,
    asked,
    consented,
    does,
    person,
    received,
    ruled_valid,
    served,
    shown,
    tended,
)
from hejie.stories.telling import Story, act

story = Story(
    key="repair_confirmed",
    title="修漏水的协议，在窗口共同申请",
    procedure="confirmation",
    outcome="in_force",
    teaches="两个人一起到窗口也能申请，工作人员念申请书；材料不齐先补；要延长审查，要有院长批准的文书。",
    acts=(
        *agreed(
            "2026-03-03",
            parties=[
                {
                    **person("applicant", "魏小琴", "13807280611"),
                    "address": "花果街道二堰铺3栋2单元",
                },
                {
                    **person("respondent", "龙志平", "13807280612"),
                    "address": "花果街道二堰铺3栋3单元",
                },
            ],
            category="MD03",
            told="三楼卫生间渗水，二楼天花板起泡。",
            terms=[does("2026-04-30", "重做卫生间防水，并修好二楼天花板")],
        ),
        asked("2026-03-05 09:00", "luo", form="oral", reasons="怕过了雨季又拖。"),
        shown("2026-03-05 09:05"),
        consented("2026-03-05 09:10", "luo", party="p1", said="on_site"),
        consented("2026-03-05 09:11", "luo", party="p2", said="on_site"),
        act(
            "2026-03-06 09:00", "qin", "ask_papers", text="缺房屋权属证明复印件，请在3月9日前补交。"
        ),
        act("2026-03-06 16:00", "p1", "supplement", text="房产证复印件已交到窗口。"),
        received(
            "2026-03-09 09:00",
            refused="还缺：与协议有关的财产权利证明",
            about_property=True,
        ),
        received(
            "2026-03-09 09:05",
            about_property=True,
            papers_present=[*PAPERS, "property_proof"],
        ),
        accepted("2026-03-09 09:30", "3"),
        act("2026-03-10 09:00", "fangming", "take_up"),
        act("2026-03-11 09:00", "fangming", "ask_body", text="防水做到什么标准，当时怎么说的？"),
        act("2026-03-12 10:00", "deng", "answer_court", text="双方说定按闭水试验48小时不渗为准。"),
        act(
            "2026-03-16 09:00",
            "fangming",
            "ask_supplement",
            text="请双方书面确认验收标准。",
            due="2026-03-20",
        ),
        act("2026-03-18 20:00", "p2", "hand_in", text="确认：闭水试验48小时不渗算修好。"),
        act(
            "2026-03-20 09:00",
            "fangming",
            "extend",
            extension=5,
            reason="等专业人员说明验收标准。",
            approval=[{"name": "批准.txt", "content": "5ZCM5oSP5bu26ZW/5LqU5pel44CC"}],
        ),
        act(
            "2026-03-25 09:00",
            "fangming",
            "extend_conclusion",
            extension=5,
            reason="同上。",
            approval=[{"name": "批准.txt", "content": "5ZCM5oSP5bu26ZW/5LqU5pel44CC"}],
        ),
        ruled_valid("2026-03-27 16:00", "3"),
        served("2026-03-30 09:00", "p1", way="direct"),
        served("2026-03-31 09:00", "p2", way="mail"),
        act(
            "2026-04-08 09:00",
            "p2",
            "object",
            reason="材料涨价了，不想修了。",
        ),
        act(
            "2026-04-15 09:00",
            "fangming",
            "decide_objection",
            party="p2",
            upheld="no",
            ruling_number="（2026）鄂0303调确3号之一",
            text="涨价不是裁定错误。",
        ),
        *tended("2026-04-16 02:00"),
        act(
            "2026-04-20 09:00",
            "p1",
            "object",
            refused="提出异议的期限已过",
            reason="想再加一条。",
        ),
    ),
)
