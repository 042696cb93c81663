"""楼道灯: registered at the window late on a Friday."""

from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import Story, act

story = Story(
    key="stairs_light",
    title="楼道灯半年没亮",
    procedure="mediation",
    outcome="registered",
    teaches="窗口来访由受理员登记，星期五下班前登记的，三个工作日从下星期一数起。",
    acts=(
        act(
            "2026-11-20 16:40",
            "jiang",
            "register",
            facts_told="老人晚上下楼摔了一跤，物业说没有交够维修费不给修灯。",
            claims="修灯，赔医药费三百八十元。",
            category="MD05",
            place="420303003003",
            source="applied",
            channel="window",
            amount="380",
            way="on_site",
            parties=[
                applicant("戚桂枝", "13807283701", address="车城路街道康乐社区"),
                unit("respondent", "康乐物业服务站", "13807283702", head="卓站长"),
            ],
        ),
    ),
)
