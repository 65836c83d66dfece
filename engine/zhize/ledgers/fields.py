"""The columns of a ledger: which fields, which of them are needed, which words they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..explain.names import Names
    from ..model.rulebase import Facet
    from ..records import Lexicon


class LedgerField(NamedTuple):
    """One column.

    Attributes:
        facet: The field.
        needed: Whether every record must have it.
        words: What may be chosen, each read back as what it means; empty for free text and dates.
        above: Code of the place field whose places these lie in, where there are several.
        within: For each word, what the place above it is called.
    """

    facet: Facet
    needed: bool
    words: tuple[str, ...] = ()
    above: str | None = None
    within: tuple[str, ...] = ()


def ledger_fields(
    lexicon: Lexicon, needed: Collection[str], names: Names
) -> tuple[LedgerField, ...]:
    """Return the columns in the order of the fields, with words in one language."""
    found: list[LedgerField] = []
    for words in lexicon.facets.values():
        facet = words.facet
        if facet.kind == "place":
            found.append(_places(facet, facet.code in needed, lexicon, names))
            continue
        listed = [
            label if words.code_of(label) == code else code
            for code in facet.values
            for label in (names.value(facet.code, code),)
        ]
        if listed:
            rulebase = lexicon.rulebase
            listed.append(names.text(rulebase.unknown.label))
            if facet.many and facet.code not in needed:
                listed.append(names.text(rulebase.none.label))
        found.append(LedgerField(facet, facet.code in needed, tuple(listed)))
    return tuple(found)


def _places(facet: Facet, needed: bool, lexicon: Lexicon, names: Names) -> LedgerField:
    """Return a column of places, sorted by the place that they lie in."""
    book = lexicon.places
    places = [p for p in lexicon.rulebase.places if facet.code in p.facets and p.successor is None]
    by_iri = {p.iri: p for p in lexicon.rulebase.places}
    uppers = [by_iri.get(p.within or "") for p in places]
    above = next(
        (c for c in reversed(book.order) if c in book.above[facet.code]
         and any(u is not None and c in u.facets for u in uppers)),
        None,
    )  # fmt: skip
    if above is None or len({u.iri for u in uppers if u is not None}) < 2:
        return LedgerField(facet, needed, tuple(_readable(facet, p.code, {}, lexicon, names)
                                                for p in places))  # fmt: skip
    rows: list[tuple[str, str]] = []
    order = {p.iri: rank for rank, p in enumerate(lexicon.rulebase.places)}
    pairs = [(p, u) for p, u in zip(places, uppers, strict=True) if u is not None]
    for place, upper in sorted(pairs, key=lambda pair: (order[pair[1].iri], order[pair[0].iri])):
        stated = {above: (upper.code,)}
        rows.append((
            _readable(facet, place.code, stated, lexicon, names), names.place(above, upper.code),
        ))  # fmt: skip
    return LedgerField(
        facet, needed, tuple(word for word, _ in rows), above, tuple(upper for _, upper in rows)
    )


def _readable(
    facet: Facet, code: str, stated: dict[str, tuple[str]], lexicon: Lexicon, names: Names
) -> str:
    """Return what a place is called, where that is read back as this place, else its code."""
    label = names.place(facet.code, code)
    found = lexicon.places.find(facet.code, label, stated)
    return label if found is not None and found.code == code else code


def example(fields: Collection[LedgerField], lexicon: Lexicon, identifier: str) -> tuple[str, ...]:
    """Return the cells of a row that shows how to fill a ledger: what is needed, and no more."""
    first_day = lexicon.rulebase.info.valid_from

    def cell(field: LedgerField) -> str:
        if not field.needed:
            return ""
        if "identifier" in field.facet.serves:
            return identifier
        if field.facet.kind == "date":
            return "2024-08-01" if first_day is None else first_day.isoformat()
        return "；".join(field.words[: 2 if field.facet.many else 1])

    return tuple(cell(field) for field in fields)
