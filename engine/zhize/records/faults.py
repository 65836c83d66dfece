"""What can be wrong with a record file: each fault a code and a sentence in zh and en.

A fault that leaves the rest of the file readable becomes a `Problem` of one record; one that does
not is raised as a `FileError`.
"""

from __future__ import annotations

import msgspec

from .._errors import UnreadableError
from ..model.report import ERROR, Problem

ACCEPTED_ZH = (
    "YAML（.yaml）、JSON（.json）、JSONL（.jsonl）、JSON-LD（.jsonld）、Turtle（.ttl）、"
    "Excel（.xlsx、.xls）、ODS（.ods）、CSV（.csv）、TSV（.tsv）或 Parquet（.parquet）"
)
ACCEPTED_EN = (
    "YAML (.yaml), JSON (.json), JSONL (.jsonl), JSON-LD (.jsonld), Turtle (.ttl), "
    "Excel (.xlsx, .xls), ODS (.ods), CSV (.csv), TSV (.tsv) or Parquet (.parquet)"
)
_EXCERPT = 60


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a file, and where.

    Attributes:
        code: Stable name (`syntax`, `truncated`, `not-utf8` …).
        zh, en: The sentence without the place and without a full stop.
        line, column: From 1, or None where it concerns the file as a whole.
    """

    code: str
    zh: str
    en: str
    line: int | None = None
    column: int | None = None

    def at(self, line: int | None, column: int | None = None) -> Fault:
        """Return the same fault at a place."""
        return Fault(self.code, self.zh, self.en, line, column)

    def message(self, source: str) -> dict[str, str]:
        """Return the whole sentence by language, with file, line and column."""
        name_zh, name_en = ("标准输入", "standard input") if source == "-" else (source, source)
        where_zh = "" if self.line is None else f"第 {self.line} 行"
        where_en = "" if self.line is None else f", line {self.line}"
        if self.column is not None:
            where_zh += f"第 {self.column} 列"
            where_en += f", column {self.column}"
        gap = " " if where_zh and not name_zh.endswith("输入") else ""
        return {
            "zh": f"{name_zh}{gap}{where_zh}：{self.zh}。",
            "en": f"{name_en}{where_en}: {self.en}",
        }

    def problem(self, source: str) -> Problem:
        """Return the fault as a problem of one record."""
        return Problem(
            code=self.code,
            severity=ERROR,
            message=self.message(source),
            source=source,
            row=self.line,
        )

    def error(self, source: str) -> FileError:
        """Return the fault as an error about the file, or the rest of it."""
        return FileError(self, source)


class FileError(UnreadableError):
    """A record file, or the rest of it, cannot be read.

    Attributes:
        code: Stable name of the fault. `source`: name of the file.
        line, column: From 1, or None.
    """

    def __init__(self, fault: Fault, source: str) -> None:
        message = fault.message(source)
        super().__init__(message["zh"], message["en"])
        self.code = fault.code
        self.source = source
        self.line = fault.line
        self.column = fault.column
        self.problem = fault.problem(source)


class FaultFound(Exception):  # noqa: N818 - it carries a fault to the reader that knows the file
    """Carries a fault up to the reader of the file; never leaves this package."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.en)
        self.fault = fault


def excerpt(text: str) -> str:
    """Return the first printable words of a text, to quote in a message."""
    shown = "".join(c if c.isprintable() else " " for c in text[: _EXCERPT + 1]).strip()
    return shown[:_EXCERPT] + "…" if len(shown) > _EXCERPT else shown


def syntax(kind: str, near: str, detail: str, line: int | None, column: int | None) -> Fault:
    """The text breaks the rules of its format; `detail` is the parser's own word, in English."""
    seen = excerpt(near.lstrip().partition("\n")[0])
    return Fault(
        "syntax",
        f"不是合法的 {kind}" + (f"，问题出在“{seen}”附近" if seen else ""),
        f"this is not valid {kind}"
        + (f": {detail}" if detail else "")
        + (f", near `{seen}`" if seen else ""),
        line,
        column,
    )


