"""Callers of the API by what they are."""

import pytest

from hejie.api.tests.calling import Caller


@pytest.fixture
def clerk(zhangwan):
    return Caller("luo")


@pytest.fixture
def opened(clerk):
    return clerk.open()
