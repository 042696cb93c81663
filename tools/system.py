"""Install the Debian packages that are missing, or say exactly which ones somebody has to."""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def has_font(pattern: str) -> bool:
    return any(Path("/usr/share/fonts").rglob(pattern))


PRESENT: dict[str, Callable[[], bool]] = {
    "chromium": lambda: shutil.which("chromium") is not None,
    "fonts-noto-cjk": lambda: has_font("NotoSansCJK*") and has_font("NotoSerifCJK*"),
    "janus": lambda: shutil.which("janus") is not None,
    "openjdk-17-jre-headless": lambda: shutil.which("java") is not None,
    "python3-venv": lambda: importlib.util.find_spec("ensurepip") is not None,
}


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def administrator() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where nobody lets us."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    may = shutil.which("sudo") and succeeds([*sudo, "true"])
    return sudo if may else None


def install(packages: list[str]) -> bool:
    prefix = administrator()
    if prefix is None or not shutil.which("apt-get"):
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    print(f"Installing {', '.join(packages)} …", file=sys.stderr)
    return succeeds([*apt, "update"]) and succeeds(
        [*apt, "install", "--yes", "--no-install-recommends", *packages]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="+", choices=PRESENT)
    parser.add_argument("--why", required=True, help="what does not work without them")
    arguments = parser.parse_args()
    missing = [name for name in arguments.packages if not PRESENT[name]()]
    if missing and not install(missing):
        sys.exit(f"Please run: sudo apt-get install {' '.join(missing)}\n{arguments.why}")


main()
