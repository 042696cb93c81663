"""Files of keys that are made once, with the instance."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def keep_once(path: Path, content: bytes) -> bytes:
    """Keep a file for its owner alone, whole or not at all, unless there is one already; gives
    what is kept then. So processes that start together agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
    return path.read_bytes()
