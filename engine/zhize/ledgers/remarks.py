"""What a row is told besides its duties: what is to be clarified, and which norms yield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..explain.names import Names
    from ..model.decision import Decision, Displaced

_MEMO_LIMIT = 1 << 16


class RemarkWriter:
    """Puts into words, in short, what a memo says of open questions and of displaced norms.

    Args:
        names: For labels.
        say: Returns words of ledgers by key.
    """

    def __init__(self, names: Names, say: Callable[..., str]) -> None:
        self._names, self._say = names, say
        self._ordered = sorted(names.rulebase.facets, key=lambda facet: facet.position)
        self._fields: Memo[frozenset[str], str] = Memo(_MEMO_LIMIT)
        self._yielding: Memo[tuple[Displaced, ...], str] = Memo(_MEMO_LIMIT)

    def of(self, decision: Decision) -> tuple[str, str]:
        """Return the fields to be clarified, and the norms that yield; empty where there are none.

        A field is to be clarified where its answer would change the duties. They stand in one
        order, so that the sheet can be filtered by them. An agency that exists once for each place
        is named without it: the row says which is meant.
        """
        open_facts = decision.body.open_facts
        clarify = self._fields.get(open_facts)
        if clarify is None:
            fields = [self._names.text(f.label) for f in self._ordered if f.code in open_facts]
            clarify = self._fields.keep(open_facts, self._names.words.listed(fields))
        displaced = decision.displaced
        yielding = self._yielding.get(displaced)
        if yielding is None:
            yielding = self._yielding.keep(displaced, self._yields(displaced))
        return clarify, yielding

    def _yields(self, displaced: tuple[Displaced, ...]) -> str:
        """Return each norm with its bearer once, and all norms that it yields to."""
        by: dict[tuple[str, str], list[str]] = {}
        for row in displaced:
            by.setdefault((row.norm, row.bearer), []).append(row.by)
        words = self._names.words
        return words.clauses(
            self._say(
                "yields",
                norm=words.aside(norm, self._names.agency(bearer)),
                by=words.listed(norms),
            )
            for (norm, bearer), norms in by.items()
        )
