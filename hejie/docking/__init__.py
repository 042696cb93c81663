"""Packages (材料包) between a court and a mediation committee, and their receipts, as files.

`packing.pack` writes a package, `packing.unpack` checks and reads one, `receipts` signs and
checks what the receiver gives back. The format is told in `docs/docking.md`; its schemas lie
beside this file. Nothing here knows Django, a database or the time of day.
"""
