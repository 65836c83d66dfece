"""What the answers of a matrix rest on: the norms cited, their words, the interpretations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.rulebase import norm_key
from .questions import part_of

if TYPE_CHECKING:
    from ..explain.names import Names
    from ..model.rulebase import Norm
    from ..pages import Said
    from .layout import Layout
    from .values import Column


class Citations:
    """The norms and interpretations that the cells of a matrix cite.

    Args:
        layout: The matrix in words.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._rulebase = layout.rulebase
        self._norms = {norm.code: norm for norm in layout.rulebase.norms}
        self._provisions = {p.code: p for p in layout.rulebase.provisions}

    def norms(self) -> tuple[Norm, ...]:
        """Return the norms cited, in the order of their codes."""
        used = {
            e.norm
            for table in self.layout.matrix.tables
            for cell in table.cells.values()
            for e in cell
        }
        return tuple(self._norms[code] for code in sorted(used, key=norm_key))

    def cells_of(self, norm: str) -> tuple[tuple[str, Column], ...]:
        """Return the cells that cite a norm."""
        return tuple(
            (agency, column)
            for table in self.layout.matrix.tables
            for agency in table.rows
            for column in table.columns
            if any(entry.norm == norm for entry in table.cell(agency, column))
        )

    def provision(self, norm: Norm) -> tuple[Said, ...]:
        """Return the label of the provision that a norm stands in."""
        return self.layout.voices.of(self._provisions[norm.provision].label)

    def bearers(self, norm: Norm) -> tuple[Said, ...]:
        """Return who bears a norm: kinds as they are written, agencies by themselves."""
        kinds = set(norm.bearer_kinds)
        named = {a.code for a in self._rulebase.agencies if not kinds & set(a.kinds)}
        return self.layout.voices.each(
            lambda n: n.words.listed(
                (
                    *map(n.kind, norm.bearer_kinds),
                    *(n.agency(code) for code in norm.bearers if code in named),
                )
            )
        )

    def part(self, norm: Norm) -> tuple[Said, ...]:
        """Return the part of a norm's bearer, and what the norm may be done instead of."""
        return self.layout.voices.each(lambda n: self._part(n, norm))

    def _part(self, names: Names, norm: Norm) -> str:
        part = self.layout.part_in(names, part_of(norm))
        if norm.alternative_to is None:
            return part
        return names.words.aside(part, self.layout.instead(names, (norm.code, norm.alternative_to)))

    def quotes(self, norm: Norm) -> tuple[tuple[tuple[Said, ...], str], ...]:
        """Return the words of a norm: the first by themselves, further ones as also quoted."""
        also = self.layout.voices("also")
        return (
            ((), f"“{norm.quote.exact}”"),
            *((also, f"“{quote.exact}”") for quote in norm.also_quotes),
        )

    def quoted(self, norm: Norm) -> str:
        """Return the same on one line."""
        line = self.layout.line
        names = self.layout.voices.names[0]
        return " ".join(
            names.words.colon(line(head), quote) if head else quote
            for head, quote in self.quotes(norm)
        )

    def rests_on(self, norm: Norm) -> tuple[str, ...]:
        """Return the interpretations that a norm rests on, as its own page names them."""
        return tuple(dict.fromkeys((*norm.interpretations, *norm.awareness_interpretations)))

    def rests(self, norm: Norm) -> tuple[Said, ...]:
        """Return the same by their names."""
        return self.layout.voices.each(
            lambda n: n.words.listed(map(n.interpretation, self.rests_on(norm)))
        )

    def interpretations(self) -> tuple[tuple[str, tuple[Said, ...]], ...]:
        """Return every interpretation that an answer rests on, and what it says."""
        used = {code for norm in self.norms() for code in self.rests_on(norm)}
        for table in self.layout.matrix.tables:
            for entry in (entry for cell in table.cells.values() for entry in cell):
                used.update(entry.interpretations)
                if entry.condition is not None:
                    used.update(c for turn in entry.condition.turns for c in turn.interpretations)
        return tuple(
            (one.code, self.layout.voices.each(lambda n, c=one.code: n.interpretation_in_full(c)))  # type: ignore[misc]
            for one in self._rulebase.interpretations
            if one.code in used
        )
