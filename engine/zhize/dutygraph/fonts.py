"""Fonts for pictures: where they lie, and whether one really draws what must be drawn.

A renderer without a fitting font leaves text out and says nothing. So a font counts only once each
character has been drawn with it, and has been seen to differ from nothing and from the box that
stands for a character that a font does not have.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class Font(NamedTuple):
    """A font family, and the files of its regular and bold faces."""

    family: str
    files: tuple[Path, ...]


Draw = Callable[[str, Font], bytes]
"""Draws a text by a font, as a picture of fixed size."""

_NEVER_ASSIGNED = "\u0378"
"""A character that Unicode has not assigned: no font has it."""

_KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Noto Sans CJK SC", ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")),
    ("Noto Sans CJK SC", ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf")),
    ("Source Han Sans SC", ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf")),
    ("Source Han Sans CN", ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf")),
    ("Noto Sans SC", ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf")),
    ("Microsoft YaHei", ("msyh.ttc", "msyhbd.ttc")),
    ("DengXian", ("Deng.ttf", "Dengb.ttf")),
    ("SimHei", ("simhei.ttf",)),
    ("SimSun", ("simsun.ttc",)),
    ("PingFang SC", ("PingFang.ttc",)),
    ("Hiragino Sans GB", ("Hiragino Sans GB.ttc",)),
    ("Heiti SC", ("STHeiti Light.ttc", "STHeiti Medium.ttc")),
    ("Songti SC", ("Songti.ttc",)),
    ("WenQuanYi Micro Hei", ("wqy-microhei.ttc",)),
    ("WenQuanYi Zen Hei", ("wqy-zenhei.ttc",)),
    ("Droid Sans Fallback", ("DroidSansFallbackFull.ttf",)),
    ("Droid Sans Fallback", ("DroidSansFallback.ttf",)),
    # for mechanisms that are not in Chinese
    ("DejaVu Sans", ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")),
    ("Liberation Sans", ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")),
    ("Arial", ("arial.ttf", "arialbd.ttf")),
    ("Arial", ("Arial.ttf", "Arial Bold.ttf")),
)
"""Families and the names of their files, the regular face first; the better ones first."""


def font_folders() -> tuple[Path, ...]:
    """Return the folders in which Linux, macOS and Windows keep fonts, the user's own included."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local")
    return (
        data / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        home / "Library/Fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        local / "Microsoft/Windows/Fonts",
        Path(os.environ.get("SYSTEMROOT") or "C:/Windows") / "Fonts",
    )


def fonts_in(folders: Iterable[Path]) -> Iterator[Font]:
    """Yield the known fonts whose regular face lies in one of these folders or below."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place, within, names in os.walk(folder):
            within.sort()
            for name in sorted(names):
                found.setdefault(name.lower(), Path(place, name))
    for family, wanted in _KNOWN:
        files = tuple(found[name.lower()] for name in wanted if name.lower() in found)
        if wanted[0].lower() in found:
            yield Font(family, files)


def packaged_font() -> Font | None:
    """Return the font of the extra `png`, or None where it is not installed."""
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        return None
    path = sans_path()
    return Font("Noto Sans SC", (path,)) if path.is_file() else None


def choose_font(
    fonts: Iterable[Font], needed: Iterable[str], draw: Draw
) -> tuple[Font | None, str]:
    """Return the first font that draws all that is needed.

    Returns:
        The font, and nothing; or None, and the characters that even the best one does not draw.
    """
    characters = sorted(set(needed))
    fewest: Sequence[str] = characters
    for font in fonts:
        fewest_here = undrawn(font, characters, draw)
        if not fewest_here:
            return font, ""
        if len(fewest_here) < len(fewest):
            fewest = fewest_here
    return None, "".join(fewest)


def undrawn(font: Font, characters: Iterable[str], draw: Draw) -> list[str]:
    """Return the characters that a font leaves out, or draws as the box for what it lacks."""
    nothing = {draw("", font), draw(_NEVER_ASSIGNED, font)}
    return [character for character in characters if draw(character, font) in nothing]
