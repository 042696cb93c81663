"""时效与起诉期限: by when a claim must be raised before an arbitration body or a court."""

from hejie.kernel.deadlines import DeadlineRule, Unit

LABOUR_ARBITRATION = "劳动争议调解仲裁法"
LAND_ARBITRATION = "农村土地承包经营纠纷调解仲裁法"
INTERRUPTED = "要过、答应过、起诉或者仲裁过的，会重新起算；没到期也不要等"

CIVIL = DeadlineRule(
    code="LM-CIVIL",
    label="向法院起诉（诉讼时效）",
    basis="民法典 第一百八十八条",
    start_event="知道权利受损、也知道该找谁",
    qty=3,
    unit=Unit.YEARS,
    roll=True,
    note=INTERRUPTED,
)

LABOUR = DeadlineRule(
    code="LM-LABOUR",
    label="申请劳动争议仲裁",
    basis=f"{LABOUR_ARBITRATION} 第二十七条",
    start_event="知道权利受损；在职期间的欠薪，从离职那天算",
    qty=1,
    unit=Unit.YEARS,
    roll=True,
    note=INTERRUPTED,
)

LAND = DeadlineRule(
    code="LM-LAND",
    label="申请农村土地承包仲裁",
    basis=f"{LAND_ARBITRATION} 第十八条",
    start_event="知道权利受损",
    qty=2,
    unit=Unit.YEARS,
    roll=True,
)

LABOUR_ACCEPTANCE = DeadlineRule(
    code="LB-ACC",
    label="仲裁委决定是否受理",
    basis=f"{LABOUR_ARBITRATION} 第二十九条",
    start_event="仲裁委收到申请",
    qty=5,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    note="不受理或者逾期不答复的，可以就这件事起诉",
)

LABOUR_AWARD = DeadlineRule(
    code="LB-AWARD",
    label="劳动仲裁作出裁决",
    basis=f"{LABOUR_ARBITRATION} 第四十三条",
    start_event="仲裁委受理",
    qty=45,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    note="案情复杂经批准可以延长，最多十五日",
)

LABOUR_SUIT = DeadlineRule(
    code="LB-SUIT",
    label="不服劳动仲裁裁决，向法院起诉",
    basis=f"{LABOUR_ARBITRATION} 第四十八条；{LABOUR_ARBITRATION} 第五十条",
    start_event="收到裁决书",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
)

LAND_AWARD = DeadlineRule(
    code="LD-AWARD",
    label="农村土地承包仲裁作出裁决",
    basis=f"{LAND_ARBITRATION} 第四十七条",
    start_event="受理仲裁申请",
    qty=60,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    note="案情复杂经批准可以延长，最多三十日",
)

LAND_SUIT = DeadlineRule(
    code="LD-SUIT",
    label="不服土地承包仲裁裁决，向法院起诉",
    basis=f"{LAND_ARBITRATION} 第四十八条",
    start_event="收到裁决书",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
)

FILING = DeadlineRule(
    code="CP-FILE",
    label="法院立案",
    basis="民事诉讼法 第一百二十六条",
    start_event="法院收到起诉状",
    qty=7,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    note="不符合条件的，法院要给出裁定，可以上诉",
)

DIVORCE_WITHDRAWAL = DeadlineRule(
    code="DV-BACK",
    label="撤回离婚登记申请",
    basis="民法典 第一千零七十七条",
    start_event="登记机关收到离婚登记申请",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    note="期满后再三十日内双方亲自去领证，不去视为撤回",
)

RULES = (
    CIVIL,
    LABOUR,
    LAND,
    LABOUR_ACCEPTANCE,
    LABOUR_AWARD,
    LABOUR_SUIT,
    LAND_AWARD,
    LAND_SUIT,
    FILING,
    DIVORCE_WITHDRAWAL,
)
