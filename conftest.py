"""What every test shares; the run's home and database server come from config/testing.py."""

import pytest
from hypothesis import settings

# A slow machine is no fault of what is tested.
settings.register_profile("hejie", deadline=None)
settings.load_profile("hejie")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the timelines of the stories")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether a story's new timeline replaces the kept one."""
    return bool(request.config.getoption("--accept"))
