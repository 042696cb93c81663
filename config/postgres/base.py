"""The backend itself: whoever asks how to connect finds the embedded server running."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import OperationalError


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        server = settings.EMBEDDED_DATABASE
        assert server is not None, "settings choose this backend for the embedded server only"
        server.ensure_running()
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; a server that was killed is started again, once for each try."""
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            server = settings.EMBEDDED_DATABASE
            assert server is not None
            server.revive()
            return super().get_new_connection(conn_params)
