"""检举控告: what is said against somebody in office goes, sealed, to whoever may look into it.

The matter lies in nobody's area, its words and files in a compartment with its own keys, and
the organ that it is about is shut out (第三十条、第四十六条).
"""

from hejie.kernel.procedures import START, Deadline, Procedure, Start, Step
from hejie.law import petitions as law
from hejie.rooms.petitions import guards as g
from hejie.rooms.petitions.classes import ROUTES
from hejie.rooms.petitions.folding import fold

STAFF = ("clerk", "handler", "director")
OPENS_SEALED = frozenset(STAFF)
"""Of the organ that has it now; the one that passed it on reads no more."""
SEALED_IN = "accusation"
"""The compartment, as the kernel's documents name it."""
CLOSED = frozenset({"A"})
BASIS = f"{law.REGULATION} 第三十条"


def pass_on(*, target: str) -> Step:
    """The step by which an accusation comes to the organ that may look into it."""
    source = "registered" if target == "passed_on" else "triaged"
    return Step(
        label="移交有权机关",
        source=source,
        target=target,
        by=STAFF,
        routes=("A",),
        needs=(g.HOLDS,),
        stops=("register", "tell"),
        papers=("pass_on_letter",),
        basis=BASIS,
        help="只交给纪检监察等有权机关；材料和内容不给被反映的人和单位。",
    )


procedure = Procedure(
    key="accusation",
    label="检举控告",
    basis=BASIS,
    roles={
        "visitor": "来访群众",
        "party": "当事人",
        "petitioner": "检举控告人",
        "clerk": "受理员",
        "handler": "承办人",
        "director": "单位负责人",
    },
    routes={"A": ROUTES["A"]},
    sealed_in=SEALED_IN,
    opens_sealed=OPENS_SEALED,
    closed_routes=CLOSED,
    states={
        "registered": "已登记",
        "passed_on": "有权机关办理中",
        "concluded": "有权机关已办结",
    },
    deadlines={
        "register": Deadline(label="信访部门登记、移交", rule=law.REGISTRATION),
        "tell": Deadline(label="书面告知", rule=law.NOTICE),
    },
    fold=fold,
    steps={
        "accuse": Step(
            label="提出检举控告",
            source=START,
            target="registered",
            by=("visitor", *STAFF),
            starts=(
                Start(deadline="register", moments=g.received_by(g.BUREAU)),
                Start(deadline="tell", moments=g.received_by(g.UNIT)),
            ),
            keeps=("receiver", "reachable", "channel", "accused"),
            check=g.accuses_another,
            papers=("accusation_receipt",),
            basis=BASIS,
            help="反映机关单位或者工作人员违纪违法。写的内容加密保存，只有有权机关能看，"
            "被反映的单位连有没有这件事都看不到。可以不留姓名。",
        ),
        "pass_on": pass_on(target="passed_on"),
        "conclude": Step(
            label="登记办理结果",
            source=("registered", "passed_on"),
            target="concluded",
            by=STAFF,
            needs=(g.HOLDS,),
            stops=("register", "tell"),
            ends_clocks=True,
            basis=BASIS,
            help="由有权机关登记；需要告知检举控告人的，按规定告知。",
        ),
    },
)
