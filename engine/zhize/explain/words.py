"""The explainer's own words, each in zh and en, and the punctuation of the two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .width import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = ("zh", "en")
"""The languages of the interface; a mechanism's own texts may be in any."""

WORDS: dict[str, dict[str, str]] = {
    # the memo
    "memo.title": {"zh": "职责认定：", "en": "Who must do what: "},
    "memo.facts": {"zh": "事实：", "en": "facts"},
    "memo.notes": {"zh": "提示：", "en": "note"},
    "memo.act": {"zh": "由谁处置", "en": "Who acts"},
    "memo.notify": {"zh": "谁向谁通报（含报告）", "en": "Who notifies whom"},
    "memo.feedback": {"zh": "谁向谁反馈", "en": "Who feeds back to whom"},
    "memo.displaced": {"zh": "被排除的规范", "en": "Displaced norms"},
    "memo.unaddressed": {"zh": "没有对象的通报", "en": "Notifications without a recipient"},
    "memo.open": {
        "zh": "未决问题（影响大的在前）",
        "en": "Open questions, the weightiest first",
    },
    "memo.basis": {"zh": "依据：", "en": "basis"},
    "memo.because": {"zh": "因为：", "en": "because"},
    "memo.rests": {"zh": "解释：", "en": "rests on"},
    "memo.when": {"zh": "时限：", "en": "when"},
    "memo.choice": {"zh": "选择：", "en": "choice"},
    "memo.condition": {"zh": "前提：", "en": "only if"},
    "memo.yields": {"zh": "让位：", "en": "yields to"},
    "memo.towards": {"zh": "{who}（对象：{to}）", "en": "{who}, towards {to}"},
    "memo.tells": {"zh": "{who} → {to}", "en": "{who} → {to}"},
    "memo.each": {"zh": "{who}（各自）", "en": "{who}, each"},
    "memo.item": {"zh": "第{number}项", "en": "item {number}"},
    "memo.instead": {"zh": "可改为{item}", "en": "may be replaced by {item}"},
    "memo.alternative": {"zh": "可代替{item}，二者择一", "en": "alternative to {item}"},
    "memo.chosen": {"zh": "仅当选择{item} 时产生", "en": "{item} is chosen"},
    "memo.due": {"zh": "最迟 {day}", "en": "by {day}"},
    "memo.by.act": {"zh": "{who}依 {norm} 处置", "en": "act of {who} under {norm}"},
    "memo.by.notify": {"zh": "{who}依 {norm} 告知", "en": "told by {who} under {norm}"},
    "memo.by.feedback": {"zh": "{who}依 {norm} 反馈", "en": "feedback of {who} under {norm}"},
    "memo.counts": {"zh": "（算作{broader}）", "en": " (counts as {broader})"},
    "memo.count": {"zh": "（均算作{broader}）", "en": " (count as {broader})"},
    "memo.nobody": {
        "zh": "触发条件成立，但没有需要告知的对象：不产生义务。",
        "en": "The trigger holds, but nobody is left to be told: no duty arises.",
    },
    "memo.no-duties": {
        "zh": "所述事实不产生任何义务。",
        "en": "No duty arises from the facts as stated.",
    },
    "memo.all-rests": {
        "zh": "所依据的解释：{codes}（全文见 zhize norm 各页）。",
        "en": "Interpretations this rests on: {codes} (in full on the pages of zhize norm).",
    },
    "memo.inapplicable": {"zh": "结论：", "en": "outcome"},
    "memo.stamp": {
        "zh": "机制：{label}（{id}，版本 {version}，SHA-256 {sha}）",
        "en": "Mechanism: {label} ({id}, version {version}, SHA-256 {sha})",
    },
    "open.includes": {"zh": "若包括{values}：", "en": "if it includes {values}: "},
    "open.is": {"zh": "若为{values}：", "en": "if it is {values}: "},
    "open.adds": {"zh": "增加{duties}", "en": "adds {duties}"},
    "open.removes": {"zh": "去掉{duties}", "en": "removes {duties}"},
    "open.changes": {"zh": "改变{duties}", "en": "changes {duties}"},
    "open.more": {
        "zh": "另有 {count} 个影响较小的问题，见 --format json 的 open。",
        "en": "{count} more that would change less: see `open` of --format json.",
    },
    "or": {"zh": "或", "en": " or "},
    "comma": {"zh": "，", "en": ", "},
    "unknown": {"zh": "未知", "en": "unknown"},
    "incomplete": {"zh": "可能还有其他", "en": "maybe more"},
    "none": {"zh": "无", "en": "none"},
    # a norm's page
    "norm.article": {"zh": "条款", "en": "article"},
    "norm.bearer": {"zh": "承担者", "en": "bearer"},
    "norm.modality": {"zh": "模态", "en": "modality"},
    "norm.mode": {"zh": "方式", "en": "mode"},
    "norm.object": {"zh": "客体", "en": "object"},
    "norm.trigger": {"zh": "触发", "en": "triggered by"},
    "norm.exception": {"zh": "例外", "en": "exception"},
    "norm.recipients": {"zh": "对象", "en": "to"},
    "norm.alternative": {"zh": "替代", "en": "alternative"},
    "norm.aware": {"zh": "使知情", "en": "makes aware"},
    "norm.urgency": {"zh": "紧急", "en": "urgency"},
    "norm.due": {"zh": "期限", "en": "due"},
    "norm.recurs": {"zh": "重复", "en": "recurs"},
    "norm.valid": {"zh": "有效", "en": "in force"},
    "norm.where": {"zh": "适用地", "en": "applies in"},
    "norm.quote": {"zh": "原文", "en": "quote"},
    "norm.also": {"zh": "并引", "en": "also quotes"},
    "norm.interpretations": {"zh": "解释", "en": "rests on"},
    "norm.scope": {"zh": "说明", "en": "note"},
    "norm.editorial": {"zh": "待商榷", "en": "left open"},
    "norm.untriggered": {"zh": "不由事项触发", "en": "not triggered by an incident"},
    "norm.any": {"zh": "以下任一：", "en": "any of these:"},
    "norm.and": {"zh": "，并且", "en": ", and "},
    "norm.test": {"zh": "{facet}为{values}", "en": "{facet}: {values}"},
    "norm.narrower": {"zh": "（含更窄者）", "en": " (or narrower)"},
    "norm.any-value": {"zh": "{facet}为任何值", "en": "{facet}: any value"},
    "norm.known": {"zh": "承担者知道该事项", "en": "the bearer knows of the matter"},
    "norm.known-by": {
        "zh": "承担者知道该事项（写在{facets}中）",
        "en": "the bearer knows of the matter (it is named under {facets})",
    },
    "norm.known-through": {
        "zh": "（{who}还可经 {norms} 得知）",
        "en": " (the {who} also through {norms})",
    },
    "norm.or-through": {"zh": "，或经 {norms} 得知", "en": ", or knows through {norms}"},
    "norm.follows": {
        "zh": "承担者是 {norms} 的对象",
        "en": "the bearer is a recipient under {norms}",
    },
    "norm.displaces": {"zh": "排除 {norms}", "en": "displaces {norms}"},
    "norm.displaced-by": {"zh": "适用 {norms} 时让位", "en": "yields where {norms} applies"},
    "norm.same-bearer": {"zh": "，限同一承担者", "en": ", for the same bearer only"},
    "norm.only-where": {"zh": "，仅当{condition}", "en": ", only where {condition}"},
    "norm.instead": {"zh": "可代替{norms}", "en": "may be done instead of {norms}"},
    "norm.instead-of-it": {"zh": "可改为{norms}", "en": "{norms} may be done instead"},
    "norm.days": {
        "zh": "自获知之日起{days}日内",
        "en": "within {days} days of the day the matter became known",
    },
    "norm.from": {"zh": "自 {day} 起", "en": "from {day}"},
    "norm.until": {"zh": "至 {day} 止", "en": "until {day}"},
    "rule.acting": {
        "zh": "对该事项有处置义务的机关，通报者自己除外",
        "en": "the agencies with a duty to act in the incident, the notifier itself left out",
    },
    "rule.roles": {"zh": "角色为{roles}", "en": "in the role {roles}"},
    "rule.kinds": {"zh": "种类为{kinds}", "en": "of the kind {kinds}"},
    "rule.except": {"zh": "已写在{facets}中的除外", "en": "less those named under {facets}"},
    "rule.senders": {
        "zh": "作出使本义务产生的通报的机关",
        "en": "those whose notification gave rise to the duty",
    },
    "recurs.day": {"zh": "每日", "en": "every day"},
    "recurs.week": {"zh": "每周", "en": "every week"},
    "recurs.month": {"zh": "每月", "en": "every month"},
    "recurs.quarter": {"zh": "每季度", "en": "every quarter"},
    "recurs.year": {"zh": "每年", "en": "every year"},
    "recurs.days": {"zh": "每{n}日", "en": "every {n} days"},
    "recurs.weeks": {"zh": "每{n}周", "en": "every {n} weeks"},
    "recurs.months": {"zh": "每{n}个月", "en": "every {n} months"},
    "recurs.years": {"zh": "每{n}年", "en": "every {n} years"},
    "recurs.by-day": {
        "zh": "{every}{day}日前（含当日）",
        "en": "{every}, by day {day} (that day included)",
    },
    "recurs.last-day": {"zh": "{every}最后一日前", "en": "{every}, by the last day"},
    # a report
    "report.error": {"zh": "错误", "en": "error"},
    "report.warning": {"zh": "警告", "en": "warning"},
    "report.info": {"zh": "提示", "en": "info"},
    "report.record": {"zh": "记录 {id}", "en": "record {id}"},
    "report.unnamed": {"zh": "（无编号的记录）", "en": "(record without an id)"},
    "report.stdin": {"zh": "标准输入", "en": "standard input"},
    "report.mechanism": {"zh": "机制", "en": "mechanism"},
    "report.row": {"zh": "第 {row} 行", "en": "line {row}"},
    "report.sheet": {"zh": "工作表“{sheet}”", "en": "sheet “{sheet}”"},
    "report.table-row": {"zh": "第 {row} 行", "en": "row {row}"},
    "report.summary": {
        "zh": "共检查 {examined} 项：错误 {errors}，警告 {warnings}，提示 {infos}。",
        "en": "{examined} examined: errors {errors}, warnings {warnings}, infos {infos}.",
    },
    "report.clean": {
        "zh": "共检查 {examined} 项：没有问题。",
        "en": "{examined} examined: nothing found.",
    },
}
"""Interface words by key. `{…}` are filled by the caller."""

