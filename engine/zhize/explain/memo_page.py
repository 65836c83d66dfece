"""A decision as a clerk's memo: who acts, who notifies whom, who feeds back, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.decision import Decision, Duty, DutyGround, DutyName
from .entries import Entry, entries_of
from .grounds import MODES, Grounds
from .names import Names
from .open_text import open_lines
from .width import DEFAULT_WIDTH, display_width, pad, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.incident import Incident
    from ..model.rulebase import RuleBase

_NUMERALS = "一二三四五六七八九十"
_MARGIN = "    "


def memo(
    decision: Decision,
    rulebase: RuleBase,
    lang: str,
    width: int = DEFAULT_WIDTH,
    *,
    incident: Incident | None = None,
) -> str:
    """Return a decision as text for a person.

    Args:
        decision: What was decided.
        rulebase: The mechanism that decided, for labels and wording.
        lang: `zh` or `en`; texts of the mechanism that lack it are given in its first language.
        width: Columns of a line.
        incident: The record decided on; with it the memo also states the facts.

    Returns:
        Lines ending in a line feed, the last one too.
    """
    return (
        visible("\n".join(_Memo(decision, Names(rulebase, lang), width, incident).lines())) + "\n"
    )


class Item(NamedTuple):
    """One numbered item of a memo.

    Attributes:
        entry: Its duties, which differ in their bearer only, and its number.
        who: Who must do it, and towards whom.
        action: What.
        rows: The key of each label, and its text: the basis, the grounds, the time …
    """

    entry: Entry
    who: str
    action: str
    rows: tuple[tuple[str, str], ...]


def memo_items(
    decision: Decision, names: Names, *, incident: Incident | None = None
) -> tuple[Item, ...]:
    """Return the numbered items of a memo, for a page that arranges them in its own way."""
    return _Memo(decision, names, DEFAULT_WIDTH, incident).items()


class _Memo:
    """Writes one memo, section by section."""

    def __init__(
        self, decision: Decision, names: Names, width: int, incident: Incident | None
    ) -> None:
        self.decision = decision
        self.names = names
        self.words = names.words
        self.width = width
        self.incident = incident
        self.entries = entries_of(decision.duties)
        self.number = {
            (duty.norm, duty.bearer): entry.number
            for entry in self.entries
            for duty in entry.duties
        }
        self.places = {d.bearer: d.bearer_place for d in decision.duties if d.bearer_place}
        self.grounds = Grounds(names, self.places, self.number)
        self._sections = 0

    def lines(self) -> Iterator[str]:
        """Yield the lines of the memo."""
        yield from self._head()
        if not self.decision.applicable:
            yield from self._inapplicable()
        else:
            if not self.decision.duties:
                yield ""
                yield from wrap(self.words("memo.no-duties"), self.width)
            for mode in MODES:
                yield from self._duties(mode)
            yield from self._displaced()
            yield from self._unaddressed()
            yield from self._open()
        yield ""
        if self.decision.applicable and self.decision.interpretations:
            codes = self.words.listed(self.decision.interpretations)
            yield from wrap(self.words("memo.all-rests", codes=codes), self.width)
        stamp = self.decision.mechanism
        yield from wrap(
            self.words(
                "memo.stamp",
                label=self.names.text(self.names.rulebase.info.label),
                id=stamp.id,
                version=stamp.version,
                sha=stamp.sha256[:12],
            ),
            self.width,
        )

    # ------------------------------------------------------------ the head

    def _head(self) -> Iterator[str]:
        title = self.words("memo.title") + " ".join(self._title().split())
        yield from wrap(title, self.width)
        yield "─" * min(self.width, max(display_width(line) for line in wrap(title, self.width)))
        if self.incident is not None:
            yield from self._labelled("memo.facts", self.words.clauses(self._facts()), "")
        for note in self.decision.notes:
            yield from self._labelled("memo.notes", self.names.text(note.message), "")

    def _title(self) -> str:
        """Return the record's identifier, and its title: the first free text behind it."""
        if self.incident is not None:
            for facet in sorted(self.names.rulebase.facets, key=lambda f: f.position):
                stated = self.incident.values.get(facet.code, ())
                if facet.kind == "text" and "identifier" not in facet.serves and stated:
                    return self.words.aside(self.decision.incident, stated[0])
        return self.decision.incident

    def _facts(self) -> Iterator[str]:
        """Yield the stated facts in the order of a record's fields; free text is left out."""
        incident, words = self.incident, self.words
        if incident is None:
            return
        for facet in sorted(self.names.rulebase.facets, key=lambda f: f.position):
            unknown = facet.code in incident.unknown
            if facet.kind == "text" or not (facet.code in incident.values or unknown):
                continue
            stated = [self.names.value(facet.code, v) for v in incident.values.get(facet.code, ())]
            if unknown:
                stated.append(words("incomplete" if stated else "unknown"))
            yield words.equals(
                self.names.text(facet.label), words.listed(stated or [words("none")])
            )

    def _inapplicable(self) -> Iterator[str]:
        yield ""
        reason = self.words.sentence(self.names.text(self.decision.reason_text or {}))
        yield from self._labelled("memo.inapplicable", reason, "")
        yield from self._rests(self.decision.interpretations, "")

    # ------------------------------------------------------------ duties

    def _duties(self, mode: str) -> Iterator[str]:
        entries = [entry for entry in self.entries if entry.first.mode == mode]
        if not entries:
            return
        yield from self._section(f"memo.{mode}")
        role, subsection = None, 0
        for entry in entries:
            if entry.first.role is not None and entry.first.role != role:
                role, subsection = entry.first.role, subsection + 1
                label = self.words.heading(self.names.role(role))
                yield ""
                yield (
                    f"（{_NUMERALS[subsection - 1]}）{label}" if self.words.lang == "zh" else label
                )
            else:
                yield ""
            yield from self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[str]:
        item = self._item_of(entry)
        yield from wrap(item.who, self.width, first=pad(f"{entry.number:>2}. ", 4))
        yield from wrap(item.action, self.width, first=_MARGIN)
        for key, text in item.rows:
            yield from self._labelled(key, text)

    def items(self) -> tuple[Item, ...]:
        """Return all numbered items."""
        return tuple(map(self._item_of, self.entries))

    def _item_of(self, entry: Entry) -> Item:
        action = self.words.sentence(self.names.text(entry.first.action))
        rows = tuple((key, text) for key, text in self._rows(entry) if text)
        return Item(entry, self._who(entry), action, rows)

    def _rows(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Yield the key of each label of an item, and its text, which may be empty."""
        duty, names, words = entry.first, self.names, self.words
        yield "memo.basis", f"{names.citation(duty.norm)} {words.quoted(duty.quote)}"
        yield "memo.because", words.clauses(self.grounds.of(duty))
        yield "memo.rests", words.clauses(map(names.interpretation, duty.interpretations))
        yield "memo.when", words.clauses(self._times(duty))
        yield "memo.choice", words.clauses(self._choices(entry))
        if duty.conditional_on is not None:
            sources = [self._item(norm, duty) for norm in duty.conditional_on.split(";")]
            yield "memo.condition", words("memo.chosen", item=words.listed(sources))

    def _who(self, entry: Entry) -> str:
        names, words, duty = self.names, self.words, entry.first
        who = words.heading(
            words.listed(names.agency(d.bearer, d.bearer_place) for d in entry.duties)
        )
        if duty.mode != "act" and len(entry.duties) > 1:
            who = words("memo.each", who=who)
        to = words.listed(names.agency(code, self.places.get(code)) for code in duty.to)
        if not to:
            return who
        return words("memo.towards" if duty.mode == "act" else "memo.tells", who=who, to=to)

    def _times(self, duty: Duty) -> Iterator[str]:
        if duty.urgency is not None:
            yield self.names.text(duty.urgency)
        if duty.due is not None:
            yield self.words("memo.due", day=duty.due)

    def _choices(self, entry: Entry) -> Iterator[str]:
        """Yield what the bearer may do instead, from either side."""
        duty = entry.first
        if duty.alternative_to is not None:
            yield self.words("memo.alternative", item=self._item(duty.alternative_to, duty))
        mine = {d.bearer for d in entry.duties}
        for other in self.entries:
            if other.first.alternative_to == duty.norm and mine & {d.bearer for d in other.duties}:
                yield self.words("memo.instead", item=self._item(other.first.norm, duty))

    def _item(self, norm: str, near: Duty) -> str:
        """Return how to point to a duty: by its number where it is in this decision."""
        sources = [g.bearer for g in near.because if isinstance(g, DutyGround) and g.duty == norm]
        numbers = {
            self.number[key]
            for key in ((norm, bearer) for bearer in (near.bearer, *sources))
            if key in self.number
        }
        if not numbers:
            return f"[{norm}]"
        items = self.words.listed(self.words("memo.item", number=n) for n in sorted(numbers))
        return f"{items} [{norm}]"

    # ------------------------------------------------------------ what gives no duty

    def _displaced(self) -> Iterator[str]:
        rows: dict[DutyName, tuple[list[str], list[str]]] = {}
        for row in self.decision.displaced:
            by, rests = rows.setdefault(DutyName(row.norm, row.bearer), ([], []))
            by.append(self.names.citation(row.by))
            rests += [code for code in row.interpretations if code not in rests]
        if rows:
            yield from self._section("memo.displaced")
        for name, (by, rests) in rows.items():
            yield from self._would_be(name)
            yield from self._labelled("memo.yields", self.words.listed(by))
            yield from self._rests(rests)

    def _unaddressed(self) -> Iterator[str]:
        if self.decision.unaddressed:
            yield from self._section("memo.unaddressed")
        for row in self.decision.unaddressed:
            yield from self._would_be(DutyName(row.norm, row.bearer))
            yield from wrap(self.words("memo.nobody"), self.width, first=_MARGIN)

    def _would_be(self, name: DutyName) -> Iterator[str]:
        """Yield the head of a duty that did not arise."""
        norm = self.names.norm(name.norm)
        who = self.words.heading(self._agency(name.bearer))
        action = "" if norm is None else self.names.text(norm.action)
        text = f"{self.names.citation(name.norm)} {self.words.colon(who, action)}"
        yield from wrap(self.words.sentence(self.words.heading(text)), self.width, first="  · ")

    def _open(self) -> Iterator[str]:
        if self.decision.open:
            yield from self._section("memo.open")
            yield from open_lines(self.decision.open, self.names, self._agency, self.width)

    # ------------------------------------------------------------ lines

    def _agency(self, code: str) -> str:
        """Return what an agency is called, with the place that the record gives it."""
        place = self.places.get(code)
        if place is None and self.incident is not None:
            stated = self.incident.values.get(self.names.placed_by(code) or "", ())
            place = stated[0] if stated else None
        return self.names.agency(code, place)

    def _section(self, key: str) -> Iterator[str]:
        numeral = f"{_NUMERALS[self._sections]}、" if self.words.lang == "zh" else ""
        self._sections += 1
        title = numeral + self.words(key)
        yield ""
        yield title.upper() if self.words.lang == "en" else title

    def _rests(self, codes: Iterable[str], margin: str = _MARGIN) -> Iterator[str]:
        names = [self.names.interpretation(code) for code in codes]
        yield from self._labelled("memo.rests", self.words.clauses(names), margin)

    def _labelled(self, key: str, text: str, margin: str = _MARGIN) -> Iterator[str]:
        """Yield a text behind its label, aligned with the other labels; nothing if it is empty."""
        if text:
            label = self.words(key)
            column = 6 if self.words.lang == "zh" else 10
            yield from wrap(text, self.width, first=margin + pad(label, column))
