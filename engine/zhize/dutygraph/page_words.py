"""The interface words of the duty graph's page, each in zh and en."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.rulebase import Text

PAGE_WORDS: dict[str, Text] = {
    "skip": {"zh": "跳到列表", "en": "Skip to the table"},
    "controls": {"zh": "筛选", "en": "Filters"},
    "filter.agency": {"zh": "机关", "en": "Agency"},
    "filter.article": {"zh": "条款", "en": "Article"},
    "filter.mode": {"zh": "方式", "en": "Mode"},
    "filter.all": {"zh": "全部", "en": "all"},
    "search": {"zh": "搜索", "en": "Search"},
    "search.hint": {
        "zh": "名称、编号或原文，不限语言",
        "en": "names, codes or words of the text, in any of its languages",
    },
    "reset": {"zh": "全部显示", "en": "Show all"},
    "count.norm": {"zh": "显示 {shown} 条规范，共 {all} 条", "en": "{shown} of {all} norms shown"},
    "count.duty": {"zh": "显示 {shown} 项职责，共 {all} 项", "en": "{shown} of {all} duties shown"},
    "drawing": {"zh": "图", "en": "Drawing"},
    "drawing.how": {
        "zh": "指向或用 Tab 进入图中，方向键移动；Enter 固定，Esc 取消。",
        "en": "Point at the graph, or enter it by Tab and move by the arrow keys; Enter pins, "
        "Esc clears.",
    },
    "drawing.full": {"zh": "实际大小", "en": "actual size"},
    "pane": {"zh": "所选规范", "en": "What is selected"},
    "pane.empty": {
        "zh": "指向图中的条款、规范、机关或连线，此处显示它所承载的规范及原文。",
        "en": "Point at an article, a norm, an agency or a line: its norms and their words show "
        "here.",
    },
    "pane.pinned": {"zh": "已固定", "en": "pinned"},
    "table.norm": {"zh": "规范一览", "en": "All norms"},
    "table.duty": {"zh": "职责一览", "en": "All duties"},
    "details.norm": {"zh": "逐条规范", "en": "Norm by norm"},
    "details.duty": {"zh": "逐项职责", "en": "Duty by duty"},
    "head.norm": {"zh": "规范", "en": "Norm"},
    "head.who": {"zh": "谁（→ 对谁）", "en": "Who (→ to whom)"},
    "head.how": {"zh": "方式", "en": "How"},
    "head.what": {"zh": "做什么", "en": "What"},
    "head.quote": {"zh": "原文", "en": "Words of the text"},
    "node.article": {"zh": "条款", "en": "article"},
    "node.norm": {"zh": "规范", "en": "norm"},
    "node.agency": {"zh": "机关", "en": "agency"},
    "node.recipient": {"zh": "对象", "en": "recipient"},
    "node.rule": {"zh": "对象", "en": "recipients"},
    "node.group": {"zh": "多个机关", "en": "agencies"},
    "node.duty": {"zh": "处置者", "en": "acts"},
    "node.incident": {"zh": "事项", "en": "incident"},
    "node.outcome": {"zh": "结果", "en": "outcome"},
    "stamp": {
        "zh": "机制 {id}，版本 {version}，SHA-256 {sha}",
        "en": "mechanism {id}, version {version}, SHA-256 {sha}",
    },
}
"""Interface words by key. `{…}` are filled by the caller, and in counts by the script."""
