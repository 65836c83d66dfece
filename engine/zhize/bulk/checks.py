"""The record shapes over columns: each check looks at each combination of values once.

The checks are those that `Checker` runs, and what one means is said in `conformance` for both. Here
they are grouped by the axes they read; rows with the same codes there have the same faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from .._errors import CompilationError
from ..model.report import ERROR, INFO, WARNING, Problem
from ..validation import checks as kinds
from ..validation.conformance import CHECKED_ON, THE_RECORD, UNRECOGNISED, Facts, Vocabulary, marked
from ..validation.findings import complaint_of, finding, rank
from .groups import Group, Spread
from .leaves import leaves
from .looks import Looks
from .pairs import Growing, Pairs
from .readings import ODD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ..model.rulebase import RuleBase
    from ..validation.checks import Check, Shape
    from ..validation.findings import Complaint
    from .groups import Numbered
    from .pairs import Codes
    from .readings import Axis, Part

Item: TypeAlias = tuple[int, str, str, "str | None", "str | None"]
"""A fault: the number of the complaint, its code and severity, the field, the value."""
Items: TypeAlias = tuple[Item, ...]
_KNOWN = (
    kinds.MinCount, kinds.MaxCount, kinds.Class, kinds.Datatype, kinds.NodeKind, kinds.In,
    kinds.HasValue, kinds.Pattern, kinds.LessThanOrEquals, kinds.Not, kinds.And, kinds.Or,
    kinds.Node,
)  # fmt: skip
_NOTE = -1


class Faults:
    """Sets of faults, numbered; 0 is the empty one.

    Attributes:
        sets: The sets by number.
    """

    def __init__(self) -> None:
        self.sets: list[Items] = [()]
        self._numbers: dict[Items, int] = {(): 0}
        self._pairs = Pairs(self._join)

    @property
    def size(self) -> int:
        """How many sets were met, and pairs of them."""
        return len(self.sets) + len(self._pairs)

    def number(self, items: Iterable[Item]) -> int:
        """Return the number of a set."""
        key = tuple(items)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.sets)
            self.sets.append(key)
        return found

    def joined(self, left: Codes, right: Codes) -> Codes:
        """Return the union of two sets, for each row."""
        size = len(self.sets)
        return self._pairs.look_up(left, right, size, size)

    def _join(self, left: int, right: int) -> int:
        # A note is told as often as it was made; a shape says the same thing once.
        more = [i for i in self.sets[right] if i[0] == _NOTE or i not in self.sets[left]]
        return self.number((*self.sets[left], *more))


class ColumnChecks:
    """The checks of one mechanism, over columns, for one day taken as today.

    Attributes:
        faults: The sets of faults met so far.
        sharing: What is said of identifiers used again, each with its number.

    Args:
        rulebase: The mechanism.
        checks: Its compiled record shapes.
        axes: What is read together.
        today: The day after which a date is in the future.

    Raises:
        CompilationError: A check is of a kind that has no form over columns.
    """

    def __init__(
        self, rulebase: RuleBase, checks: tuple[Check, ...], axes: tuple[Axis, ...], today: date
    ) -> None:
        self.faults = Faults()
        self._vocabulary = Vocabulary(rulebase)
        self._positions = {facet.code: facet.position for facet in rulebase.facets}
        self._today = today
        self._axis_of = {field: axis for axis in axes for field in axis.fields}
        self._axes = axes
        self._complaints: list[Complaint] = []
        self._single: dict[str, list[Numbered]] = {axis.fields[0]: [] for axis in axes}
        self._constant: list[Numbered] = []
        self.sharing: list[tuple[int, Complaint]] = []
        spread: dict[tuple[str, ...], list[Spread]] = {}
        for check in checks:
            self._place(check, spread)
        self._looks = {axis.fields[0]: self._looks_at(axis, [*spread.values()]) for axis in axes}
        self._several = [self._group(names, found) for names, found in spread.items()]
        self._found = {axis.fields[0]: Growing() for axis in axes}
        # Looks at which nothing was found: other parts that look so need not be examined.
        self._clean: dict[str, set[int]] = {axis.fields[0]: set() for axis in axes}
        self._always = self.faults.number(self._examined(self._constant, ()))

    @property
    def size(self) -> int:
        """How many combinations were met, and sets of faults."""
        groups = sum(group.size for group in self._several)
        return groups + sum(len(seen.firsts) for seen in self._looks.values()) + self.faults.size

    def _place(self, check: Check, spread: dict[tuple[str, ...], list[Spread]]) -> None:
        """Put a check to the axes it reads; if to several, then by their first fields."""
        refuse_unknown(check, self._vocabulary)
        complaint = complaint_of(check)
        if complaint not in self._complaints:
            self._complaints.append(complaint)
        number = self._complaints.index(complaint)
        numbered = number, check
        if check.shape.path and check.shape.path.then == kinds.SHARING:
            self.sharing.append((number, complaint))
            return
        fields = self._vocabulary.fields_of(check)
        names = dict.fromkeys(self._axis_of[field].fields[0] for field in fields)
        if not names:
            if check.reads != (UNRECOGNISED,):  # rows with such fields are read one by one
                self._constant.append(numbered)
        elif len(names) == 1:
            self._single[next(iter(names))].append(numbered)
        else:
            found = leaves(check.shape, self._vocabulary, self._axis_of)
            spread.setdefault(tuple(sorted(names)), []).append(Spread(numbered, fields, found))

    def _looks_at(self, axis: Axis, spread: list[list[Spread]]) -> Looks:
        """Return what the checks see of an axis by itself."""
        shapes = [check.shape for _, check in self._single[axis.fields[0]]]
        parts = [part for found in spread for one in found for part in one.leaves or ()]
        shapes += [shape for of, shape in parts if of is axis]
        return Looks(axis, shapes, Facts(self._vocabulary, {}, (), self._today))

    def _group(self, names: tuple[str, ...], spread: list[Spread]) -> Group:
        axes = tuple([self._axis_of[name] for name in names])
        looks = tuple([self._looks[name] for name in names])
        return Group(axes, looks, spread, self._number, self._conforms)

    def examine(self, codes: Mapping[str, Codes], count: int) -> tuple[Codes, Codes]:
        """Return the rows that have faults or notes, and for each the number of its set.

        Args:
            codes: For each axis, by its first field, the codes of the rows.
            count: How many rows there are.
        """
        sources: list[Codes] = []
        for axis in self._axes:
            name = axis.fields[0]
            table = self._alone(axis).array()
            if table.any():
                sources.append(table.take(codes[name]))
        sources += [group.faults(codes) for group in self._several]
        at_fault = np.zeros(count, bool)
        for source in sources:
            at_fault |= source != 0
        if self._always:
            at_fault[:] = True
        rows = np.flatnonzero(at_fault)
        sets = np.full(len(rows), self._always, np.intp)
        if len(rows):
            for source in sources:
                sets = self.faults.joined(sets, source[rows])
        return rows, sets

    def read(self, axis: Axis) -> list[Codes]:
        """Return all that the checks read of the codes of an axis, as numbers for each code.

        Rows whose codes agree in them have the same faults.
        """
        groups = [group for group in self._several if axis in group.axes]
        return [self._alone(axis).array(), *(group.read(axis) for group in groups)]

    def _alone(self, axis: Axis) -> Growing:
        """Return the faults of each value by itself."""
        name = axis.fields[0]
        found, looks = self._found[name], self._looks[name].of_codes()
        for code in range(len(found), len(axis.parts)):
            found.append(self._of_part(name, axis.parts[code], looks[code]) if code != ODD else 0)
        return found

    def faults_of(self, axis: Axis, code: int) -> int:
        """Return the number of the faults of one value by itself, of those that were examined."""
        found = self._found[axis.fields[0]]
        return int(found.array()[code]) if code < len(found) else 0

    def in_order(self, number: int) -> Items:
        """Return a set of faults in the order in which a single record is told of them."""
        items = self.faults.sets[number]
        notes = [item for item in items if item[0] == _NOTE]
        return (*sorted((item for item in items if item[0] != _NOTE), key=self._rank), *notes)

    def _rank(self, item: Item) -> tuple[int, str, str, str]:
        number, _, _, field, value = item
        return rank(self._complaints[number], field, value, self._positions)

    def _of_part(self, name: str, part: Part, look: int) -> int:
        items: Items = ()
        if look not in self._clean[name]:
            items = self._examined(self._single[name], (part,))
            if not items:
                self._clean[name].add(look)
        if part.notes:
            items = (*items, *(note_item(note) for note in part.notes))
        return self.faults.number(items) if items else 0

    def _number(self, checks: Sequence[Numbered], parts: tuple[Part, ...]) -> int:
        return self.faults.number(self._examined(checks, parts))

    def _conforms(self, shape: Shape, part: Part) -> bool:
        stated = marked(part.values, part.unknown)
        return Facts(self._vocabulary, stated, (), self._today).conforms(shape, THE_RECORD)

    def _examined(self, checks: Sequence[Numbered], parts: tuple[Part, ...]) -> Items:
        values = {field: stated for part in parts for field, stated in part.values.items()}
        stated = marked(values, tuple([field for part in parts for field in part.unknown]))
        facts = Facts(self._vocabulary, stated, (), self._today)
        items: dict[Item, None] = {}
        for number, check in checks:
            complaint = self._complaints[number]
            for term in dict.fromkeys(facts.offending(check.shape)):
                known = None if term == THE_RECORD else term
                found = finding(complaint, known, stated, self._vocabulary)
                items[number, complaint.code, complaint.severity, found.field, found.value] = None
        return tuple(items)


def note_item(note: Problem) -> Item:
    """Return a note on a record as an item of a set."""
    return (_NOTE, note.code, note.severity, note.field, note.value)


def is_refused(items: Items) -> bool:
    """Tell whether a row with these faults is refused."""
    return any(severity == ERROR for _, _, severity, _, _ in items)


def refuse_unknown(check: Check, vocabulary: Vocabulary) -> None:
    """Refuse what cannot be checked over columns: nothing is passed over in silence.

    Raises:
        CompilationError: The check is of an unknown kind, or asks about a property that is none.
    """
    if check.severity not in (ERROR, WARNING, INFO):
        raise _unknown(check, check.severity)
    for shape in kinds.parts(check.shape):
        path = shape.path
        if path is not None:
            if path.then not in (kinds.PLAIN, kinds.BROADER, kinds.SHARING):
                raise _unknown(check, path.then)
            if path.then == kinds.SHARING:
                facet = vocabulary.facets.get(path.property)
                alone = shape is check.shape and shape.constraints == (kinds.MaxCount(1),)
                if facet is None or "identifier" not in facet.serves or not alone:
                    raise _unknown(check, path.then)
            elif path.property not in {*vocabulary.facets, UNRECOGNISED, CHECKED_ON}:
                raise _unknown(check, path.property)
        for constraint in shape.constraints:
            if type(constraint) not in _KNOWN:
                raise _unknown(check, type(constraint).__name__)


def _unknown(check: Check, what: str) -> CompilationError:
    return CompilationError(
        f"形状 {check.name} 用了 {what}，按列检查不认识它；请用 zhize validate 逐条检查。",
        f"shape `{check.name}` uses `{what}`, which cannot be checked over columns; "
        "check such records one by one by `zhize validate`",
    )
