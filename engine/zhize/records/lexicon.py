"""The words of a mechanism: field names to facets, values to codes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from numbers import Number
from typing import TYPE_CHECKING, Any

import msgspec

from ..model.incident import Signature, Stated, Unresolved
from .dates import iso_date
from .places import PlaceBook
from .words import fold, table, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ..model.rulebase import Facet, Named, RuleBase

_MEMO_LIMIT = 1 << 13  # entries of one memory; a stream of ever new words must not fill it
_MEMO_TEXT = 200  # longer texts are no words, and are not remembered
_LONG_CELL = 1000  # longer cells are taken apart with care
SEPARATOR = ";"


class Reading(msgspec.Struct, frozen=True):
    """What a field's value means.

    Attributes:
        values: Codes or unresolved texts; `()` is known to be none, None is not stated.
        unknown: More may hold.
    """

    values: tuple[Stated, ...] | None
    unknown: bool = False


ABSENT = Reading(None)

PlaceKey = tuple[str | None, ...]
"""What a record writes on each place facet, in the order in which these are looked up."""
PlaceReadings = tuple[tuple[str, Reading], ...]


Key = tuple[tuple[str, "str | tuple[str, ...] | None"], ...]
"""What a record writes, name by name, on all facets but free text."""


class FacetWords:
    """The words of one facet.

    Attributes:
        facet: The facet. `code`, `kind`, `many`: its own, close at hand.
        memory: Reading by value as written (a text, or a tuple of texts). It holds only readings
            that came without a problem or a note.
        met: Codes by the single words met so far that have one wherever they stand.
    """

    __slots__ = ("_none", "_unknown", "_words", "code", "facet", "kind", "many", "memory", "met")

    def __init__(self, facet: Facet, values: list[Named], rulebase: RuleBase) -> None:
        self.facet = facet
        self.code = facet.code
        self.kind = facet.kind
        self.many = facet.many
        self.memory: dict[Hashable, Reading] = {}
        self.met: dict[str, str] = {}
        self._words = table(values)
        self._unknown = _words_beside(self._words, rulebase.unknown)
        self._none = _words_beside(self._words, rulebase.none)

    def read(
        self,
        texts: list[Stated],
        *,
        empty: bool,
        find: Callable[[str], str | None] | None = None,
    ) -> Reading:
        """Return the meaning of a field's values.

        Args:
            texts: As written; what is unresolved already stays so.
            empty: Whether an empty list was written: it says that there is none.
            find: How one text is looked up; by default `code_of`.
        """
        look_up = find or self.code_of
        found: list[Stated] = []
        unknown = False
        nones: list[str] = []
        for text in texts:
            if isinstance(text, Unresolved):
                found.append(text)
                continue
            code = look_up(text)
            if code is not None:
                if code not in found:
                    found.append(code)
                if find is None and len(self.met) < _MEMO_LIMIT and len(text) <= _MEMO_TEXT:
                    self.met[text] = code
            elif self.is_unknown(text):
                unknown = True
            elif self.is_none(text):
                nones.append(text)
            else:
                found.append(Unresolved(text))
        if nones and (found or unknown or not self.many):  # none, and yet something
            found.extend(Unresolved(text) for text in nones)
        elif nones or (empty and self.many):
            return Reading(())
        return Reading(tuple(found) if found else None, unknown)

    def read_known(self, raw: str | list[str], most: int) -> Reading:
        """Return the meaning of a list of words met before, or of a cell with them between `;`.

        Args:
            raw: The list or the cell.
            most: How many values a list may have.

        Raises:
            KeyError: Some word was not met, or the cell as a whole is a word.
            TypeError: Some value is no text.
        """
        if isinstance(raw, str):
            if not self.many or len(raw) > _LONG_CELL or self.code_of(raw) is not None:
                raise KeyError(raw)
            words = raw.split(SEPARATOR)
        else:
            words = raw
            if not 0 < len(words) <= most:
                raise KeyError(raw)
        reading = Reading(self.codes_met(words))
        self.remember(raw if isinstance(raw, str) else tuple(raw), reading)
        return reading

    def codes_met(self, words: list[str]) -> tuple[str, ...]:
        """Return the codes of words met before, each once.

        Raises:
            KeyError: Some word was not met.
            TypeError: Some value is no text.
        """
        met = self.met
        return tuple(dict.fromkeys([met[word] for word in words]))

    def code_of(self, text: str) -> str | None:
        """Return the code or ISO date that a text names, or None."""
        if self.kind == "date":
            return iso_date(text)
        return self._words.get(fold(text))

    def is_unknown(self, text: str) -> bool:
        """Tell whether a text says that the answer is not known."""
        return fold(text) in self._unknown

    def is_none(self, text: str) -> bool:
        """Tell whether a text says that there is none."""
        return fold(text) in self._none

    def remember(self, key: Hashable, reading: Reading) -> None:
        """Keep a reading for the next record, within bounds."""
        size = len(key) if isinstance(key, str) else sum(map(len, key))  # type: ignore[call-overload]
        if len(self.memory) < _MEMO_LIMIT and size <= _MEMO_TEXT:
            self.memory[key] = reading


def _words_beside(words: dict[str, str], thing: Named) -> frozenset[str]:
    """Return the folded words of a thing, less those that the facet's own values have."""
    own = {fold(word) for word in (*words_of(thing), thing.iri)}
    return frozenset(own - words.keys())


