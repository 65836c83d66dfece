"""The fields that decide in either of two mechanisms, with the joint masks of their values.

A joint mask is laid out as: the bits of the earlier program; those of the later one; a mark for
each field that records of one version must state; and, for agencies only, what it does to name
them: the bits that stand because they know, and the recipients that are left out because of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.rulebase import Facet
from .folding import Choice, Field, Folded, Reached, fold, join, merged
from .relevance import Relevance, UnitNames
from .sides import EARLIER, LATER, Side, Words

BOTH = (EARLIER, LATER)
_NOBODY = Reached((1,), 0, ())


class Layout:
    """Where the parts of a joint mask lie.

    Attributes:
        low: The part that is ANDed over fields: bits of the programs, and marks.
        marks: All marks.
    """

    def __init__(self, sides: tuple[Side, Side], words: tuple[Words, Words]) -> None:
        self._words = words
        self._width = len(sides[EARLIER].program.unit_of_bit)
        self._bits = self._width + len(sides[LATER].program.unit_of_bit)
        self._needs = [
            (side, joint)
            for side in BOTH
            for joint, facet in words[side].facets.items()
            if facet.code in sides[side].needs and facet.kind in {"concept", "agency"}
        ]
        self.marks = ((1 << len(self._needs)) - 1) << self._bits
        self.low = (1 << self._bits) - 1 | self.marks
        self.end = self._bits + len(self._needs)
        self._said = [self._marks(own == side for own, _ in self._needs) for side in BOTH]

    def joint(self, earlier: int, later: int) -> int:
        """Return the bits of both programs as one mask, without marks."""
        return earlier | later << self._width

    def bits(self, side: int, mask: int) -> int:
        """Return the bits of one program."""
        if side == EARLIER:
            return mask & (1 << self._width) - 1
        return (mask & (1 << self._bits) - 1) >> self._width

    def with_bits(self, side: int, mask: int, bits: int) -> int:
        """Return a mask with other bits of one program."""
        at, wide = (0, self._width) if side == EARLIER else (self._width, self._bits - self._width)
        return mask & ~(((1 << wide) - 1) << at) | bits << at

    def unstated(self, facets: Iterable[str]) -> int:
        """Return the marks where some fields state nothing: of all others."""
        return self._marks(joint not in set(facets) for _, joint in self._needs)

    def stated(self, placed: Iterable[tuple[str, str]]) -> int:
        """Return the marks of the fields that state a value which the version knows."""
        found = set(placed)
        return self._marks(
            any(f == joint and self._words[side].own(f, v) is not None for f, v in found)
            for side, joint in self._needs
        )

    def said(self, side: int, mask: int) -> bool:
        """Tell whether records of a version state all that they must."""
        return mask & self._said[side] == self._said[side]

    def _marks(self, flags: Iterable[bool]) -> int:
        mask = 0
        for rank, flag in enumerate(flags):
            mask |= flag << self._bits + rank
        return mask


def concept_fields(
    sides: tuple[Side, Side], words: tuple[Words, Words], layout: Layout
) -> Iterator[Field]:
    """Yield the concept fields that some norm tests, or that records must state."""
    for code, facet in _facets(words):
        if facet.kind != "concept":
            continue
        tested = any(_own(words, s, code) in sides[s].program.tested for s in BOTH)
        needed = any(_own(words, s, code) in sides[s].needs for s in BOTH)
        if not tested and not needed:
            continue
        values = _values(words, code)
        free = layout.joint(*(_free(sides[s], _own(words, s, code)) for s in BOTH))
        choices = []
        for value in values:
            masks = [_lookup(sides[s], words[s], code, value) for s in BOTH]
            stated = ((code, value),)
            mask = layout.joint(*masks) | layout.unstated((code,)) | layout.stated(stated)
            # A word of one version only is kept apart: its witness needs another record.
            known = tuple(words[s].own(code, value) is not None for s in BOTH)
            choices.append(((mask, known), Choice(mask, stated)))
        yield Field(
            facets=(code,),
            values=len(values),
            empty=free | layout.unstated((code,)),
            choices=_plainest_first(merged(choices)),
            many=_many(words, code),
        )


def _plainest_first(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return choices, those that leave least standing first: they make the plainest witnesses."""
    return tuple(sorted(choices, key=lambda choice: choice.mask.bit_count()))


