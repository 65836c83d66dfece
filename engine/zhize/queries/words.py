"""The words around a table, each in zh and en."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "note": {"zh": "说明：", "en": "note: "},
    "colon": {"zh": "{name}：", "en": "{name}: "},
    "aside": {"zh": "{a}（{b}）", "en": "{a} ({b})"},
    "and": {"zh": "、", "en": ", "},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "nothing": {"zh": "没有结果。", "en": "nothing found"},
    "row": {"zh": "共 1 行。", "en": "1 row"},
    "rows": {"zh": "共 {count} 行。", "en": "{count} rows"},
}


def say(key: str, lang: str, **parts: object) -> str:
    """Return a sentence in a language, filled with its parts."""
    text = WORDS[key][lang]
    return text.format(**parts) if parts else text
