"""The words of answers, each in zh and en."""

from __future__ import annotations

LANGUAGES = ("zh", "en")

WORDS: dict[str, dict[str, str]] = {
    "who": {"zh": "由{agency}{part}。", "en": "{agency}: {part}."},
    "lead": {"zh": "由{agency}牵头。", "en": "{agency} leads."},
    "responsible": {"zh": "{agency}负责。", "en": "Responsible: {agency}."},
    "with": {"zh": "另有：{agencies}。", "en": "Also: {agencies}."},
    "yes": {"zh": "是，由{agency}负责。", "en": "Yes: {agency}."},
    "partly": {
        "zh": "{asked}有职责，但首先由{agency}负责。",
        "en": "{asked} has a part in it, but {agency} comes first.",
    },
    "no": {"zh": "不归{asked}，由{agency}负责。", "en": "Not {asked}, but {agency}."},
    "not-to": {"zh": "不是，应向{to}。", "en": "No: to {to}."},
    "yes-to": {"zh": "是，应向{to}。", "en": "Yes: to {to}."},
    "recipients": {"zh": "{bearer}应告知：{to}。", "en": "{bearer} must tell {to}."},
    "duties": {"zh": "{agency}的职责：", "en": "What {agency} must do:"},
    "forbidden": {"zh": "不允许。", "en": "No, that is not allowed."},
    "text": {"zh": "{provision}原文：{text}", "en": "{provision} (Chinese text): {text}"},
    "consequence": {"zh": "由{agency}追究：", "en": "{agency} holds them to account:"},
    "duty": {"zh": "{bearer}（{part}）：{action}。", "en": "{bearer} ({part}): {action}."},
    "to": {"zh": "对象：{to}。", "en": "To: {to}."},
    "basis": {"zh": "依据：{citation} “{quote}”", "en": "Basis: {citation} “{quote}”"},
    "urgency": {
        "zh": "时限：{urgency}（没有定出期限）。",
        "en": "When: {urgency} (no deadline is set).",
    },
    "recurs": {"zh": "时间：{rule}。", "en": "When: {rule}."},
    "since": {"zh": "自 {day} 起。", "en": "From {day}."},
    "displaced": {
        "zh": "{bearer}的 {norm} 在此让位于 {by}{rests}。",
        "en": "{norm} of {bearer} yields here to {by}{rests}.",
    },
    "rests": {"zh": "（{codes}）", "en": " ({codes})"},
    "interpretations": {
        "zh": "这个答复依据解释：{items}。",
        "en": "This answer rests on interpretations: {items}.",
    },
    "presumed": {
        "zh": "问题没有说明是否违法；按“{value}”回答。",
        "en": "The question does not say whether it is unlawful; answered as “{value}”.",
    },
    "witness": {
        "zh": "问题没有说明情形；以“{facts}”为例。",
        "en": "The question describes no situation; answered for “{facts}”.",
    },
    "silent": {"zh": "条文未定：{what}", "en": "The text leaves open: {what}"},
    "quote": {"zh": "原文（{article}）：“{quote}”", "en": "Text ({article}): “{quote}”"},
    "silence.figure": {
        "zh": "所问的具体数字、时限或办法，条文没有规定。",
        "en": "the figure, time limit or detail asked for is not in the text.",
    },
    "silence.no-duty": {
        "zh": "条文没有给{agency}规定职责。",
        "en": "the text gives {agency} no duty.",
    },
    "silence.nearest": {"zh": "最接近的条文：", "en": "Nearest text:"},
    "not-covered": {
        "zh": "“{mechanism}”没有涉及这个问题。",
        "en": "“{mechanism}” does not speak of this.",
    },
    "outside-time": {
        "zh": "机制自 {day} 起施行；此前获知的事项不在其内。",
        "en": "The mechanism is in force from {day}; what was known before lies outside it.",
    },
    "unknown-words": {"zh": "没有理解：{words}。", "en": "Not understood: {words}."},
    "suggestion": {"zh": "“{text}”是否指“{meant}”？", "en": "“{text}”: did you mean “{meant}”?"},
    "more": {"zh": "另有 {count} 项，见 --format json。", "en": "{count} more: see --format json."},
}
"""Words by key; `{…}` are filled by the caller."""


def say(key: str, lang: str, **parts: object) -> str:
    """Return the words of a key in one language, filled with their parts."""
    text = WORDS[key][lang]
    return text.format(**parts) if parts else text
