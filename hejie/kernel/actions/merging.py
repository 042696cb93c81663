"""End a copy of a matter in the one that was registered first; both say so, no date is lost."""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError
from django.utils.translation import gettext

from hejie.kernel import matters, permissions
from hejie.kernel.actions.errors import Invalid, Refused
from hejie.kernel.actions.notes import note
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Facts


def find_original(copy: Matter, facts: Facts, actor: Actor) -> Matter:
    """The matter that a copy is to end in, held until the transaction ends. Raises `Invalid`
    when there is none that this person may see, or `Refused` while somebody works on it."""
    reference = str(facts["merged_into"]).strip()
    told = {"reference": reference}
    found = permissions.visible_to(actor).filter(
        district=copy.district, reference=reference, procedure=copy.procedure
    )
    original = found.exclude(id=copy.id).first()
    if original is None:
        raise Invalid(
            {"merged_into": [gettext("没有编号为 %(reference)s 的另一件同类事项") % told]}
        )
    try:
        original = matters.lock(original, wait=False)
    except OperationalError as busy:
        raise Refused(gettext("%(reference)s 正在由别人办理，请稍候再试") % told) from busy
    if original.is_over:
        raise Invalid({"merged_into": [gettext("%(reference)s 已经办结，不能并入") % told]})
    if original.opened_at > copy.opened_at:
        raise Invalid({"merged_into": [gettext("%(reference)s 登记在后，请把它并入这一件") % told]})
    return original


def absorb(original: Matter, copy: Matter, *, actor: Actor, now: datetime) -> None:
    """Write into the original that a copy ended in it."""
    facts = Facts(values={"merged": copy.reference})
    note(original, "absorb", actor=actor, facts=facts, told={}, now=now, moves=False)
