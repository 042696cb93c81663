"""公交站挪一挪: a suggestion from a telephone, adopted in part."""

from hejie.rooms.petitions.stories.phrases import accepted, classified, closed, petitioner, rated
from hejie.stories.telling import Story, act

story = Story(
    key="bus_stop",
    title="公交站挪三十米",
    procedure="petition",
    outcome="closed",
    teaches="对工作的建议也从这里提：认真研究，采纳多少都书面回复。",
    acts=(
        act(
            "2026-06-15 20:30",
            "visitor",
            "file",
            facts_told="花果路公交站正对着小学门口，上下学时人车挤在一起。",
            claims="把公交站往南挪三十米，再装一个信号灯。",
            category="PF08",
            place="420303001001",
            parties=[petitioner("钟老师", "13807283041")],
        ),
        act("2026-06-16 09:00", "jin", "enter"),
        classified("2026-06-16 09:10", "S"),
        act("2026-06-16 10:00", "jin", "assign", holder="s-420303001", report_by="2026-07-15"),
        accepted("2026-06-18 09:00", "huang"),
        act(
            "2026-07-06 09:00",
            "huang",
            "answer",
            refused="建议意见要写明采纳情况",
            text="站点可以挪。",
        ),
        act(
            "2026-07-06 09:05",
            "huang",
            "answer",
            adopted="partly",
            text="站点开学前挪到南边三十米；信号灯要等交警统一安排。",
        ),
        closed("2026-07-07 09:00", tags=("resolved",), text="已经答复。"),
        rated("2026-07-08 12:00", 5, 5),
    ),
)