class Lexicon:
    """The words that records of a mechanism may use. Safe to share between threads.

    Attributes:
        facets: The words of each facet, by code, in the order of the columns.
        places: The places.
        identifier: Code of the facet that identifies a record, or None.
        names: Facet by field name as written, None for a name that is none; what was met so far.
        place_memory: How the places of a record were read, for those that raised no question.
        free: Codes of the facets of free text, by the names met so far; `text_codes`: all of them.
        known: The facts of whole records met before, by what they write.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self.places = PlaceBook(rulebase)
        agencies = {agency.code: agency for agency in rulebase.agencies}
        self.facets: dict[str, FacetWords] = {}
        for facet in sorted(rulebase.facets, key=lambda f: f.position):
            values: list[Named] = []
            if facet.kind == "concept":
                values = [c for c in rulebase.concepts if facet.code in c.facets]
            elif facet.kind == "agency":
                values = [agencies[code] for code in facet.values if code in agencies]
            self.facets[facet.code] = FacetWords(facet, values, rulebase)
        serving = rulebase.facet_serving("identifier")
        self.identifier = None if serving is None else serving.code
        self._names = table(rulebase.facets)
        self.names: dict[str, FacetWords | None] = {}
        self.place_memory: dict[PlaceKey, PlaceReadings] = {}
        self.text_codes = frozenset(f.code for f in rulebase.facets if f.kind == "text")
        self.free: dict[str, str] = {}
        self.known: dict[Key | None, Signature] = {}

    def field(self, name: str) -> FacetWords | None:
        """Return the facet that a field name means: a code, a label in any language, an IRI."""
        try:
            return self.names[name]
        except KeyError:
            code = self._names.get(fold(name))
            found = None if code is None else self.facets[code]
            if len(self.names) < _MEMO_LIMIT and len(name) <= _MEMO_TEXT:
                self.names[name] = found
                if found is not None and found.kind == "text":
                    self.free[name] = found.code
            return found

    def remember(self, key: Key, signature: Signature) -> bool:
        """Keep the facts of a whole record, within bounds; tell whether they were kept."""
        size = sum([len(raw) if raw.__class__ is str else 8 * len(raw or ()) for _, raw in key])
        if size > 4 * _MEMO_TEXT:
            return False
        if len(self.known) >= _MEMO_LIMIT:
            self.known.clear()
        self.known[key] = signature
        return True

    def remember_places(self, key: PlaceKey, readings: PlaceReadings) -> None:
        """Keep how the places of a record were read, for the next one that has the same."""
        size = sum(len(text) for text in key if text)
        if len(self.place_memory) < _MEMO_LIMIT and size <= _MEMO_TEXT:
            self.place_memory[key] = readings


def scalar_text(value: Any) -> str | None:
    """Return a single value as the text that was written, None where it is blank.

    Raises:
        TypeError: It is no single value.
    """
    if isinstance(value, str):
        return _sound(value) if value and not value.isspace() else None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if value != value:  # NaT of pandas
            return None
        midnight = value.hour == value.minute == value.second == value.microsecond == 0
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Number):
        if isinstance(value, Decimal) and not value.is_finite():
            return None
        if value != value:
            return None  # not a number: how tables say that a cell is empty
        try:
            return str(value)
        except ValueError:  # more digits than Python writes
            raise TypeError from None
    from uuid import UUID  # seldom needed

    if isinstance(value, UUID):
        return str(value)
    raise TypeError


def _sound(text: str) -> str:
    """Replace halves of characters (lone surrogates), which cannot be written as UTF-8."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text
