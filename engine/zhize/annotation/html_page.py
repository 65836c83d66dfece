"""The marked text as one HTML file that needs nothing else; it prints on A4."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..pages import page_html
from .page import Page
from .signs import Sign, signs
from .values import NORM, OPEN, REPAIR, Annotation, MarkedProvision, Run

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase


class Piece(NamedTuple):
    """A run as the page shows it.

    Attributes:
        text: Its words.
        kinds: The kinds of its marks.
        norms: The codes of the norms that quote it, the closest first; `mode` is that one's.
        to: The card that it leads to, where a norm quotes it.
        again: The same quote has a piece before: no stop for the Tab key.
        anchors: The places that begin with it.
        removed: Words of the copy that a repair beginning here took away.
        signs: What stands behind it.
    """

    text: str
    kinds: frozenset[str]
    norms: tuple[str, ...]
    mode: str
    to: str
    again: bool
    anchors: tuple[str, ...]
    removed: str
    signs: tuple[Sign, ...]


def annotation_html(annotation: Annotation, rulebase: RuleBase, lang: str) -> str:
    """Return the whole text with its marks as one HTML document.

    Args:
        annotation: The marked text.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`.
    """
    page = _HtmlPage(annotation, rulebase, lang)
    return page_html(
        Path(__file__).resolve().parent,
        "annotation.html.j2",
        lang=page.say.lang,
        styles=("annotation.css",),
        scripts=("annotation.js",),
        page=page,
        annotation=annotation,
    )


class _HtmlPage(Page):
    """Says what an annotation holds, with anchors."""

    def pieces(self, provision: MarkedProvision) -> Iterator[Piece]:
        """Yield the runs of a provision as the page shows them."""
        code = provision.provision.code
        before = ""
        for run in provision.runs:
            norms = self.quoting(run)
            first = norms[0] if norms else ""
            yield Piece(
                text=run.text,
                kinds=frozenset(mark.kind for mark in run.marks),
                norms=norms,
                mode=self.norms[first].mode if first else "",
                to=self.anchor("norm", first) if first else "",
                again=bool(first) and first == before,
                anchors=tuple(self._anchors(code, run)),
                removed=self.removed(provision, run),
                signs=tuple(signs(self, code, run)),
            )
            before = first

    def _anchors(self, provision: str, run: Run) -> Iterator[str]:
        for mark in run.starts:
            if mark.kind == NORM:
                yield self.anchor("quote", mark.key, mark.part)
            elif mark.kind == OPEN:
                yield self.anchor("words", provision, mark.key, mark.part)
            elif mark.kind == REPAIR:
                yield self.anchor("mended", mark.key)

    @staticmethod
    def anchor(kind: str, *parts: object) -> str:
        """Return the name of a place; different parts never have the same one."""
        return "-".join((kind, *("".join(map(_plain, str(part))) for part in parts)))


def _plain(character: str) -> str:
    """Return a character as it may stand in an address, spelt out where it may not."""
    if character.isascii() and (character.isalnum() or character == "."):
        return character
    return f"_{ord(character):x}_"
