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
    "subtitle.incident": {
        "zh": "{mechanism}，版本 {version}",
        "en": "{mechanism}, version {version}",
    },
    "subtitle.whole": {"zh": "版本 {version}", "en": "version {version}"},
    "subtitle.part": {"zh": "版本 {version} · {part}", "en": "version {version} · {part}"},
    "part.article": {"zh": "只列{article}", "en": "{article} only"},
    "part.agency": {"zh": "{agency}承担或接受的职责", "en": "borne by or owed to: {agency}"},
    "part.alone": {
        "zh": "{facet}只有“{value}”的事项可能产生的职责",
        "en": "what may arise where “{value}” alone is wrong ({facet})",
    },
    "part.turning": {
        "zh": "以“{value}”（{facet}）为条件的规范，及其最小事项中一并产生的职责",
        "en": "norms that turn on “{value}” ({facet}), and what comes with them in the smallest "
        "incidents",
    },
    "column.article": {"zh": "条款", "en": "Article"},
    "column.norm": {"zh": "规范", "en": "Norm"},
    "column.agency": {"zh": "承担者", "en": "Bearer"},
    "column.recipient": {"zh": "对象", "en": "Recipient"},
    "column.incident": {"zh": "事项", "en": "Incident"},
    "column.known": {"zh": "发现、获知", "en": "Found or known by"},
    "column.told": {"zh": "得到通报、报告", "en": "Notified"},
    "column.told-in-turn": {
        "zh": "得到通报、报告（第 {step} 步）",
        "en": "Notified (step {step})",
    },
    "column.act": {"zh": "处置", "en": "Acts"},
    "column.fed": {"zh": "对象", "en": "Recipient"},
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
    "kind.duty": {"zh": "处置的机关及其职责", "en": "agency that acts, and its duties"},
    "sign.turning": {"zh": "以所问事实为条件", "en": "turns on the fact asked about"},
    "sign.further": {"zh": "须另有事实", "en": "needs further facts"},
    "sign.optional": {"zh": "择一：由承担者选择", "en": "one of two: the bearer chooses"},
    "sign.if-chosen": {"zh": "择一：仅当作此选择时", "en": "only if so chosen"},
    "sign.hollow": {"zh": "{sign}（连线为空心箭头）", "en": "{sign} (hollow arrowheads)"},
    "label.optional": {"zh": "{mode}（择一）", "en": "{mode} (if chosen)"},
    "line.outcome": {"zh": "结论：", "en": "outcome:"},
    "line.states": {"zh": "条款所载规范", "en": "the article states the norm"},
    "line.fact": {"zh": "所述事实", "en": "stated fact"},
    "note.instead": {"zh": "可代替 {norm}", "en": "may be done instead of {norm}"},
    "note.or": {"zh": "可改为 {norm}", "en": "{norm} may be done instead"},
    "note.chosen": {"zh": "仅当选择 {norm} 时产生", "en": "only if {norm} is chosen"},
    "row.displaced": {
        "zh": "{norm}（{who}）让位于 {by}",
        "en": "{norm} ({who}) yields to {by}",
    },
    "remark.displaced": {"zh": "被排除的规范：{rows}。", "en": "Displaced norms: {rows}."},
    "remark.unaddressed": {
        "zh": "触发条件成立、但没有对象的通报：{rows}。",
        "en": "Notifications whose trigger holds but that find nobody to tell: {rows}.",
    },
    "remark.inapplicable": {"zh": "没有职责：{reason}", "en": "No duties: {reason}"},
    "remark.no-duties": {
        "zh": "所述事实不产生任何义务。",
        "en": "No duty arises from the facts as stated.",
    },
    "row.yields": {"zh": "{norms} 让位于 {by}", "en": "{norms} yields to {by}"},
    "remark.unknown": {
        "zh": "未知：{facts}；其回答可能改变职责，见 zhize decide。",
        "en": "Unknown: {facts}; the answers may change the duties, see zhize decide.",
    },
    "facts.more": {"zh": "{facts}等 {count} 项", "en": "{facts} … ({count} in all)"},
    "remark.yielding": {
        "zh": "适用时的让位关系：{rows}。",
        "en": "Where both would apply: {rows}.",
    },
    "remark.untouched": {
        "zh": "没有规范以“{value}”为条件；请按“{matter}”查看。",
        "en": "No norm turns on “{value}”; ask by what is wrong ({matter}).",
    },
    "remark.nothing-alone": {
        "zh": "仅有“{value}”时，不产生任何职责。",
        "en": "Where nothing but “{value}” is wrong, no duty ever arises.",
    },
    "remark.incomplete": {
        "zh": "获知者的组合过多，没有全部查看：图中可能有遗漏。",
        "en": "There are too many sets of agencies that may know; not all were looked at, and the "
        "graph may lack something.",
    },
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
        return {lang: self.fill(names, key, **parts) for lang, names in self.names.items()}

    def fill(
        self, names: Names, key: str, **parts: Callable[[Names], str] | Text | str | int
    ) -> str:
        """Return the words of a key in one language."""
        filled = {name: self._part(part, names) for name, part in parts.items()}
        return WORDS[key][names.words.lang].format(**filled)

    @staticmethod
    def _part(part: Callable[[Names], str] | Text | str | int, names: Names) -> str:
        if callable(part):
            return part(names)
        return names.text(part) if isinstance(part, dict) else str(part)
