"""Forms of settlement tools: offer one, agree to its rule, seal an answer, open what is sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import BlindField, CodeField, FactsForm, PartyField, WordsField
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation import pooled, settling
from hejie.rooms.mediation.forms.consent import SIDES, YES_NO
from hejie.settlement.adjusted_winner import POINTS
from hejie.settlement.catalogue import TOOLS
from hejie.settlement.sealed_bids import text_of

UNSEEN = {"autocomplete": "off", "data-private": ""}
"""What is typed is not kept by the browser: others may use the same telephone."""


class MoneyField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        limits: dict[str, Any] = {"min_value": 0, "max_digits": 13, "decimal_places": 2}
        super().__init__(**{**limits, **kwargs})


class OfferToolForm(FactsForm):
    tool = forms.ChoiceField(
        label=_("用哪种工具"),
        choices=[(name, f"{TOOLS[name].label}：{TOOLS[name].help}") for name in settling.TOOLS],
    )
    payee = PartyField(roles=SIDES, label=_("收钱的一方（分东西时是甲方）"), required=False)
    payer = PartyField(roles=SIDES, label=_("付钱的一方（分东西时是乙方）"), required=False)
    people = forms.MultipleChoiceField(
        label=_("最大纳什福利、分房租、费用分摊：哪些人"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    total = MoneyField(
        label=_("房租、费用：一共多少元；最大纳什福利：另有多少可以分的钱"), required=False
    )
    rounds = forms.IntegerField(
        label=_("密封出价：最多几轮"), required=False, min_value=1, max_value=5, initial=3
    )
    share = forms.DecimalField(
        label=_("密封出价：取两个数之间的百分之几（50 是正中间）"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=50,
    )
    tolerance = MoneyField(label=_("密封出价：差多少元以内也算谈成"), required=False, initial=0)
    amount = MoneyField(label=_("调解员方案：付多少元"), required=False)
    due = forms.DateField(
        label=_("调解员方案：哪天前付"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    low = MoneyField(label=_("高低限：最少多少元"), required=False)
    high = MoneyField(label=_("高低限：最多多少元"), required=False)
    goods = forms.MultipleChoiceField(
        label=_("分财产：要分哪些东西"),
        required=False,
        choices=list(settling.GOODS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    text = WordsField(label=_("对双方的说明"), rows=2, required=False)

    def __init__(self, *args: Any, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        """The usual sides beforehand: the first applicant gets, the first respondent pays."""
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (party.key, self.party_names.get(party.key, party.key))
            for party in situation.with_role(*SIDES)
        ]
        for name, role in (("payee", "applicant"), ("payer", "respondent")):
            found = situation.with_role(role)
            self.fields[name].initial = found[0].key if found else None


class AcceptRuleForm(FactsForm):
    answer = forms.ChoiceField(
        label=_("同意按这个规则来吗"), choices=YES_NO, widget=forms.RadioSelect
    )

    def adapt(self, situation: Situation) -> None:
        going = settling.current(situation.data)
        if going is not None:
            self.fields["answer"].help_text = "\n".join(explained(going[1]))


def explained(run: settling.Run) -> Iterator[str]:
    """The rule as each must know it before anybody commits, with this run's figures in it."""
    tool = TOOLS[run["tool"]]
    yield from (f"{n}. {line}" for n, line in enumerate(tool.rule, start=1))
    match run["tool"]:
        case settling.BIDS:
            share = Decimal(run.get("share", "50"))
            where = "正中间" if share == 50 else f"从要的数到给的数的 {share:f}%"
            yield f"这一次：最多 {run['rounds']} 轮，取{where}。"
            if Decimal(run.get("tolerance", "0")):
                yield f"差 {run['tolerance']} 元以内也算谈成，取中间。"
        case settling.PROPOSAL:
            yield f"方案：{run['due']} 前付 {run['amount']} 元。"
        case settling.NASH:
            money = f"；另有 {run['total']} 元钱" if Decimal(run.get("total", "0")) else ""
            yield f"要分的：{'、'.join(settling.GOODS[code] for code in run['goods'])}{money}。"
            yield f"{len(run['people'])} 个人分，各写各的，都写好了才打开。"
        case settling.RENT:
            many = len(run["people"])
            yield f"{many} 个人 {many} 间房，每月一共 {run['total']} 元。"
        case settling.COSTS:
            yield f"一共 {run['total']} 元，{len(run['people'])} 家分。"
            yield "各家自己写份数，都写好了才打开，打开以后大家都看得到。"
        case settling.WINNER:
            yield f"要分的：{'、'.join(settling.GOODS[code] for code in run['goods'])}。"
        case _:
            yield f"最少 {run['low']} 元，最多 {run['high']} 元。"


