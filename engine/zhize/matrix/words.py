"""The words around a matrix, in zh and en, and a shape for each part: no colour speaks alone."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "title": {"zh": "责任矩阵：{label}", "en": "Responsibility matrix: {label}"},
    "stamp": {
        "zh": "{id}，版本 {version}，SHA-256 {sha}",
        "en": "{id}, version {version}, SHA-256 {sha}",
    },
    "by.violation": {"zh": "机关 × {facet}", "en": "Agencies × {facet}"},
    "by.article": {"zh": "机关 × 条款", "en": "Agencies × articles"},
    "sheet.violation": {"zh": "按{facet}", "en": "By {facet}"},
    "sheet.article": {"zh": "按条款", "en": "By article"},
    "sheet.notes": {"zh": "说明", "en": "Notes"},
    "agency": {"zh": "机关", "en": "agency"},
    "code": {"zh": "代码", "en": "code"},
    "itself": {"zh": "未细分", "en": "kind not stated"},
    # ------------------------------------------------------------ parts
    "notified": {"zh": "被告知", "en": "notified"},
    "fed-back": {"zh": "得反馈", "en": "fed back to"},
    "receives": {"zh": "接受", "en": "receives"},
    # ------------------------------------------------------------ how to read it
    "legend": {"zh": "图例", "en": "Legend"},
    "read": {"zh": "读法", "en": "How to read it"},
    "read.engine": {
        "zh": "全表由引擎对事实的全部组合逐类认定推得，不是手写的；每格是只有这一种{facet}时"
        "机关的职责，所列为所据规范，最上一行是最重的角色。",
        "en": "All of it is derived by the engine, which decided every class of incidents over all "
        "combinations of facts; nothing is written by hand. A cell says what an agency answers for "
        "where this is all that is wrong, with the norms cited; the weightiest part stands on top.",
    },
    "read.shape": {
        "zh": "实心：一律如此；空心：只在注号所列的条件下如此。注号①②……见“条件”。",
        "en": "A full shape: in every incident; a hollow one: only on the condition of its number. "
        "For ① ② … see the conditions.",
    },
    "read.knowing": {
        "zh": "通报、报告：该机关知情而他人尚不知情时；已知情者不再告知。"
        "承办、反馈、被告知、得反馈：有机关依规范告知或者反馈时。",
        "en": "Notify: where the agency knows and the others do not yet; whoever knows is not told "
        "again. Handling, feed back, notified, fed back to: where some agency tells it or answers "
        "it under the norms cited.",
    },
    "read.article": {
        "zh": "按条款的表：列出各条中由该机关承担、或者以其为对象的全部规范；"
        "标“†”的，没有任何事项会使其成为这个机关的义务。",
        "en": "By article: every norm of the article that the agency bears or is owed; no incident "
        "makes a norm marked † a duty of this agency.",
    },
    "read.choice": {
        "zh": "标“⇄”的，机关可以择一：{choices}。",
        "en": "Where norms are marked ⇄ the agency may choose: {choices}.",
    },
    "read.incomplete": {
        "zh": "同时知情的机关组合过多，没有逐一检查。",
        "en": "There are too many sets of agencies that may know at once: not all were examined.",
    },
    "read.without": {
        "zh": "“{table}”中没有职责的机关：{who}。",
        "en": "Without a part in “{table}”: {who}.",
    },
    # ------------------------------------------------------------ conditions
    "conditions": {"zh": "条件", "en": "Conditions"},
    "condition.only": {"zh": "仅当{facts}", "en": "only if {facts}"},
    "condition.unless": {"zh": "{facts}时除外", "en": "not if {facts}"},
    "condition.again": {"zh": "{facts}时仍然如此", "en": "again if {facts}"},
    "condition.yields": {"zh": "让位于 {norms}", "en": "yields to {norms}"},
    "condition.yields.rests": {
        "zh": "让位于 {norms}，据 {codes}",
        "en": "yields to {norms}, by {codes}",
    },
    "condition.chosen": {"zh": "仅当选择 {norms} 时产生", "en": "only if {norms} is chosen"},
    "condition.chosen.sometimes": {
        "zh": "只由 {norms} 引起的，仅当选择 {norms} 时产生",
        "en": "where it follows from {norms} alone, only if that is chosen",
    },
    "choice.instead": {
        "zh": "{norm} 可代替 {other}，二者择一",
        "en": "{norm} may be done instead of {other}",
    },
    "condition.known": {"zh": "须有这些机关之一知情：{who}", "en": "known to one of: {who}"},
    "condition.or": {"zh": "；或者", "en": "; or "},
    "fact.one": {"zh": "{facet}为{values}", "en": "{facet}: {values}"},
    "fact.many": {"zh": "{facet}含{values}", "en": "{facet} include {values}"},
    "fact.day": {"zh": "{facet}为 {day}", "en": "{facet}: {day}"},
    "fact.from": {"zh": "{facet}在 {day} 或以后", "en": "{facet}: {day} or later"},
    "fact.span": {"zh": "{facet}在 {day} 至 {last}", "en": "{facet}: {day} to {last}"},
    # ------------------------------------------------------------ norms
    "norms": {"zh": "所据规范", "en": "Norms cited"},
    "norm": {"zh": "规范", "en": "norm"},
    "article": {"zh": "条款", "en": "article"},
    "part": {"zh": "职责", "en": "part"},
    "bearer": {"zh": "承担者", "en": "borne by"},
    "quote": {"zh": "原文", "en": "quote"},
    "rests": {"zh": "所据解释", "en": "rests on"},
    "interpretations": {"zh": "所据解释", "en": "Interpretations"},
    "also": {"zh": "并引", "en": "also quotes"},
    "used": {"zh": "见于 {count} 格", "en": "in {count} cells"},
    "number": {"zh": "注号", "en": "no."},
    "meaning": {"zh": "内容", "en": "meaning"},
    "skip": {"zh": "跳到矩阵", "en": "Skip to the matrix"},
    "none": {"zh": "没有职责", "en": "no part"},
}
"""Words by key; `{…}` are filled by the pages."""

SHAPES: dict[str, tuple[str, str]] = {
    "lead": ("★", "☆"),
    "primary": ("●", "○"),
    "territorial": ("▲", "△"),
    "supervisory": ("◆", "◇"),
    "assisting": ("■", "□"),
    "handling": ("▼", "▽"),
    "notify": ("▶", "▷"),
    "feedback": ("◀", "◁"),
    "notified": ("◉", "◎"),
    "fed-back": ("◉", "◎"),
    "receives": ("◉", "◎"),
    "standing": ("▬", "▬"),
    "periodic": ("◐", "◐"),
}
"""For each part a full and a hollow shape."""

SWAP = "⇄"
"""Beside norms of which the bearer may choose one."""

PLAIN = ("•", "◦")

FILLS: dict[str, str] = {
    "lead": "F2B5AE",
    "primary": "F9CD9C",
    "territorial": "F5E58E",
    "supervisory": "C4E3B1",
    "assisting": "B9DEDB",
    "handling": "CBDCF2",
    "notify": "F1F1FB",
    "feedback": "ECDFF5",
    "standing": "EFEFEF",
    "periodic": "ECDFF5",
}
"""The fill of a part in a workbook; those of the page are in its style sheet."""

NO_FILL = "F7F7F7"


def circled(number: int) -> str:
    """Return a number in a circle, or in brackets beyond fifty."""
    if number <= 20:
        return chr(0x245F + number)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else f"[{number}]"
