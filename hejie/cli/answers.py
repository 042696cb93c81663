"""How every command answers: one JSON value on standard output, a sentence for bad input."""

import json

import click


class BadInput(click.ClickException):
    """What was given cannot be used; the message says what and where. Exit code 2."""

    exit_code = 2


def answer(value: object) -> None:
    """Print one JSON value on a line of its own, in UTF-8 whatever the locale says."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair, which JSON input may hold, leaves as the escape it came as.
    click.echo(text.encode("utf-8", "backslashreplace"))
