"""Packages as a court would write them, and evil ones as nobody should."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hejie.docking.manifest import Manifest
from hejie.docking.packing import pack
from hejie.docking.sealing import digest_of
from hejie.kernel.merkle import NoteKey

COURT = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
NAME = "court.example/docking"
TRUSTED = [NoteKey(NAME, COURT.public_key())]
PDF = b"%PDF-1.7\n%%EOF\n"
PACKAGE_ID = "0190a4c2-7b1e-7cc0-8d55-2f1f4f9d0001"


def told(**changes: Any) -> dict[str, Any]:
    """A referral's manifest as plain data."""
    file = {
        "name": "files/001.pdf",
        "title": "民事起诉状",
        "kind": "complaint",
        "mime": "application/pdf",
        "size": len(PDF),
        "digest": digest_of(PDF),
    }
    return {
        "kind": "referral",
        "id": PACKAGE_ID,
        "made_at": "2026-10-12T10:00:00+08:00",
        "district": "420303",
        "sender": {"key": "zw-court", "name": "十堰市张湾区人民法院"},
        "addressee": {"key": "zw-property", "name": "张湾区房产物业调解室"},
        "case": {
            "number": "（2026）鄂0303民诉前调1399号",
            "route": "B",
            "contact": "秦雨桐 0719-8651177",
        },
        "dispute": {
            "category": "MD04",
            "place": "420303003009",
            "facts": "租期满后不退押金四千元。",
            "claims": "退还押金四千元。",
            "amount": "4000",
        },
        "parties": [
            {
                "key": "p1",
                "role": "applicant",
                "kind": "person",
                "name": "谭静",
                "phone": "13807280801",
                "delivery": {"address": "车城路街道某小区2栋", "phone": "13807280801"},
            },
            {"key": "p2", "role": "respondent", "kind": "person", "name": "游国庆"},
        ],
        "evidence": ["租房合同", "转账记录"],
        "files": [file],
        **changes,
    }


def manifest(**changes: Any) -> Manifest:
    return Manifest.model_validate(told(**changes))


def package(*, key: Ed25519PrivateKey = COURT, name: str = NAME, **changes: Any) -> bytes:
    return pack(manifest(**changes), {"files/001.pdf": PDF}, name=name, key=key)
