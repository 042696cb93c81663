"""Accounts and posts: who works where by organ, what waits for a second administrator, and the
acts that led there. Nothing of any case is read here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hejie.desk.account_forms import AccountForm, EndForm, PostForm, StandInForm, add_errors
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import actions, permissions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.administration import AdministrativeAct, PostRequest, acts_of
from hejie.kernel.jurisdictions import ROLES, Account, Organ, Post, names_of, running
from hejie.ui.sending import go_to

MOST_ACTS = 50
KINDS = {
    "administration.begin": _("开始记录，照录当时的岗位"),
    "post.ask": _("申请岗位"),
    "post.grant": _("批准岗位"),
    "post.decline": _("不批准岗位"),
    "post.end": _("结束岗位"),
    "account.add": _("开通账号"),
    "account.close": _("停用账号"),
    "account.reopen": _("恢复账号"),
    "factor.ask": _("申请取消第二步验证"),
    "factor.forget": _("取消第二步验证"),
    "factor.keep": _("不取消第二步验证"),
    "value.set": _("改本地设定"),
    "notice.enter": _("录入放假安排"),
}


@desk_page("admin")
def accounts(request: HttpRequest, visit: Visit) -> HttpResponse:
    organs = _organs(visit)
    chosen = organs.filter(key=request.GET.get("organ", "")).first()
    chosen = chosen or organs.filter(key__in=visit.organs({"admin"})).first()
    posts = (
        Post.objects.filter(running(visit.today), organ=chosen)
        | Post.objects.filter(organ=chosen, starts__gt=visit.today)
    ).select_related("account", "stands_for__account")
    asked = PostRequest.objects.filter(organ__in=organs, verdict="")
    values = {
        "organs": organs,
        "chosen": chosen,
        "posts": [(post, ROLES[post.role].label) for post in posts.order_by("role", "starts")],
        "waiting": [
            (one, ROLES[one.role].label, _may_decide(one, visit))
            for one in asked.select_related(
                "account", "organ", "asked_by", "stands_for__account"
            ).order_by("asked_at")
        ],
        "lost": _lost(visit),
        "without_post": _without_post(visit),
        "acts": _acts(visit),
    }
    return show(request, visit, "desk/pages/accounts.html", values)


def _organs(visit: Visit) -> QuerySet[Organ]:
    areas = [post.area_path for post in permissions.administering(visit.actor)]
    within = reduce(or_, (Q(area__path__startswith=area) for area in areas), Q(pk__in=[]))
    return Organ.objects.filter(within).select_related("area").order_by("area__path", "key")


def _may_decide(asked: PostRequest, visit: Visit) -> bool:
    return visit.actor.account not in {asked.asked_by_id, asked.account_id}


def _lost(visit: Visit) -> list[tuple[Account, Account, datetime, bool]]:
    """Whose second step waits to be forgotten: who asked, when, and whether this person decides."""
    waiting = actions.waiting_for(_district(visit), now=visit.now)
    askers = {one.account: int(one.by.removeprefix("account:")) for one in waiting}
    known = Account.objects.in_bulk({*askers, *askers.values()})
    me = visit.actor.account
    return [
        (
            known[one.account],
            known[askers[one.account]],
            one.at,
            me not in {one.account, askers[one.account]},
        )
        for one in waiting
    ]


def _without_post(visit: Visit) -> QuerySet[Account]:
    """Accounts added in the person's district that hold no post yet."""
    added = AdministrativeAct.objects.filter(district=_district(visit), kind="account.add")
    numbers = [act.payload["account"] for act in added]
    return Account.objects.filter(pk__in=numbers, posts__isnull=True).order_by("username")


def _district(visit: Visit) -> str:
    administering = permissions.administering(visit.actor)
    return administering[0].district if administering else ""


def _acts(visit: Visit) -> list[dict[str, Any]]:
    acts = list(acts_of(_district(visit)).order_by("-seq")[:MOST_ACTS])
    rows = [_about(act) for act in acts]
    people = {act.by.removeprefix("account:") for act in acts}
    names = names_of(people | {str(row.get("account", "")) for row in rows})
    organs = dict(
        Organ.objects.filter(key__in={row.get("organ") for row in rows} - {None}).values_list(
            "key", "short_name"
        )
    )
    return [
        {
            "at": act.at,
            "by": names.get(act.by.removeprefix("account:"), gettext("本平台")),
            "kind": KINDS.get(act.kind, act.kind),
            "who": names.get(str(row.get("account", "")), ""),
            "organ": organs.get(row.get("organ", ""), ""),
            "role": ROLES[row["role"]].label if row.get("role") in ROLES else "",
            "hash": bytes(act.hash).hex()[:12],
        }
        for act, row in zip(acts, rows, strict=True)
    ]


def _about(act: AdministrativeAct) -> dict[str, Any]:
    about: dict[str, Any] = act.payload.get("granted", act.payload)
    return about


@require_http_methods(["GET", "POST"])
@desk_page("admin")
def add(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Open an account; the link with which its holder sets the password is shown this once."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        added = _attempt(
            form,
            lambda: actions.add_account(
                **form.cleaned_data, district=_district(visit), actor=visit.actor, now=visit.now
            ),
        )
        if added is not None:
            address = request.build_absolute_uri(password_path(added))
            values = {"added": added, "address": address}
            return show(request, visit, "desk/pages/account_added.html", values)
    title = gettext("开通账号")
    return _form(request, visit, form, title, gettext("开通后没有岗位，什么也看不到。"))