class SealForm(FactsForm):
    """One's own answer, of which nothing but the seal is kept where anybody looks."""

    answer = BlindField(required=False, max_length=2000)

    def adapt(self, situation: Situation) -> None:
        going = settling.current(situation.data)
        if going is None:
            return
        self.run = going[1]
        self.fields = {**dict(self._asked(situation.by)), **self.fields}

    def _asked(self, party: str) -> Iterator[tuple[str, forms.Field]]:
        match self.run["tool"]:
            case settling.BIDS:
                least = party == self.run["payee"]
                yield (
                    "amount",
                    MoneyField(
                        label=_("您最少要多少（元）") if least else _("您最多给多少（元）"),
                        help_text=_("第 %(n)s 轮，共 %(all)s 轮。封上就不能改，没谈成谁也看不到。")
                        % {"n": self.run["round"], "all": self.run["rounds"]},
                        widget=forms.NumberInput(attrs={**UNSEEN, "step": "0.01"}),
                    ),
                )
            case settling.PROPOSAL:
                offer = _("方案：%(due)s 前付 %(amount)s 元。有一方不接受就作废，不告诉是谁。")
                yield (
                    "reply",
                    forms.ChoiceField(
                        label=_("接受这个方案吗"),
                        choices=[("yes", _("接受")), ("no", _("不接受"))],
                        widget=forms.RadioSelect,
                        help_text=offer % {"due": self.run["due"], "amount": self.run["amount"]},
                    ),
                )
            case tool if tool in settling.AMONG_ALL:
                for key in pooled.asked(self.run):
                    yield f"figure_{key}", self._figure(key)
            case settling.WINNER:
                for code in self.run["goods"]:
                    yield (
                        f"good_{code}",
                        forms.IntegerField(
                            label=_("%(good)s（分）") % {"good": settling.GOODS[code]},
                            min_value=0,
                            max_value=POINTS,
                            widget=forms.NumberInput(attrs=UNSEEN),
                        ),
                    )

    def _figure(self, key: str) -> forms.Field:
        widget, label = forms.NumberInput(attrs={**UNSEEN, "step": "0.01"}), None
        match self.run["tool"]:
            case settling.NASH:
                label = _("%(good)s对您值多少（元）") % {"good": settling.GOODS[key]}
            case settling.RENT:
                label = _("第 %(room)s 间每月对您值多少（元）") % {"room": key}
        usual = _("您家的份数（面积、人头或者用量）")
        return MoneyField(label=label or usual, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Only the sealed text goes on; what it was made of is dropped here."""
        cleaned = super().clean()
        if self.errors:
            return {}
        return {"answer": self._text(cleaned)}

    def _text(self, cleaned: dict[str, Any]) -> str:
        match self.run["tool"]:
            case settling.BIDS:
                return text_of(cleaned["amount"])
            case settling.PROPOSAL:
                return str(cleaned["reply"])
            case tool if tool in settling.AMONG_ALL:
                return self._figures({k: cleaned[f"figure_{k}"] for k in pooled.asked(self.run)})
        points = {code: int(cleaned[f"good_{code}"]) for code in self.run["goods"]}
        if sum(points.values()) != POINTS:
            sentence = _("加起来是 %(sum)s 分，要正好 100 分") % {"sum": sum(points.values())}
            self.add_error(f"good_{self.run['goods'][-1]}", sentence)
        return json.dumps(points, sort_keys=True)

    def _figures(self, figures: Mapping[str, Decimal]) -> str:
        least = Decimal(self.run["total"]) if self.run["tool"] == settling.RENT else Decimal(0)
        if sum(figures.values()) < least:
            sentence = _("几间加起来不能少于每月一共的 %(sum)s 元") % {"sum": least}
            self.add_error(f"figure_{list(figures)[-1]}", sentence)
        return json.dumps({key: f"{one:.2f}" for key, one in figures.items()}, sort_keys=True)


class OpenSealsForm(FactsForm):
    run = CodeField(max_length=8)
    round = forms.IntegerField(label=_("第几轮"))
    met = forms.BooleanField(label=_("谈成了"), required=False)
    amount = MoneyField(label=_("谈成的数（元）"), required=False)
    shares = CodeField(max_length=2000, required=False, widget=forms.HiddenInput())


class GiveFigureForm(FactsForm):
    figure = MoneyField(label=_("计算表、评估或者调解员给的数（元）"))
    text = WordsField(label=_("这个数怎么来的"), rows=2, required=False)


class EndToolForm(FactsForm):
    text = WordsField(label=_("为什么不用了（可不填）"), rows=2, required=False)
