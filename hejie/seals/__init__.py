"""Seals (电子签章): keys of organs and staff, PAdES signatures on papers, and their verification.

`keyring.Keyring` finds keys, `signing` puts a signature into a PDF, `examining.examine` says what
holds of a PDF that somebody brings, `authority` makes keys for a demonstration. Nothing here knows
Django or a room; folders, passphrase and time-stamp server are arguments.
"""
