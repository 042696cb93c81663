"""What identifies people and organisations: check it, give it one form, hide most of it."""

from hejie.kernel.identifiers.checks import (
    ID_TYPES,
    Invalid,
    check_credit_code,
    check_hk_macau_permit,
    check_id,
    check_name,
    check_passport,
    check_resident_id,
    check_taiwan_permit,
)
from hejie.kernel.identifiers.masks import (
    mask_account,
    mask_address,
    mask_id,
    mask_name,
    mask_phone,
)
from hejie.kernel.identifiers.phones import check_phone

__all__ = [
    "ID_TYPES",
    "Invalid",
    "check_credit_code",
    "check_hk_macau_permit",
    "check_id",
    "check_name",
    "check_passport",
    "check_phone",
    "check_resident_id",
    "check_taiwan_permit",
    "mask_account",
    "mask_address",
    "mask_id",
    "mask_name",
    "mask_phone",
]
