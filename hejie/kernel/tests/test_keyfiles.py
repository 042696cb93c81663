"""Files of keys: whole or not at all, whoever makes them first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from config.secret_key import secret_key
from hejie.kernel import keys, sequencer

AT_ONCE, TIMES = 8, 40


def _log_key(path: Path) -> Any:
    return sequencer._make_key(path).private_bytes_raw()


def _ring(path: Path) -> Any:
    return keys._make(path)


def _secret(path: Path) -> Any:
    return secret_key(None, path)


@pytest.mark.parametrize("make", [_log_key, _ring, _secret])
def test_processes_that_start_together_agree_on_one_key(
    make: Callable[[Path], Any], tmp_path: Path
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as together:
        for time in range(TIMES):
            path = tmp_path / str(time) / "key"
            made = set(together.map(make, [path] * AT_ONCE))
            assert len(made) == 1
            assert path.stat().st_mode & 0o777 == 0o600
            assert [one.name for one in path.parent.iterdir()] == ["key"]
