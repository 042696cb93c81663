"""场所: foreign guests of hotels, filing of scrap dealers."""

from hejie.kernel.deadlines import DeadlineRule, Unit

FOREIGN_GUEST = DeadlineRule(
    code="HO-FOREIGN",
    label="报送境外旅客住宿登记",
    basis="旅馆业治安管理办法 第六条",
    start_event="境外旅客入住",
    qty=24,
    unit=Unit.HOURS,
)

SCRAP_FILING = DeadlineRule(
    code="SC-FILE",
    label="废旧金属收购业向公安机关备案",
    basis="废旧金属收购业治安管理办法 第四条",
    start_event="取得营业执照",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
)

RULES = (FOREIGN_GUEST, SCRAP_FILING)
