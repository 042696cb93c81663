"""The styles and programs of pages, which have to be collected before pages are served."""

from __future__ import annotations

from django.contrib.staticfiles.storage import staticfiles_storage

from hejie.cli.answers import BadInput


def require_static() -> None:
    """Raises `BadInput` where every page would miss its styles and programs."""
    if not getattr(staticfiles_storage, "hashed_files", True):
        raise BadInput(
            "页面要用的样式和程序还没有收集：先运行 manage.py collectstatic --no-input。 "
            "What pages use is not collected: run manage.py collectstatic --no-input first."
        )
