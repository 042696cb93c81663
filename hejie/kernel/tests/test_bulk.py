from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from hejie.kernel import bulk
from hejie.kernel.bulk import Bulk, BulkRun
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import MONDAY


def _count_to(end: int) -> Bulk:
    def batch(run: BulkRun, now: datetime) -> bool:
        run.position = run.done = run.done + 1
        return run.done < end

    return Bulk("counting", lambda: end, batch)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("anew", [False, True])
def test_processes_that_go_at_once_end_it_together(anew):
    counting = _count_to(3)

    def go() -> int:
        return sum(1 for _run in bulk.go(counting, clock=lambda: MONDAY, anew=anew))

    acts: list[Callable[[], int]] = [go] * 4
    for _ in range(40):
        outcomes = together(*acts)
        steps = [steps for steps in outcomes if isinstance(steps, int)]
        assert len(steps) == len(acts), outcomes
        assert sum(steps) >= 3
        assert not BulkRun.objects.filter(name=counting.name).exists()
