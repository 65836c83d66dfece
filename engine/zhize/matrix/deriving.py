"""The matrix of a mechanism, derived by the engine over the whole space of facts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from .._errors import UsageError
from ..factspace import FIRES, Space, fate_of
from ..model.rulebase import norm_key
from .questions import Answers, Question, part_of, part_of_recipient, questions_of
from .turning import Point, Surroundings, facts_of, turning_points
from .values import (
    ALWAYS,
    FED_BACK,
    NOTIFIED,
    RECEIVES,
    Choice,
    Column,
    Condition,
    Entry,
    Matrix,
    Table,
    Turn,
)

if TYPE_CHECKING:
    from ..compilation import Program
    from ..model.rulebase import Norm, RuleBase
    from ..validation.checks import Check

VIOLATION, ARTICLE = "violation", "article"
TABLES = (VIOLATION, ARTICLE)


def derive(
    rulebase: RuleBase,
    program: Program,
    checks: tuple[Check, ...],
    tables: Iterable[str] = TABLES,
) -> Matrix:
    """Derive the matrix.

    Args:
        rulebase: The mechanism.
        program: The same, compiled.
        checks: Its record shapes: they say what a record must state.
        tables: Which tables: `violation`, `article`.

    Raises:
        UsageError: There is no such table.
    """
    asked = (tables,) if isinstance(tables, str) else tuple(tables)
    for name in asked:
        if name not in TABLES:
            raise UsageError(
                f"没有名为“{name}”的矩阵。可用：{'、'.join(TABLES)}。",
                f"`{name}` is no matrix; use {' or '.join(TABLES)}",
            )
    deriving = _Deriving(rulebase, program, checks)
    made = {VIOLATION: deriving.by_violation, ARTICLE: deriving.by_article}
    info = rulebase.info
    return Matrix(
        mechanism={"id": info.code, "version": info.version, "sha256": rulebase.sha256},
        parts=deriving.parts,
        tables=tuple(made[table]() for table in TABLES if table in asked),
        complete=deriving.space.knowers.complete,
    )


class _Deriving:
    def __init__(self, rulebase: RuleBase, program: Program, checks: tuple[Check, ...]) -> None:
        self._rulebase = rulebase
        self.space = Space(rulebase, program, checks, {})
        roles = sorted(rulebase.roles, key=lambda role: role.position)
        self.parts = (
            *(role.code for role in roles),
            *("notify", "feedback", NOTIFIED, FED_BACK, RECEIVES),
            *("standing", "periodic"),
        )
        self._questions = questions_of(self.space)
        self._norms = {norm.code: norm for norm in rulebase.norms}
        self._order = {agency.code: rank for rank, agency in enumerate(rulebase.agencies)}

    # ------------------------------------------------------------ by violation

    def by_violation(self) -> Table:
        """Return agencies × the values that say what is wrong."""
        return self._by_violation

    @cached_property
    def _by_violation(self) -> Table:
        columns = tuple(self._columns())
        cells: dict[tuple[str, Column], list[Entry]] = {}
        for column in columns:
            for question, depends_on in self._questions.items():
                entry = self._entry(column, question, depends_on)
                if entry is not None:
                    cells.setdefault((question.agency, column), []).append(entry)
        return self._table(VIOLATION, columns, cells)

    def _columns(self) -> Iterable[Column]:
        """Yield the values of the facets that say what is wrong, narrower ones behind broader."""
        for facet in self.space.matter:
            values = self.space.cells.facets[facet].values
            narrower: dict[str | None, list[str]] = {}
            above = {c.code: c.broader for c in self._rulebase.concepts if facet in c.facets}
            for value in values:
                broader = next((b for b in above.get(value, ()) if b in values), None)
                narrower.setdefault(broader, []).append(value)
            for value in narrower.get(None, ()):
                yield from _below(Column(facet, value, 0, value), narrower)

    def _entry(self, column: Column, question: Question, depends_on: int) -> Entry | None:
        """Return the answer to a question where a column's value alone is wrong, if it is ever yes.

        The bits that the value itself leaves standing are looked at, and no others: another value
        beside it could add only what is not looked at, so each class is one of this value alone.
        Every class is decided. That a duty *can* arise in a class means that it does
        where a certain agency knows; who that is, the condition says.
        """
        space, given = self.space, (column.facet or "", column.code)
        relevant = depends_on & space.program.lookup[given[0]][given[1]]
        if not any(space.units[unit].mask & relevant for unit in question.units):
            return None  # no trigger can stand, whatever else is stated
        ways = space.knowers.all
        answers = Answers(space, question, ways)
        cells = space.cells.cells(relevant, (given,))
        held = [answers.to(cell.bits, cell.stated) for cell in cells]
        if not any(held):
            return None
        if all(held):
            turns: tuple[Turn, ...] = ALWAYS
        else:
            around = Surroundings(space, given, relevant)
            points = turning_points(
                around, lambda chosen: bool(answers.to(around.bits(chosen), around.stated(chosen)))
            )
            turns = tuple(self._turn(point, around, answers) for point in points)
        first = next(cell for cell, found in zip(cells, held, strict=True) if found)
        example = answers.to(first.bits, first.stated)[0]
        depends = any(0 < len(found) < len(ways) for found in held)
        known_to = {a for found in held for case in found for a in case.who.members}
        return Entry(
            part=question.part,
            norm=question.norm,
            condition=Condition(turns, self._in_order(known_to) if depends else ()),
            others=self._in_order(answers.others),
            example=example.stated,
            alternative_to=None
            if question.recipient
            else self._norms[question.norm].alternative_to,
            conditional_on=answers.basis.choice(),
            interpretations=self._resting(question.norm, answers.aware_by),
        )

    def _turn(self, point: Point, around: Surroundings, answers: Answers) -> Turn:
        by: dict[str, tuple[str, ...]] = {}
        if point.level % 2 == 0:
            by = answers.displacing(around.bits(point.chosen), around.stated(point.chosen))
        return Turn(
            point.level,
            facts_of(point.chosen),
            tuple(sorted(by, key=norm_key)),
            self._interpretations_in_order(code for codes in by.values() for code in codes),
        )

    # ------------------------------------------------------------ by article

    def by_article(self) -> Table:
        """Return agencies × the provisions whose norms concern some agency."""
        used = {norm.provision for norm in self._rulebase.norms}
        columns = {
            p.code: Column(None, p.code)
            for p in sorted(self._rulebase.provisions, key=lambda p: p.position)
            if p.code in used
        }
        cells: dict[tuple[str, Column], list[Entry]] = {}
        for norm in self._rulebase.norms:
            column = columns[norm.provision]
            for agency in self._in_order(norm.bearers):
                entry = Entry(
                    part=part_of(norm),
                    norm=norm.code,
                    others=self._in_order(self._owed(norm, agency)),
                    occurs=self._occurs(norm, agency),
                    alternative_to=norm.alternative_to,
                    conditional_on=self._choice(agency, part_of(norm), norm),
                    interpretations=self._resting(norm.code),
                )
                cells.setdefault((agency, column), []).append(entry)
            owed: dict[str, list[str]] = {}
            for agency in norm.bearers:
                for other in self._owed(norm, agency):
                    owed.setdefault(other, []).append(agency)
            for other, by in owed.items():
                entry = Entry(
                    part=part_of_recipient(norm),
                    norm=norm.code,
                    others=self._in_order(by),
                    conditional_on=self._choice(other, part_of_recipient(norm), norm),
                    interpretations=self._resting(norm.code),
                )
                cells.setdefault((other, column), []).append(entry)
        filled = {column for _, column in cells}
        return self._table(ARTICLE, tuple(c for c in columns.values() if c in filled), cells)

    @cached_property
    def _unit_of(self) -> dict[tuple[str, str], int]:
        return {(u.norm.code, u.bearer): index for index, u in enumerate(self.space.units)}

    def _occurs(self, norm: Norm, agency: str) -> bool:
        """Tell whether some incident makes a norm a duty of an agency, or none is needed."""
        unit = self._unit_of.get((norm.code, agency))
        return unit is None or self._fate(unit)

    def _fate(self, unit: int) -> bool:
        return fate_of(self.space, unit) == FIRES

    def _choice(self, agency: str, part: str, norm: Norm) -> Choice | None:
        """Return the choice on which a part hangs, over all incidents with one thing wrong."""
        if part == part_of_recipient(norm) and norm.alternative_to is not None:
            return Choice((norm.code,), always=True)
        found = self._choices.get((agency, part, norm.code), [])
        norms = {code for choice in found if choice is not None for code in choice.norms}
        if not norms:
            return None
        always = all(choice is not None and choice.always for choice in found)
        return Choice(tuple(sorted(norms, key=norm_key)), always)

    @cached_property
    def _choices(self) -> dict[tuple[str, str, str], list[Choice | None]]:
        """On what each part hangs in each column of the other table."""
        found: dict[tuple[str, str, str], list[Choice | None]] = {}
        if any(norm.alternative_to for norm in self._rulebase.norms):
            for (agency, _), entries in self._by_violation.cells.items():
                for entry in entries:
                    key = (agency, entry.part, entry.norm)
                    found.setdefault(key, []).append(entry.conditional_on)
        return found

    def _owed(self, norm: Norm, agency: str) -> tuple[str, ...]:
        """Return those to whom a norm is owed by an agency in some incident."""
        unit = self._unit_of.get((norm.code, agency))
        if unit is None:
            return norm.recipients
        return tuple(
            other
            for other in self.space.possible_recipients(unit)
            if any(
                unit in case.duties and other in case.duties[unit].to
                for case in self.space.cases(self.space.cone([unit], [other]))
            )
        )

    # ------------------------------------------------------------ both

    def _table(
        self, by: str, columns: tuple[Column, ...], cells: dict[tuple[str, Column], list[Entry]]
    ) -> Table:
        having = {agency for agency, _ in cells}
        ordered = [agency.code for agency in self._rulebase.agencies]
        return Table(
            by=by,
            columns=columns,
            rows=tuple(agency for agency in ordered if agency in having),
            without=tuple(agency for agency in ordered if agency not in having),
            cells={key: tuple(sorted(found, key=self._strength)) for key, found in cells.items()},
        )

    def _strength(self, entry: Entry) -> tuple[object, ...]:
        rank = self.parts.index(entry.part) if entry.part in self.parts else len(self.parts)
        return (rank, norm_key(entry.norm))

    def _resting(self, norm: str, further: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the interpretations that a norm rests on, and further ones."""
        return self._interpretations_in_order((*self._norms[norm].interpretations, *further))

    def _interpretations_in_order(self, codes: Iterable[str]) -> tuple[str, ...]:
        wanted = set(codes)
        return tuple(i.code for i in self._rulebase.interpretations if i.code in wanted)

    def _in_order(self, agencies: Iterable[str]) -> tuple[str, ...]:
        last = len(self._order)
        return tuple(sorted(set(agencies), key=lambda a: (self._order.get(a, last), a)))


def _below(column: Column, narrower: dict[str | None, list[str]]) -> Iterable[Column]:
    """Yield a column and those of all narrower values."""
    yield column
    for value in narrower.get(column.code, ()):
        yield from _below(Column(column.facet, value, column.depth + 1, column.group), narrower)