def password_path(account: Account) -> str:
    """Where the holder of a new account sets its password: works once, and for three days."""
    token = default_token_generator.make_token(account)
    key = {"uidb36": user_pk_to_url_str(account), "key": token}
    return reverse("account_reset_password_from_key", kwargs=key)


@require_http_methods(["GET", "POST"])
@desk_page("admin")
def ask(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    given = {"starts": visit.today, "organ": request.GET.get("organ", "")}
    given["account"] = request.GET.get("account", "")
    form = PostForm(request.POST or None, organs=_organs(visit), initial=given)
    if form.is_valid():
        asked = _attempt(
            form,
            lambda: actions.ask_for_post(**form.cleaned_data, actor=visit.actor, now=visit.now),
        )
        if asked is not None:
            return _asked(request, asked)
    hint = gettext("另一位系统管理员批准以后才有效。申请、批准、得到岗位的要是三个人。")
    return _form(request, visit, form, gettext("申请岗位"), hint)


@require_http_methods(["GET", "POST"])
@desk_page("admin")
def stand_in(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    post = _post(visit, number)
    form = StandInForm(request.POST or None, initial={"starts": visit.today})
    if form.is_valid():
        asked = _attempt(
            form,
            lambda: actions.ask_for_stand_in(
                post, **form.cleaned_data, actor=visit.actor, now=visit.now
            ),
        )
        if asked is not None:
            return _asked(request, asked)
    told = {"name": post.account.name, "role": ROLES[post.role].label}
    hint = gettext("代理期间办的事，都写明代谁办的。另一位系统管理员批准以后才有效。")
    title = gettext("代理%(name)s的岗位（%(role)s）") % told
    return _form(request, visit, form, title, hint)


@require_http_methods(["GET", "POST"])
@desk_page("admin")
def end(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    post = _post(visit, number)
    form = EndForm(request.POST or None, initial={"last_day": visit.today})
    if form.is_valid():
        ended = _attempt(
            form,
            lambda: actions.end_post(post, **form.cleaned_data, actor=visit.actor, now=visit.now),
        )
        if ended is not None:
            messages.success(request, gettext("已记下岗位的最后一天。"))
            return go_to(request, _list_of(post.organ_id))
    told = {"name": post.account.name, "role": ROLES[post.role].label}
    title = gettext("结束%(name)s的岗位（%(role)s）") % told
    return _form(request, visit, form, title, post.organ.name)


@require_POST
@desk_page("admin")
def decide(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    verdict = request.POST.get("verdict", "")
    found = PostRequest.objects.filter(pk=number, organ__in=_organs(visit)).first()
    if found is None or verdict not in {"approve", "decline"}:
        raise Http404(number)
    approve = verdict == "approve"
    return _do(
        request,
        lambda: actions.decide_on_post(number, approve=approve, actor=visit.actor, now=visit.now),
        gettext("已批准，岗位生效。") if approve else gettext("已记下：不批准。"),
        _list_of(found.organ_id),
    )


@require_POST
@desk_page("admin")
def close(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """Close an account, or open a closed one again."""
    account = Account.objects.filter(pk=number).first()
    if account is None:
        raise Http404(number)
    organ = request.POST.get("organ", "")
    if account.is_active:
        act, sentence = actions.close_account, gettext("账号已停用，正在登录的也都退出了。")
    else:
        act, sentence = actions.reopen_account, gettext("账号已恢复。")
    return _do(
        request,
        lambda: act(account, actor=visit.actor, now=visit.now),
        sentence,
        _list_of(organ),
    )


@require_POST
@desk_page("admin")
def lost_factor(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """Ask that a lost second step be forgotten, or decide on what another asked."""
    account = Account.objects.filter(pk=number).first()
    verdict = request.POST.get("verdict", "ask")
    if account is None or verdict not in {"ask", "approve", "decline"}:
        raise Http404(number)
    if verdict == "ask":
        act = partial(actions.ask_to_forget_factors, account)
        sentence = gettext("已申请。另一位系统管理员见到本人、批准以后生效。")
    else:
        forget = _forget_factors if verdict == "approve" else None
        act = partial(actions.decide_on_factors, account, forget=forget)
        sentence = (
            gettext("已取消，正在登录的也都退出了。本人下次登录时要另设第二步。")
            if forget
            else gettext("已记下：不取消。")
        )
    organ = request.POST.get("organ", "")
    return _do(request, partial(act, actor=visit.actor, now=visit.now), sentence, _list_of(organ))


def _forget_factors(account: Account) -> None:
    Authenticator.objects.filter(user=account).delete()
    for session in UserSession.objects.filter(user=account):
        session.end()


def _post(visit: Visit, number: int) -> Post:
    posts = Post.objects.filter(organ__in=_organs(visit)).select_related("account", "organ__area")
    found = posts.filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found


def _attempt(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the act gives, or nothing with its reasons on the form."""
    try:
        return act()
    except Invalid as invalid:
        add_errors(form, dict(invalid.errors))
    except Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
    return None


def _do(request: HttpRequest, act: Callable[[], Any], done: str, address: str) -> HttpResponseBase:
    try:
        act()
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done)
    return go_to(request, address)


def _asked(request: HttpRequest, asked: PostRequest) -> HttpResponseBase:
    messages.success(request, gettext("已申请。另一位系统管理员批准以后生效。"))
    return go_to(request, _list_of(asked.organ_id))


def _list_of(organ: str) -> str:
    return f"{reverse('desk:accounts')}?organ={organ}"


def _form(
    request: HttpRequest, visit: Visit, form: forms.Form, title: str, hint: str
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    values = {"form": form, "title": title, "hint": hint}
    return show(request, visit, "desk/pages/account_form.html", values, status=status)
