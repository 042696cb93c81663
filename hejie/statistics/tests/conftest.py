"""Spark is too large for everybody; `make spark` installs it."""

from importlib.util import find_spec

import pytest

from hejie.statistics.tests.worlds import DISTRICTS, give_away, lives

collect_ignore = [] if find_spec("pyspark") else ["test_on_spark.py"]


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """What three cities gave away, four districts each."""
    root, found = tmp_path_factory.mktemp("statistics"), lives()
    cities = [DISTRICTS[n : n + 4] for n in range(0, len(DISTRICTS), 4)]
    for n, districts in enumerate(cities):
        give_away([one for one in found if one.district in districts], root / f"city-{n}")
    return sorted(path for path in root.iterdir() if path.is_dir())
