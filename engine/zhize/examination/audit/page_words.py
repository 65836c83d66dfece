"""The words around findings on a page, each in zh and en."""

from __future__ import annotations

PAGE: dict[str, dict[str, str]] = {
    "page": {"zh": "机制审查：{label}", "en": "Audit of a mechanism: {label}"},
    "stamp": {
        "zh": "{id}，版本 {version}，SHA-256 {sha}",
        "en": "{id}, version {version}, SHA-256 {sha}",
    },
    "tally": {
        "zh": "所见 {all} 项：严重 {serious}，注意 {notable}，提示 {info}。",
        "en": "{all} findings: {serious} serious, {notable} notable, {info} info.",
    },
    "clean": {"zh": "没有所见。", "en": "Nothing found."},
    "extent": {
        "zh": "事实空间有 {combinations} 种组合；就 {questions} 个问题归并为 {classes} 类事项，"
        "逐类认定，代表全部组合。",
        "en": "The space of facts has {combinations} combinations; for {questions} questions they "
        "fall into {classes} classes of incidents, each of which was decided: they stand for every "
        "combination.",
    },
    "extent.partial": {
        "zh": "事实空间有 {combinations} 种组合；就 {questions} 个问题归并为 {classes} 类事项，"
        "逐类认定。同时知情的机关组合过多，没有逐一检查。",
        "en": "The space of facts has {combinations} combinations; for {questions} questions they "
        "fall into {classes} classes of incidents, each of which was decided. There are too many "
        "sets of agencies that may know at once: not all were examined.",
    },
    "serious": {"zh": "严重", "en": "Serious"},
    "notable": {"zh": "注意", "en": "Notable"},
    "info": {"zh": "提示", "en": "Info"},
    "serious.rule": {
        "zh": "照文字办，事项会落空：没有人做、没有人能知道，或者要求互相冲突、内容无从确定。",
        "en": "Followed to the letter, a matter is lost: nobody acts, nobody can know, or what is "
        "asked contradicts itself or cannot be made out.",
    },
    "notable.rule": {
        "zh": "义务在，但少一环：期限、反馈、后果、标准、主体或者途径。",
        "en": "The duty stands, but a link is missing: a deadline, an answer, a consequence, a "
        "standard, an agent or a way.",
    },
    "info.rule": {
        "zh": "不妨碍适用，供核对和修订时参考。",
        "en": "It hinders nobody; for review and the next revision.",
    },
    "heading": {"zh": "{severity}（{count} 项）", "en": "{severity} ({count})"},
    "code": {"zh": "代码", "en": "code"},
    "basis": {"zh": "条款", "en": "basis"},
    "norms": {"zh": "规范", "en": "norms"},
    "agencies": {"zh": "机关", "en": "agencies"},
    "quote": {"zh": "原文", "en": "quote"},
    "witness": {"zh": "例", "en": "incident"},
    "witness.shown": {
        "zh": "照此认定即可看到：",
        "en": "decide this record to see it:",
    },
    "see": {"zh": "查看", "en": "see"},
    "severity": {"zh": "程度", "en": "severity"},
    "finding": {"zh": "所见", "en": "finding"},
    "number": {"zh": "序号", "en": "no."},
    "overview": {"zh": "总表", "en": "Overview"},
    "more": {"zh": "另有 {count} 处，见 --format json。", "en": "{count} more: see --format json."},
    "and-more": {"zh": "等 {count} 个", "en": "{count} in all"},
    "contents": {"zh": "跳到所见", "en": "Skip to the findings"},
}
"""Words by key; `{…}` are filled by the pages."""