def _own(words: tuple[Words, Words], side: int, code: str) -> str:
    mine = words[side].facets.get(code)
    return "" if mine is None else mine.code


def _free(side: Side, own: str) -> int:
    """Return the bits that stand where a field is left open."""
    return side.program.free.get(own, side.program.all_bits)


def _lookup(side: Side, words: Words, code: str, value: str) -> int:
    mine = words.facets.get(code)
    if mine is None:
        return side.program.all_bits
    own = words.own(code, value)
    known = 0 if own is None else side.program.lookup.get(mine.code, {}).get(own, 0)
    return known | _free(side, mine.code)


def _facets(words: tuple[Words, Words]) -> Iterator[tuple[str, Facet]]:
    """Yield the facets of both versions by joint code, in the order of the earlier record."""
    codes: dict[str, Facet] = {}
    for side in BOTH:
        for code, facet in words[side].facets.items():
            codes.setdefault(code, facet)
    yield from sorted(codes.items(), key=lambda item: (item[1].position, item[0]))


def _values(words: tuple[Words, Words], code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for side in BOTH for v in words[side].values(code)))


def _many(words: tuple[Words, Words], code: str) -> bool:
    """Tell whether records of both versions may state several values."""
    return all(words[s].facets[code].many for s in BOTH if code in words[s].facets)


