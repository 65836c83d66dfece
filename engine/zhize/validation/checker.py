"""Records held against the compiled shapes, fast enough for a stream of them.

What one shape says depends on a few fields only, and few combinations of their values occur. So
the checks are grouped by the fields they read, and each group remembers which values it found to
be without fault; only new ones are examined with care (`conformance`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.incident import Incident, Record, Signature, Stated, Unresolved
from ..model.report import ERROR, Problem
from .alike import Alike, tells
from .checks import SHARING, Check, is_blind
from .conformance import OPEN, THE_RECORD, UNRECOGNISED, Facts, Given, Vocabulary, given
from .findings import Complaint, Finding, Identifiers, complaint_of, finding
from .messages import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ..model.rulebase import RuleBase
    from .checks import Shape

_MEMO_LIMIT = 1 << 14
_MEMO_TEXT = 200
_ONE_TEXT = ("…",)
_NO_VALUE, _ONE_VALUE, _OTHERWISE = 0, 1, 2
"""All that most checks ask of free text: is there none, is there one."""


Pairs = tuple[tuple[Check, Complaint], ...]


class _Group:
    """Checks that depend on the same fields.

    Attributes:
        fields: The facet codes.
        checks: The checks, each with what it reports.
        remembers: Whether `clean` grows with the values met.
        clean: What was without fault, as it was seen: the values of the fields, what the checks
            can tell of them, or how many there are.
        faulty: What is wrong with values of the fields that were met before.
        looks: Where in the looks at a record (`Checker._look`) those at its fields stand.
    """

    __slots__ = ("checks", "clean", "faulty", "fields", "looks", "remembers")

    def __init__(self, fields: tuple[str, ...], checks: Pairs, *, remembers: bool) -> None:
        self.fields = fields
        self.checks = checks
        self.remembers = remembers
        self.clean: set[object] = set()
        self.faulty: dict[object, list[Finding]] = {}
        self.looks: tuple[int, ...] = ()

    def values(self, stated: Given) -> object:
        """Return the values of the fields, as `faulty` holds them."""
        return tuple([stated.get(field) for field in self.fields])

    def remember(self, seen: object, stated: Given, found: list[Finding]) -> None:
        """Remember what was found, unless it is about words of the user's own or very long.

        Args:
            seen: What the checks saw, as `clean` holds it.
            stated: The record.
            found: What they found.
        """
        size = 0
        for field in self.fields:
            for value in stated.get(field) or ():
                if isinstance(value, Unresolved):
                    return
                size += 1 if value is OPEN else len(value)  # type: ignore[arg-type]
        if size <= _MEMO_TEXT:
            if len(self.clean) + len(self.faulty) >= _MEMO_LIMIT:
                self.clean.clear()
                self.faulty.clear()
            if found:
                self.faulty[self.values(stated)] = found
            else:
                self.clean.add(seen)


_Doubts = list[tuple[_Group, object]]
"""Groups that have to look at a record, each with what it sees of it at a glance."""


class _Prepared:
    """What does not change from batch to batch: the checks, sorted by what they depend on.

    Attributes:
        texts: Groups about one field of free text, of which only the number of values matters.
        listed: All other groups about fields whose values repeat.
        always: What has to be examined for every record.
        named: What is examined for records with unrecognised fields.
        sharing: By field: no two records may have the same value.
    """

    def __init__(self, rulebase: RuleBase, checks: tuple[Check, ...]) -> None:
        self.vocabulary = Vocabulary(rulebase)
        self.writer = Writer(rulebase)
        self._free = {facet.code for facet in rulebase.facets if facet.kind == "text"}
        texts: dict[tuple[str, ...], list[tuple[Check, Complaint]]] = {}
        listed: dict[tuple[str, ...], list[tuple[Check, Complaint]]] = {}
        always, named, sharing = [], [], []
        for check in checks:
            complaint = complaint_of(check)
            pair, fields = (check, complaint), self.vocabulary.fields_of(check)
            if check.shape.path and check.shape.path.then == SHARING:
                sharing.append((fields[0], complaint))
            elif complaint.about_names:
                named.append(pair)
            elif UNRECOGNISED in check.reads or not fields:
                always.append(pair)
            elif not self._free.intersection(fields):
                listed.setdefault(fields, []).append(pair)
            elif len(fields) == 1 and is_blind(check):
                texts.setdefault(fields, []).append(pair)
            else:
                always.append(pair)
        self.texts = tuple((fields, tuple(pairs)) for fields, pairs in texts.items())
        self.listed = tuple((fields, tuple(pairs)) for fields, pairs in listed.items())
        self.always, self.named, self.sharing = tuple(always), tuple(named), tuple(sharing)


class Checker:
    """Checks the records of one batch, one after another.

    It remembers the identifiers it has met. Of records that share one, the first passes, because
    the others are not known yet, and every later one is refused; `reference` reports the same.
    Each thread needs its own; make it by `again`, which is cheap.

    Args:
        rulebase: The mechanism.
        checks: Its compiled record shapes.
        today: The day after which a date is in the future.

    Attributes:
        reads_texts: Whether it matters what some free text says, or whether there is one; the
            identifier does not count, since every record has its own.
    """

    def __init__(self, rulebase: RuleBase, checks: tuple[Check, ...], today: date) -> None:
        self._begin(_Prepared(rulebase, checks), today)

    def again(self, today: date) -> Checker:
        """Return a checker for another batch of the same mechanism.

        On the same day it shares what was found to be without fault, also between threads: such
        values stay so. It never shares identifiers.
        """
        if today != self._today:
            other = object.__new__(Checker)
            other._begin(self._prepared, today)
            return other
        other = object.__new__(Checker)
        other.__dict__.update(self.__dict__)
        other._sharing = _nothing_met(self._prepared)
        return other

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms of the mechanism."""
        return self._prepared.vocabulary

    def _begin(self, prepared: _Prepared, today: date) -> None:
        self._prepared = prepared
        self._vocabulary = prepared.vocabulary
        self._today = today
        self._faultless: set[Signature] = set()
        self._always = _Group((), prepared.always, remembers=False)
        self._named = _Group((), prepared.named, remembers=False)
        self._sharing = _nothing_met(prepared)
        self._texts = []
        for fields, checks in prepared.texts:
            group = _Group(fields, checks, remembers=False)
            one: Given = {fields[0]: _ONE_TEXT}
            for count, stated in ((_NO_VALUE, {}), (_ONE_VALUE, one)):
                if not any(self._findings(group, stated, ())):
                    group.clean.add(count)
            self._texts.append((fields[0], group.clean, group))
        self.reads_texts = bool(prepared.always) or any(
            not {_NO_VALUE, _ONE_VALUE} <= clean
            for field, clean, _ in self._texts
            if field != prepared.writer.identifier
        )
        groups = [_Group(fields, checks, remembers=True) for fields, checks in prepared.listed]
        self._look_through(groups)
        self._ones = [(*g.looks, g.clean, g) for g in groups if len(g.looks) == 1]
        self._pairs = [(*g.looks, g.clean, g) for g in groups if len(g.looks) == 2]
        self._several = [g for g in groups if len(g.looks) > 2]

    def _look_through(self, groups: list[_Group]) -> None:
        """Settle what is looked at in every record, and where each group finds its part of it.

        Where all checks of a group see no more of a value than its kind, so does the group: then
        values never met before, of kinds that were, need not be examined.
        """
        facts = Facts(self._vocabulary, {}, (), self._today)
        listed: dict[bool, dict[str, list[Shape]]] = {False: {}, True: {}}
        by_kind = []
        for group in groups:
            looking = [check.shape for check, _ in group.checks]
            by_kind.append(all(tells(group.fields, shape, facts) for shape in looking))
            for field in group.fields:
                listed[by_kind[-1]].setdefault(field, []).extend(looking)
        self._whole = tuple(listed[False])
        self._kinds = tuple(
            (field, Alike(field, shapes, facts).seen) for field, shapes in listed[True].items()
        )
        for group, kinds in zip(groups, by_kind, strict=True):
            place, skipped = list(listed[kinds]), len(self._whole) if kinds else 0
            group.looks = tuple(skipped + place.index(field) for field in group.fields)

    def check(self, record: Record, *, in_full: bool = True) -> tuple[Problem, ...]:
        """Return every problem of a record, its own notes included.

        Args:
            record: The record.
            in_full: False spares the words of warnings: they carry the shape's sentence only.

        Returns:
            What went wrong while it was read, then what the shapes have against it in the order
            of its fields, then the notes. A record of which nothing could be read is not held
            against the shapes.
        """
        if record.problems and not (record.values or record.unknown or record.unrecognised):
            return record.problems + record.notes
        stated: Given = record.values if not record.unknown else given(record)
        signature = record.signature
        if signature is not None and not signature.fits(record.values, record.unknown):
            signature = None
        if signature is not None and signature in self._faultless:
            doubtful = self._doubtful_texts(stated)
        else:
            doubtful = self._doubtful(stated)
            if signature is not None and not doubtful:
                if len(self._faultless) >= _MEMO_LIMIT:
                    self._faultless.clear()
                self._faultless.add(signature)
        if record.unrecognised:
            doubtful.append((self._named, None))
        findings = [
            found
            for group, seen in doubtful
            for found in self._examine(group, seen, stated, record.unrecognised)
        ]
        for field, identifiers, complaint in self._sharing:
            values = stated.get(field)
            if values is None:
                continue
            first = values[0] if len(values) == 1 else None
            if isinstance(first, str) and identifiers.first_use(first, record):
                continue
            used = identifiers.used_before(values, record)
            if used is not None:
                value, earlier = used
                findings.append(
                    Finding(complaint=complaint, field=field, value=value, earlier=earlier)
                )
        if not findings:
            if record.problems or record.notes:
                return record.problems + record.notes
            return ()
        refused = record.problems or any(found.complaint.severity == ERROR for found in findings)
        if not in_full and not refused:
            return self._prepared.writer.brief(record, findings)
        return self._prepared.writer.problems(record, findings)

    def incident(self, record: Record, *, unchanged: bool = False) -> Incident:
        """Return a record that `check` did not refuse as an incident.

        Args:
            record: The record.
            unchanged: It comes straight from the reader: a signed one then holds codes only.
        """
        identifier = self._prepared.writer.identifier
        if unchanged and record.signature is not None:
            values: Any = record.values
            return Incident(
                id=values[identifier][0],
                values=values,
                unknown=record.unknown,
                signature=record.signature,
            )
        return incident_of(record, identifier)

    def _look(self, stated: Given) -> list[object]:
        """Return what groups see of a record, field by field: its values, or only their kinds."""
        get = stated.get
        looks: list[object] = [get(field) for field in self._whole]
        looks += [seen(get(field)) for field, seen in self._kinds]
        return looks

    def _doubtful(self, stated: Given) -> _Doubts:
        """Return the groups to which the record is new, or which always have to look."""
        looks, doubtful = self._look(stated), self._doubtful_texts(stated)
        for look, clean, group in self._ones:
            seen = looks[look]
            if seen not in clean:
                doubtful.append((group, seen))
        for first, second, clean, group in self._pairs:
            pair = looks[first], looks[second]
            if pair not in clean:
                doubtful.append((group, pair))
        for group in self._several:
            several = tuple([looks[look] for look in group.looks])
            if several not in group.clean:
                doubtful.append((group, several))
        return doubtful

    def _doubtful_texts(self, stated: Given) -> _Doubts:
        """Return the groups that free text gives a reason to look, or that always have to."""
        doubtful: _Doubts = [(self._always, None)] if self._always.checks else []
        for field, clean, group in self._texts:
            values = stated.get(field)
            if values is None:
                count = _NO_VALUE
            elif len(values) == 1 and values[0].__class__ is str:
                count = _ONE_VALUE
            else:
                count = _OTHERWISE
            if count not in clean:
                doubtful.append((group, None))
        return doubtful

    def _examine(
        self, group: _Group, seen: object, stated: Given, unrecognised: tuple[str, ...]
    ) -> list[Finding]:
        if not group.remembers:
            return list(self._findings(group, stated, unrecognised))
        known = group.faulty.get(group.values(stated))
        if known is not None:
            return known
        found = list(self._findings(group, stated, unrecognised))
        group.remember(seen, stated, found)
        return found

    def _findings(
        self, group: _Group, stated: Given, unrecognised: tuple[str, ...]
    ) -> Iterator[Finding]:
        facts = Facts(self._vocabulary, stated, unrecognised, self._today)
        for check, complaint in group.checks:
            for term in dict.fromkeys(facts.offending(check.shape)):
                known = None if term == THE_RECORD else term
                yield finding(complaint, known, stated, self._vocabulary)


def _nothing_met(prepared: _Prepared) -> list[tuple[str, Identifiers, Complaint]]:
    return [(field, Identifiers(), complaint) for field, complaint in prepared.sharing]


def incident_of(record: Record, id_field: str = "id") -> Incident:
    """Return a record without errors as an incident.

    Words that no shape refused and the mechanism does not have (the name of another county, of a
    village that is in no list) are kept as written.

    Args:
        record: A record for which `is_refused(checker.check(record))` is False.
        id_field: Code of the facet that identifies a record.
    """
    values = record.values
    for stated in values.values():
        for value in stated:
            if value.__class__ is not str:
                values = {facet: _texts(found) for facet, found in record.values.items()}
    return Incident(
        id=values[id_field][0],  # type: ignore[arg-type]
        values=values,  # type: ignore[arg-type]
        unknown=record.unknown,
        notes=record.notes,
        signature=record.signature,
    )


def is_refused(problems: Iterable[Problem]) -> bool:
    """Tell whether a record with these problems is refused; warnings and notes do not count."""
    return any(problem.severity == ERROR for problem in problems)


def _texts(values: tuple[Stated, ...]) -> tuple[Stated, ...]:
    return tuple(value.text if isinstance(value, Unresolved) else value for value in values)
