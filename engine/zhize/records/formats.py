"""Choosing the format of a record file, and reading it as `Record` values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from . import faults
from .faults import ACCEPTED_EN, ACCEPTED_ZH, Fault, FaultFound
from .lexicon import Lexicon
from .limits import DEFAULT_LIMITS, Limits
from .resolve import resolve
from .source import examine, opened, read_whole, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.incident import Record
    from ..model.rulebase import RuleBase
    from .raw import RawRecord

FORMATS = ("json", "jsonl", "jsonld", "turtle", "yaml")
_NAMES = {f: f for f in FORMATS} | {"yml": "yaml", "ndjson": "jsonl", "ttl": "turtle"}
_TABLES = frozenset({"csv", "tsv", "xls", "xlsx", "xlsm", "ods", "et", "parquet"})
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
) -> Iterator[Record]:
    """Yield the records of a file or a binary stream; bad ones carry their problems.

    Nothing but the file is opened, and nothing is fetched.

    Args:
        source: A regular file, or a stream that is read to its end and not closed.
        rulebase: The mechanism, or its lexicon, which is then made once for many files.
        name: For messages; its extension tells the format. `-` is standard input.
        format: One of `FORMATS`, or None to go by the extension, then by the content.
        limits: Bounds on size and depth.

    Raises:
        FileError: The file, or the rest of it, cannot be read; an `UnreadableError`.
    """
    lexicon = rulebase if isinstance(rulebase, Lexicon) else Lexicon(rulebase)
    none_yet = True
    try:
        with opened(source) as (stream, head, known_size):
            examine(head)
            kind = choose_format(head, name, format)
            for raw in _raw(kind, stream, known_size, name, lexicon, limits):
                none_yet = False
                yield resolve(
                    raw.fields,
                    lexicon,
                    source=name,
                    index=raw.position,
                    line=raw.line,
                    problems=raw.problems,
                    limits=limits,
                )
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
        FaultFound: `unknown-format`.
    """
    if given is not None:
        if given.lower() in _NAMES:
            return _NAMES[given.lower()]
        raise FaultFound(_unknown(f"没有名为“{given}”的格式", f"`{given}` is no format"))
    extension = Path(name).suffix.lower().removeprefix(".")
    if extension in _TABLES:
        raise FaultFound(_unknown("表格文件不能直接作为记录读取", "tables are not read as records"))
    kind = _NAMES.get(extension) or _by_content(head)
    if kind == "json" and extension != "jsonl" and _LINKED.search(head):
        return "jsonld"
    return kind


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
) -> Iterator[RawRecord]:
    """Yield the records of a format; its reader is imported only now."""
    if kind == "jsonl":
        from .json_records import read_jsonl

        yield from read_jsonl(stream, name, limits)
        return
    titles = {"yaml": "YAML", "json": "JSON", "jsonld": "JSON-LD", "turtle": "Turtle"}
    bounds = {
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
    elif kind == "jsonld":
        from .jsonld import read_jsonld

        yield from read_jsonld(data, name, lexicon.rulebase, limits)
    else:
        from .turtle import read_turtle

        yield from read_turtle(data, name, lexicon.rulebase)
