"""Text in columns: display width, padding and wrapping of mixed Chinese and Latin.

A Chinese character takes two columns of a terminal, so `len` and `textwrap` will not do. Widths
are those of the `wcwidth` library (Unicode Standard Annex 11).
"""

from __future__ import annotations

from wcwidth import wcswidth, wcwidth

DEFAULT_WIDTH = 80
"""Columns of a line when nobody says otherwise."""

OPENING = frozenset("＝（〔【《〈「『“‘([{")
"""No line ends after these."""

CLOSING = frozenset("＝，。、；：？！）〕】》〉」』”’…％,.;:?!)]}%")
"""No line begins with these."""

_BLANKS = frozenset("\t\n\u3000\xa0")
"""White space that `str.isprintable` does not count as printable."""


def visible(text: str) -> str:
    r"""Return a text with control and direction characters spelt out (`\x1b`).

    Records are written by anybody: what they say must not steer the reader's terminal.
    """
    if text.isprintable():
        return text
    return "".join(
        ch if ch.isprintable() or ch in _BLANKS else ch.encode("unicode_escape").decode("ascii")
        for ch in text
    )


def display_width(text: str) -> int:
    """Return the columns that a text takes on a terminal; control characters take none."""
    width: int = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(ch), 0) for ch in text)


def pad(text: str, width: int) -> str:
    """Return a text filled with spaces to a width; a longer text is returned as it is."""
    return text + " " * (width - display_width(text))


def wrap(
    text: str, width: int = DEFAULT_WIDTH, *, first: str = "", rest: str | None = None
) -> list[str]:
    """Break a text into lines that fit a width.

    Lines break at spaces and beside Chinese characters, never inside a Latin word or a number,
    before closing punctuation or after opening punctuation. A word longer than the line stands
    alone and sticks out.

    Args:
        text: What to break; its own line ends stay.
        width: Columns of a line, the indent included.
        first: What the first line begins with: an indent, a number, a label.
        rest: What the other lines begin with; by default as many spaces as `first` is wide.

    Returns:
        At least one line, without line ends or trailing spaces.
    """
    rest = " " * display_width(first) if rest is None else rest
    lines: list[str] = []
    start = first
    for paragraph in text.split("\n"):
        line, room, space = "", width - display_width(start), ""
        for gap, atom in atoms(paragraph):
            space = gap if line else ""
            size = display_width(space + atom)
            if line and size > room:
                lines.append((start + line).rstrip())
                start, line, room = rest, "", width - display_width(rest)
                space, size = "", display_width(atom)
            line += space + atom
            room -= size
        lines.append((start + line).rstrip())
        start = rest
    return lines


def atoms(text: str) -> list[tuple[str, str]]:
    """Return the parts that no line break may divide, each with the white space before it."""
    found: list[tuple[str, str]] = []
    gap, atom, last = "", "", ""
    for ch in text:
        if ch.isspace():
            if atom:
                found.append((gap, atom))
                gap, atom = "", ""
            gap += ch
        elif atom and _may_break(last, ch):
            found.append((gap, atom))
            gap, atom = "", ch
        else:
            atom += ch
        last = ch
    if atom:
        found.append((gap, atom))
    return found


def _may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two neighbouring characters."""
    if before in OPENING or after in CLOSING or wcwidth(after) == 0:
        return False
    return wcwidth(before) == 2 or wcwidth(after) == 2
