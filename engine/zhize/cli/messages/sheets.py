"""The sentences of ledgers in workbooks: which sheet is read, templates, results."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.template": {
        "zh": "生成空白台账（Excel 工作簿），列和下拉列表都取自机制。",
        "en": "Make an empty ledger (an Excel workbook) whose columns and drop-down lists are the "
        "mechanism's.",
    },
    "more.template": {
        "zh": "填好后用 zhize decide 台账.xlsx --out 结果.xlsx 认定。"
        "工作簿记有机制的版本；机制改版后再读，会提示重新生成。",
        "en": "When it is filled in, run zhize decide LEDGER.xlsx --out RESULT.xlsx. The workbook "
        "holds the version of the mechanism; read under another version, it is warned of.",
    },
    "argument.template": {"zh": "要写的工作簿（.xlsx）。", "en": "the workbook to write (.xlsx)."},
    "filled-ledger": {
        "zh": "“{name}”已填有记录，不覆盖。请换一个文件名。",
        "en": "`{name}` holds records, and is not overwritten; choose another name",
    },
    "in-workbook": {
        "zh": "原因写在“{name}”的“{sheet}”工作表中。",
        "en": "The reasons are on the sheet “{sheet}” of {name}.",
    },
    "option.ignore-columns": {
        "zh": "忽略这一列（表头所写的名称；可多次给出）：它不是字段，如序号。是字段的不能忽略。",
        "en": "pass over this column, named as in the head (may be given several times): one that "
        "is no field, such as a running number; a field cannot be ignored.",
    },
    "option.sheet": {
        "zh": "读取工作簿中这个名称的工作表（默认为第一个表头齐全的可见工作表）。",
        "en": "the sheet of a workbook to read (default: the first visible one whose head has all "
        "required fields).",
    },
}
