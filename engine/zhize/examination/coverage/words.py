"""The words of coverage and of drift, each in zh and en."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "title": {"zh": "条文覆盖：{label}", "en": "Coverage of the text: {label}"},
    "normative": {"zh": "规范性文字", "en": "normative text"},
    "characters": {"zh": "全部文字", "en": "all text"},
    "clauses": {"zh": "分句", "en": "clauses"},
    "tests": {"zh": "用例", "en": "cases"},
    "norms": {"zh": "规范", "en": "norms"},
    "of-characters": {
        "zh": "{all} 字，规范引用 {quoted} 字（{share}）",
        "en": "{all} characters, of which norms quote {quoted} ({share})",
    },
    "of-clauses": {
        "zh": "{all} 句：写成规范 {encoded} 句，说明为何不引 {explained} 句，"
        "有未处理的文字 {open} 句",
        "en": "{all}: {encoded} encoded, {explained} explained, {open} with words left over",
    },
    "of-cases": {
        "zh": "{cases} 例；写成规范的分句中，各规范都有用例 {tested} 句，一部分有 {partly} 句，"
        "都没有 {untested} 句",
        "en": "{cases}; of the encoded clauses {tested} have a case for every norm, {partly} for "
        "some, {untested} for none",
    },
    "no-cases": {
        "zh": "没有用例可查（可用 --cases 指明）",
        "en": "none at hand (name them by --cases)",
    },
    "of-norms": {
        "zh": "{all} 个，有用例 {exercised} 个",
        "en": "{all}, of which {exercised} have a case",
    },
    "of-norms-only": {"zh": "{all} 个", "en": "{all}"},
    "definition": {
        "zh": "字数不计空白、标点和符号。规范性文字不计条标和已说明为何不引的文字。",
        "en": "Characters leave out white space, punctuation and symbols. Normative text leaves "
        "out headings and all words of which it is said why no norm quotes them.",
    },
    "status.encoded": {"zh": "规范", "en": "norm"},
    "status.explained": {"zh": "不引", "en": "reason"},
    "status.open": {"zh": "未处理", "en": "left over"},
    "status.bare": {"zh": "标点", "en": "marks"},
    "norm": {"zh": "{norm}", "en": "{norm}"},
    "norm-case": {"zh": "{norm}（{case}）", "en": "{norm} ({case})"},
    "norm-cases": {
        "zh": "{norm}（{case} 等 {count} 例）",
        "en": "{norm} ({case} and {more} more)",
    },
    "norm-untested": {"zh": "{norm}（没有用例）", "en": "{norm} (no case)"},
    "uncovered": {"zh": "未处理：{words}", "en": "left over: {words}"},
    "unexercised": {"zh": "没有用例的规范：{norms}", "en": "Norms without a case: {norms}"},
    "lost": {
        "zh": "引文找不到或不唯一的规范：{norms}（详见 zhize check）",
        "en": "Norms whose quotes are not found, or not in one place: {norms} (see zhize check)",
    },
    "failures": {"zh": "不成立的用例（不计入）", "en": "Cases that fail, and are not counted"},
    "failure.refused": {"zh": "记录被拒绝", "en": "its record is refused"},
    "failure.missing": {"zh": "没有产生 {norms}", "en": "{norms} did not arise"},
    "failure.unexpected": {"zh": "不该有的 {norms} 产生了", "en": "{norms} arose and should not"},
    "sources": {"zh": "用例取自 {files}", "en": "cases from {files}"},
    # drift
    "drift.title": {
        "zh": "条文变动：{label} 与 {source}",
        "en": "Drift of the text: {label} against {source}",
    },
    "drift.quotes": {"zh": "规范的引文", "en": "quotes of norms"},
    "drift.tally": {
        "zh": "{all} 处：原处 {found}，移动 {moved}，多处 {ambiguous}，失落 {orphaned}",
        "en": "{all}: {found} found, {moved} moved, {ambiguous} ambiguous, {orphaned} orphaned",
    },
    "drift.clauses": {"zh": "分句", "en": "clauses"},
    "drift.clause-tally": {
        "zh": "新增 {new}，改动 {changed}，删去 {gone}，移动 {moved}；"
        "另有只动标点或全角半角的 {marks}",
        "en": "{new} new, {changed} changed, {gone} gone, {moved} moved; {marks} more in "
        "punctuation or width only",
    },
    "drift.repairs": {"zh": "订正", "en": "repairs"},
    "drift.repair-tally": {
        "zh": "{all} 处：新文本仍需 {needed}，已不需 {unneeded}，两样都找不到 {neither}",
        "en": "{all}: {needed} still needed, {unneeded} no longer, {neither} with neither wording",
    },
    "drift.same": {
        "zh": "文字没有变动，引文都在原处。",
        "en": "The words are the same, and every quote stands where it did.",
    },
    "drift.orphaned": {"zh": "失落的引文", "en": "Orphaned quotes"},
    "drift.ambiguous": {"zh": "出现多处的引文", "en": "Ambiguous quotes"},
    "drift.moved": {"zh": "移动的引文", "en": "Moved quotes"},
    "drift.context": {
        "zh": "文字在原处、前后文须改写的引文",
        "en": "Quotes in their place whose prefix or suffix has to be rewritten",
    },
    "drift.changes": {"zh": "变动的分句", "en": "Clauses that differ"},
    "drift.passages": {
        "zh": "列为不引、而新文本中找不到或不唯一的文字",
        "en": "Passages listed as unquoted that are not found, or not in one place",
    },
    "quote": {"zh": "引文", "en": "quote"},
    "proposal": {"zh": "最近似", "en": "nearest"},
    "like": {"zh": "{text}（{share}）", "en": "{text} ({share})"},
    "marks-only": {
        "zh": "{text}（只有标点、空白或全角半角不同）",
        "en": "{text} (differs in marks, white space or width only)",
    },
    "nothing-like": {"zh": "没有近似的文字", "en": "nothing like it"},
    "places": {"zh": "出现 {count} 处", "en": "in {count} places"},
    "change.new": {"zh": "新增", "en": "new"},
    "change.changed": {"zh": "改动", "en": "changed"},
    "change.gone": {"zh": "删去", "en": "gone"},
    "change.moved": {"zh": "移动", "en": "moved"},
    "before": {"zh": "原", "en": "was"},
    "after": {"zh": "今", "en": "is"},
    "behind": {"zh": "在{provision}处或其后", "en": "in {provision} or behind it"},
    "at-start": {"zh": "在开头", "en": "at the beginning"},
    "quoted-by": {"zh": "引用它的规范：{norms}", "en": "quoted by {norms}"},
}
"""Words by key. `{…}` are filled by the caller."""
