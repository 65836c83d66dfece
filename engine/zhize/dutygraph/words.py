"""The interface words of duty graphs, each in zh and en, and texts composed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.names import Names
from ..explain.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..model.rulebase import RuleBase, Text

WORDS: dict[str, dict[str, str]] = {
    "title": {"zh": "{mechanism}职责图", "en": "Duty graph: {mechanism}"},
    "title.incident": {"zh": "事项职责图：{id}", "en": "Duty graph of incident {id}"},
    "subtitle.whole": {"zh": "版本 {version}", "en": "version {version}"},
    "subtitle.part": {"zh": "版本 {version} · {part}", "en": "version {version} · {part}"},
    "part.article": {"zh": "只列{article}", "en": "{article} only"},
    "part.agency": {"zh": "{agency}承担或接受的职责", "en": "borne by or owed to the {agency}"},
    "part.value": {"zh": "{facet}：{value}", "en": "{facet}: {value}"},
    "column.article": {"zh": "条款", "en": "Article"},
    "column.norm": {"zh": "规范", "en": "Norm"},
    "column.agency": {"zh": "承担者", "en": "Bearer"},
    "column.recipient": {"zh": "对象", "en": "Recipient"},
    "group.listed": {
        "zh": "{norm} 所列 {count} 个机关",
        "en": "the {count} agencies listed in {norm}",
    },
    "group.all": {"zh": "{kind}（全部 {count} 个）", "en": "{kind} (all {count})"},
    "group.others": {"zh": "{kind}（其余 {count} 个）", "en": "{kind} (the other {count})"},
    "group.some": {"zh": "{kind}（其中 {count} 个）", "en": "{kind} ({count} of them)"},
    "rule.members": {
        "zh": "可能为以下 {count} 个机关：{agencies}",
        "en": "may be any of these {count}: {agencies}",
    },
    "kind.article": {"zh": "条款", "en": "article"},
    "kind.norm": {"zh": "规范", "en": "norm"},
    "kind.agency": {"zh": "机关", "en": "agency"},
    "kind.group": {"zh": "共同承担的各机关（各自承担）", "en": "agencies, each of which bears it"},
    "kind.recipient": {"zh": "对象", "en": "recipient"},
    "kind.rule": {"zh": "按规则确定的对象", "en": "recipients that a rule finds"},
    "kind.incident": {"zh": "事项", "en": "incident"},
    "kind.outcome": {"zh": "结论", "en": "outcome"},
    "line.states": {"zh": "条款所载规范", "en": "the article states the norm"},
    "line.fact": {"zh": "所述事实", "en": "stated fact"},
    "remark.nothing": {
        "zh": "没有符合所选条件的规范。",
        "en": "No norm matches what was chosen.",
    },
}
"""Interface words by key. `{…}` are filled by the caller."""


class Wording:
    """Composes texts in every language of the interface at once.

    Attributes:
        names: For each language what things are called in it.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self.names = {lang: Names(rulebase, lang) for lang in LANGUAGES}

    def __call__(self, key: str, **parts: Callable[[Names], str] | Text | str | int) -> Text:
        """Return the words of a key.

        A part may be a text by language, or a function of `Names` where it is looked up.
        """
        return {
            lang: WORDS[key][lang].format(
                **{name: self._part(part, names) for name, part in parts.items()}
            )
            for lang, names in self.names.items()
        }

    @staticmethod
    def _part(part: Callable[[Names], str] | Text | str | int, names: Names) -> str:
        if callable(part):
            return part(names)
        return names.text(part) if isinstance(part, dict) else str(part)
