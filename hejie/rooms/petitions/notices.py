"""Who is told what when something happens to a petition; never what an accusation says."""

from __future__ import annotations

from collections.abc import Iterator

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message
from hejie.kernel.parties import parties_of

TO_PETITIONER = {
    "file": "您的信访事项已经收到。",
    "register": "您的信访事项已经登记。",
    "accuse": "您反映的情况已经收到，内容加密保存。",
    "forward": "您的信访事项已经转送有权处理的单位，十五日内书面告知您是否受理。",
    "assign": "您的信访事项已经交给有权处理的单位办理。",
    "accept": "您的信访事项已经受理。",
    "not_accept": "您的信访事项不予受理，理由写在告知书里。",
    "guide": "您的信访事项请向别的单位提出，告知书里写了去哪里。",
    "divert": "您的信访事项要走法定程序，告知书里写了怎么走。",
    "merge": "您的信访事项和先前的一件是同一件事，合在一起办。",
    "set_hearing": "您的信访事项要举行听证，请打开看时间地点。",
    "extend": "您的信访事项延长了办理期限，理由写在告知书里。",
    "decide": "您的信访事项已经有了处理意见书。",
    "answer": "您的信访事项已经答复。",
    "decide_review": "您请求的复查已经有了意见。",
    "decide_rereview": "您请求的复核已经有了意见。",
    "close": "您的信访事项已经办结，三十日内可以评价。",
}
TO_HOLDER = {
    "file": "网上收到一件信访事项，请登记。",
    "forward": "转来一件信访事项，请在期限内书面告知信访人。",
    "assign": "交办一件信访事项，请按期反馈。",
    "object": "单位对转送、交办提出异议，请核实。",
    "settle_objection": "对异议已经核实，请接着办。",
    "ask_review": "收到一件复查请求。",
    "ask_rereview": "收到一件复核请求。",
    "pass_on": "移交来一件密封事项。",
}


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    if text := TO_PETITIONER.get(event.step):
        for party in parties_of(matter):
            yield Message(
                to=f"party:{party.key}",
                text=f"【和解】{text}事项 {matter.reference}，您的查询码 {party.code}，"
                f"打开 {party.track_address} 查看。",
            )
    if text := TO_HOLDER.get(event.step):
        yield Message(to=f"organ:{matter.holder_id}", text=f"{matter.reference}：{text}")
