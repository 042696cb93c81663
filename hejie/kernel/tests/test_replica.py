"""How old a replica is, told by positions in two logs."""

from __future__ import annotations

from itertools import count

import pytest

from hejie.kernel import replica


@pytest.mark.parametrize("behind", [0, 5, 30, 500])
def test_a_replica_that_is_always_a_little_behind_is_used(monkeypatch, behind):
    written = count()  # others write all the while

    def position(alias: str, _query: str) -> int:
        return next(written) - (behind if alias == replica.ALIAS else 0)

    monkeypatch.setattr(replica, "_one_number", position)
    monkeypatch.setattr(replica, "EVERY", 0.0)
    monkeypatch.setattr(replica, "OLDEST", 60.0)
    watch = replica.Watch()
    assert any(watch.is_fresh() for _look in range(behind + 1))
