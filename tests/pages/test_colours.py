"""A mode, and a role, has one colour wherever it is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import zhize
from zhize.annotation.word_marks import LINES
from zhize.dutygraph.style import INK, PAPER, SOFT, STROKES
from zhize.matrix.words import FILLS
from zhize.pages.colours import MODES

FOLDER = Path(zhize.__file__).parent
ROLES = ("lead", "primary", "territorial", "supervisory", "assisting", "handling")


def variables(name: str) -> dict[str, str]:
    """Return the colours that a style sheet names."""
    style = (FOLDER / name).read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style))


def test_pages_draw_modes_in_the_colours_of_the_table() -> None:
    named = variables("pages/base.css")
    assert {mode: named.get(mode) for mode in MODES if mode != "in-force"} == {
        mode: colour for mode, colour in MODES.items() if mode != "in-force"
    }
    assert (named["ink"], named["soft"], named["paper"]) == (INK, SOFT, PAPER)


def test_pictures_draw_modes_in_the_colours_of_the_table() -> None:
    assert {mode: stroke.colour for mode, stroke in STROKES.items()} == MODES


def test_a_document_draws_modes_as_the_annotated_page_does() -> None:
    named = variables("pages/base.css") | variables("annotation/annotation.css")
    assert list(LINES) == list(MODES)
    assert {mode: (named[mode], named[f"{mode}-ground"]) for mode in MODES} == {
        mode: (colour, ground) for mode, (_, colour, ground) in LINES.items()
    }


def test_a_workbook_fills_roles_as_the_page_does() -> None:
    style = (FOLDER / "matrix" / "matrix.css").read_text(encoding="utf-8")
    fills = dict(re.findall(r"^\.([a-z-]+) \{ --fill: #([0-9a-f]{6});", style, re.MULTILINE))
    assert {role: fills[role].upper() for role in ROLES} == {role: FILLS[role] for role in ROLES}