def truncated(kind: str, line: int | None, column: int | None, began: int | None = None) -> Fault:
    """The text ends in the middle; `began` is the line where the unfinished part begins."""
    return Fault(
        "truncated",
        f"{kind} 在此中断，内容不完整"
        + (f"（未写完的部分始于第 {began} 行）" if began else "")
        + "；请重新导出或补全文件",
        f"the {kind} text ends here, in the middle"
        + (f" of what begins on line {began}" if began else "")
        + "; export the file again or complete it",
        line,
        column,
    )


def not_utf8(line: int, byte: int, hint: str | None) -> Fault:
    """A byte that is not UTF-8; `byte` counts within the line, `hint` names the likely encoding."""
    return Fault(
        "not-utf8",
        f"第 {byte} 个字节不是 UTF-8 文字"
        + (f"，看来是 {hint} 编码" if hint else "")
        + "；请另存为 UTF-8",
        f"byte {byte} is not UTF-8"
        + (f"; it looks like {hint}" if hint else "")
        + "; save the file as UTF-8",
        line,
    )


def too_deep(limit: int) -> Fault:
    """Lists or mappings nest deeper than a record can need."""
    return Fault(
        "too-deep", f"嵌套超过 {limit} 层", f"lists and mappings nest deeper than {limit} levels"
    )


def too_much(kind: str) -> Fault:
    """A document that is small, and yet says more than there is memory and time for."""
    return Fault(
        "too-large",
        f"文件里的值太多，超出 {kind} 的处理上限；请改用 JSONL（一行一条记录，不限大小）",
        f"the file holds more values than {kind} may have; use JSONL (one record a line)",
    )


def size(count: int) -> str:
    """Return a size in bytes in the unit a person reads."""
    return f"{count / (1 << 20):.0f} MiB" if count >= 1 << 20 else f"{count} B"


def too_large(kind: str, limit: int) -> Fault:
    """A whole document beyond its bound."""
    return Fault(
        "too-large",
        f"文件超过 {kind} 的上限 {size(limit)}；请改用 JSONL（一行一条记录，不限大小）",
        f"the file is larger than the {size(limit)} that {kind} may have; "
        "use JSONL (one record a line, of any length)",
    )


def record_too_large(limit: int) -> Fault:
    """One record beyond its bound."""
    return Fault(
        "too-large",
        f"一条记录超过 {size(limit)}；若整个文件只有一行，请改存为 .json 或每行一条记录",
        f"one record is larger than {size(limit)}; write one record a line",
    )


def no_object(kind: str) -> Fault:
    """Something else than a mapping stands where a record should."""
    return Fault(
        "wrong-type",
        f"这里应是一条记录（{kind} 的“字段：值”），不是单个值或列表",
        f"a record is expected here (names and values in {kind}), not a single value or a list",
    )


def empty() -> Fault:
    """Nothing to read."""
    return Fault("empty-file", "文件是空的，没有记录", "the file is empty and holds no record")


def no_record(what: str = "") -> Fault:
    """Text, but no record in it; `what` is the class that would have been one."""
    return Fault(
        "empty-file",
        "文件里没有记录" + (f"（{what}）" if what else ""),
        "the file holds no record" + (f" (no {what})" if what else ""),
    )


def too_broken(limit: int) -> Fault:
    """So many records are broken that the file is probably something else."""
    return Fault(
        "syntax",
        f"已有 {limit} 条记录读不出来，不再往下读；请核对文件格式",
        f"{limit} records could not be read, and reading stops here; check the format of the file",
    )


def line_column(text: str, position: int, first_line: int = 1) -> tuple[int, int]:
    """Return line and column, from 1, of a position in a text."""
    before = text.rfind("\n", 0, position)
    return text.count("\n", 0, position) + first_line, position - before
