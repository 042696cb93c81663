"""The API as one object, and the OpenAPI document that says exactly what it answers."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from hejie.api import calculators, clocks, log, matters
from hejie.api.gate import JSON, JsonParser, Token
from hejie.api.problems import MEDIA_TYPE, handle

SUMMARY = """Everything that pages do, for machines: the same door for writes, the same sight.

A token comes from `hejie token USER` and goes into `Authorization: Bearer TOKEN`. Every write
takes an `Idempotency-Key`: the same key and body give the same answer and one event. Errors
are RFC 9457 problems, in Chinese, or in English by `Accept-Language`. The log needs no token.
"""


class Renderer(JSONRenderer):
    """Chinese as it is written."""

    json_dumps_params = {"ensure_ascii": False}


class Service(NinjaAPI):
    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Ninja's document, with problems under their own media type."""
        document = super().get_openapi_schema(**given)
        for path in document["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {MEDIA_TYPE: response["content"][JSON]}
        return document


api = Service(
    title="和解 Hejie",
    version="1",
    description=SUMMARY,
    urls_namespace="api",
    parser=JsonParser(),
    renderer=Renderer(),
    auth=Token(),
    # No badge: it would ask a stranger's server about our document.
    docs=Swagger({"validatorUrl": None, "persistAuthorization": False}),
)
handle(api)
for router in (matters.router, clocks.router, calculators.router, log.router):
    api.add_router("", router)
