"""等签收的委派: the court's papers came on Thursday; three working days to take them."""

from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import Story, act

story = Story(
    key="court_waiting",
    title="法院刚委派来的一件",
    procedure="mediation",
    outcome="registered",
    teaches="法院委派的先签收：三个工作日内确认是否接受，签收之日才起算三十日。",
    acts=(
        act(
            "2026-11-19 15:30",
            "qin",
            "refer",
            facts_told="业主起诉物业公司，电梯停运二十天，要求减免物业费。",
            claims="减免物业费九百元。",
            category="MD05",
            place="420303003014",
            route="B",
            case_number="（2026）鄂0303民诉前调1290号",
            contact="秦雨桐 0719-8651177",
            holder="zw-property",
            amount="900",
            parties=[
                applicant("丘晓东", "13807282401"),
                unit("respondent", "蓝山物业服务有限公司", "13807282402", head="阮经理"),
            ],
        ),
    ),
)
