"""From the facts of a class to a record that `zhize decide` takes."""

from __future__ import annotations

from ...records import resolve
from .behaviour import Comparison, Found
from .sides import BOTH, EARLIER, LATER, Side, Words
from .values import NO_WORDS, Record, Witness


class Witnesses:
    """Writes records for the classes of one comparison."""

    def __init__(
        self,
        sides: tuple[Side, Side],
        words: tuple[Words, Words],
        comparison: Comparison,
    ) -> None:
        self._sides = sides
        self._words = words
        self._comparison = comparison

    def of(self, found: Found, rank: int) -> Witness | None:
        """Return the smallest incident of a class, or None where none was found.

        Args:
            found: The class.
            rank: Its number, from 1, for the record's identifier.
        """
        if found.stated is None:
            return None
        records = [self._record(side, found, rank) for side in BOTH]
        read = [
            None if record is None else resolve(record, self._sides[side].lexicon)
            for side, record in enumerate(records)
        ]
        refused = tuple(
            ("before", "after")[side]
            for side in BOTH
            if (record := read[side]) is not None and self._sides[side].problems(record)
        )
        outcomes = [self._sides[side].decider.outcome(self._facts(side, found)) for side in BOTH]
        return Witness(
            stated=found.size,
            before=records[EARLIER],
            after=records[LATER],
            duties=self._comparison.duties.in_full(outcomes[EARLIER], outcomes[LATER]),
            refused=refused,
            new_words=self._words_of_one(found, LATER),
            old_words=self._words_of_one(found, EARLIER),
        )

    def _facts(self, side: int, found: Found) -> dict[str, tuple[str, ...]]:
        """Return the facts as one version can say them; none where it has no words for them."""
        if found.reach[side] == NO_WORDS:
            return {}
        return self._comparison.facts(side, found.setting + (found.stated or ()))

    def _words_of_one(self, found: Found, side: int) -> tuple[tuple[str, str], ...]:
        mine, other = self._words[side], self._words[1 - side]
        return tuple(
            (mine.facets[facet].code, own)
            for facet, value in found.stated or ()
            if (own := mine.own(facet, value)) is not None and other.own(facet, value) is None
        )

    def _record(self, side: int, found: Found, rank: int) -> Record | None:
        """Return the record in the order of its fields, with what else a record must state."""
        if found.reach[side] == NO_WORDS:
            return None
        facts, record = self._facts(side, found), Record()
        facets = self._sides[side].rulebase.facets
        for facet in sorted(facets, key=lambda f: f.position):
            values = facts.get(facet.code, ())
            needed = facet.code in self._sides[side].needs
            if values:
                record[facet.code] = list(values) if facet.many else values[0]
            elif "identifier" in facet.serves or (needed and facet.kind == "text"):
                record[facet.code] = f"W-{rank}"
        return record
