"""What went wrong, as RFC 9457 tells it: one shape for every answer that is no success."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, ConfigDict, Field

from hejie.kernel.actions import Invalid, KeyReused, Refused, Stale
from hejie.kernel.matters import NotFound
from hejie.kernel.sequencer import NotInLog
from hejie.ui.failing import AWAY, TRY_AGAIN_AFTER

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """`field` is the name that was sent, empty where no single one is at fault."""

    field: str
    detail: str


class Problem(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = Field(default=[])
    reasons: list[str] = Field(default=[])


class Wrong(Exception):
    """A request that cannot be answered; `kind` is the last part of the problem's type."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        errors: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.errors, self.headers = list(errors), dict(headers or {})


def unusable(field: str, sentence: str) -> Wrong:
    """A value of the request that cannot be used."""
    detail = _("有一处不能用，请看 errors")
    return Wrong(422, "invalid", detail, errors=[(field, sentence)])


def missing(what: str) -> Wrong:
    """Nothing there that this caller may see; the two are not told apart."""
    return Wrong(404, "not-found", what)


def answer(
    status: int,
    kind: str,
    detail: str,
    *,
    errors: Iterable[tuple[str, str]] = (),
    reasons: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    titles = {
        400: _("读不懂这个请求"),
        401: _("没有登录"),
        403: _("现在不能办理"),
        404: _("没有找到"),
        405: _("不能这样访问"),
        409: _("别人先办了一步"),
        413: _("请求太大"),
        415: _("格式不对"),
        422: _("填写有误"),
        429: _("请求太密"),
        500: _("系统出错"),
        503: _("暂时不能办理"),
    }
    told = Problem(
        type=f"urn:hejie:problem:{kind}",
        title=titles[status],
        status=status,
        detail=detail,
        errors=[FieldProblem(field=field, detail=sentence) for field, sentence in errors],
        reasons=list(reasons),
        **more,
    )
    text = told.model_dump_json(exclude_defaults=True)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def handle(api: NinjaAPI) -> None:
    """Answer every exception of the API as a problem."""
    handlers: dict[type[Exception], Any] = {
        AuthenticationError: _not_signed_in,
        Wrong: lambda wrong: answer(
            wrong.status, wrong.kind, wrong.detail, errors=wrong.errors, headers=wrong.headers
        ),
        Http404: lambda _lost: answer(404, "not-found", _("没有这个地址")),
        NotFound: lambda _lost: answer(404, "not-found", _("没有这个事项，或者您看不到它")),
        NotInLog: lambda _lost: answer(404, "not-in-log", _("还没有进入公开日志，请稍后再来取")),
        HttpError: _unreadable,
        ValidationError: _misshapen,
        Refused: _refused,
        Stale: _stale,
        Invalid: _invalid,
        KeyReused: _key_reused,
        **dict.fromkeys(AWAY, _away),
        Exception: _failed,
    }
    for exception, handler in handlers.items():
        api.add_exception_handler(exception, _as_ninja_calls(handler))


def _as_ninja_calls(handler: Any) -> Any:
    return lambda _request, error: handler(error)


def not_allowed(request: HttpRequest, refusal: HttpResponseNotAllowed) -> HttpResponse:
    detail = _("这个地址不接受 %(method)s") % {"method": request.method}
    return answer(405, "method", detail, headers={"Allow": refusal["Allow"]})


def _not_signed_in(_error: AuthenticationError) -> HttpResponse:
    detail = _("请在 Authorization 里写 Bearer 和有效的令牌")
    return answer(401, "token", detail, headers={"WWW-Authenticate": 'Bearer realm="hejie"'})


def _unreadable(error: HttpError) -> HttpResponse:
    """Ninja hides why a body could not be read behind its own words."""
    if isinstance(error.__cause__, Wrong):
        cause = error.__cause__
        return answer(cause.status, cause.kind, cause.detail, errors=cause.errors)
    return answer(error.status_code, "unreadable", _("请求读不懂"))


def _misshapen(error: ValidationError) -> HttpResponse:
    errors = [(_place(one["loc"]), _sentence(one)) for one in error.errors]
    if any(field.lower() == "idempotency-key" for field, _text in errors):
        detail = _("写入请求要带 Idempotency-Key，每次办理用一个新的，重试用原来的")
        return answer(400, "idempotency-key", detail, errors=errors)
    return answer(422, "invalid", _("有一处不能用，请看 errors"), errors=errors)


def _place(location: Iterable[Any]) -> str:
    """Where in the request: without the source and the argument that Ninja puts before."""
    source, *rest = location
    names = rest[1:] if source == "body" else rest
    return ".".join(str(name) for name in names)


def _sentence(error: Mapping[str, Any]) -> str:
    sentences: dict[str, str] = {
        "missing": _("缺这一项"),
        "extra_forbidden": _("没有这一项，不能填写"),
        "string_type": _("要写成文字"),
        "int_type": _("要写成整数"),
        "int_parsing": _("要写成整数"),
        "dict_type": _("要写成一个对象"),
        "list_type": _("要写成一列"),
        "string_too_short": _("不能空着"),
        "string_too_long": _("太长了"),
        "string_pattern_mismatch": _("写法不对"),
        "model_attributes_type": _("要写成一个对象"),
        "model_type": _("要写成一个对象"),
    }
    if error["type"] == "outside":
        return str(_("“%(name)s”不写在 facts 里") % error["ctx"])
    found = sentences.get(error["type"])
    return found or _("写法不对：%(why)s") % {"why": error["msg"]}


def _refused(refused: Refused) -> HttpResponse:
    detail = _("不能办理：%(reasons)s") % {"reasons": str(refused)}
    return answer(403, "refused", detail, reasons=refused.sentences)


def _stale(stale: Stale) -> HttpResponse:
    event = stale.event
    at = timezone.localtime(event.at).isoformat(timespec="seconds")
    detail = _("您读到的不是最新的：%(at)s 已经办了“%(step)s”，请重新读取") % {
        "at": at,
        "step": event.step,
    }
    told = {"seq": event.seq, "kind": event.kind, "at": at, "by": event.by}
    return answer(409, "stale", detail, event=told)


def _invalid(invalid: Invalid) -> HttpResponse:
    errors = [
        ("" if field == NON_FIELD_ERRORS else field, sentence)
        for field, sentences in invalid.errors.items()
        for sentence in sentences
    ]
    return answer(422, "invalid", _("填写有误，请看 errors"), errors=errors)


def _key_reused(_error: KeyReused) -> HttpResponse:
    detail = _("这个 Idempotency-Key 已经用于另一个请求，请换一个新的")
    return answer(422, "key-reused", detail, errors=[("Idempotency-Key", detail)])


def _failed(error: Exception) -> HttpResponse:
    log.error("an API request failed", exc_info=error)
    return answer(
        500, "failed", _("系统出错，已经记下。请用原来的 Idempotency-Key 重试，不会办两次")
    )


def _away(error: Exception) -> HttpResponse:
    log.error("the database is away", exc_info=error)
    detail = _(
        "数据库暂时没有回答，请求办了没有还不知道。请用原来的 Idempotency-Key 重试，不会办两次"
    )
    return answer(503, "away", detail, headers={"Retry-After": TRY_AGAIN_AFTER})
