"""Keys to what is kept about people: list them, add one, encrypt everything anew, drop old ones."""

from __future__ import annotations

import click

from hejie.cli.answers import BadInput, answer
from hejie.cli.progress import drive
from hejie.kernel import keys
from hejie.kernel.renewing import RENEW, uses_of_keys

ring_name = click.argument("ring", type=click.Choice(keys.RINGS))


@click.group()
def command() -> None:
    """`add` a key, `renew` what older ones lock, then `drop` what no key is needed for."""


@command.command("list")
def show() -> None:
    """Name every key, the current one last, and count what each locks. No key is shown."""
    uses = uses_of_keys()
    answer({name: _listed(name, uses) for name in keys.RINGS})


def _listed(name: str, uses: dict[tuple[str, str], int]) -> dict[str, object]:
    ring = keys.ring(name)
    counted = [
        {"name": key.name.hex(), "locks": uses.get((name, key.name.hex()), 0)} for key in ring.keys
    ]
    return {
        "keys": counted,
        "current": ring.current.name.hex(),
        "plain": uses.get((name, ""), 0),
        "cipher": ring.cipher,
        "kept_in": "environment" if keys.is_given(name) else str(keys.file_of(name)),
    }


@command.command()
@ring_name
def add(ring: str) -> None:
    """Add a key to RING. It encrypts from now on; running processes take it up by themselves
    when they meet it, and encrypt with it once they are started anew."""
    _require_file(ring)
    answer({"ring": ring, "added": keys.add_key(ring).name.hex()})


@command.command("renew")
@click.option("--anew", is_flag=True, help="From the beginning, though a run was stopped.")
def run_renew(anew: bool) -> None:
    """Encrypt anew, with the current keys, all that is not. Stopped, it goes on where it was."""
    answer(drive(RENEW, anew=anew))


@command.command()
@ring_name
def drop(ring: str) -> None:
    """Drop the keys of RING that lock nothing any more; the current one stays."""
    _require_file(ring)
    uses = uses_of_keys()
    names = [key.name.hex() for key in keys.ring(ring).keys[:-1]]
    idle = [name for name in names if not uses.get((ring, name))]
    for name in idle:
        keys.drop_key(ring, name)
    answer({"ring": ring, "dropped": idle, "left": [n for n in names if n not in idle]})


def _require_file(ring: str) -> None:
    if keys.is_given(ring):
        raise BadInput(
            f"“{ring}”的密钥是用环境变量给的，请在那里改。 The keys of {ring} come from the"
            f" environment: change them there."
        )
