"""An empty ledger: drop-downs, messages and a stamp, all from the ontology."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ..documents.workbook import WorkbookFile, fitted
from ..pages.voices import Voices
from ..records.sheet_facts import column_letters
from ..records.stamp import SHEET, stamp_of
from .fields import LedgerField, example, ledger_fields
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from ..records import Lexicon

ROWS = 5000
"""Rows with drop-downs."""

_LISTS_FROM = 8
"""First row of the lists on the hidden sheet, from 1: the stamp and the codes stand above."""
_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255
"""Characters of an input message (Excel refuses a file with longer ones)."""
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_SHOWN_WORDS = 30
_TITLE_WIDTH = 60
_HEAD = {"bold": True, "bg_color": "#E7ECF2", "border": 1, "valign": "vcenter"}
_NEEDED = {**_HEAD, "bg_color": "#CBD8E8"}


def template(lexicon: Lexicon, needed: Collection[str], languages: Iterable[str]) -> bytes:
    """Return an empty ledger as a workbook.

    Args:
        lexicon: The words of the mechanism.
        needed: The fields that every record must have.
        languages: In which it speaks; what is chosen from a list is in the first.
    """
    return _Template(lexicon, needed, languages).made()


class _Template:
    def __init__(self, lexicon: Lexicon, needed: Collection[str], languages: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._rulebase = lexicon.rulebase
        self._voices = Voices(lexicon.rulebase, languages, WORDS)
        self._names = self._voices.names[0]
        self._fields = ledger_fields(lexicon, needed, self._names)
        self._place = {f.facet.code: rank for rank, f in enumerate(self._fields)}
        info = lexicon.rulebase.info
        self._title = self._say("title", label=lambda names: names.text(info.label))
        self._file = WorkbookFile(self._title)
        self._guides: list[str] = []

    def made(self) -> bytes:
        """Return the file."""
        records = self._file.sheet(self._say("records"), landscape=True, frozen=(1, 1), repeated=0)
        self._write_head(records.worksheet)
        self._guide()
        self._example()
        self._lists()
        self._validate(records.worksheet)
        return self._file.to_bytes()

    def _say(self, key: str, **parts: Any) -> str:
        return self._voices.line(self._voices(key, **parts))

    # ------------------------------------------------------------ the sheet to fill in

    def _head(self, field: LedgerField) -> str:
        """Return what stands above a column, in each language a line; what is needed is starred."""
        lines = [part.text for part in self._voices.of(field.facet.label)]
        return "\n".join(lines) + (" *" if field.needed else "")

    def _write_head(self, sheet: Worksheet) -> None:
        heads = [self._head(field) for field in self._fields]
        widths = fitted([[head, *field.words[:40]] for head, field in
                         zip(heads, self._fields, strict=True)], 12, 28)  # fmt: skip
        for rank, (field, head, width) in enumerate(zip(self._fields, heads, widths, strict=True)):
            date_format = {"num_format": "yyyy-mm-dd"} if field.facet.kind == "date" else {}
            sheet.set_column(rank, rank, width, self._file.format(**date_format))
            look = _NEEDED if field.needed else _HEAD
            sheet.write_string(0, rank, head, self._file.format(**look))
        sheet.set_row(0, 20 * max(head.count("\n") + 1 for head in heads))

    def _validate(self, sheet: Worksheet) -> None:
        for rank, field in enumerate(self._fields):
            rule = self._rule(field)
            title = self._say("alert", field=lambda n, f=field: n.text(f.facet.label))
            facet = field.facet
            kind = (
                "date" if facet.kind == "date" else "place" if facet.kind == "place"
                else "several" if facet.many else "one"
            )  # fmt: skip
            sheet.data_validation(
                1, rank, ROWS, rank,
                {
                    **rule,
                    "input_title": _cut(self._voices.line(self._voices.of(facet.label)),
                                        _TITLE_LIMIT),
                    "input_message": _cut(self._hint(field), _MESSAGE_LIMIT),
                    "error_title": _cut(title, _TITLE_LIMIT),
                    "error_message": _cut(self._say(f"alert.{kind}"), _MESSAGE_LIMIT),
                    # Only what has one word is refused; the reader takes more than the list has.
                    "error_type": "stop" if kind == "one" else "warning",
                },
            )  # fmt: skip

    def _hint(self, field: LedgerField) -> str:
        parts = [self._voices.line(self._voices.of(field.facet.definition), "\n")]
        keys = ["needed"] if field.needed else []
        keys += ["several"] if field.facet.many else []
        keys += ["date"] if field.facet.kind == "date" else []
        return "\n".join([*(p for p in parts if p), *(self._say(f"hint.{key}") for key in keys)])

    def _rule(self, field: LedgerField) -> dict[str, Any]:
        if field.facet.kind == "date":
            return {
                "validate": "date", "criteria": "between",
                "minimum": _FIRST_DAY, "maximum": _LAST_DAY,
            }  # fmt: skip
        if not field.words:
            return {"validate": "any"}
        return {"validate": "list", "source": self._source(field)}

    def _source(self, field: LedgerField) -> str:
        """Return the cells with the words of a field; of places, those in the one above.

        OFFSET over a sorted list, because INDIRECT needs a name for each place, and not every
        program keeps those.
        """
        words = column_letters(2 * self._place[field.facet.code])
        last = _LISTS_FROM + len(field.words) - 1
        everything = f"{SHEET}!${words}${_LISTS_FROM}:${words}${last}"
        if field.above is None:
            return f"={everything}"
        within = column_letters(2 * self._place[field.facet.code] + 1)
        uppers = f"{SHEET}!${within}${_LISTS_FROM}:${within}${last}"
        upper = f"${column_letters(self._place[field.above])}2"
        return (
            f"=IF(COUNTIF({uppers},{upper})=0,{everything},"
            f"OFFSET({SHEET}!${words}${_LISTS_FROM},MATCH({upper},{uppers},0)-1,0,"
            f"COUNTIF({uppers},{upper}),1))"
        )

    # ------------------------------------------------------------ the other sheets

    def _lists(self) -> None:
        """Write the hidden sheet: the stamp, and the words of each field below its code."""
        sheet = self._file.sheet(SHEET).worksheet
        sheet.hide()
        for r, row in enumerate(stamp_of(self._rulebase, self._guides).rows()):
            for c, text in enumerate(row):
                sheet.write_string(r, c, text)
        for rank, field in enumerate(self._fields):
            sheet.write_string(_LISTS_FROM - 2, 2 * rank, field.facet.code)
            for r, word in enumerate(field.words):
                sheet.write_string(_LISTS_FROM - 1 + r, 2 * rank, word)
            for r, upper in enumerate(field.within):
                sheet.write_string(_LISTS_FROM - 1 + r, 2 * rank + 1, upper)

    def _guide(self) -> None:
        sheet = self._file.sheet(self._say("guide"), landscape=True)
        self._guides.append(sheet.worksheet.get_name())
        sheet.widths([18, 8, 14, 44, 56])
        info = self._rulebase.info
        none, unknown = self._rulebase.none.label, self._rulebase.unknown.label
        sheet.merged(0, 4, self._title, {"bold": True, "font_size": 14})
        sheet.next_row(24 if len(self._title) < _TITLE_WIDTH else 40)
        steps = [
            self._say(
                f"how.{number}",
                sheet=self._say("records"),
                none=lambda n: n.text(none),
                unknown=lambda n: n.text(unknown),
            )
            for number in range(1, 6)
        ]
        for number, step in enumerate(steps, start=1):
            sheet.merged(0, 4, f"{number}. {step}", {})
            sheet.next_row(32 if len(step) > 70 else 18)
        stamp = self._say(
            "stamp", id=info.code, version=info.version, sha=self._rulebase.sha256[:12]
        )
        sheet.merged(0, 4, stamp, {"font_color": "#555555"})
        sheet.next_row(18)
        heads = ("column", "needed", "many", "meaning", "choices")
        sheet.write([self._say(key) for key in heads], [_HEAD] * len(heads))
        for field in self._fields:
            sheet.write(self._explained(field), [{"border": 1}] * len(heads))

    def _explained(self, field: LedgerField) -> Sequence[str]:
        facet = field.facet
        if facet.kind in {"text", "date"}:
            words = self._say(f"any.{facet.kind}")
        elif len(field.words) > _SHOWN_WORDS:
            words = self._say("see-list", count=len(field.words))
        else:
            words = self._names.words.between.join(field.words)
        return (
            self._voices.line(self._voices.of(facet.label)),
            self._say("yes" if field.needed else "no"),
            self._say("several" if facet.many else "one"),
            self._voices.line(self._voices.of(facet.definition)),
            words,
        )

    def _example(self) -> None:
        """Show one filled row on a sheet of its own, so that nobody forgets to delete it."""
        sheet = self._file.sheet(self._say("example"), landscape=True)
        self._guides.append(sheet.worksheet.get_name())
        heads = [self._head(field) for field in self._fields]
        cells = example(self._fields, self._lexicon, f"{self._rulebase.info.code}-1")
        sheet.widths(fitted(zip(heads, cells, strict=True), 10, 28))
        sheet.write(heads, [_NEEDED if f.needed else _HEAD for f in self._fields])
        sheet.write(cells, [{"border": 1}] * len(cells))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
