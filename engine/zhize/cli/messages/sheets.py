"""The sentences of ledgers in workbooks: which sheet is read, templates, results."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "option.sheet": {
        "zh": "读取工作簿中这个名称的工作表（默认为第一个表头齐全的可见工作表）。",
        "en": "the sheet of a workbook to read (default: the first visible one whose head has all "
        "required fields).",
    },
}
