"""A paper that somebody brings, checked: what its signatures hold, and whether we issued it.

Nothing that is brought is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.kernel.issued import Issued, find_issued_file
from hejie.seals.apart import examine_apart
from hejie.seals.keyring import Keyring
from hejie.seals.report import Fault, Found, Later, Profile, Report

FAULTS: dict[Fault, Any] = {
    Fault.EMPTY: _("这个文件是空的"),
    Fault.NO_PDF: _("这不是 PDF 文件。照片、截图不能核对，请用原来下载的电子文件"),
    Fault.BROKEN: _("这个 PDF 已经损坏，读不完整，不能核对"),
    Fault.ENCRYPTED: _("这个 PDF 加了密码，不能核对，请用没有密码的原件"),
    Fault.TOO_MANY: _("这个文件里的签名多得不合常理，不能核对"),
    Fault.TOO_BIG: _("文件超过 20 MB，不能核对"),
    Fault.TOO_LONG: _("这个文件太复杂，在限定的时间里没有核对完"),
}
PROFILES: dict[Profile, Any] = {
    Profile.B: _("没有时间戳：签名时间是签名的机器自己说的，证书到期以后就核对不了（B-B）"),
    Profile.T: _("有时间戳：由时间戳服务器证明那时已经签好（B-T）"),
    Profile.LT: _("有时间戳，核对要用的资料都在文件里，证书到期以后仍能核对（B-LT）"),
    Profile.LTA: _("有时间戳，核对要用的资料都在文件里并且又盖了时间戳，可以长期核对（B-LTA）"),
}


@dataclass(frozen=True)
class Line:
    """One sentence about a signature, and whether it speaks for it."""

    good: bool
    text: str


@dataclass(frozen=True)
class Checked:
    """What was found of one file."""

    sha256: str
    report: Report
    issued: Issued | None

    @property
    def holds(self) -> bool:
        """Whether every signature holds and nothing speaks against the paper."""
        return self.report.holds

    @property
    def altered(self) -> bool:
        """Whether something signed was changed, or added to behind the signatures."""
        return any(not one.sound or one.later is Later.CHANGED for one in self.report.signatures)

    def doubts(self) -> Iterator[str]:
        """What speaks against the paper, in sentences; nothing for one that we issued without
        signatures."""
        if self.report.fault:
            yield str(FAULTS[self.report.fault])
        elif not self.report.signatures and self.issued is None:
            yield gettext("文件里没有电子签名，也不是本平台出具的")
        for one in self.report.signatures:
            yield from (f"{one.name}：{line.text}" for line in lines_of(one) if not line.good)


def check_paper(content: bytes, *, now: datetime) -> Checked:
    ring = Keyring(settings.SEALS)
    return Checked(
        sha256=hashlib.sha256(content).hexdigest(),
        report=examine_apart(content, roots=ring.roots(), crls=ring.crls(), now=now),
        issued=find_issued_file(content),
    )


def lines_of(found: Found) -> Iterator[Line]:
    """What there is to say of a signature, in plain words; no more of one that does not count."""
    if not found.sound:
        yield Line(False, gettext("被签的内容改动过，或者签名是伪造的：这个签名不算数"))
        return
    yield Line(True, gettext("签名以后，被签的内容一个字也没有改过"))
    yield Line(found.later is not Later.CHANGED, _after(found.later))
    yield Line(found.trusted, _trust(found))


def _after(later: Later) -> str:
    match later:
        case Later.NOTHING:
            return gettext("签名以后，文件没有添加过任何东西")
        case Later.SIGNED:
            return gettext("签名以后，只添加过后面的签名、盖章和时间戳")
    return gettext("签名以后，文件被人添加或者改动过内容")


def _trust(found: Found) -> str:
    if found.revoked:
        return gettext("签名用的证书已经被吊销")
    if found.trusted:
        return gettext("签名用的证书，由本平台信任的机构颁发")
    if found.expired:
        return gettext("签名用的证书已经过期，又没有时间戳，不能再证明是谁签的")
    return gettext("签名用的证书不是本平台信任的机构颁发的，不能证明是谁签的")
