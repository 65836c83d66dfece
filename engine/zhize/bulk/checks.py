"""The record shapes over columns: each check looks at each combination of values once.

The checks are those that `Checker` runs, and what one means is said in `conformance` for both. Here
they are grouped by the axes they read; rows with the same codes there have the same faults.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from .._errors import CompilationError
from ..model.incident import Record
from ..model.report import ERROR, INFO, WARNING, Problem
from ..validation import checks as kinds
from ..validation.conformance import CHECKED_ON, THE_RECORD, UNRECOGNISED, Facts, Vocabulary, given
from ..validation.findings import complaint_of, finding, rank
from .columns import Column
from .leaves import leaves
from .pairs import Growing, Pairs, Tuples
from .readings import ODD, Classes

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from datetime import date

    from ..model.rulebase import RuleBase
    from ..validation.checks import Check, Shape
    from ..validation.findings import Complaint
    from .pairs import Codes
    from .readings import Axis, Part

Item: TypeAlias = tuple[int, str, str, "str | None", "str | None"]
"""A fault: the number of the complaint, its code and severity, the field, the value."""
Items: TypeAlias = tuple[Item, ...]
_Numbered: TypeAlias = "tuple[int, Check]"
"""A check with the number of its complaint."""

Leaves: TypeAlias = "list[tuple[Axis, Shape]]"
"""The parts of a shape that look at one axis each."""

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


class _Group:
    """Checks that read the same axes, beyond a single one.

    Where their shapes have leaves, most combinations are known to be good by what they answer to
    these; the others are examined by what is stated.
    """

    def __init__(self, axes: tuple[Axis, ...], fields: frozenset[str]) -> None:
        self.axes = axes
        self.checks: list[_Numbered] = []
        self._fields = fields
        self._leaves: list[list[Shape]] | None = [[] for _ in axes]
        self._stated = [Classes(axis, partial(self._stated_in, axis)) for axis in axes]
        self._answered = [Classes(axis, partial(self._answers_of, axis)) for axis in axes]
        self._found = Tuples(len(axes), lambda row: self._examined(self._stated, row))
        self._good = Tuples(len(axes), lambda row: not self._examined(self._answered, row))
        self.examine: Callable[[tuple[Part, ...]], int]
        self.answer: Callable[[Shape, Part], bool]

    def add(self, check: _Numbered, fields: Iterable[str], found: Leaves | None) -> None:
        """Add a check that reads some fields, with the leaves of its shape."""
        self.checks.append(check)
        self._fields |= frozenset(fields)
        if found is None or self._leaves is None:
            self._leaves = None
            return
        for axis, shape in found:
            self._leaves[self.axes.index(axis)].append(shape)

    @property
    def size(self) -> int:
        """How many combinations were met."""
        classes = (*self._stated, *self._answered)
        return len(self._found) + len(self._good) + sum(len(c.firsts) for c in classes)

    def faults(self, codes: Mapping[str, Codes]) -> Codes:
        """Return the faults of each row."""
        mine = [codes[axis.fields[0]] for axis in self.axes]
        if self._leaves is None:
            return _looked_up(self._found, self._stated, mine)
        rows = np.flatnonzero(_looked_up(self._good, self._answered, mine) == 0)
        faults = np.zeros(len(mine[0]), np.intp)
        if len(rows):
            some = [column.take(rows) for column in mine]
            faults[rows] = _looked_up(self._found, self._stated, some)
        return faults

    def read(self, axis: Axis, code: int) -> int:
        """Return a number for what the checks read of a code."""
        return self._stated[self.axes.index(axis)].of_codes()[code]

    def _stated_in(self, axis: Axis, code: int) -> Hashable:
        part = axis.parts[code]
        return tuple(
            (field, part.values.get(field), field in part.unknown)
            for field in axis.fields
            if field in self._fields
        )

    def _answers_of(self, axis: Axis, code: int) -> Hashable:
        shapes = self._leaves[self.axes.index(axis)] if self._leaves else []
        return tuple([self.answer(shape, axis.parts[code]) for shape in shapes])

    def _examined(self, classes: list[Classes[Hashable]], row: tuple[int, ...]) -> int:
        """Return the faults of a combination, by the first part of each class."""
        return self.examine(tuple([c.firsts[n] for c, n in zip(classes, row, strict=True)]))


def _looked_up(table: Tuples, classes: list[Classes[Hashable]], codes: list[Codes]) -> Codes:
    """Return what a table has for the classes of some codes."""
    columns = [
        Column(own.of_codes().array().take(column))
        for own, column in zip(classes, codes, strict=True)
    ]
    return table.look_up(columns, [len(own.firsts) for own in classes]).full()


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
        self._single: dict[str, list[_Numbered]] = {axis.fields[0]: [] for axis in axes}
        self._several: dict[tuple[str, ...], _Group] = {}
        self._constant: list[_Numbered] = []
        self.sharing: list[tuple[int, Complaint]] = []
        for check in checks:
            self._place(check)
        self._found = {axis.fields[0]: Growing() for axis in axes}
        self._always = self.faults.number(self._examined(self._constant, ()))

    @property
    def size(self) -> int:
        """How many combinations were met, and sets of faults."""
        return sum(group.size for group in self._several.values()) + self.faults.size

    def _place(self, check: Check) -> None:
        """Put a check to the axes it reads."""
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
            key = tuple(sorted(names))
            group = self._several.get(key)
            if group is None:
                axes = tuple(self._axis_of[name] for name in key)
                group = self._several[key] = _Group(axes, frozenset())
                group.examine = lambda parts, g=group: self._number(g.checks, parts)  # type: ignore[misc]
                group.answer = self._conforms
            group.add(numbered, fields, leaves(check.shape, self._vocabulary, self._axis_of))

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
        sources += [group.faults(codes) for group in self._several.values()]
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

    def read(self, axis: Axis, code: int) -> tuple[int, ...]:
        """Return all that the checks read of a code: rows that agree in it have the same faults."""
        return (
            self._alone(axis)[code],
            *(group.read(axis, code) for group in self._several.values() if axis in group.axes),
        )

    def _alone(self, axis: Axis) -> Growing:
        """Return the faults of each value by itself."""
        found = self._found[axis.fields[0]]
        for code in range(len(found), len(axis.parts)):
            found.append(self._of_part(axis, code))
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

    def _of_part(self, axis: Axis, code: int) -> int:
        if code == ODD:
            return 0
        part = axis.parts[code]
        items = self._examined(self._single[axis.fields[0]], (part,))
        return self.faults.number((*items, *(note_item(n) for n in part.notes)))

    def _number(self, checks: list[_Numbered], parts: tuple[Part, ...]) -> int:
        return self.faults.number(self._examined(checks, parts))

    def _conforms(self, shape: Shape, part: Part) -> bool:
        stated = given(
            Record(source="-", index=1, line=None, values=part.values, unknown=part.unknown)
        )
        return Facts(self._vocabulary, stated, (), self._today).conforms(shape, THE_RECORD)

    def _examined(self, checks: list[_Numbered], parts: tuple[Part, ...]) -> Items:
        record = Record(
            source="-", index=1, line=None,
            values={f: v for part in parts for f, v in part.values.items()},
            unknown=tuple(field for part in parts for field in part.unknown),
        )  # fmt: skip
        stated = given(record)
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
