"""The words of proofs and of answers to why not and what if, each in zh and en."""

from __future__ import annotations

from .words import LANGUAGES

PROOF_WORDS: dict[str, dict[str, str]] = {
    # ------------------------------------------------------------ why
    "why.title": {"zh": "为什么：{who}，{id}", "en": "Why {who}, {id}"},
    "why.reach": {"zh": "适用：", "en": "applies"},
    "why.outside": {"zh": "结论：", "en": "outcome"},
    "why.rests": {"zh": "解释：{notes}", "en": "rests on {notes}"},
    "why.from": {"zh": "机制自 {day} 起施行", "en": "the mechanism holds from {day}"},
    "why.until": {"zh": "机制施行至 {day} 止", "en": "the mechanism holds until {day}"},
    "why.binds": {"zh": "机制在{place}内有效", "en": "the mechanism binds within {place}"},
    "why.place-absent": {
        "zh": "{facet}未写，按{place}",
        "en": "{facet}: not stated, taken to be {place}",
    },
    "why.quote": {"zh": "原文：{quotes}", "en": "text: {quotes}"},
    "why.trigger": {"zh": "触发条件成立", "en": "its trigger holds"},
    "why.trigger-one": {
        "zh": "触发条件成立（其一）",
        "en": "one of its triggers holds",
    },
    "why.known": {
        "zh": "承担者知道该事项：写在{fields}中",
        "en": "the bearer knows of the matter: it is named under {fields}",
    },
    "why.told": {
        "zh": "承担者因下列义务而知道该事项",
        "en": "the bearer knows of the matter through this duty",
    },
    "why.follows": {
        "zh": "随下列义务产生，承担者是其对象",
        "en": "it follows from this duty, which is owed to the bearer",
    },
    "why.to-by-norm": {"zh": "对象{who}：规范自身写明", "en": "owed to {who}: the norm names it"},
    "why.to-acting": {
        "zh": "对象{who}：它对该事项有处置义务（{rule}）",
        "en": "owed to {who}: it has a duty to act in the matter ({rule})",
    },
    "why.to-sender": {
        "zh": "对象{who}：它通报了承担者（{rule}）",
        "en": "owed to {who}: it notified the bearer ({rule})",
    },
    "why.left-out": {
        "zh": "{who}不在对象之列：已写在{fields}中，已经知道（本有处置义务 {duties}）",
        "en": "not owed to {who}: it is named under {fields} and knows already "
        "(it acts under {duties})",
    },
    "why.displaces": {"zh": "排除{norm} {who}", "en": "displaces {norm} of {who}"},
    "why.stands.not-triggered": {
        "zh": "不让位于{norm}：其触发条件不成立",
        "en": "does not yield to {norm}: its trigger does not hold",
    },
    "why.stands.displaced": {
        "zh": "不让位于{norm}：后者自己被排除",
        "en": "does not yield to {norm}, which is itself displaced",
    },
    "why.stands.condition-fails": {
        "zh": "不让位于{norm}：例外的条件不成立",
        "en": "does not yield to {norm}: the exception's condition does not hold",
    },
    "why.window": {"zh": "规范在此时此地有效：{limits}", "en": "the norm holds here: {limits}"},
    "why.no-recipient": {
        "zh": "没有需要告知的对象，因此不是义务，但仍使他人知情",
        "en": "nobody is left to be told, so it is no duty; it still makes others aware",
    },
    "why.instead-of": {"zh": "可代替 {norm}，二者择一", "en": "alternative to {norm}"},
    "why.condition": {"zh": "仅当选择 {norms} 时产生", "en": "only if {norms} is chosen"},
    "why.elsewhere": {"zh": "证明见本树他处", "en": "proved elsewhere in this tree"},
    "why.none": {
        "zh": "{who}在本事项中没有事项触发的义务。",
        "en": "{who} has no duty that this incident triggers.",
    },
    "why.bears-nothing": {
        "zh": "机制中没有任何规范由{who}承担。",
        "en": "No norm of the mechanism falls on {who}.",
    },
    "why.instead": {"zh": "有义务的是：{who}。", "en": "The duties fall on {who}."},
    "why.nobody": {
        "zh": "所述事实不产生任何义务。",
        "en": "The facts as stated give rise to no duty at all.",
    },
    "why.see": {
        "zh": "逐条的原因和最小的改变，见 zhize why-not。",
        "en": "For each norm what failed, and the smallest change: see zhize why-not.",
    },
    # ------------------------------------------------------------ why not
    "not.title": {"zh": "为什么不：{who}，{id}", "en": "Why not {who}, {id}"},
    "not.displaced": {"zh": "让位，不产生义务", "en": "displaced, no duty"},
    "not.unaddressed": {
        "zh": "触发条件成立，但没有需要告知的对象",
        "en": "its trigger holds, but nobody is left to be told",
    },
    "not.not-triggered": {"zh": "触发条件不成立", "en": "its trigger does not hold"},
    "not.out-of-time": {"zh": "规范此时不在有效期内", "en": "the norm does not hold on this day"},
    "not.out-of-place": {"zh": "规范不适用于此地", "en": "the norm does not hold in this place"},
    "not.inapplicable": {
        "zh": "机制不及于本事项",
        "en": "the mechanism does not reach the incident",
    },
    "not.duty": {
        "zh": "在本事项中是义务；证明见 zhize why",
        "en": "it is a duty in this incident; for the proof see zhize why",
    },
    "not.not-by-incidents": {
        "zh": "不由事项触发，一直有效或定期发生",
        "en": "no incident triggers it; it holds at all times, or recurs",
    },
    "not.satisfied": {"zh": "成立", "en": "holds"},
    "not.failed": {"zh": "不成立", "en": "fails"},
    "not.unknown": {"zh": "未知", "en": "unknown"},
    "not.other": {"zh": "另有 {count} 个触发条件", "en": "{count} more trigger"},
    "not.others": {"zh": "另有 {count} 个触发条件", "en": "{count} more triggers"},
    "not.other-farther": {
        "zh": "另有 {count} 个触发条件，离得更远",
        "en": "{count} more trigger, farther off",
    },
    "not.others-farther": {
        "zh": "另有 {count} 个触发条件，离得更远",
        "en": "{count} more triggers, farther off",
    },
    "not.needs": {
        "zh": "{status}：{facet}须为{values}",
        "en": "{status}: {facet} must be {values}",
    },
    "not.needs-any": {
        "zh": "{status}：{facet}须有任一值",
        "en": "{status}: {facet} must have a value",
    },
    "not.stated": {"zh": "；记录为{values}", "en": "; the record says {values}"},
    "not.knows": {
        "zh": "{status}：承担者须知道该事项，即写在{fields}中",
        "en": "{status}: the bearer must know of the matter, being named under {fields}",
    },
    "not.knows-by": {"zh": "，或经 {norms} 得知", "en": ", or through {norms}"},
    "not.told": {
        "zh": "{status}：承担者须是 {norms} 的对象",
        "en": "{status}: the bearer must be a recipient under {norms}",
    },
    "not.told-others": {
        "zh": "；本事项中，这些义务的对象为{rows}",
        "en": "; in this incident these are owed to {rows}",
    },
    "not.told-nobody": {
        "zh": "；本事项中没有这些义务",
        "en": "; there is no such duty in this incident",
    },
    "not.nobody-acts": {
        "zh": "没有其他机关对该事项有处置义务（{rule}）",
        "en": "no other agency has a duty to act in the matter ({rule})",
    },
    "not.limits": {"zh": "规范有效：{limits}", "en": "the norm holds: {limits}"},
    "not.yields": {"zh": "让位于{norm} {who}", "en": "yields to {norm} of {who}"},
    "not.never": {
        "zh": "任何事实都不能使它成为{who}的义务",
        "en": "no facts at all would make it a duty of {who}",
    },
    "not.unsearched": {
        "zh": "条件太多，没有查找最小的改变",
        "en": "its conditions are too many; no smallest change was looked for",
    },
    "not.smallest": {
        "zh": "最小的改变：{cost} 处，共 {count} 种",
        "en": "smallest change: values touched {cost}, ways {count}",
    },
    "not.at-least": {
        "zh": "最小的改变：{cost} 处，至少 {count} 种",
        "en": "smallest change: values touched {cost}, ways at least {count}",
    },
    "not.first": {"zh": "以下是其中 {count} 种", "en": "{count} of them follow"},
    "not.refused": {"zh": "这样的记录会被拒绝：{why}", "en": "such a record is refused: {why}"},
    "not.warned": {"zh": "会受提醒：{why}", "en": "warned of: {why}"},
    "not.standing": {
        "zh": "不由事项触发、一直有效或定期发生的规范：{norms}。",
        "en": "Norms that hold at all times or recur, whatever the incident: {norms}.",
    },
    "not.duties": {
        "zh": "在本事项中已是义务：{norms}；证明见 zhize why。",
        "en": "Duties in this incident: {norms}; for their proofs see zhize why.",
    },
    "not.all-duties": {
        "zh": "{who}由事项触发的规范在本事项中都是义务。",
        "en": "Every norm of {who} that an incident can trigger is a duty here.",
    },
    "change.add": {"zh": "{facet}加上{values}", "en": "add {values} to {facet}"},
    "change.complete": {"zh": "{facet}查明有{values}", "en": "{facet} turns out to be {values}"},
    "change.remove": {"zh": "{facet}去掉{values}", "en": "remove {values} from {facet}"},
    "change.replace": {
        "zh": "{facet}由“{old}”改为{values}",
        "en": "change {facet} from “{old}” to {values}",
    },
    "change.within": {
        "zh": "{place}内的任一处",
        "en": "any place within {place}",
    },
    "change.from": {"zh": "{day} 或以后", "en": "{day} or later"},
    "change.until": {"zh": "{day} 或以前", "en": "{day} or earlier"},
    "change.between": {"zh": "{first} 至 {last}", "en": "a day from {first} to {last}"},
    "change.together": {"zh": "同时", "en": "all of these"},
    # ------------------------------------------------------------ what if
    "if.title": {"zh": "假如：{id}", "en": "What if: {id}"},
    "if.fields": {"zh": "改动：", "en": "changed: "},
    "if.field": {"zh": "{facet}：{before} → {after}", "en": "{facet}: {before} → {after}"},
    "if.no-field": {
        "zh": "记录没有任何改动：所写的本来如此。",
        "en": "The record is the same: it says this already.",
    },
    "if.same": {"zh": "义务没有任何变化。", "en": "No duty changes."},
    "if.gained": {"zh": "新增的义务", "en": "Duties gained"},
    "if.lost": {"zh": "失去的义务", "en": "Duties lost"},
    "if.changed": {"zh": "改变的义务", "en": "Duties changed"},
    "if.displaced": {"zh": "新被排除的规范", "en": "Norms newly displaced"},
    "if.restored": {"zh": "不再被排除的规范", "en": "Norms no longer displaced"},
    "if.because": {"zh": "因为：{grounds}", "en": "because: {grounds}"},
    "if.was-displaced": {"zh": "原被排除", "en": "displaced before"},
    "if.to": {"zh": "对象：{who}", "en": "owed to {who}"},
    "if.lost.displaced": {"zh": "让位于 {norms}", "en": "it yields to {norms}"},
    "if.lost.unaddressed": {
        "zh": "没有需要告知的对象了",
        "en": "nobody is left to be told",
    },
    "if.lost.not-triggered": {
        "zh": "触发条件不再成立；原因为：{grounds}",
        "en": "its trigger no longer holds; it was because: {grounds}",
    },
    "if.differs.to": {"zh": "对象：{before} → {after}", "en": "owed to: {before} → {after}"},
    "if.differs.conditional_on": {
        "zh": "前提：{before} → {after}",
        "en": "only if: {before} → {after}",
    },
    "if.differs.due": {"zh": "期限：{before} → {after}", "en": "due: {before} → {after}"},
    "if.differs.bearer_place": {
        "zh": "所在地：{before} → {after}",
        "en": "where: {before} → {after}",
    },
    "if.yields": {"zh": "让位于{norm}", "en": "yields to {norm}"},
    "if.yielded": {"zh": "原让位于{norm}", "en": "yielded to {norm}"},
    "if.before": {"zh": "改动前：{reason}", "en": "before: {reason}"},
    "if.after": {"zh": "改动后：{reason}", "en": "after: {reason}"},
    "if.count": {"zh": "（{count} 项）", "en": " ({count})"},
    "if.unconditional": {"zh": "无条件", "en": "unconditional"},
}
"""Words by key. `{…}` are filled by the caller."""


class ProofWords:
    """The words of one language; another than zh and en falls back to the first."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, **parts: object) -> str:
        """Return the words of a key, filled with their parts."""
        text = PROOF_WORDS[key][self.lang]
        return text.format(**parts) if parts else text
