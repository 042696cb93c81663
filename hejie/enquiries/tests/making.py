"""Letters, and what is told beside them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hejie.enquiries.intake import take_in
from hejie.enquiries.models import Enquiry
from hejie.kernel.jurisdictions import Account, Actor, actor_for

LEAK = "楼上漏水把我家吊顶泡坏了，找他几次都不管，要求赔偿"
LAW = "请问法律规定婚前财产怎么算，离婚的时候怎么分"
BEATEN = "我现在被邻居拿刀追着打，流血了，救命"
PARTIES = [
    {"role": "applicant", "kind": "person", "name": "王秀兰", "phone": "13807280001"},
    {"role": "respondent", "kind": "person", "name": "刘大勇"},
]
COMPLETE: dict[str, Any] = {"place": "420303001001", "parties": PARTIES}


def someone(username: str = "lin") -> Actor:
    return actor_for(Account.objects.get(username=username), on=timezone.localdate())


def taken(text: str = LEAK, *, who: str = "lin", key: str = "", **given: Any) -> Enquiry:
    return take_in(text, actor=someone(who), now=timezone.now(), key=key, given=given)


def again(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)
