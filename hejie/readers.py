"""Every reader of the log, in the order in which the worker lets them read."""

from hejie.kernel import notices, registry, search, tallies
from hejie.kernel.readers import Reader


def all_readers() -> tuple[Reader, ...]:
    """The kernel's readers, then those of the rooms that are present."""
    rooms = (reader for room in registry.rooms() for reader in room.readers)
    return (search.reader, tallies.reader, tallies.months_reader, notices.reader, *rooms)
