"""The web application as it is served: pages in threads, `/live/` in the event loop."""

from django.conf import settings

from config.threads import InThreads
from config.wsgi import application as pages
from hejie.live.answering import Live
from hejie.live.protocol import Receive, Scope, Send

in_threads = InThreads(pages, settings.THREADS)
live = Live()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        raise ValueError(f"no {scope['type']} here")
    await (live if scope["path"] == "/live/" else in_threads)(scope, receive, send)
