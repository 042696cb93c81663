"""What the confirmation stories need beside the cast: a court that may hold confirmations."""

from hejie.kernel.jurisdictions import Organ


def let_the_court_hold() -> int:
    """Give how many courts are new to it."""
    fresh = list(Organ.objects.filter(kind="court").exclude(holds__contains=["confirmation"]))
    for court in fresh:
        court.holds.append("confirmation")
    Organ.objects.bulk_update(fresh, ["holds"])
    return len(fresh)
