"""True advances of characters, from the fonts of this machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

_PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"))
_LATIN = ("DejaVuSans", "LiberationSans")


class Font:
    """The advances of one font, in ems."""

    def __init__(self, name: str, font: TTFont) -> None:
        self.name = name
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        self._advances = {
            chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()
        }

    def advance(self, character: str) -> float | None:
        """Return how far a character moves on; None where the font lacks it."""
        return self._advances.get(character)

    def width(self, text: str) -> float:
        """Return the width of a text; what the font lacks comes from another, one em at most."""
        return sum(self._advances.get(character, 1.0) for character in text)


@cache
def fonts(*, bold: bool) -> tuple[Font, ...]:
    """Return the fonts to check against; skip the test where there is none with Chinese."""
    chinese = _chinese("Bold" if bold else "Regular")
    if chinese is None:
        pytest.skip("no Noto Sans CJK on this machine: true widths cannot be had")
    endings = ("-Bold",) if bold else ("", "-Regular")
    latin = [
        _opened(name, path)
        for name in _LATIN
        for path in _paths([f"{name}{ending}.ttf" for ending in endings])[:1]
    ]
    return (chinese, *latin)


def _chinese(weight: str) -> Font | None:
    for path in _paths([f"NotoSansCJK-{weight}.ttc"]):
        with TTCollection(path) as collection:
            for font in collection.fonts:
                if font["name"].getDebugName(1) == "Noto Sans CJK SC":
                    return Font("Noto Sans CJK SC", font)
    return None


def _opened(name: str, path: Path) -> Font:
    with TTFont(path) as font:
        return Font(name, font)


def _paths(names: list[str]) -> list[Path]:
    return [path for place in _PLACES for name in names for path in sorted(place.rglob(name))]
