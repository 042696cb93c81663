"""Every reader of the log, in the order in which the worker lets them read."""

from hejie.kernel import notices, search, tallies

READERS = (search.reader, tallies.reader, notices.reader)
