"""Keys of a demonstration, made once, and a paper to put them on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hejie.papers.typesetting import render
from hejie.seals.authority import make_keys
from hejie.seals.keyring import Keyring
from hejie.seals.signing import LongTerm, Place, Signing, add_field, sign
from hejie.seals.tests.stamping import Authority

NOW = datetime.now(UTC)
COMMITTEE, MEDIATOR = "花果街道人民调解委员会", "邓大海"
ROOM = Place(page=0, left=300, bottom=100, width=119, height=119)


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    folder = tmp_path_factory.mktemp("seals") / "keys"
    make_keys(folder, organs={"committee": COMMITTEE}, staff={"deng": MEDIATOR}, now=NOW)
    return Keyring(folder)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    template = tmp_path_factory.mktemp("seals") / "paper.typ"
    template.write_text(
        '#import "base.typ": *\n#set text(font: families.body)\n调解协议书 4,200 元'
    )
    return render(template, {"date": date(2026, 8, 7)})


def signed_by_both(plain: bytes, keyring: Keyring, long_term: LongTerm | None = None) -> bytes:
    """As an agreement is: a field for the seal, the mediator's signature, the seal."""
    mediator, committee = keyring.of_staff("deng"), keyring.of_organ("committee")
    assert mediator
    assert committee
    content = add_field(plain, "seal", ROOM)
    first = Signing(key=mediator, field="mediator", reason="签字", long_term=long_term)
    last = Signing(key=committee, field="seal", reason="盖章", picture=plain, long_term=long_term)
    return sign(sign(content, first), last)


@pytest.fixture(scope="session")
def sealed(plain: bytes, keyring: Keyring) -> bytes:
    return signed_by_both(plain, keyring)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority(NOW)


@pytest.fixture(scope="session")
def lasting(plain: bytes, keyring: Keyring, authority: Authority) -> bytes:
    """Signed and sealed with time-stamps and all that a later check needs."""
    with authority.listening() as address:
        roots = (*keyring.roots(), authority.certificate)
        long_term = LongTerm(address, roots, tuple(keyring.crls()), fetches=False)
        return signed_by_both(plain, keyring, long_term)
