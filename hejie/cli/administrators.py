"""Give a new district its first two administrators, who then give everybody else their posts."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.desk.account_forms import AccountForm
from hejie.desk.views.accounts import password_path
from hejie.kernel.actions import Invalid, Refused, begin_administration
from hejie.kernel.jurisdictions import Organ
from hejie.stories import cast, places


@click.command()
@click.argument("people", nargs=-1, required=True, metavar="USERNAME NAME [USERNAME NAME]")
@click.option("--organ", "key", default="zw-centre", show_default=True, help="Their organ.")
def command(people: tuple[str, ...], key: str) -> None:
    """Open the accounts of a district's first administrators: two at once, or one where one is
    left. Prints for each the link that sets the password, once. Where the instance has no organs
    yet, those of Zhangwan are loaded."""
    usernames, names = people[::2], people[1::2]
    if len(usernames) != len(names) or len(set(usernames)) != len(usernames):
        raise BadInput(
            "请成对地写登录名和姓名，登录名不能重复。 Give user names and names in pairs."
        )
    for username, name in zip(usernames, names, strict=True):
        form = AccountForm({"username": username, "name": name})
        for sentences in form.errors.values():
            raise BadInput(f"“{username}” {name}：{'；'.join(map(str, sentences))}")
    if not Organ.objects.exists():
        places.load_divisions()
        places.load_boundaries()
        cast.load_organs()
    organ = Organ.objects.select_related("area").filter(key=key).first()
    if organ is None:
        raise BadInput(f"没有“{key}”这个单位。 There is no organ {key!r}.")
    try:
        accounts = begin_administration(
            dict(zip(usernames, names, strict=True)), organ=organ, now=timezone.now()
        )
    except (Invalid, Refused) as fault:
        raise BadInput(str(fault)) from None
    answer(
        {
            "administrators": [
                {
                    "username": account.username,
                    "name": account.name,
                    "set_password": f"{settings.PUBLIC_ADDRESS}{password_path(account)}",
                }
                for account in accounts
            ]
        }
    )
