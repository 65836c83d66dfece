"""Choosing the format of a record file, and reading it as `Record` values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from . import faults
from .faults import ACCEPTED_EN, ACCEPTED_ZH, Fault, FaultFound
from .ignoring import Ignored
from .lexicon import Lexicon
from .limits import DEFAULT_LIMITS, Limits
from .raw import without
from .resolve import resolve
from .source import examine, opened, read_whole, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from ..model.incident import Columns, Record
    from ..model.report import Problem
    from ..model.rulebase import RuleBase
    from .raw import RawRecord

WORKBOOKS = ("xlsx", "xls", "ods", "et")
DELIMITED = ("csv", "tsv")
FORMATS = ("json", "jsonl", "jsonld", "turtle", "yaml", *WORKBOOKS, *DELIMITED, "parquet")
TABLES = frozenset({*WORKBOOKS, *DELIMITED, "parquet"})
"""Formats with columns, which are the same for all records."""
_NAMES = {f: f for f in FORMATS} | {
    "yml": "yaml",
    "ndjson": "jsonl",
    "ttl": "turtle",
    "xlsm": "xlsx",
    "tab": "tsv",
}
_ELSEWHERE = frozenset({"xlsb", "numbers"})
_PARQUET_SIGN = b"PAR1"
_WORKBOOK_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LINKED = re.compile(rb'"@(?:context|graph|id|type)"\s*:')
_TURTLE = re.compile(
    rb"(?:@?(?:prefix|base)\b|<[^>\s]*>\s|_:|[\w-]*:[\w-]+\s+(?:a|[\w-]*:)\b)", re.IGNORECASE
)
_YAML = re.compile(rb"(?:---|%YAML\b|-\s|[\"']?[^\s:,;{\[\"'][^:,;]*[\"']?:(?:\s|$))")


def read_records(
    source: Path | BinaryIO,
    rulebase: RuleBase | Lexicon,
    *,
    name: str,
    format: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    sheet: str | None = None,
    needed: Callable[[], Collection[str]] = tuple,
    ignore: Ignored | str | Iterable[str] = (),
) -> Iterator[Record]:
    """Yield the records of a file or a binary stream; bad ones carry their problems.

    Nothing but the file is opened, and nothing is fetched.

    Args:
        source: A regular file, or a stream that is read to its end and not closed.
        rulebase: The mechanism, or its lexicon, which is then made once for many files.
        name: For messages; its extension tells the format. `-` is standard input.
        format: One of `FORMATS`, or None to go by the extension, then by the content.
        limits: Bounds on size and depth.
        sheet: Which sheet of a workbook is read; see `workbook_records`.
        needed: Tells the fields that every record must have; asked only for a workbook.
        ignore: Columns that are passed over. A table must have them; the records of other formats
            may leave any out.

    Raises:
        UsageError: A field of the mechanism is to be ignored.
        FileError: The file, or the rest of it, cannot be read; an `UnreadableError`.
    """
    lexicon = rulebase if isinstance(rulebase, Lexicon) else Lexicon(rulebase)
    ignored = ignore if isinstance(ignore, Ignored) else Ignored(ignore, lexicon)
    none_yet = True
    try:
        with opened(source) as (stream, head, known_size):
            kind = choose_format(head, name, format)
            if kind in WORKBOOKS:
                data = read_whole(stream, known_size, "Excel", limits.max_workbook)
                raws = _workbook(data, name, lexicon, limits, sheet, needed, ignored)
            elif kind == "parquet":
                from .parquet_records import read_parquet

                raws = read_parquet(source, stream, known_size, limits, ignored)
            else:
                raws = _raw(kind, stream, known_size, name, lexicon, limits, ignored)
            for raw in raws:
                none_yet = False
                if ignored and kind not in TABLES:
                    raw = without(raw, ignored)
                record = resolve(
                    raw.fields,
                    lexicon,
                    source=name,
                    index=raw.position,
                    line=raw.line,
                    problems=raw.problems,
                    limits=limits,
                )
                yield record if raw.columns is None else _placed(record, raw.columns, raw)
    except FaultFound as found:
        raise found.fault.error(name) from None
    except OSError as error:
        raise unreadable(error).error(name) from None
    if none_yet:
        raise faults.no_record().error(name)


def choose_format(head: bytes, name: str, given: str | None = None) -> str:
    """Return the format of a file.

    Args:
        head: Its first bytes.
        name: Its name, of which the extension counts.
        given: What the user said, or None.

    Raises:
        FaultFound: `unknown-format`, or what `examine` finds.
    """
    if given is not None:
        if given.lower() not in _NAMES:
            raise FaultFound(_unknown(f"没有名为“{given}”的格式", f"`{given}` is no format"))
        kind = _NAMES[given.lower()]
        if kind == "parquet":
            return _parquet(head)
        if kind not in WORKBOOKS:
            examine(head)
        return kind
    extension = Path(name).suffix.lower().removeprefix(".")
    named = _NAMES.get(extension)
    if named == "parquet" or (head.startswith(_PARQUET_SIGN) and not extension):
        return _parquet(head)
    if named in WORKBOOKS or named in DELIMITED or named is None:
        # Exports of other programs often bear the name of the wrong kind of table.
        if head.startswith(_WORKBOOK_SIGNS) and (named or not extension):
            return named if named in WORKBOOKS else "xlsx"
        if named in WORKBOOKS:
            return "csv" if _is_text(head) else named
    examine(head)
    if extension in _ELSEWHERE:
        raise FaultFound(_unknown("这种文件不能作为记录读取", "such files are not read as records"))
    kind = named or _by_content(head)
    if kind == "json" and extension != "jsonl" and _LINKED.search(head):
        return "jsonld"
    return kind


def _parquet(head: bytes) -> str:
    if not head.startswith(_PARQUET_SIGN):
        examine(head)
        raise FaultFound(
            _unknown(
                "这不是 Parquet 文件，尽管名称如此",
                "this is no Parquet file, whatever its name says",
            )
        )
    return "parquet"


def _is_text(head: bytes) -> bool:
    """Tell whether what bears the name of a workbook is a table in plain text."""
    return bool(head.strip()) and b"\x00" not in head and not head.lstrip().startswith(b"<")


def _by_content(head: bytes) -> str:
    lines = [line.strip() for line in head.splitlines()]
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    if first.startswith(b"["):
        return "json"
    if first.startswith(b"{"):
        return "jsonl" if _is_object(first) and not _LINKED.search(first) else "json"
    if _TURTLE.match(first):
        return "turtle"
    if _YAML.match(first) or not first:
        return "yaml"
    raise FaultFound(_unknown("看不出这是什么格式", "the format cannot be told"))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (ValueError, RecursionError):
        return False


def _unknown(zh: str, en: str) -> Fault:
    return Fault(
        "unknown-format", f"{zh}；可读 {ACCEPTED_ZH}", f"{en}; what can be read is {ACCEPTED_EN}"
    )


def _raw(
    kind: str,
    stream: BinaryIO,
    known_size: int | None,
    name: str,
    lexicon: Lexicon,
    limits: Limits,
    ignored: Ignored,
) -> Iterator[RawRecord]:
    """Yield the records of a format; its reader is imported only now."""
    if kind == "jsonl":
        from .json_records import read_jsonl

        yield from read_jsonl(stream, name, limits)
        return
    titles = {
        "yaml": "YAML",
        "json": "JSON",
        "jsonld": "JSON-LD",
        "turtle": "Turtle",
        "csv": "CSV",
        "tsv": "TSV",
    }
    bounds = {
        "csv": limits.max_delimited,
        "tsv": limits.max_delimited,
        "yaml": limits.max_yaml,
        "json": limits.max_json,
        "jsonld": limits.max_jsonld,
        "turtle": limits.max_turtle,
    }
    data = read_whole(stream, known_size, titles[kind], bounds[kind])
    if kind == "yaml":
        from .yaml_records import read_yaml

        yield from read_yaml(data, name, limits)
    elif kind == "json":
        from .json_records import read_json

        yield from read_json(data, name, limits)
    elif kind in DELIMITED:
        from .csv_records import read_delimited

        yield from read_delimited(data, name, lexicon, limits, kind, ignored)
    elif kind == "jsonld":
        from .jsonld import read_jsonld

        yield from read_jsonld(data, name, lexicon.rulebase, limits)
    else:
        from .turtle import read_turtle

        yield from read_turtle(data, name, lexicon.rulebase)


def _workbook(
    data: bytes,
    name: str,
    lexicon: Lexicon,
    limits: Limits,
    sheet: str | None,
    needed: Callable[[], Collection[str]],
    ignored: Ignored,
) -> Iterator[RawRecord]:
    if not data.strip():
        raise FaultFound(faults.empty())
    from .workbook_records import read_workbook

    yield from read_workbook(data, name, lexicon, limits, ignored, sheet=sheet, needed=needed())


def _placed(record: Record, columns: Columns, raw: RawRecord) -> Record:
    """Return a row of a table that knows its cells, and whose problems do."""
    if not (record.problems or record.notes or raw.remarks):
        return msgspec.structs.replace(record, columns=columns, written=raw.written)

    def located(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(
            problem
            if problem.cell is not None
            else msgspec.structs.replace(
                problem, sheet=columns.sheet, cell=columns.cell(problem.field, problem.row)
            )
            for problem in problems
        )

    return msgspec.structs.replace(
        record,
        columns=columns,
        written=raw.written,
        problems=(*raw.remarks, *located(record.problems)),
        notes=located(record.notes),
    )