_MARKS = {
    "zh": {
        "list": "、",
        "semicolon": "；",
        "colon": "：",
        "equals": "＝",
        "open": "（",
        "close": "）",
    },
    "en": {
        "list": ", ",
        "semicolon": "; ",
        "colon": ": ",
        "equals": " = ",
        "open": " (",
        "close": ")",
    },
}


_ENDS = frozenset("。.！!？?…")


class Words:
    """The interface words and punctuation of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self._marks = _MARKS[self.lang]

    def __call__(self, key: str, **parts: object) -> str:
        """Return the words of a key, filled with their parts."""
        text = WORDS[key][self.lang]
        return text.format(**parts) if parts else text

    def listed(self, items: Iterable[str]) -> str:
        """Join like things: 甲、乙 or a, b; by semicolons where one holds such a mark itself."""
        found = list(items)
        mark = self._marks["list"]
        inside = len(found) > 1 and any(mark.strip() in item for item in found)
        return self._marks["semicolon" if inside else "list"].join(found)

    @property
    def between(self) -> str:
        """The mark between things of a list: 、 or a comma."""
        return self._marks["list"]

    def clauses(self, items: Iterable[str]) -> str:
        """Join clauses: 甲；乙 or a; b."""
        return self._marks["semicolon"].join(items)

    def equals(self, name: str, value: str) -> str:
        """Return 名＝值 or name = value."""
        return f"{name}{self._marks['equals']}{value}"

    def colon(self, name: str, value: str) -> str:
        """Return 名：值 or name: value."""
        return f"{name}{self._marks['colon']}{value}"

    def aside(self, text: str, note: str) -> str:
        """Return a text with a note in parentheses."""
        return f"{text}{self._marks['open']}{note}{self._marks['close']}"

    @staticmethod
    def quoted(text: str) -> str:
        """Return a text in the quotation marks of both languages."""
        return f"“{text}”"

    def any_of(self, items: Iterable[str]) -> str:
        """Return quoted alternatives: “甲”、“乙”或“丙”."""
        return self.either(map(self.quoted, items))

    def either(self, items: Iterable[str]) -> str:
        """Return alternatives: 甲、乙或丙."""
        *others, last = items
        return WORDS["or"][self.lang].join([self.listed(others), last] if others else [last])

    def sentence(self, text: str) -> str:
        """Return a text as a sentence: a capital and a full stop in English, 。 in Chinese."""
        if not text:
            return text
        if self.lang == "en":
            text = text[0].upper() + text[1:]
        if text.rstrip("”’」』）)")[-1:] in _ENDS:
            return text
        # A text that fell back to another language keeps its own full stop.
        chinese = self.lang == "zh" and display_width(text) > len(text)
        return text + ("。" if chinese else ".")

    def heading(self, text: str) -> str:
        """Return a text as it begins a line: with a capital in English."""
        return text[:1].upper() + text[1:] if self.lang == "en" else text
