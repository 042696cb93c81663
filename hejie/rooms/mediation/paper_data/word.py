"""Word templates of the papers whose wording parties edit: application, facts, agreement.

The sentences are those of the Typst templates beside them; a test compares the two.
"""

from __future__ import annotations

from hejie.papers.word import Sheet

_PARTY = (
    "{{ p.role }}：{{ p.name }}，"
    "{% if p.kind == 'person' %}{{ p.id_type }}{% else %}统一社会信用代码{% endif %}："
    "{{ p.id_number | shown }}，{% if p.kind == 'person' %}住址{% else %}住所{% endif %}："
    "{{ p.address | shown }}，联系电话：{{ p.phone | shown }}。"
    "{% if p.kind != 'person' %}法定代表人（负责人）：{{ p.representative | shown }}，"
    "职务：{{ p.post | shown }}。{% endif %}"
)
_AGENT = (
    "委托代理人：{{ p.agent.name }}（{{ p.agent.capacity }}），"
    "身份证件号码：{{ p.agent.id_number | shown }}，联系电话：{{ p.agent.phone | shown }}。"
    "代理权限：{{ p.agent.authority | shown }}。"
)


def _parties(sheet: Sheet) -> None:
    sheet.tag("for p in parties")
    sheet.prose(_PARTY)
    sheet.tag("if p.agent")
    sheet.prose(_AGENT)
    sheet.tag("endif")
    sheet.tag("endfor")


def _signatures(sheet: Sheet) -> None:
    sheet.tag("for s in signatures")
    sheet.line("{{ s.role }}（签名）：")
    sheet.line("姓名（名称）：{{ s.name | shown }}　　日期：　　　年　　月　　日", size="note")
    sheet.tag("endfor")


def application() -> bytes:
    sheet = Sheet("调解申请书", "HJ-MD-01", 1)
    _parties(sheet)
    sheet.prose("纠纷类型：{{ cause }}")
    sheet.section("一、纠纷事实")
    sheet.prose("{{ facts | shown }}")
    sheet.section("二、调解请求")
    sheet.each("claim in claims", "{{ loop.index }}. {{ claim }}")
    sheet.section("三、证据清单")
    sheet.each(
        "item in evidence",
        "{{ loop.index }}. {{ item.name }}，份数：{{ item.copies }}，"
        "证明内容：{{ item.proves | shown }}",
    )
    sheet.section("四、调解意愿")
    sheet.prose("希望的调解员：{{ preferred_mediator | shown }}")
    sheet.prose("调解方式：{{ way | shown }}")
    sheet.prose("申请日期：{{ date }}")
    sheet.prose("申请人自愿申请人民调解，保证所述事实真实。")
    _signatures(sheet)
    sheet.notes(
        "说明",
        (
            "人民调解不收取任何费用。（人民调解法 第四条）",
            "当事人一方明确拒绝调解的，不得调解；调解不影响依法通过仲裁、行政、司法等途径维护权利。"
            "（人民调解法 第三条、第十七条）",
        ),
    )
    return sheet.finish()


def undisputed_facts() -> bytes:
    sheet = Sheet("无争议事实记载", "HJ-MD-11", 1)
    sheet.prose("在{{ cause }}的调解中，各方当事人对下列事实共同确认，没有争议：")
    sheet.each("fact in facts", "{{ loop.index }}. {{ fact }}")
    sheet.prose("上述事实与各方为达成调解协议作出的妥协无关。")
    sheet.line("{{ date }}", align="right")
    _signatures(sheet)
    sheet.notes(
        "说明",
        (
            "无争议事实应当以书面形式确认，并与协商内容分开记载。"
            "（人民法院在线调解规则 第十八条、第二十二条）",
        ),
    )
    return sheet.finish()


_EFFECTS = {
    "people": "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起"
    "生效。（人民调解法 第二十九条）",
    "assigned": "本协议为人民法院委派调解达成，自双方当事人签名、盖章或者捺印后生效。"
    "（特邀调解规定 第二十四条）",
    "entrusted": "本协议为人民法院委托调解达成，提交人民法院审查，由人民法院制作调解书或者依当事人"
    "申请裁定准许撤诉；生效时间依照有关法律规定确定。（特邀调解规定 第二十条、第二十四条）",
    "online": "本协议自各方当事人均完成电子签章之时起发生法律效力。"
    "（人民法院在线调解规则 第十九条）",
}
_CONFIRMATION = (
    "双方当事人认为有必要的，可以自本协议生效之日起三十日内共同向人民法院申请司法确认，不收费；"
    "依法不能确认的事项（如婚姻、亲子、收养等身份关系，物权、知识产权确权）除外。经确认有效后，"
    "一方拒绝履行或者未全部履行的，对方可以申请强制执行。（人民调解法 第三十三条）"
)
_EXTRAS = {
    "account": "收款人、账户：{{ t.account }}。",
    "jointly": "{{ t.jointly }}对本项债务承担连带责任。",
    "interest": "利息：按年利率{{ t.interest }}%计算。",
    "late": "逾期：自逾期之日起，按未付金额每日万分之{{ t.late }}支付违约金。",
}
_NUMERALS = "一二三四五六七八九十"


def agreement() -> bytes:
    sheet = Sheet("调解协议书", "HJ-MD-12", 2)
    _parties(sheet)
    sheet.prose("上列当事人因{{ cause }}，自愿在{{ committee }}主持下进行调解，现达成如下协议。")
    for number, (title, field) in enumerate(
        (("主要事实", "facts"), ("争议事项", "disputed"), ("各方责任", "liability"))
    ):
        sheet.section(f"{_NUMERALS[number]}、{title}")
        sheet.prose(f"{{{{ {field} | shown }}}}")
    sheet.section("四、协议内容")
    sheet.tag("for t in terms")
    sheet.prose(
        "（{{ loop.index | numeral }}）{{ t.payer }}"
        "{% if t.due %}于{{ t.due }}前（含当日）{% else %}当场{% endif %}"
        "向{{ t.payee }}履行：{{ t.thing }}"
        "{% if t.amount %}，金额为{{ t.amount | money }}{% endif %}。"
    )
    sheet.prose("履行方式：{{ t.way | shown }}。")
    for field, words in _EXTRAS.items():
        sheet.tag(f"if t.{field}")
        sheet.prose(words)
        sheet.tag("endif")
    sheet.prose("违约责任：{{ t.default_clause or '按法律规定。' }}")
    sheet.tag("endfor")
    sheet.tag("if other")
    sheet.section("五、其他约定")
    sheet.prose("{{ other }}")
    sheet.tag("endif")
    sheet.prose("本协议一式{{ copies }}份，当事人各执一份，人民调解委员会留存一份。")
    _signatures(sheet)
    sheet.line("{{ committee }}（印章）", align="right")
    sheet.line("{{ date }}", align="right")
    choices = "".join(
        f"{{% {'if' if n == 0 else 'elif'} effect == '{key}' %}}{words}"
        for n, (key, words) in enumerate(_EFFECTS.items())
    )
    sheet.notes(
        "效力与权利告知",
        (
            f"{choices}{{% endif %}}",
            "本协议具有法律约束力，当事人应当按照约定履行；人民调解委员会对履行情况进行监督，"
            "督促履行。（人民调解法 第三十一条）",
            "就本协议的履行或者内容发生争议的，可以向人民法院提起诉讼。（人民调解法 第三十二条）",
        ),
    )
    sheet.tag("if effect != 'entrusted'")
    sheet.line(f"4. {_CONFIRMATION}", size="note")
    sheet.tag("endif")
    return sheet.finish()
