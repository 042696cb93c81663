"""The web application, for any WSGI server. Without its keys it does not start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from hejie.kernel import keys, sequencer  # noqa: E402 - only now are the applications loaded

keys.check()
sequencer.check()
