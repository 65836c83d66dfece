"""Records from workbooks: .xlsx, .xls, .et and .ods, each row below the field names one record."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.report import INFO, Problem
from . import faults
from .compound import MAGIC, CompoundBook
from .faults import Fault, FaultFound
from .ooxml import BOOK, OfficeBook
from .opendocument import CONTENT, OpenDocumentBook
from .packages import Package, damaged, protected
from .stamp import SHEET, Stamp, outdated, read_stamp
from .tables import Head, TableReader, find_head, no_head
from .words import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from python_calamine import CalamineWorkbook

    from .ignoring import Ignored
    from .lexicon import Lexicon
    from .limits import Limits
    from .raw import RawRecord
    from .sheet_facts import SheetFacts

ZIP_MAGIC = b"PK\x03\x04"


class _Sheet(NamedTuple):
    name: str
    rows: list[list[Any]]
    facts: SheetFacts
    head: Head | None


def read_workbook(
    data: bytes,
    source: str,
    lexicon: Lexicon,
    limits: Limits,
    ignored: Ignored,
    *,
    sheet: str | None = None,
    needed: Collection[str] = (),
) -> Iterator[RawRecord]:
    """Yield the records of one sheet, hidden rows included.

    Args:
        data: The file.
        source: Its name.
        lexicon: The words of the mechanism.
        limits: Bounds on sizes.
        ignored: Columns that are passed over.
        sheet: Name of the sheet; by default the first that is not hidden and whose head has all
            fields needed, else the one with most fields.
        needed: The fields that every record must have.

    Raises:
        FaultFound: The workbook cannot be read, or has no such sheet, or no field names.
    """
    workbook = _Workbook(data, lexicon, limits)
    chosen = workbook.named(sheet) if sheet is not None else workbook.choose(needed)
    if chosen.head is None:
        raise FaultFound(no_head(lexicon, chosen.name))
    table = TableReader(chosen.head, source, chosen.name, chosen.facts, limits, ignored)
    table.cover(chosen.facts.merged, len(chosen.rows))
    remarks = workbook.remarks(chosen, source, told=sheet is not None)
    for raw in table.read(chosen.rows):
        yield raw._replace(remarks=remarks) if remarks else raw
        remarks = ()


class _Workbook:
    """An open workbook, guarded against what its reader would not survive."""

    def __init__(self, data: bytes, lexicon: Lexicon, limits: Limits) -> None:
        self._lexicon = lexicon
        self._limits = limits
        self._guard = _guard(data, limits)
        self._book = _opened(data)
        self._names = self._book.sheet_names
        self._visible = _visible(self._book)

    def named(self, name: str) -> _Sheet:
        """Return a sheet by its name, be it hidden."""
        wanted = fold(name)
        found = next((n for n in self._names if fold(n) == wanted), None)
        if found is None:
            own = [n for n in self._names if n != SHEET]
            raise FaultFound(
                Fault(
                    "no-such-sheet",
                    f"没有名为“{name}”的工作表；有：{'、'.join(own)}",
                    f"there is no sheet `{name}`; there are {', '.join(f'`{n}`' for n in own)}",
                )
            )
        return self._load(found)

    def choose(self, needed: Collection[str]) -> _Sheet:
        """Return the sheet to read where none is named."""
        if not self._visible:
            raise FaultFound(faults.no_record())
        loaded: list[_Sheet] = []
        for name in self._visible:
            sheet = self._load(name)
            if sheet.head is not None and sheet.head.codes.issuperset(needed):
                return sheet
            loaded.append(sheet)
        return max(loaded, key=_breadth)

    def remarks(self, chosen: _Sheet, source: str, *, told: bool) -> tuple[Problem, ...]:
        """Return what the user should know of the choice, and of the workbook's version."""
        stamp = self._stamp()
        found: list[Problem] = []
        if stamp is not None:
            warning = outdated(stamp, self._lexicon.rulebase, source)
            found += [] if warning is None else [warning]
        guides = () if stamp is None else stamp.guides
        others = [n for n in self._visible if n != chosen.name and n not in guides]
        filled = [n for n in others if self._facts(n).rows]
        if filled and not told:
            found.append(_chosen(chosen, filled, source))
        return tuple(found)

    def _stamp(self) -> Stamp | None:
        return read_stamp(self._load(SHEET).rows) if SHEET in self._names else None

    def _facts(self, name: str) -> SheetFacts:
        return self._guard.facts(name, self._names.index(name))

    def _load(self, name: str) -> _Sheet:
        """Read the cells of a sheet, after its extent was found to be bearable."""
        facts = self._facts(name)
        facts.check(self._limits, name)
        with _survived():
            sheet = self._book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
        facts.merged += sheet.merged_cell_ranges or []
        return _Sheet(name, rows, facts, find_head(rows, self._lexicon))


def _guard(data: bytes, limits: Limits) -> OfficeBook | OpenDocumentBook | CompoundBook:
    """Look into a workbook, whatever its name says it is.

    Raises:
        FaultFound: It is none, or damaged, protected or too large.
    """
    if data.startswith(MAGIC):
        return CompoundBook(data, limits)
    if not data.startswith(ZIP_MAGIC):
        raise FaultFound(no_workbook(data[:1024]))
    package = Package(data, limits)
    if package.part(BOOK) is not None:
        return OfficeBook(package)
    if package.part(CONTENT) is not None:
        manifest = package.part("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest:
            raise FaultFound(protected())
        return OpenDocumentBook(package, limits)
    raise FaultFound(no_workbook(b""))


def no_workbook(head: bytes) -> Fault:
    """The fault of a file that bears the name of a workbook and is none."""
    text = head.lstrip().lower()
    web = text.startswith((b"<html", b"<!doctype html", b"<?xml", b"<table", b"<meta"))
    zh, en = ("（实际是网页或 XML）", " (it is a web page or XML)") if web else ("", "")
    return Fault(
        "no-workbook",
        f"这不是 Excel 或 ODS 工作簿{zh}，尽管名称如此；请用 Excel 或 WPS 打开后另存为 .xlsx",
        f"this is no Excel or ODS workbook{en}, whatever its name says; open it in Excel or WPS "
        "and save it as .xlsx",
    )


def _opened(data: bytes) -> CalamineWorkbook:
    import python_calamine

    with _survived():
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextlib.contextmanager
def _survived() -> Iterator[None]:
    """Turn what calamine raises into a fault: also a panic, which is no `Exception`.

    Raises:
        FaultFound: The workbook is damaged, or protected.
    """
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError:
        raise FaultFound(protected()) from None
    except python_calamine.CalamineError:
        raise FaultFound(damaged()) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise FaultFound(damaged()) from None
        raise


def _visible(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets of cells that are not hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _breadth(sheet: _Sheet) -> int:
    return -1 if sheet.head is None else len(sheet.head.codes)


def _chosen(chosen: _Sheet, others: list[str], source: str) -> Problem:
    row = 0 if chosen.head is None else chosen.head.place + 1
    return Problem(
        code="sheet-chosen",
        severity=INFO,
        message={
            "zh": f"只读了工作表“{chosen.name}”（表头在第 {row} 行），没有读"
            f"{'、'.join(f'“{name}”' for name in others)}；可用 --sheet 指定。",
            "en": f"only the sheet `{chosen.name}` was read (its head is row {row}), not "
            f"{', '.join(f'`{name}`' for name in others)}; name another by --sheet",
        },
        source=source,
        sheet=chosen.name,
        row=row,
    )
