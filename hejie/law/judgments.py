"""裁判文书上网: publication after a judgment takes effect."""

from datetime import date

from hejie.kernel.deadlines import DeadlineRule, Mark, Unit

PUBLICATION = DeadlineRule(
    code="JD-PUB",
    label="在互联网公布裁判文书",
    basis="法释〔2016〕19号 第七条",
    start_event="裁判文书生效",
    qty=7,
    unit=Unit.WORKING_DAYS,
    mark=Mark.WEB_PAGES,
    valid_from=date(2016, 10, 1),
)

RULES = (PUBLICATION,)
