"""动了手: danger is reported to the police at once, and a crime is not mediated here."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="fight_reported",
    title="动了手，先报公安",
    procedure="mediation",
    outcome="archived",
    teaches="有激化可能的先采取预防措施；可能涉及治安、刑事案件的报告公安机关，移送过去。",
    acts=(
        act(
            "2026-08-17 20:10",
            "du",
            "register",
            facts_told="两家为赊账吵起来，动了锄头，一人头上流血，已经送医院。",
            claims="",
            category="MD11",
            place="420303101205",
            source="grid",
            channel="phone",
            urgent=True,
            occurred="2026-08-17 19:30",
            parties=[applicant("熊友良", "13807282101"), respondent("卜大军", "13807282102")],
        ),
        act(
            "2026-08-17 20:15",
            "du",
            "report_danger",
            danger="crime",
            told="柏林派出所值班民警，电话已接",
            text="一人受伤送医，双方亲属聚集。村干部已把两边分开，锄头收起。",
        ),
        act(
            "2026-08-18 09:00",
            "du",
            "hand_over",
            door="police",
            text="伤情可能构成轻伤，公安机关已立案。民事赔偿以后还可以申请调解。",
        ),
        act("2026-08-31 15:00", "du", "archive", pages_checked=True),
    ),
)