class Knowing:
    """The fields that name agencies: who knows, who is left out, and whom triggers ask for."""

    def __init__(
        self,
        sides: tuple[Side, Side],
        words: tuple[Words, Words],
        names: UnitNames,
        layout: Layout,
        relevant: Relevance,
    ) -> None:
        self._sides = sides
        self._words = words
        self._layout = layout
        self._folds: dict[object, Folded] = {}
        at = layout.end
        self._known_at: list[int] = []
        for side in BOTH:
            self._known_at.append(at)
            at += len(sides[side].program.unit_of_bit)
        # (side, rule, agency): the bit that leaves it out, and the bits that make it matter.
        self._out: dict[tuple[int, int, str], tuple[int, int]] = {}
        for side in BOTH:
            program = sides[side].program
            for rank, rule in enumerate(program.acting_rules):
                for unit in sorted(rule.units):
                    agency = names.agency(side, program.units[unit].bearer)
                    key = (side, rank, agency)
                    bit, acts = self._out.get(key, (0, 0))
                    if not bit:
                        bit, at = 1 << at, at + 1
                    mask = program.units[unit].mask
                    acts |= layout.joint(mask, 0) if side == EARLIER else layout.joint(0, mask)
                    self._out[key] = (bit, acts)
        self.fields = tuple(self._fields())
        told_only = layout.joint(*relevant.told_only)
        needed = layout.joint(*relevant.needed)
        self._silenced = [
            (bit, acts) for bit, acts in self._out.values() if not acts & needed & ~told_only
        ]

    def _fields(self) -> Iterator[Field]:
        groups: dict[object, list[str]] = {}
        for code, facet in _facets(self._words):
            if facet.kind == "agency":
                uses = tuple(self._use(side, code) for side in BOTH)
                if any(uses):
                    many = _many(self._words, code)
                    alike = (uses, "" if many else code)
                    groups.setdefault(alike, []).append(code)
        for codes in groups.values():
            yield self._field(codes)

    def _use(self, side: int, code: str) -> object:
        """Return what a field is asked for on one side; nothing where it is not."""
        mine = self._words[side].facets.get(code)
        if mine is None:
            return ()
        program = self._sides[side].program
        rules = [
            rank for rank, rule in enumerate(program.acting_rules)
            if mine.code in rule.except_named_in
        ]  # fmt: skip
        needed = mine.code in self._sides[side].needs
        tested = mine.code if mine.code in program.tested else ""
        use = (tested, mine.code in program.knowledge, tuple(rules))
        return use if any(use) else ("needed",) if needed else ()

    def _field(self, codes: list[str]) -> Field:
        agencies = dict.fromkeys(a for code in codes for a in _values(self._words, code))
        choices = []
        for agency in agencies:
            placed = self._placed(codes, agency)
            choices.append((self._mask(codes, agency, placed), placed))
        free = [self._lookups(side, codes, None) for side in BOTH]
        return Field(
            facets=tuple(codes),
            values=len(agencies),
            empty=self._layout.joint(*free) | self._layout.unstated(codes),
            choices=_plainest_first(
                merged(
                    ((mask, self._known(placed)), Choice(mask, placed)) for mask, placed in choices
                )
            ),
            many=_many(self._words, codes[0]),
        )

    def _known(self, placed: tuple[tuple[str, str], ...]) -> tuple[bool, ...]:
        return tuple(
            any(self._words[side].own(f, a) is not None for f, a in placed) for side in BOTH
        )

    def _placed(self, codes: list[str], agency: str) -> tuple[tuple[str, str], ...]:
        """Return where to name an agency: where records must name one, else where they may."""
        may = [c for c in codes if any(self._words[s].own(c, agency) is not None for s in BOTH)]
        must = [
            c for c in may if any(_own(self._words, s, c) in self._sides[s].needs for s in BOTH)
        ]
        return tuple((c, agency) for c in must or may[:1])

    def _mask(self, codes: list[str], agency: str, placed: tuple[tuple[str, str], ...]) -> int:
        layout = self._layout
        mask = layout.joint(*(self._lookups(side, codes, agency) for side in BOTH))
        mask |= layout.unstated(codes) | layout.stated(placed)
        for side in BOTH:
            program = self._sides[side].program
            for code, name in placed:
                mine = self._words[side].facets.get(code)
                own = self._words[side].own(code, name)
                if mine is None or own is None:
                    continue
                if mine.code in program.knowledge:
                    mask |= program.aware.get(own, 0) << self._known_at[side]
                for rank, rule in enumerate(program.acting_rules):
                    if mine.code in rule.except_named_in:
                        mask |= self._out.get((side, rank, agency), (0, 0))[0]
        return mask

    def _lookups(self, side: int, codes: list[str], agency: str | None) -> int:
        """Return the bits that stand where one field of a group names an agency, or none does."""
        mask = self._sides[side].program.all_bits
        for code in codes:
            if agency is None:
                mask &= _free(self._sides[side], _own(self._words, side, code))
            else:
                mask &= _lookup(self._sides[side], self._words[side], code, agency)
        return mask

    def told(self, mask: int, most: int | None, limit: int) -> Folded:
        """Return all ways of naming agencies that make a difference where some bits stand.

        Args:
            mask: What the other facts leave standing.
            most: How many agencies are named at most, on each group of fields.
            limit: The number of ways that is too many.

        Raises:
            TooMany: There are more.
        """
        layout = self._layout
        matters = mask & layout.low | layout.marks
        for side in BOTH:
            matters |= layout.bits(side, mask) << self._known_at[side]
        for bit, acts in self._out.values():
            if mask & acts:
                matters |= bit
        found: Folded | None = None
        for rank, field in enumerate(self.fields):
            key = (
                rank,
                most,
                tuple(c.mask & matters for c in field.choices),
                field.empty & matters,
            )
            folded = self._folds.get(key)
            if folded is None:
                folded = self._folds[key] = self._folded(field, most, matters, limit)
            found = folded if found is None else join(found, folded, layout.low, limit)
        return {layout.low: _NOBODY} if found is None else found

    def plain(self, mask: int) -> int:
        """Return a mask in which an agency that is left out as a recipient does not act.

        Masks that become equal have the same outcome, as far as duties are observed.
        """
        for bit, acts in self._silenced:
            if mask & bit:
                mask &= ~(bit | acts)
        return mask

    @staticmethod
    def _folded(field: Field, most: int | None, matters: int, limit: int) -> Folded:
        """Fold a field, agencies that make no difference here taken together."""
        groups: dict[int, list[Choice]] = {}
        for choice in field.choices:
            groups.setdefault(choice.mask & matters, []).append(choice)
        alike = Field(
            field.facets,
            field.values,
            field.empty,
            tuple(g[0] for g in groups.values()),
            field.many,
        )
        sizes = [len(group) for group in groups.values()]
        return fold(alike, most, matters, limit, sizes)
