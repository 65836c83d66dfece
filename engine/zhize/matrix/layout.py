"""What all formats share: the lines of a cell, the numbered conditions, the norms cited."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ..compilation.chains import narrower_values
from ..model.rulebase import norm_key
from ..pages import Voices
from .turning import OPEN
from .values import FED_BACK, NOTIFIED, RECEIVES, Choice, Column, Condition, Entry, Facts
from .words import PLAIN, SHAPES, SWAP, WORDS, circled

if TYPE_CHECKING:
    from ..explain.names import Names
    from ..model.rulebase import RuleBase
    from ..pages import Said
    from .values import Matrix, Table, Turn

_TOLD = (NOTIFIED, FED_BACK, RECEIVES)


class Cited(NamedTuple):
    """A norm in a line.

    Attributes:
        norm: Its code.
        mark: The number of its condition, or None.
        occurs: As in the entry.
        instead: The choice of which it is one side: what may be done, and instead of what; or None.
        interpretations: Those it rests on.
    """

    norm: str
    mark: int | None
    occurs: bool
    instead: tuple[str, str] | None
    interpretations: tuple[str, ...]

    @property
    def signs(self) -> str:
        """Return the signs behind the norm and its number."""
        return (SWAP if self.instead else "") + ("" if self.occurs else "†")


class Terms(NamedTuple):
    """What is said of an entry in a note: further facts, and a choice on which it hangs."""

    condition: Condition | None
    choice: Choice | None


class Line(NamedTuple):
    """One part of an agency in a cell.

    Attributes:
        part: Its code.
        shape: Full, or hollow where every norm of it needs further facts.
        hollow: Whether it is.
        act: Whether it is an act in the matter itself, not what is told, or follows from that.
        cited: The norms.
    """

    part: str
    shape: str
    hollow: bool
    act: bool
    cited: tuple[Cited, ...]


class Note(NamedTuple):
    """A numbered condition, and the cells that refer to it."""

    number: int
    terms: Terms
    cells: tuple[tuple[str, Column], ...]


class Layout:
    """A matrix in the words of one language or two.

    Args:
        matrix: The matrix.
        rulebase: The mechanism, for what things are called.
        languages: As for `Voices`.
    """

    def __init__(self, matrix: Matrix, rulebase: RuleBase, languages: tuple[str, ...]) -> None:
        self.matrix, self.rulebase = matrix, rulebase
        self.voices = Voices(rulebase, languages, WORDS)
        self._narrower = narrower_values(rulebase)
        self._roles = {role.code for role in rulebase.roles}
        self._provisions = {p.code: p for p in rulebase.provisions}

    def line(self, said: Iterable[Said]) -> str:
        """Return words of one or two languages on one line."""
        return self.voices.line(said)

    def heading(self, key: str, **parts: object) -> tuple[Said, ...]:
        """Return the words of a key as they begin a line."""
        return self.voices.each(lambda n: n.words.heading(self.voices.fill(n, key, **parts)))

    # ------------------------------------------------------------ titles

    def title(self) -> tuple[Said, ...]:
        """Return the title of the whole."""
        return self.voices("title", label=lambda n: n.text(self.rulebase.info.label))

    def stamp(self) -> str:
        """Return which mechanism this is of."""
        info = self.matrix.mechanism
        stamp = self.voices(
            "stamp", id=info["id"], version=info["version"], sha=info["sha256"][:12]
        )
        return self.line(stamp)

    def name(self, table: Table, key: str = "by") -> tuple[Said, ...]:
        """Return what a table is called."""
        return self.voices.each(lambda n: self._name(n, table, key))

    def _name(self, names: Names, table: Table, key: str) -> str:
        facets = tuple(dict.fromkeys(column.facet for column in table.columns if column.facet))
        listed = names.words.listed(map(names.facet, facets))
        return self.voices.fill(names, f"{key}.{table.by}", facet=listed)

    def column(self, column: Column) -> tuple[Said, ...]:
        """Return what a column is called by itself."""
        if column.facet is None:
            found = self._provisions[column.code].label
            return self.voices.each(lambda n: n.words.heading(n.text(found)))
        facet = column.facet
        return self.voices.each(lambda n: n.words.heading(n.value(facet, column.code)))

    def group(self, column: Column) -> tuple[Said, ...]:
        """Return what the group of a column is called."""
        return self.column(Column(column.facet, column.group))

    def in_group(self, table: Table, column: Column) -> bool:
        """Tell whether a column stands in a group of several."""
        key = (column.facet, column.group)
        return column.facet is not None and any(
            (other.facet, other.group) == key and other != column for other in table.columns
        )

    def under_group(self, column: Column) -> tuple[Said, ...]:
        """Return what a column of a group is called below the group's name."""
        return self.column(column) if column.depth else self.heading("itself")

    def full(self, table: Table, column: Column) -> tuple[Said, ...]:
        """Return what a column is called where no group stands above it."""
        if not self.in_group(table, column):
            return self.column(column)
        facet, code = column.facet or "", column.group
        if not column.depth:
            return self.voices.each(
                lambda n: n.words.heading(
                    n.words.aside(n.value(facet, code), self.voices.fill(n, "itself"))
                )
            )
        return self.voices.each(
            lambda n: n.words.heading(
                n.words.colon(n.value(facet, code), n.value(facet, column.code))
            )
        )

    def agency(self, code: str) -> tuple[Said, ...]:
        """Return what an agency is called, as it begins a line."""
        return self.voices.each(lambda n: n.words.heading(n.agency(code)))

    def part(self, code: str) -> tuple[Said, ...]:
        """Return what a part is called."""
        return self.voices.each(lambda n: self.part_in(n, code))

    def part_in(self, names: Names, code: str) -> str:
        """Return what a part is called in one of the languages."""
        if code in _TOLD:
            return self.voices.fill(names, code)
        return names.role(code) if code in self._roles else names.mode(code)

    # ------------------------------------------------------------ cells

    def lines(self, entries: Iterable[Entry]) -> tuple[Line, ...]:
        """Return the parts of a cell, the strongest first, each with its norms."""
        parts: dict[str, list[Entry]] = {}
        entries = tuple(entries)
        instead: dict[str, tuple[str, str]] = {}
        for entry in entries:
            if entry.alternative_to is not None:
                pair = (entry.norm, entry.alternative_to)
                instead |= dict.fromkeys(pair, pair)
        for entry in entries:
            parts.setdefault(entry.part, []).append(entry)
        out = []
        for part, found in parts.items():
            hollow = all(entry.condition is not None and not _plain(entry) for entry in found)
            swaps = {} if part in _TOLD else instead
            cited = tuple(
                Cited(e.norm, self._mark(e), e.occurs, swaps.get(e.norm), e.interpretations)
                for e in found
            )
            act = part in self._roles and part != "handling"
            out.append(Line(part, SHAPES.get(part, PLAIN)[hollow], hollow, act, cited))
        return tuple(out)

    def text(self, line: Line) -> str:
        """Return a line in plain characters."""
        cited = " ".join(
            cited.norm + (circled(cited.mark) if cited.mark else "") + cited.signs
            for cited in line.cited
        )
        return f"{line.shape} {self.line(self.part(line.part))} {cited}"

    def parts_of(self, table: Table) -> tuple[str, ...]:
        """Return the parts that occur in a table, the strongest first."""
        used = {entry.part for cell in table.cells.values() for entry in cell}
        return tuple(part for part in self.matrix.parts if part in used)

    def shapes(self, table: Table, part: str) -> str:
        """Return the shapes of a part: full, and hollow where the table knows conditions."""
        full, hollow = SHAPES.get(part, PLAIN)
        return full if table.by == "article" else f"{full} {hollow}"

    # ------------------------------------------------------------ conditions

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The conditions that cells refer to, in the order in which a reader meets them."""
        found: dict[Terms, list[tuple[str, Column]]] = {}
        for table in self.matrix.tables:
            for agency in table.rows:
                for column in table.columns:
                    for entry in table.cell(agency, column):
                        terms = _shown(entry)
                        if terms is not None:
                            cells = found.setdefault(terms, [])
                            if cells[-1:] != [(agency, column)]:
                                cells.append((agency, column))
        return tuple(
            Note(number, terms, tuple(dict.fromkeys(cells)))
            for number, (terms, cells) in enumerate(found.items(), start=1)
        )

    @cached_property
    def _numbers(self) -> dict[Terms, int]:
        return {note.terms: note.number for note in self.notes}

    def _mark(self, entry: Entry) -> int | None:
        terms = _shown(entry)
        return None if terms is None else self._numbers[terms]

    def terms(self, terms: Terms) -> tuple[Said, ...]:
        """Return what a note says."""
        return self.voices.each(lambda n: n.words.sentence(self.clause(n, terms)))

    def clause(self, names: Names, terms: Terms) -> str:
        """Return what a note says in words of one language, without a full stop."""
        clauses = []
        if terms.condition is not None:
            clauses += self._clauses(names, terms.condition)
        if (choice := terms.choice) is not None:
            key = "condition.chosen" if choice.always else "condition.chosen.sometimes"
            either = names.words.either(choice.norms)
            clauses.append(self.voices.fill(names, key, norms=either))
        return names.words.clauses(clauses)

    def instead(self, names: Names, pair: tuple[str, str]) -> str:
        """Return what may be done instead of what."""
        return self.voices.fill(names, "choice.instead", norm=pair[0], other=pair[1])

    def choices(self) -> tuple[Said, ...]:
        """Return all choices that cells show; none where there is nothing to choose."""
        return self.voices.each(self._choices)

    def _choices(self, names: Names) -> str:
        pairs = {
            (entry.norm, entry.alternative_to)
            for table in self.matrix.tables
            for cell in table.cells.values()
            for entry in cell
            if entry.alternative_to is not None
        }
        ordered = sorted(pairs, key=lambda pair: norm_key(pair[0]))
        return names.words.clauses([self.instead(names, pair) for pair in ordered])

    def _clauses(self, names: Names, condition: Condition) -> list[str]:
        say, words = self.voices.fill, names.words
        first = [turn for turn in condition.turns if turn.level == 1]
        clauses = []
        if condition.knowers:
            who = words.listed(map(names.agency, condition.knowers))
            clauses.append(say(names, "condition.known", who=who))
        if first and all(turn.facts for turn in first):
            alternatives = say(names, "condition.or").join(
                self._facts(names, turn.facts) for turn in first
            )
            clauses.append(say(names, "condition.only", facts=alternatives))
        for turn in condition.turns:
            if turn.level > 1:
                key = "condition.again" if turn.arises else "condition.unless"
                clause = say(names, key, facts=self._facts(names, _beyond(turn, first)))
                if turn.by:
                    by = say(
                        names,
                        "condition.yields.rests" if turn.interpretations else "condition.yields",
                        norms=words.listed(turn.by),
                        codes=words.listed(turn.interpretations),
                    )
                    clause = words.aside(clause, by)
                clauses.append(clause)
        return clauses

    def _facts(self, names: Names, facts: Facts) -> str:
        return names.words("norm.and").join(self._fact(names, *fact) for fact in facts)

    def _fact(self, names: Names, facet: str, values: tuple[str, ...]) -> str:
        known = names.facet_of(facet)
        label = names.facet(facet)
        if known is not None and known.kind == "date":
            first, _, last = values[0].partition("/")
            key = {"": "fact.day", OPEN: "fact.from"}.get(last, "fact.span")
            return self.voices.fill(names, key, facet=label, day=first, last=last)
        widest = [
            value
            for value in values
            if not any(
                value != other and value in self._narrower.get((facet, other), ())
                for other in values
            )
        ]
        said = names.words.any_of(names.value(facet, value) for value in widest)
        if len(widest) < len(values):
            said += names.words("norm.narrower")
        key = "fact.many" if known is not None and known.many else "fact.one"
        return self.voices.fill(names, key, facet=label, values=said)

    # ------------------------------------------------------------ how to read it

    def reading(self) -> tuple[tuple[Said, ...], ...]:
        """Return how to read the tables, a paragraph each."""
        by = {table.by: table for table in self.matrix.tables}
        out = []
        if (table := by.get("violation")) is not None:
            facets = tuple(dict.fromkeys(c.facet for c in table.columns if c.facet))
            out.append(
                self.voices("read.engine", facet=lambda n: n.words.listed(map(n.facet, facets)))
            )
            out += [self.voices("read.shape"), self.voices("read.knowing")]
        if "article" in by:
            out.append(self.voices("read.article"))
        if self.choices():
            out.append(self.voices("read.choice", choices=self._choices))
        for table in self.matrix.tables:
            if table.without:
                out.append(self._without(table))
        if not self.matrix.complete:
            out.append(self.voices("read.incomplete"))
        return tuple(out)

    def _without(self, table: Table) -> tuple[Said, ...]:
        """Say who has no part in a table."""
        return self.voices(
            "read.without",
            table=lambda n: self._name(n, table, "by"),
            who=lambda n: n.words.listed(map(n.agency, table.without)),
        )


def _plain(entry: Entry) -> bool:
    """Tell whether an entry needs no further fact, though one may take it away."""
    return entry.condition is not None and any(
        turn.level == 1 and not turn.facts for turn in entry.condition.turns
    )


def _shown(entry: Entry) -> Terms | None:
    """Return what a note says of an entry, if anything."""
    terms = Terms(_condition(entry), entry.conditional_on)
    return None if terms == Terms(None, None) else terms


def _condition(entry: Entry) -> Condition | None:
    """Return the condition that is written out: of knowledge only what is not plain anyway."""
    condition = entry.condition
    if condition is None:
        return None
    told = entry.part in (*_TOLD, "notify", "feedback", "handling")
    shown = Condition(condition.turns, () if told else condition.knowers)
    return None if shown.always and not shown.knowers else shown


def _beyond(turn: Turn, first: list[Turn]) -> Facts:
    """Return the facts of a turn but those without which nothing would have arisen before."""
    given = {fact for one in first if set(one.facts) <= set(turn.facts) for fact in one.facts}
    return tuple(fact for fact in turn.facts if fact not in given)
