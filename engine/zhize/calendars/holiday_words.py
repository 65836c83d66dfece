"""What can be wrong with a file of holidays, each in zh and en: what is wrong and what to do."""

from __future__ import annotations

WRONG: dict[str, dict[str, str]] = {
    "empty": {
        "zh": "文件是空的。第一行应是表头：年份、起、止、类型、名称、英文名称、依据",
        "en": "the file is empty; its first line names the columns: year, from, to, kind, name zh, "
        "name en, source",
    },
    "no-column": {
        "zh": "表头没有“{value}”一列。表头应有：年份、起、止、类型、名称、英文名称、依据",
        "en": "there is no column `{value}`; the columns are: year, from, to, kind, name zh, "
        "name en, source",
    },
    "unknown-column": {
        "zh": "不认识表头“{value}”。表头应有：年份、起、止、类型、名称、英文名称、依据",
        "en": "`{value}` is no known column; the columns are: year, from, to, kind, name zh, "
        "name en, source",
    },
    "column-twice": {
        "zh": "表头“{value}”与前面一列重复。请删去一列",
        "en": "`{value}` repeats an earlier column; delete one of them",
    },
    "surplus-cell": {
        "zh": "“{value}”超出表头的列。单元格中的逗号要放在双引号内",
        "en": "`{value}` stands beyond the columns; a comma inside a cell needs double quotes",
    },
    "bad-csv": {
        "zh": "从这里起不是合法的 CSV（多半是双引号没有成对）。请改正后另存为 CSV",
        "en": "from here on this is no valid CSV, most likely for want of a closing double quote; "
        "mend it and save it as CSV",
    },
    "no-year": {"zh": "没有年份。请写成 2026", "en": "the year is missing; write it like 2026"},
    "bad-year": {
        "zh": "“{value}”不是年份。请写 {first} 至 {last} 之间的一年，如 2026",
        "en": "`{value}` is no year; write one from {first} to {last}, such as 2026",
    },
    "no-date": {
        "zh": "没有日期。请写成 2026-01-31",
        "en": "the date is missing; write it like 2026-01-31",
    },
    "bad-date": {
        "zh": "“{value}”不是日期。请写成 2026-01-31 或 2026/1/31",
        "en": "`{value}` is no date; write it like 2026-01-31 or 2026/1/31",
    },
    "bad-kind": {
        "zh": "“{value}”不是类型。请写“放假”或“上班”",
        "en": "`{value}` is no kind; write `off` or `work`",
    },
    "to-before-from": {
        "zh": "止于 {value}，早于起日 {first}。请对调或改正",
        "en": "it ends on {value}, before it begins on {first}; swap or correct them",
    },
    "too-long": {
        "zh": "从 {first} 到 {value} 共 {days} 天，一行至多 {most} 天。请核对年份，或分成几行",
        "en": "{first} to {value} are {days} days, and a row may have {most}; check the years, or "
        "divide the row",
    },
    "other-year": {
        "zh": "{first} 至 {last} 没有一天在 {value} 年。请核对年份和日期",
        "en": "no day from {first} to {last} lies in {value}; check the year and the dates",
    },
    "work-on-weekday": {
        "zh": "{value} 是星期一至星期五，本来就上班。请核对日期，或删去这一行",
        "en": "{value} lies between Monday and Friday and is worked anyway; check the date, or "
        "delete the row",
    },
    "contradiction": {
        "zh": "{value} 在第 {line} 行写了{other}，这里又写{kind}。请保留一处",
        "en": "{value} is {other} on line {line} and {kind} here; keep one of them",
    },
    "overlap": {
        "zh": "{value} 在第 {line} 行已经写过。请删去一处",
        "en": "{value} stands on line {line} already; delete one of them",
    },
    "too-many": {
        "zh": "超过 {most} 行，其余没有读。请分成几个文件",
        "en": "there are more than {most} rows, and the rest was not read; divide the file",
    },
    "off": {"zh": "“放假”", "en": "`off`"},
    "work": {"zh": "“上班”", "en": "`work`"},
    "line": {"zh": "第 {line} 行", "en": "line {line}"},
    "cell": {"zh": "第 {line} 行 {cell} 格", "en": "line {line}, cell {cell}"},
    "head": {
        "zh": "节假日文件“{name}”有 {count} 处问题：",
        "en": "the holiday file `{name}` has {count} problems:",
    },
    "head.one": {
        "zh": "节假日文件“{name}”有 1 处问题：",
        "en": "the holiday file `{name}` has one problem:",
    },
    "more": {"zh": "另有 {count} 处", "en": "and {count} more"},
}
"""Sentences by key, without a full stop; `{value}` is what the file says."""
