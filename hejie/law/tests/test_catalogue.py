"""The catalogue holds every clock of the specification, with its quantity, unit and article."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from hejie.kernel.deadlines import BadRule, DeadlineRule, Effect, Mark, Unit, compute
from hejie.law.catalogue import VERSIONS, UnknownRule, by_code, find_rule
from hejie.law.petitions import HANDLING

MEDIATION_BY_COURT = (
    "最高人民法院关于人民法院特邀调解的规定 第二十七条；"
    "人民法院在线调解规则 第二十四条；人民法院在线调解规则 第二十六条"
)
CONFIRMATION_RULES = "最高人民法院关于人民调解协议司法确认程序的若干规定"
INTERPRETATION = "最高人民法院关于适用《民事诉讼法》的解释"
EXPLOSIVES = "民用爆炸物品安全管理条例"

EVERY_RULE = [
    ("EV-L-ACC1", 30, "min", "地方设定"),
    ("EV-L-ACC2", 2, "H", "地方设定"),
    ("EV-L-ACC3", 1, "WD", "地方设定"),
    ("EV-L-ACC4", 1, "WD", "地方设定"),
    ("EV-L-SEND1", 30, "min", "地方设定"),
    ("EV-L-SEND2", 2, "H", "地方设定"),
    ("EV-L-SEND3", 1, "WD", "地方设定"),
    ("EV-L-SEND4", 1, "WD", "地方设定"),
    ("EV-L-BACK", 1, "WD", "地方设定"),
    ("EV-L-FIRST", 2, "H", "地方设定"),
    ("EV-L-DO2", 24, "H", "地方设定"),
    ("EV-L-DO3", 3, "WD", "地方设定"),
    ("EV-L-DO4", 7, "WD", "地方设定"),
    ("EV-L-VERIFY", 2, "WD", "地方设定"),
    ("EV-L-RATE", 7, "CD", "地方设定"),
    ("LM-CIVIL", 3, "Y", "民法典 第一百八十八条"),
    ("LM-LABOUR", 1, "Y", "劳动争议调解仲裁法 第二十七条"),
    ("LM-LAND", 2, "Y", "农村土地承包经营纠纷调解仲裁法 第十八条"),
    ("LB-ACC", 5, "CD", "劳动争议调解仲裁法 第二十九条"),
    ("LB-AWARD", 45, "CD", "劳动争议调解仲裁法 第四十三条"),
    ("LB-SUIT", 15, "CD", "劳动争议调解仲裁法 第四十八条；劳动争议调解仲裁法 第五十条"),
    ("LD-AWARD", 60, "CD", "农村土地承包经营纠纷调解仲裁法 第四十七条"),
    ("LD-SUIT", 30, "CD", "农村土地承包经营纠纷调解仲裁法 第四十八条"),
    ("CP-FILE", 7, "CD", "民事诉讼法 第一百二十六条"),
    ("DV-BACK", 30, "CD", "民法典 第一千零七十七条"),
    ("MD-A", 1, "M", "人民调解工作若干规定 第三十三条"),
    ("MD-B", 30, "CD", MEDIATION_BY_COURT),
    ("MD-C", 15, "CD", MEDIATION_BY_COURT),
    ("MD-D", 7, "CD", MEDIATION_BY_COURT),
    ("MD-MED", 30, "WD", "医疗纠纷预防和处理条例 第三十八条"),
    ("MD-HA1", 5, "WD", "医疗纠纷预防和处理条例 第四十条"),
    ("MD-HA2", 30, "WD", "医疗纠纷预防和处理条例 第四十条"),
    ("MD-LAB", 15, "CD", "劳动争议调解仲裁法 第十四条"),
    (
        "MD-TRA",
        10,
        "CD",
        "道路交通事故处理程序规定 第八十六条；道路交通安全法实施条例 第九十四条",
    ),
    ("MD-TRP", 10, "CD", "道路交通事故处理程序规定 第九十条；道路交通安全法实施条例 第九十五条"),
    ("MD-TRF", 3, "CD", "道路交通事故处理程序规定 第八十五条"),
    ("MD-CON1", 7, "WD", "投诉举报办法 第十四条"),
    ("MD-CON2", 45, "WD", "投诉举报办法 第二十条；投诉举报办法 第二十一条"),
    ("MD-CON3", 7, "WD", "投诉举报办法 第二十一条"),
    ("MD-ON1", 2, "WD", "人民法院在线调解规则 第十条"),
    ("MD-ON2", 3, "WD", "人民法院在线调解规则 第十条"),
    ("MD-ON3", 3, "WD", "人民法院在线调解规则 第十二条"),
    ("MD-ON4", 3, "WD", "人民法院在线调解规则 第十五条"),
    ("MD-L-REPLY", 3, "WD", "地方设定"),
    ("MD-L-FIRST", 7, "CD", "地方设定"),
    ("MD-L-THINK", 24, "H", "地方设定"),
    ("MD-L-REMIND", 3, "CD", "地方设定"),
    ("MD-L-VISIT", 7, "CD", "地方设定"),
    ("MD-L-VISIT-DUE", 3, "CD", "地方设定"),
    ("MD-L-VISIT-LAST", 30, "CD", "地方设定"),
    ("MD-L-ARCHIVE", 30, "CD", "地方设定"),
    ("JC-APPLY", 30, "CD", "民事诉讼法 第二百零五条；人民调解法 第三十三条"),
    ("JC-ACC", 3, "CD", f"{CONFIRMATION_RULES} 第四条"),
    ("JC-DEC", 15, "CD", f"{CONFIRMATION_RULES} 第五条"),
    ("JC-MAX", 30, "CD", "民事诉讼法 第一百八十七条"),
    ("JC-OBJ-P", 15, "CD", f"{INTERPRETATION} 第三百七十二条"),
    ("JC-OBJ-T", 6, "M", f"{INTERPRETATION} 第三百七十二条"),
    ("JC-ENF", 2, "Y", "民事诉讼法 第二百五十条"),
    ("PT-REG", 15, "CD", "信访工作条例 第二十二条"),
    ("PT-TELL", 15, "CD", "信访工作条例 第二十三条"),
    ("PT-FWD", 15, "CD", "信访工作条例 第二十三条"),
    ("PT-OBJ", 5, "WD", "信访工作条例 第二十三条"),
    ("PT-HANDLE", 60, "CD", "信访工作条例 第三十四条"),
    ("PT-REVQ", 30, "CD", "信访工作条例 第三十五条"),
    ("PT-REV", 30, "CD", "信访工作条例 第三十五条"),
    ("PT-REREVQ", 30, "CD", "信访工作条例 第三十六条"),
    ("PT-REREV", 30, "CD", "信访工作条例 第三十六条"),
    ("PT-SIMPLE-ACC", 3, "WD", "待核（2016年简易办理规定）"),
    ("PT-SIMPLE-DONE", 10, "WD", "待核（2016年简易办理规定）"),
    ("PT-L-ENTRY", 1, "WD", "地方设定"),
    ("PT-L-RATE", 30, "CD", "地方设定"),
    ("LA-DEC", 7, "CD", "法律援助法 第四十三条"),
    ("LA-ASG", 3, "CD", "法律援助法 第四十三条"),
    ("LA-OBJ", 5, "CD", "法律援助法 第四十九条"),
    ("LA-FWD", 24, "H", "法律援助法 第三十九条"),
    ("EX-BUY", 5, "CD", f"{EXPLOSIVES} 第二十一条"),
    ("EX-TRN", 3, "CD", f"{EXPLOSIVES} 第二十六条"),
    ("EX-BLU", 20, "CD", f"{EXPLOSIVES} 第三十二条"),
    ("EX-FILE", 3, "CD", f"{EXPLOSIVES} 第二十四条"),
    ("EX-RET", 3, "CD", f"{EXPLOSIVES} 第二十九条"),
    ("EX-SHIFT", None, "shift", f"{EXPLOSIVES} 第三十七条"),
    ("SF-POWER", 24, "H", "安全生产法 第七十条"),
    ("SF-ACC1", 1, "H", "生产安全事故报告和调查处理条例 第九条"),
    ("SF-ACC2", 2, "H", "生产安全事故报告和调查处理条例 第十一条"),
    ("SF-PUB", 7, "WD", "安全生产法 第七十八条"),
    ("DR-PUB", 20, "WD", "政府信息公开条例 第二十六条"),
    ("PN-DEC", 90, "CD", "行政处罚法 第六十条"),
    ("GI-PUB", 20, "WD", "政府信息公开条例 第二十六条"),
    ("GI-REQ", 20, "WD", "政府信息公开条例 第三十三条"),
    ("HO-FOREIGN", 24, "H", "旅馆业治安管理办法 第六条"),
    ("SC-FILE", 15, "CD", "废旧金属收购业治安管理办法 第四条"),
    ("PR-DISM", 60, "CD", "民法典 第九百四十六条"),
    ("PR-NONR", 90, "CD", "民法典 第九百四十七条"),
    ("PR-INDEF", 60, "CD", "民法典 第九百四十八条"),
    ("OW-NOTICE", 15, "CD", "物业管理条例 第十四条"),
    ("VG-PUB", None, "quarter", "村民委员会组织法 第三十条"),
    ("MLPS-FILE", 30, "CD", "信息安全等级保护管理办法 第十五条"),
    ("MLPS-CERT", 10, "WD", "信息安全等级保护管理办法 第十七条"),
    ("IN-POL", 24, "H", "计算机信息系统安全保护条例 第十四条"),
    ("IN-CAC", 4, "H", "国家网络安全事件报告管理办法"),
    ("JD-PUB", 7, "WD", "法释〔2016〕19号 第七条"),
    ("RL-REP", None, "date", "法治政府建设与责任落实督察工作规定"),
    ("RL-PUB", None, "date", "法治政府建设与责任落实督察工作规定"),
]


@pytest.mark.parametrize(("code", "qty", "unit", "basis"), EVERY_RULE)
def test_each_clock_has_its_quantity_unit_and_article(
    code: str, qty: int | None, unit: str, basis: str
) -> None:
    rule = find_rule(code)
    assert (rule.qty, rule.unit, rule.basis) == (qty, unit, basis)


def test_no_clock_stands_outside_the_table() -> None:
    assert sorted(VERSIONS) == sorted(code for code, *_ in EVERY_RULE)


@pytest.mark.parametrize(
    ("code", "extension"),
    [
        ("MD-A", (None, None, "parties")),
        ("MD-B", (None, None, "parties")),
        ("MD-C", (None, None, "parties")),
        ("MD-D", (None, None, "parties")),
        ("MD-MED", (None, None, "parties")),
        ("JC-DEC", (10, "CD", "court_president")),
        ("JC-MAX", (None, None, "court_president")),
        ("PT-HANDLE", (30, "CD", "unit_head")),
        ("GI-REQ", (20, "WD", "disclosure_head")),
    ],
)
def test_what_can_be_extended_and_by_whom(
    code: str, extension: tuple[int | None, str | None, str]
) -> None:
    rule = find_rule(code)
    assert (rule.ext_qty, rule.ext_unit, rule.ext_approver) == extension


def test_nothing_else_can_be_extended() -> None:
    extended = {code for code in VERSIONS if find_rule(code).ext_approver}
    assert extended == {
        "MD-A", "MD-B", "MD-C", "MD-D", "MD-MED", "JC-DEC", "JC-MAX", "PT-HANDLE", "GI-REQ",
        "EV-L-DO3", "EV-L-DO4",
    }  # fmt: skip


def test_what_stops_a_clock() -> None:
    grounds = {
        code: {ground.key for ground in find_rule(code).pause_grounds}
        for code in VERSIONS
        if find_rule(code).pause_grounds
    }
    assert grounds == {
        "MD-A": {"appraisal"},
        "MD-B": {"appraisal"},
        "MD-C": {"appraisal"},
        "MD-D": {"appraisal"},
        "MD-MED": {"appraisal"},
        "MD-HA2": {"appraisal"},
        "MD-CON2": {"appraisal"},
        "JC-ENF": {"limitation"},
        "PT-REREV": {"hearing"},
        "LA-DEC": {"supplement"},
        "GI-REQ": {"third_party"},
        **{f"EV-L-DO{n}": {"season", "funds", "legal"} for n in (2, 3, 4)},
    }


def test_clocks_that_count_backwards() -> None:
    before = {code for code in VERSIONS if find_rule(code).before}
    assert before == {"PR-DISM", "PR-NONR", "PR-INDEF", "OW-NOTICE", "MD-L-REMIND"}


def test_disputed_days_of_explosives_have_two_readings() -> None:
    disputed = {code for code in VERSIONS if find_rule(code).also_unit is Unit.WORKING_DAYS}
    assert disputed == {"EX-BUY", "EX-TRN", "EX-BLU", "EX-FILE", "EX-RET"}


def test_yearly_reports_are_due_in_spring() -> None:
    assert find_rule("RL-REP").yearly_date == (3, 1)
    assert find_rule("RL-PUB").yearly_date == (4, 1)


def test_a_petition_does_not_roll_over_by_law_but_both_days_are_kept() -> None:
    derivation = compute(find_rule("PT-REVQ"), date(2025, 3, 5))
    assert not derivation.rule.roll
    assert derivation.warn_on == derivation.strict_due == date(2025, 4, 4)
    assert derivation.rolled_due == date(2025, 4, 7)


def test_what_is_unsure_is_off_and_so_is_what_a_district_has_to_choose() -> None:
    off = {code: find_rule(code).mark for code in VERSIONS if not find_rule(code).enabled}
    assert off == {
        "MD-L-THINK": Mark.LOCAL,
        "PT-SIMPLE-ACC": Mark.UNSURE,
        "PT-SIMPLE-DONE": Mark.UNSURE,
    }
    assert {code for code in VERSIONS if find_rule(code).mark is Mark.UNSURE} <= off.keys()


def test_a_local_clock_is_internal_and_says_so() -> None:
    local = [find_rule(code) for code in VERSIONS if "-L-" in code]
    assert {rule.mark for rule in local} == {Mark.LOCAL}
    assert {rule.effect for rule in local} == {Effect.INFO}


def test_soft_clocks_are_not_called_statutory() -> None:
    assert find_rule("MD-A").effect is Effect.WARN
    assert find_rule("JC-DEC").effect is Effect.WARN
    assert find_rule("JC-MAX").effect is Effect.HARD


CITATION = re.compile(r"[^ ；]+ 第[零一二三四五六七八九十百千]+条")
WITHOUT_ARTICLE = {
    "地方设定",
    "待核（2016年简易办理规定）",
    "国家网络安全事件报告管理办法",
    "法治政府建设与责任落实督察工作规定",
}


def test_every_basis_cites_articles_in_one_form() -> None:
    rules = [rule for versions in VERSIONS.values() for rule in versions]
    bases = [rule.basis for rule in rules]
    bases += [ground.basis for rule in rules for ground in rule.pause_grounds]
    cited = {part for basis in bases for part in basis.split("；")}
    assert all(CITATION.fullmatch(part) for part in cited - WITHOUT_ARTICLE)
    assert cited >= WITHOUT_ARTICLE


def test_an_unknown_code_names_its_neighbours() -> None:
    with pytest.raises(UnknownRule, match=r"PT-HANDEL.*相近的有：PT-HANDLE"):
        find_rule("PT-HANDEL")
    with pytest.raises(UnknownRule, match="hejie rules"):
        find_rule("zzz")


def versions_of_handling() -> tuple[DeadlineRule, DeadlineRule]:
    older = replace(HANDLING, valid_from=date(2022, 5, 1), valid_to=date(2026, 12, 31))
    newer = replace(HANDLING, valid_from=date(2027, 1, 1), version="2", qty=45)
    return older, newer


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (None, "2"),
        (date(2020, 1, 1), "1"),
        (date(2026, 12, 31), "1"),
        (date(2027, 1, 1), "2"),
    ],
)
def test_a_day_finds_the_version_valid_on_it(
    on: date | None, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = versions_of_handling()
    monkeypatch.setattr("hejie.law.catalogue.VERSIONS", by_code([newer, older]))
    assert find_rule("PT-HANDLE", on).version == version


def test_two_versions_valid_on_one_day_are_refused() -> None:
    older, newer = versions_of_handling()
    for clash in (replace(older, valid_to=None), replace(older, valid_to=date(2027, 1, 1))):
        with pytest.raises(BadRule, match="overlap"):
            by_code([clash, newer])
