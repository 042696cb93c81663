"""网上反映: straight to the authority, without a name."""

from hejie.rooms.petitions.stories.phrases import petitioner
from hejie.stories.telling import Story, act

story = Story(
    key="told_from_home",
    title="网上反映，不留姓名",
    procedure="accusation",
    outcome="concluded",
    teaches="网上的检举控告直接到纪检监察机关，可以不留姓名，凭查询码看进度。",
    acts=(
        act(
            "2026-09-07 21:00",
            "visitor",
            "accuse",
            place="420303001001",
            accused="zw-urban",
            story="有执法人员收了摊主的钱。",
            parties=[petitioner("", "", "")],
        ),
        act("2026-10-12 09:00", "ji", "conclude", text="已经初步核实，移交审查。"),
    ),
)
