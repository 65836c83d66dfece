"""Random shapes over the facets of any mechanism, of every kind there is."""

from __future__ import annotations

import random
from collections.abc import Sequence

from zhize.model.rulebase import Facet
from zhize.validation.checks import (
    BROADER,
    PLAIN,
    XSD_STRING,
    And,
    Check,
    Class,
    Constraint,
    Datatype,
    HasValue,
    In,
    LessThanOrEquals,
    MaxCount,
    MinCount,
    Node,
    NodeKind,
    Not,
    Or,
    Path,
    Pattern,
    Shape,
    Term,
    parts,
)
from zhize.validation.conformance import NONE, UNKNOWN, Vocabulary


class Shapes:
    """Makes random shapes about some facets.

    Args:
        vocabulary: The terms of the mechanism.
        rng: Where chance comes from.
    """

    def __init__(self, vocabulary: Vocabulary, rng: random.Random) -> None:
        self._rng = rng
        self._classes = sorted(vocabulary.members)
        members = {iri for found in vocabulary.members.values() for iri in found}
        above = {iri for found in vocabulary.closure.values() for iri in found}
        self._terms = [
            *map(Term, sorted(members | above)),
            *[NONE, UNKNOWN, Term("nonsense", XSD_STRING)] * 4,
        ]

    def about(self, facets: Sequence[Facet], depth: int = 3) -> Shape:
        """Return a shape that is about values of the facets, or about the record or a value."""
        path = None
        if depth < 2 or self._rng.random() < 0.6:
            path = Path(self._rng.choice(facets).iri, self._rng.choice((PLAIN, PLAIN, BROADER)))
        count = self._rng.choice((1, 1, 2))
        return Shape(tuple(self._constraint(facets, depth) for _ in range(count)), path)

    def check(self, name: str, facets: Sequence[Facet], fields: Sequence[str]) -> Check:
        """Return a check that is put down to one of some fields, or to none."""
        shape = self.about(facets)
        read = {part.path.property for part in parts(shape) if part.path is not None}
        found = [constraint for part in parts(shape) for constraint in part.constraints]
        read |= {c.property for c in found if isinstance(c, LessThanOrEquals)}
        return Check(
            name=name, shape=shape, reads=tuple(sorted(read)), code=name,
            severity=self._rng.choice(("error", "warning", "info")),
            message={"zh": "不行", "en": "no"}, field=self._rng.choice((None, *fields)),
        )  # fmt: skip

    def _constraint(self, facets: Sequence[Facet], depth: int) -> Constraint:
        rng = self._rng
        if depth > 1 and rng.random() < 0.6:
            shapes = tuple(self._within(facets, depth - 1) for _ in range(2))
            return rng.choice((Not(shapes[0]), Node(shapes[0]), And(shapes), Or(shapes)))
        return rng.choice(
            (
                MinCount(rng.randrange(4)),
                MaxCount(rng.randrange(4)),
                HasValue(rng.choice(self._terms)),
                Class(rng.choice(self._classes)),
                In(tuple(rng.choices(self._terms, k=rng.choice((1, 20, 60))))),
                Datatype(XSD_STRING),
                NodeKind(*rng.choice(((True, False), (False, True)))),
                Pattern(rng.choice(("ing", "^n"))),
                LessThanOrEquals(rng.choice(facets).iri),
            )
        )

    def _within(self, facets: Sequence[Facet], depth: int) -> Shape:
        """Return a part of another shape, which often is about one value of that one's."""
        if self._rng.random() < 0.5:
            return Shape((self._constraint(facets, depth),))
        return self.about(facets, depth)
