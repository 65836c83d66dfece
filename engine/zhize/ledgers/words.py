"""The words of ledgers, each in zh and en."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    # ------------------------------------------------------------ the template
    "records": {"zh": "事项", "en": "Incidents"},
    "guide": {"zh": "说明", "en": "Guide"},
    "example": {"zh": "示例", "en": "Example"},
    "title": {"zh": "事项台账：{label}", "en": "Ledger of incidents: {label}"},
    "stamp": {
        "zh": "机制 {id}，版本 {version}，SHA-256 {sha}",
        "en": "mechanism {id}, version {version}, SHA-256 {sha}",
    },
    "how.1": {
        "zh": "在“{sheet}”表中一行填一个事项；带 * 的列必填，不要改动表头。",
        "en": "Fill one row of the sheet “{sheet}” for each incident; columns with * are "
        "required; leave the heads as they are.",
    },
    "how.2": {
        "zh": "有下拉列表的单元格可以选，也可以输入名称或代码；"
        "可填多个值的，用分号隔开，如“甲；乙”（这时软件会提示，选“是”即可）。",
        "en": "Cells with a drop-down list can be chosen from, or names and codes be typed. Part "
        "several values by semicolons, as in “a; b”: the program then asks, and you say yes.",
    },
    "how.3": {
        "zh": "空着表示未知；“{none}”表示已查明没有；“{unknown}”表示可能还有未查明的。",
        "en": "A blank means unknown; “{none}” that there is known to be none; “{unknown}” that "
        "there may be more.",
    },
    "how.4": {
        "zh": "日期写成 2024-08-01；编号按文本保存，长编号不会被舍入。",
        "en": "Write days like 2024-08-01; identifiers are kept as text, so that long ones are not "
        "rounded.",
    },
    "how.5": {
        "zh": "填好后运行：zhize decide 本文件.xlsx --out 结果.xlsx；"
        "结果写到新的工作簿，本文件不会被改动。",
        "en": "Then run: zhize decide THIS.xlsx --out RESULT.xlsx; the result is a new workbook, "
        "and this one is never changed.",
    },
    "column": {"zh": "列", "en": "Column"},
    "needed": {"zh": "必填", "en": "Required"},
    "many": {"zh": "可填几个", "en": "How many"},
    "meaning": {"zh": "含义", "en": "Meaning"},
    "choices": {"zh": "可填的词", "en": "Words"},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "one": {"zh": "一个", "en": "one"},
    "several": {"zh": "多个，用分号隔开", "en": "several, parted by semicolons"},
    "any.text": {"zh": "任意文字", "en": "any text"},
    "any.date": {"zh": "日期，如 2024-08-01", "en": "a day, such as 2024-08-01"},
    "see-list": {"zh": "{count} 个，见下拉列表", "en": "{count}, see the drop-down list"},
    "hint.needed": {"zh": "必填。", "en": "Required."},
    "hint.several": {"zh": "可填多个，用分号隔开。", "en": "Several: part them by semicolons."},
    "hint.date": {"zh": "如 2024-08-01。", "en": "Like 2024-08-01."},
    "alert": {"zh": "请核对“{field}”", "en": "Check “{field}”"},
    "alert.one": {
        "zh": "不在下拉列表中。请从列表中选一个。",
        "en": "This is not in the list. Choose one from the list.",
    },
    "alert.several": {
        "zh": "不在下拉列表中。如果是用分号隔开的多个值，请继续。",
        "en": "This is not in the list. If these are several values parted by semicolons, go on.",
    },
    "alert.place": {
        "zh": "不在下拉列表中。旧称和其他写法也可以，请核对后继续。",
        "en": "This is not in the list. Former and other names may do; check it and go on.",
    },
    "alert.date": {
        "zh": "不是日期。请写成 2024-08-01 的样子。",
        "en": "This is no date. Write it like 2024-08-01.",
    },
    # ------------------------------------------------------------ the result
    "result": {"zh": "职责认定结果：{label}", "en": "Who must do what: {label}"},
    "duties": {"zh": "职责", "en": "Duties"},
    "agencies": {"zh": "按机关", "en": "By agency"},
    "problems": {"zh": "问题", "en": "Problems"},
    "mechanism": {"zh": "机制", "en": "Mechanism"},
    "status": {"zh": "结果", "en": "Result"},
    "decided": {"zh": "已认定", "en": "decided"},
    "no-duties": {"zh": "已认定：不产生职责", "en": "decided: no duty arises"},
    "inapplicable": {"zh": "不适用：{reason}", "en": "not applicable: {reason}"},
    "refused": {"zh": "被拒绝，请见“问题”", "en": "refused: see “Problems”"},
    "acts": {"zh": "由谁处置", "en": "Who acts"},
    "notifies": {"zh": "谁向谁通报", "en": "Who notifies whom"},
    "feeds-back": {"zh": "谁向谁反馈", "en": "Who feeds back to whom"},
    "articles": {"zh": "条款", "en": "Articles"},
    "duty-count": {"zh": "职责数", "en": "Duties"},
    "problem-count": {"zh": "问题数", "en": "Problems"},
    "clarify": {"zh": "待核实", "en": "To be clarified"},
    "yielding": {"zh": "被排除的规范", "en": "Displaced norms"},
    "yields": {"zh": "{norm}让位于 {by}", "en": "{norm} yields to {by}"},
    "perhaps": {"zh": "是否指 {word}", "en": "perhaps {word}"},
    "record": {"zh": "事项", "en": "Incident"},
    "article": {"zh": "条款", "en": "Article"},
    "norm": {"zh": "规范", "en": "Norm"},
    "bearer": {"zh": "承担者", "en": "Bearer"},
    "mode": {"zh": "方式", "en": "Mode"},
    "role": {"zh": "角色", "en": "Role"},
    "to": {"zh": "对象", "en": "To"},
    "action": {"zh": "行动", "en": "Action"},
    "quote": {"zh": "原文", "en": "Quote"},
    "because": {"zh": "因为", "en": "Because"},
    "when": {"zh": "时限", "en": "When"},
    "interpretations": {"zh": "解释", "en": "Rests on"},
    "condition": {"zh": "替代与前提", "en": "Choice and condition"},
    "instead": {"zh": "可代替 {norm}，二者择一", "en": "alternative to {norm}"},
    "only-if": {"zh": "仅当选择 {norm} 时产生", "en": "only if {norm} is chosen"},
    "severity": {"zh": "程度", "en": "Severity"},
    "file": {"zh": "文件", "en": "File"},
    "sheet": {"zh": "工作表", "en": "Sheet"},
    "row": {"zh": "行", "en": "Row"},
    "cell": {"zh": "单元格", "en": "Cell"},
    "field": {"zh": "字段", "en": "Field"},
    "value": {"zh": "值", "en": "Value"},
    "remedy": {"zh": "问题与改法", "en": "What is wrong, and what to do"},
    "nearest": {"zh": "是否指", "en": "Perhaps"},
    "code": {"zh": "代码", "en": "Code"},
    "version": {"zh": "版本", "en": "Version"},
    "records-decided": {"zh": "已认定的记录", "en": "Records decided"},
    "records-refused": {"zh": "被拒绝的记录", "en": "Records refused"},
    "stdin": {"zh": "标准输入", "en": "standard input"},
}
"""Words by key. `{…}` are filled by the caller."""
