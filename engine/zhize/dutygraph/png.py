"""The picture as PNG: the SVG as resvg renders it, and never without its text."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .._errors import UsageError
from .fonts import Font, choose_font, font_folders, fonts_in, packaged_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SCALE = 2.0
"""Pixels for each unit of the SVG: 192 to the inch."""

MAX_PIXELS = 80_000_000
"""A larger picture is drawn with fewer pixels to the unit."""

_SVG = "{http://www.w3.org/2000/svg}"
_NAMED = 12
"""How many of the missing characters an error names."""


def png(svg: str, *, folders: Iterable[Path] | None = None) -> bytes:
    """Render an SVG, with a font that has been seen to draw all its characters.

    Args:
        svg: The picture; its size stands in its `viewBox`.
        folders: Where to look for fonts; by default where the system keeps them. The font of the
            extra `png` comes last.

    Raises:
        UsageError: resvg is not installed, or no font draws all characters. Nothing is rendered.
    """
    render = _renderer()
    root = ET.fromstring(svg)
    needed = characters_of(root)
    fonts = list(fonts_in(font_folders() if folders is None else folders))
    packaged = packaged_font()
    if packaged is not None:
        fonts.append(packaged)
    font, missing = choose_font(fonts, needed, partial(_probe, render))
    if font is None:
        raise _no_font(missing)
    return render(svg, font, _scale(root))


def characters_of(root: ET.Element) -> set[str]:
    """Return the characters of all text that is drawn; blanks need no font."""
    texts = ("".join(element.itertext()) for element in root.iter(f"{_SVG}text"))
    return {character for text in texts for character in text if not character.isspace()}


def _scale(root: ET.Element) -> float:
    """Return how many pixels a unit takes."""
    *_, width, height = map(float, root.attrib["viewBox"].split())
    return min(SCALE, math.sqrt(MAX_PIXELS / (width * height)))


def _renderer() -> Callable[[str, Font, float], bytes]:
    """Return what renders an SVG by one font and no other."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise UsageError(
            '写 .png 需要 resvg。请安装：pip install "zhize[png]"；也可以改写 .svg。',
            'a .png needs resvg: pip install "zhize[png]"; or write an .svg instead',
        ) from None

    def render(svg: str, font: Font, zoom: float) -> bytes:
        return svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(file) for file in font.files],
            font_family=font.family,
            sans_serif_family=font.family,
        )

    return render


def _probe(render: Callable[[str, Font, float], bytes], text: str, font: Font) -> bytes:
    """Draw a text by itself."""
    return render(
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'<text x="4" y="24" font-size="20" font-family="sans-serif">{escape(text)}</text></svg>',
        font,
        1,
    )


def _no_font(missing: str) -> UsageError:
    named = missing[:_NAMED] + ("…" if len(missing) > _NAMED else "")
    return UsageError(
        f"没有一种字体能画出图中的全部文字（缺 {len(missing)} 个：{named}），所以没有作图。"
        '请安装中文字体：pip install "zhize[png]"，或 apt-get install fonts-noto-cjk；'
        "也可以改写 .svg。",
        f"no font draws all text of the picture ({len(missing)} missing: {named}), so none was "
        'made; install a Chinese font: pip install "zhize[png]", or apt-get install '
        "fonts-noto-cjk; or write an .svg instead",
    )
