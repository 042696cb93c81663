"""Write a package as one signed zip, and read one: trust first, then shape, then each file.

The signature stands in the archive's comment and covers every byte before the comment's own
length, so that no byte of a package can change without being noticed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hejie.docking.manifest import FORMAT, MOST_FILES, File, Manifest, read_manifest
from hejie.docking.refusal import Fault, Refused
from hejie.docking.sealing import digest_of, require_seal, seal
from hejie.kernel.merkle import NoteKey
from hejie.kernel.sentences import gettext_noop as _

MANIFEST = "manifest.json"
LARGEST_PACKAGE = 100_000_000
MOST_UNPACKED = 200_000_000
LARGEST_MANIFEST = 5_000_000
EXTENSIONS = MappingProxyType(
    {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/plain": "txt"}
)
"""Kinds of files that a package may hold, and the ending of their names."""

_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 0xFFFF
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Package:
    """A package as it was checked: what it says, its files by name, who signed it."""

    manifest: Manifest
    files: Mapping[str, bytes]
    signer: NoteKey
    digest: str

    def content(self, file: File) -> bytes:
        return self.files[file.name]


def pack(
    manifest: Manifest, files: Mapping[str, bytes], *, name: str, key: Ed25519PrivateKey
) -> bytes:
    """One package of a manifest and the files it names; the same ones give the same bytes."""
    if {file.name: (file.size, file.digest) for file in manifest.files} != {
        one: (len(content), digest_of(content)) for one, content in files.items()
    }:
        raise ValueError("the manifest names other files than these")
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for one, content in ((MANIFEST, manifest.written()), *sorted(files.items())):
            archive.writestr(zipfile.ZipInfo(one, _EPOCH), content)
    body = written.getvalue()[:-2]
    comment = seal(FORMAT, body, name, key)
    return body + len(comment).to_bytes(2, "little") + comment


def unpack(content: bytes, trusted: Sequence[NoteKey]) -> Package:
    """Check a package and read it, or raise `Refused` with the reason. Nothing is unpacked
    before a trusted key is known to have signed every byte of it."""
    if len(content) > LARGEST_PACKAGE:
        raise _too_large()
    body, comment = _parted(content)
    signer = require_seal(FORMAT, body, comment, trusted)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            manifest, files = _read(archive)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise Refused(Fault.MALFORMED, _("材料包打不开：不是一个完好的 zip 文件")) from None
    return Package(manifest, MappingProxyType(files), signer, digest_of(content))


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """What is signed, and the signature, which must end where the file ends."""
    end = content.rfind(_END, max(0, len(content) - _END_BYTES - _LONGEST_COMMENT))
    stated = content[end + _END_BYTES - 2 : end + _END_BYTES]
    comment = content[end + _END_BYTES :]
    if end < 0 or len(stated) != 2 or int.from_bytes(stated, "little") != len(comment):
        raise Refused(Fault.TRUNCATED, _("材料包不完整：可能没有传完，请重新取一份"))
    return content[: end + _END_BYTES - 2], comment


def _read(archive: zipfile.ZipFile) -> tuple[Manifest, dict[str, bytes]]:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(names) != len(set(names)):
        raise Refused(Fault.DUPLICATE, _("材料包里有两份文件同名"))
    if len(members) > MOST_FILES + 1 or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise _too_large()
    if any(one.flag_bits & _ENCRYPTED or one.compress_type not in _METHODS for one in members):
        raise Refused(Fault.MALFORMED, _("材料包加了密，或者用了别的压缩方法，不能接收"))
    if MANIFEST not in names:
        raise Refused(Fault.MALFORMED, _("材料包里没有清单 manifest.json"))
    manifest = read_manifest(_unpacked(archive, MANIFEST, LARGEST_MANIFEST))
    _require_names(names, manifest)
    return manifest, {file.name: _member(archive, file) for file in manifest.files}


def _require_names(names: Sequence[str], manifest: Manifest) -> None:
    """The members are the manifest and the files it names, and no others."""
    listed = {file.name for file in manifest.files}
    for name in names:
        if name != MANIFEST and name not in listed:
            raise Refused(
                Fault.UNSAFE_NAME, _("材料包里有清单上没有的文件：%(name)s"), name=ascii(name)[:80]
            )
    for file in manifest.files:
        if file.name not in names:
            raise Refused(Fault.MALFORMED, _("材料包里缺少文件：%(name)s"), name=file.title)
        if file.name.rpartition(".")[2] != EXTENSIONS.get(file.mime):
            raise Refused(Fault.MALFORMED, _("文件“%(name)s”不是可以收的类型"), name=file.title)


def _member(archive: zipfile.ZipFile, file: File) -> bytes:
    content = _unpacked(archive, file.name, file.size)
    if len(content) != file.size or digest_of(content) != file.digest:
        raise Refused(Fault.ALTERED, _("文件“%(name)s”与清单上的摘要不符"), name=file.title)
    return content


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member's bytes, no more than allowed, whatever it declares of itself."""
    with archive.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise _too_large()
    return content


def _too_large() -> Refused:
    return Refused(Fault.TOO_LARGE, _("材料包过大，或者解开后过大，不能接收"))
