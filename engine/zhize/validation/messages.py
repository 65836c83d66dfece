"""From a finding to a sentence a clerk can act on, in zh and en.

The shape brings the base sentence. This module adds what every mechanism needs said: which record,
which field, which value, what would have been accepted, and the word that was probably meant.
Both engines use it, so that their rows are equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.incident import Record, Unresolved
from ..model.report import ERROR, Problem
from .findings import SEPARATOR, Finding, rank, worth_saying

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.rulebase import Facet, Named, RuleBase, Text

_LISTED, _OFFERED = 24, 60
"""How many accepted words a sentence lists, and a `Problem` holds, before they break off."""
_LONGEST_GUESS, _LONGEST_SHOWN = 40, 60
_LEAST_LIKENESS = 0.55
_MEMO_LIMIT = 4096
_TABLES = (".csv", ".parquet", ".tsv")
"""Ends of the names of tables whose rows do not know their cells."""


class _Word(NamedTuple):
    code: str
    label: Text
    spellings: tuple[str, ...]
    within: str | None = None


class Writer:
    """Writes problems about the records of one mechanism.

    Attributes:
        identifier: Code of the facet that identifies a record, or an empty text.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self._facets = {facet.code: facet for facet in rulebase.facets}
        self._positions = {facet.code: facet.position for facet in rulebase.facets}
        identifier = rulebase.facet_serving("identifier")
        self.identifier = identifier.code if identifier else ""
        self._fields = tuple(_word(facet) for facet in rulebase.facets)
        self._words = {facet.code: _words(facet, rulebase) for facet in rulebase.facets}
        self._places = {
            (facet, place.code): place.iri for place in rulebase.places for facet in place.facets
        }
        self._guesses: dict[tuple[str, str], _Word | None] = {}
        self._known_labels = {
            facet: {word.code: _label(word) for word in words}
            for facet, words in self._words.items()
        }

    def name_of(self, record: Record) -> str | None:
        """Return the identifier of a record, or None."""
        stated = record.values.get(self.identifier, ())
        if not stated:
            return None
        return stated[0].text if isinstance(stated[0], Unresolved) else stated[0]

    def problems(self, record: Record, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Return all problems of a record: from reading it, from its shapes, then its notes."""
        ordered = sorted(
            worth_saying(findings, record),
            key=lambda f: rank(f.complaint, f.field, f.value, self._positions),
        )
        return (*record.problems, *[self._problem(record, f) for f in ordered], *record.notes)

    def brief(self, record: Record, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Return problems with the shapes' own sentences only, for those who count them."""
        name = self.name_of(record)
        shapes = [
            Problem(
                code=f.complaint.code,
                severity=f.complaint.severity,
                message=f.complaint.message,
                record=name,
                field=f.field,
                value=f.value,
                source=record.source,
                row=record.line,
                sheet=record.sheet,
                cell=record.cell(f.field),
            )
            for f in findings
        ]
        return (*record.problems, *shapes, *record.notes)

    def _problem(self, record: Record, finding: Finding) -> Problem:
        """Return a finding as a problem with its sentences."""
        name = self.name_of(record)
        words = self._offered(record, finding)
        nearest = self._nearest(finding, words)
        listed = words if finding.complaint.severity == ERROR else ()
        return Problem(
            code=finding.complaint.code,
            severity=finding.complaint.severity,
            message={
                language: (_chinese if language == "zh" else _english)(
                    base,
                    _Subject(record, name, *self._labels(finding)),
                    finding,
                    listed,
                    nearest,
                )
                for language, base in finding.complaint.message.items()
            },
            record=name,
            field=finding.field,
            value=finding.value,
            allowed=tuple(word.code for word in words[:_OFFERED]),
            nearest=nearest.code if nearest else None,
            source=record.source,
            row=record.line,
            sheet=record.sheet,
            cell=record.cell(finding.field),
        )

    def _labels(self, finding: Finding) -> tuple[str | None, str | None]:
        """Return field and value as a person reads them: by their labels where they have any."""
        facet = self._facets.get(finding.field or "")
        if facet is None or finding.value is None or not finding.recognised:
            return (finding.field if facet is None else _label(facet)), finding.value
        known = self._known_labels[facet.code]
        parts = [known.get(part, part) for part in finding.value.split(SEPARATOR)]
        return _label(facet), SEPARATOR.join(parts)

    def _offered(self, record: Record, finding: Finding) -> Sequence[_Word]:
        """Return the words that would be accepted instead; none where that is not the trouble."""
        if finding.recognised or finding.field is None:
            return ()
        if finding.field not in self._facets:
            return self._fields
        words = self._words[finding.field]
        if words and words[0].within is not None:
            stated = {
                self._places.get((facet, value))
                for facet, values in record.values.items()
                for value in values
                if isinstance(value, str)
            } - {None}
            return [word for word in words if word.within in stated] or words
        return words

    def _nearest(self, finding: Finding, words: Sequence[_Word]) -> _Word | None:
        known = finding.field in self._facets
        text = finding.value if known else finding.field
        if not text or not words or len(text) > _LONGEST_GUESS:
            return None
        scope = f"{finding.field if known else ''}/{words[0].code}/{len(words)}"
        if (scope, text) not in self._guesses:
            if len(self._guesses) >= _MEMO_LIMIT:
                self._guesses.clear()
            self._guesses[scope, text] = _most_like(text, words)
        return self._guesses[scope, text]


class _Subject(NamedTuple):
    record: Record
    name: str | None
    field: str | None
    value: str | None


def _word(thing: Named, within: str | None = None) -> _Word:
    labels = [*thing.label.values()]
    for more in (thing.alt, thing.hidden):
        labels += [label for group in more.values() for label in group]
    spellings = tuple(dict.fromkeys(_plain(text) for text in (thing.code, *labels)))
    return _Word(thing.code, thing.label, spellings, within)


def _words(facet: Facet, rulebase: RuleBase) -> tuple[_Word, ...]:
    """Return the words a facet accepts, in the order of the ontology."""
    if facet.kind == "place":
        places = (p for p in rulebase.places if facet.code in p.facets and p.successor is None)
        return tuple(_word(place, place.within) for place in places)
    things: Iterable[Named] = rulebase.concepts if facet.kind == "concept" else rulebase.agencies
    by_code = {
        t.code: t
        for t in things
        if facet.kind == "agency" or facet.code in getattr(t, "facets", ())
    }
    closed = [_word(rulebase.unknown)] if facet.values else []
    return (*[_word(by_code[code]) for code in facet.values], *closed)


def _plain(text: str) -> str:
    return text.casefold().replace("_", "-").replace(" ", "-")


def _most_like(text: str, words: Sequence[_Word]) -> _Word | None:
    """Return the word most like a text, by any of its spellings; the first of equals."""
    from difflib import SequenceMatcher

    plain = _plain(text)
    matcher = SequenceMatcher(None, b=plain, autojunk=False)
    best, found = _LEAST_LIKENESS, None
    for word in words:
        for spelling in word.spellings:
            shorter, longer = sorted((len(plain), len(spelling)))
            likeness = 0.0
            if shorter > 1 and (plain in spelling or spelling in plain):
                likeness = 0.6 + 0.4 * shorter / longer
            else:
                matcher.set_seq1(spelling)
                if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
                    likeness = matcher.ratio()
            if likeness > best or (likeness == best and found is None):
                best, found = likeness, word
    return found


def _shown(text: str) -> str:
    """Return a value for a sentence: printable, and not too long."""
    if len(text) <= _LONGEST_SHOWN and text.isprintable():
        return text
    clean = "".join(c if c.isprintable() else " " for c in text[: _LONGEST_SHOWN + 1])
    return f"{clean[:_LONGEST_SHOWN]}…" if len(clean) > _LONGEST_SHOWN else clean


def _chinese(
    base: str, subject: _Subject, finding: Finding, words: Sequence[_Word], nearest: _Word | None
) -> str:
    record, name, field, value = subject
    line = "" if record.line is None else f"（第 {record.line} 行）"
    text = f"第 {record.index} 条记录{line}" if name is None else f"记录 {_shown(name)}"
    text += "" if field is None else f"，字段“{_shown(field)}”"
    text += "" if value is None else f"，值“{_shown(value)}”"
    text += f"：{base}"
    if finding.earlier:
        file, index, row = finding.earlier
        text += (
            ("（" if file == record.source else f"（{_shown(file)} 的")
            + f"第 {index} 条记录"
            + ("" if row is None else f"，第 {row} 行，")
            + "已用过它）"
        )
    if nearest:
        label = _label(nearest)
        text += (
            f"；是否指 {nearest.code}" + (f"（{label}）" if label != nearest.code else "") + "？"
        )
    if words:
        listed = " / ".join(_label(word) for word in words[:_LISTED])
        text += (
            "" if nearest else "；"
        ) + f"可填：{listed}{'……' if len(words) > _LISTED else '。'}"
    text = text if text.endswith(("。", "？", "……")) else f"{text}。"
    if finding.complaint.about_names and _is_row(record):
        text += f"若是自己加的列，可用 --ignore-columns {_shown(field or '')} 忽略。"
    return text


def _english(
    base: str, subject: _Subject, finding: Finding, words: Sequence[_Word], nearest: _Word | None
) -> str:
    record, name, *_ = subject
    unit = "line" if record.columns is None else "row"
    line = "" if record.line is None else f" ({unit} {record.line})"
    text = f"record {record.index}{line}" if name is None else f"record `{_shown(name)}`"
    text += "" if finding.field is None else f", field `{_shown(finding.field)}`"
    text += "" if finding.value is None else f", value `{_shown(finding.value)}`"
    text += f": {base}"
    if finding.earlier:
        file, index, row = finding.earlier
        text += (
            f" (used before by record {index}"
            + ("" if file == record.source else f" of `{_shown(file)}`")
            + ("" if row is None else f", {unit} {row}")
            + ")"
        )
    if nearest:
        text += f"; did you mean `{nearest.code}`?"
    if words:
        listed = ", ".join(f"`{word.code}`" for word in words[:_LISTED])
        text += f"{'' if nearest else ';'} allowed: {listed}{', …' if len(words) > _LISTED else ''}"
    if finding.complaint.about_names and _is_row(record):
        text += (
            "; a column of your own is passed over by "
            f"`--ignore-columns {_shown(finding.field or '')}`"
        )
    return text


def _is_row(record: Record) -> bool:
    """Tell whether a record is a row of a table."""
    return record.columns is not None or record.source.lower().endswith(_TABLES)


def _label(thing: Named | _Word) -> str:
    """Return the Chinese label, or the first there is, or the code."""
    return thing.label.get("zh") or next(iter(thing.label.values()), thing.code)
