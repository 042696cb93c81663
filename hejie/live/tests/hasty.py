"""The web application as it is served, with little patience for who sends nothing."""

from __future__ import annotations

from config import threads
from config.asgi import application

__all__ = ["application"]

threads.BEGUN_IN = 1.0
