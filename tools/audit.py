"""Check the locked packages against the advisories that are known; say clearly when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
LOCKS = ("base.txt", "dev.txt", "npm.txt")
UNREACHABLE = (
    "The advisory services of Python's and of npm's index could not be reached, so NOTHING WAS"
    " CHECKED. Run `make audit` on a machine that reaches them."
)


def packages() -> int | None:
    """How many locked Python packages have an advisory; None when that cannot be known."""
    told: set[str] = set()
    for lock in LOCKS:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner"),
                *("off", "--disable-pip", "--require-hashes", "--timeout", "20"),
                *("-r", str(BASE / "requirements" / lock)),
            ],
            check=False,
            capture_output=True,
            text=True,
        )
        try:
            found = json.loads(done.stdout)["dependencies"]
        except (ValueError, KeyError):
            print(done.stderr.strip().splitlines()[-1:] or "pip-audit failed", file=sys.stderr)
            return None
        for package in found:
            for advisory in package.get("vulns", ()):
                fixed = ", ".join(advisory["fix_versions"]) or "no release"
                told.add(
                    f"{package['name']} {package['version']}: {advisory['id']}, fixed in {fixed}"
                )
    for line in sorted(told):
        print(line)
    return len(told)


def pages() -> int | None:
    """How many locked npm packages have an advisory."""
    npm = Path(sys.executable).with_name("npm")
    done = subprocess.run(
        [str(npm) if npm.exists() else "npm", "audit", "--json", "--package-lock-only"],
        cwd=BASE,
        check=False,
        capture_output=True,
        text=True,
    )
    try:
        found = json.loads(done.stdout)["vulnerabilities"]
    except (ValueError, KeyError):
        return None
    for name, one in sorted(found.items()):
        print(f"{name}: {one['severity']}")
    return len(found)


def main() -> int:
    counted = [packages(), pages()]
    if None in counted:
        print(UNREACHABLE, file=sys.stderr)
        return 3
    print(f"{sum(filter(None, counted))} advisories for what is locked.")
    return 1 if any(counted) else 0


if __name__ == "__main__":
    sys.exit(main())
