"""Check files that people hand in by what they contain; writes nothing and trusts no name."""

from hejie.kernel.uploads.checking import LARGEST_FILE, Accepted, check
from hejie.kernel.uploads.kinds import KINDS, Kind
from hejie.kernel.uploads.names import LONGEST_FILE_NAME, clean_file_name
from hejie.kernel.uploads.refusal import Refused

__all__ = [
    "KINDS",
    "LARGEST_FILE",
    "LONGEST_FILE_NAME",
    "Accepted",
    "Kind",
    "Refused",
    "check",
    "clean_file_name",
]
