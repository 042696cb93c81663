"""The typefaces of official papers (GB/T 9704), or free ones where those are absent."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

SYSTEM_FOLDERS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts"))

# What a role asks for, best first. The last of each is what Debian's fonts-noto-cjk brings.
FAMILIES: Mapping[str, Sequence[str]] = {
    "title": ("FZXiaoBiaoSong-B05S", "STZhongsong", "Source Han Serif SC", "Noto Serif CJK SC"),
    "heading": ("SimHei", "FZHei-B01S", "Source Han Sans SC", "Noto Sans CJK SC"),
    "body": (
        "FangSong_GB2312",
        "FangSong",
        "STFangsong",
        "Source Han Serif SC",
        "Noto Serif CJK SC",
    ),
}


class NoChineseFont(RuntimeError):
    """No folder holds a typeface a Chinese paper can be set in; its text says what to install."""


@dataclass(frozen=True)
class Typefaces:
    """Loaded fonts: the families each role uses here, and what every role can print visibly."""

    loaded: typst.Fonts
    families: Mapping[str, tuple[str, ...]]
    printable: frozenset[int]


@lru_cache(maxsize=8)
def typefaces(folders: tuple[Path, ...] = ()) -> Typefaces:
    """Load fonts from the folders given and from the first system folder there is, once a process.

    Only families named in FAMILIES are used, so that other fonts on a machine change no paper.
    """
    system = next((folder for folder in SYSTEM_FOLDERS if folder.is_dir()), None)
    places = [str(folder) for folder in (*folders, system) if folder is not None]
    loaded = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=places
    )
    faces = {face.family: (face.path, face.index) for face in _regular_first(loaded)}
    families = {
        role: tuple(name for name in wanted if name in faces) for role, wanted in FAMILIES.items()
    }
    for role, present in families.items():
        if not present:
            raise NoChineseFont(
                f"缺少排印文书所需的中文字体（{'、'.join(FAMILIES[role])} 之一）："
                "请安装 fonts-noto-cjk，或在设置中指定存放字体的文件夹。"
            )
    covered = [
        frozenset[int]().union(*(_characters(*faces[name]) for name in present))
        for present in families.values()
    ]
    return Typefaces(loaded, families, covered[0].intersection(*covered[1:]))


def _regular_first(loaded: typst.Fonts) -> list[typst.FontInfo]:
    """Order faces so that, of one family, the upright regular one comes last and is kept."""
    on_disk = [face for face in loaded.fonts() if face.path is not None]
    return sorted(on_disk, key=lambda face: (face.style == "normal", -abs(face.weight - 400)))


@lru_cache(maxsize=16)
def _characters(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        points: Mapping[int, str] = font.getBestCmap() or {}
    return frozenset(point for point in points if unicodedata.category(chr(point))[0] != "C")
