"""The desk's menu and shortcuts: which pages there are, for whom, and the key of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from hejie.desk.views import keeping, outbox, supervision, templates
from hejie.desk.visits import DESK_ROLES, QUEUE_ROLES, Visit
from hejie.kernel import registry
from hejie.kernel.registry import MenuEntry

EVERYBODY: frozenset[str] = frozenset()
PAGES = (
    MenuEntry(address="desk:work", label=_("我的工作"), icon="home", roles=EVERYBODY, key="w"),
    MenuEntry(address="desk:queue", label=_("待办新件"), icon="inbox", roles=QUEUE_ROLES, key="q"),
    MenuEntry(address="desk:intake", label=_("登记"), icon="edit", roles=DESK_ROLES, key="n"),
    MenuEntry(address="enquiries:enquiries", label=_("来信"), icon="message", roles=DESK_ROLES),
    MenuEntry(address="desk:matters", label=_("全部事项"), icon="list", roles=EVERYBODY, key="l"),
    MenuEntry(address="desk:calendar", label=_("日程"), icon="calendar", roles=EVERYBODY, key="c"),
    MenuEntry(address="desk:calculators", label=_("计算器"), icon="calculator", roles=EVERYBODY),
    MenuEntry(
        address="desk:supervision",
        label=_("督办"),
        icon="bell",
        roles=frozenset(supervision.SUPERVISING),
        key="s",
    ),
)
LAST_PAGES = (
    MenuEntry(address="desk:outbox", label=_("发件箱"), icon="send", roles=DESK_ROLES, key="o"),
    MenuEntry(address="imports:page", label=_("批量导入"), icon="upload", roles=DESK_ROLES),
    MenuEntry(
        address="desk:templates",
        label=_("文书样式"),
        icon="file-text",
        roles=templates.READERS,
    ),
    MenuEntry(
        address="desk:keeping",
        label=_("个人资料"),
        icon="shield-check",
        roles=frozenset(keeping.DECIDING),
    ),
    MenuEntry(
        address="desk:accounts",
        label=_("账号和岗位"),
        icon="users",
        roles=frozenset({"admin"}),
    ),
    MenuEntry(
        address="desk:settings",
        label=_("本地设定"),
        icon="settings",
        roles=frozenset({"director", "admin"}),
    ),
    MenuEntry(address="desk:help", label=_("帮助"), icon="help", roles=EVERYBODY),
)
SHORTCUTS = (
    (
        _("到处"),
        [
            ("/", _("查找")),
            *((entry.key, entry.label) for entry in (*PAGES, *LAST_PAGES) if entry.key),
            ("?", _("看这一页的快捷键")),
            ("Ctrl+Enter", _("提交正在填的表")),
        ],
    ),
    (
        _("待办新件"),
        [
            ("j", _("下一件")),
            ("k", _("上一件")),
            ("Enter", _("打开这一件")),
            ("a", _("受理或者邀请对方")),
            ("r", _("转给别的单位")),
            ("m", _("看是不是同一件事")),
        ],
    ),
)


@dataclass(frozen=True)
class Item:
    """One line of the menu as the page shows it."""

    url: str
    label: Any
    icon: str
    key: str
    count: int
    current: bool


def items_for(visit: Visit, *, here: str) -> Iterator[Item]:
    """The pages that the person's posts use, those of the rooms among them."""
    rooms = (entry for room in registry.rooms() for entry in room.menu)
    for entry in (*PAGES, *rooms, *LAST_PAGES):
        if entry.roles and not visit.actor.has(*entry.roles):
            continue
        if entry.address == "desk:outbox" and not outbox.is_open():
            continue
        try:
            url = reverse(entry.address)
        except NoReverseMatch:
            continue
        count = visit.waiting if entry.address == "desk:queue" else 0
        root = entry.address == "desk:work"
        current = here == url if root else here.startswith(url)
        yield Item(url, entry.label, entry.icon, entry.key, count, current)
