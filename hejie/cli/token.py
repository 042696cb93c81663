"""Give an account a token for the API, or withdraw its tokens."""

import click
from django.utils import timezone

from hejie.cli.actors import account_named
from hejie.cli.answers import answer
from hejie.kernel.tokens import MOST_DAYS, issue_token, withdraw_tokens


@click.command()
@click.argument("user")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=30, show_default=True)
@click.option("--withdraw", is_flag=True, help="End all tokens of the account instead.")
def command(user: str, days: int, withdraw: bool) -> None:
    """Print a new token of the account USER. It is shown this once."""
    account = account_named(user)
    now = timezone.now()
    if withdraw:
        answer({"user": user, "withdrawn": withdraw_tokens(account, now=now)})
        return
    text, token = issue_token(account, now=now, days=days)
    expires = timezone.localtime(token.expires).isoformat(timespec="seconds")
    answer({"user": user, "token": text, "expires": expires})
