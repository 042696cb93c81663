"""八名工人讨薪: eight workers and a builder, two instalments, all paid."""

from hejie.rooms.mediation.stories.phrases import (
    agent,
    applicant,
    chosen,
    confirmed,
    drafted,
    held,
    sealed,
    signed,
    tended,
    term,
    unit,
)
from hejie.stories.telling import ISSUE, Act, Story, act

OWED = {
    "陈建国": 12600,
    "杨春生": 11200,
    "胡立平": 9800,
    "汪有福": 10400,
    "潘志强": 12000,
    "夏满仓": 9600,
    "姜来顺": 11000,
    "万德林": 9800,
}
WORKERS = [f"p{number}" for number in range(1, 9)]
BUILDER = "p9"
HALVES = [str(sum_ // 2) for sum_ in OWED.values()]


def _instalments(due: str) -> list[dict[str, str]]:
    late = "逾期一日按未付部分一次全部到期，工人可以凭协议申请支付令或者起诉"
    return [
        term(BUILDER, worker, due, sum=half, default=late)
        for worker, half in zip(WORKERS, HALVES, strict=True)
    ]


def _paid(day: str, first: int) -> tuple[Act, ...]:
    return tuple(
        act(
            f"{day} 16:{10 + number:02}",
            "tang",
            "perform",
            subject=str(first + number),
            outcome="performed",
            paid=half,
            text="看了银行回单。",
        )
        for number, half in enumerate(HALVES)
    )


story = Story(
    key="wages_of_eight",
    title="八名工人讨要工资",
    procedure="mediation",
    outcome="performed",
    teaches="多名申请人对一家单位：劳动争议十五日期限、各自选调解员、组团服务、无争议事实、"
    "分期付款、付款前自动提醒；三十日的司法确认申请期过了，没有人因此“超期”。",
    acts=(
        act(
            "2026-09-08 08:40",
            "visitor",
            "apply",
            facts_told="我们八个人在发展大道边上的厂房工地做了四个月木工和钢筋工，"
            "活干完了，劳务公司只给了生活费，工资一直拖着。",
            claims="付清八个人的工资，一共八万六千四百元。",
            category="MD09",
            place="420303401003",
            way="on_site",
            amount="86400",
            people=8,
            parties=[
                *(
                    applicant(name, f"138072801{number:02}")
                    for number, name in enumerate(OWED, start=1)
                ),
                unit(
                    "respondent",
                    "十堰宏基劳务有限公司",
                    "13807280109",
                    head="邱明",
                    address="十堰工业新区发展大道",
                ),
                agent("秦会计", "13807280110", represents="9"),
            ],
        ),
        act("2026-09-08 10:15", "lin", "invite", text="请带工资表和考勤记录。"),
        act("2026-09-09 09:30", "p9", "answer_invitation", answer="yes"),
        *chosen("tang", {f"p{n}": f"2026-09-09 12:{10 + n}" for n in range(1, 10)}),
        act("2026-09-09 14:30", "tang", "disclose", relation="none"),
        act(
            "2026-09-09 14:40",
            "tang",
            "plan_methods",
            methods=["people", "trade", "administrative"],
            text="请住建部门核对总包付款情况，行业协会一起做工作。",
        ),
        act("2026-09-09 15:00", "meng", "join", posts=["$post:peng@zw-labour"]),
        act(
            "2026-09-09 15:10",
            "tang",
            "set_session",
            begins="2026-09-14 14:30",
            ends="2026-09-14 17:00",
            way="on_site",
            venue="zw-1",
        ),
        held(
            "2026-09-14 17:05",
            "tang",
            "1",
            present=[*WORKERS, BUILDER],
            result="continue",
            record="八名工人和公司负责人到场。逐人核对工日和单价，数额没有争议。"
            "公司说总包的进度款月底才到，请求分两次付。",
            negotiation="工人担心再拖。公司先提年底付清，后来愿意月底先付一半。",
        ),
        act(
            "2026-09-14 17:15",
            "tang",
            "record_facts",
            undisputed=[
                *({"text": f"公司欠{name}工资{owed}元。"} for name, owed in OWED.items()),
                {"text": "工程已于八月完工并通过验收。"},
            ],
            signed_by=[*WORKERS, BUILDER],
        ),
        act(
            "2026-09-14 17:20",
            "tang",
            "set_session",
            begins="2026-09-18 09:00",
            ends="2026-09-18 11:30",
            way="on_site",
            venue="zw-1",
        ),
        held(
            "2026-09-18 11:20",
            "tang",
            "2",
            present=[*WORKERS, BUILDER],
            result="agreed",
            record="公司提交了总包的付款承诺。双方同意分两次付清。",
        ),
        *drafted(
            "2026-09-18 11:40",
            "tang",
            shown="2026-09-18 11:45",
            facts_agreed="八名工人在公司承包的厂房工地务工，工资合计八万六千四百元没有付清。",
            points="什么时候付清。",
            liability="公司承担付清工资的责任。",
            terms=[*_instalments("2026-09-30"), *_instalments("2026-11-10")],
            copies=10,
            authority=["$scan"],
        ),
        confirmed("2026-09-18 11:50", "p1"),
        act("2026-09-18 11:50", "p1", "sign", digest="$digest", drawn="$signature"),
        act("2026-09-18 11:51", "p1", ISSUE, kind="agreement"),
        *signed("2026-09-18", {f"p{n}": f"11:{50 + n}" for n in range(2, 10)}, "tang"),
        sealed("2026-09-18 14:00", "meng"),
        act(
            "2026-09-24 10:00",
            "tang",
            "visit",
            clock="visit:",
            way="phone",
            reached="yes",
            applicant_said="等月底第一笔。",
            respondent_said="款子已经安排。",
        ),
        *tended("2026-09-24 12:00"),
        *_paid("2026-09-29", 1),
        act(
            "2026-09-30 17:00",
            "tang",
            "visit",
            clock="visit_due:1",
            way="message",
            reached="yes",
            applicant_said="都收到了一半。",
            performed="43200",
        ),
        *tended("2026-10-20 06:00", "2026-11-06 06:00"),
        *_paid("2026-11-10", 9),
        act("2026-11-10 19:20", "p1", "rate", stars=5, text="谢谢，钱拿到了，回家过冬。"),
    ),
)
