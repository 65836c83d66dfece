"""The words of the marked text, each in zh and en."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "title": {"zh": "逐条标注：{label}", "en": "Annotated text: {label}"},
    "stamp": {
        "zh": "机制 {id}，版本 {version}，SHA-256 {sha}",
        "en": "mechanism {id}, version {version}, SHA-256 {sha}",
    },
    "skip": {"zh": "跳到正文", "en": "Skip to the text"},
    "summary": {"zh": "覆盖", "en": "Coverage"},
    "overview": {"zh": "目录与各条覆盖", "en": "Contents, and what is covered of each provision"},
    "legend": {"zh": "怎样读", "en": "How to read this"},
    "without-document": {"zh": "不属于任何文件的条款", "en": "Provisions of no document"},
    "interpretations": {"zh": "解释", "en": "Interpretations"},
    "open": {"zh": "原文的未定之处", "en": "What the text leaves open"},
    "repairs": {"zh": "订正", "en": "Repairs"},
    "cases": {"zh": "用例一览", "en": "Cases"},
    "failures": {"zh": "不成立的用例", "en": "Cases that fail"},
    # the overview
    "column.sum": {"zh": "项目", "en": "sum"},
    "column.figure": {"zh": "数目", "en": "figure"},
    "column.provision": {"zh": "条款", "en": "provision"},
    "column.norms": {"zh": "规范", "en": "norms"},
    "column.quoted": {"zh": "引用字数", "en": "characters quoted"},
    "column.cases": {"zh": "用例", "en": "cases"},
    "column.open": {"zh": "未定之处", "en": "left open"},
    "column.remarks": {"zh": "须查看", "en": "to look at"},
    "remark.gap": {"zh": "有未处理的文字", "en": "words left over"},
    "remark.untested": {"zh": "没有用例：{norms}", "en": "no case: {norms}"},
    "remark.failing": {"zh": "用例不成立：{norms}", "en": "failing cases: {norms}"},
    "remark.lost": {"zh": "引文对不上：{norms}", "en": "quotes lost: {norms}"},
    "remark.repaired": {"zh": "有订正：{marks}", "en": "repaired: {marks}"},
    # the legend
    "legend.norm": {
        "zh": "有线的文字由规范引用，线型和颜色表示方式；其后的小号数字是规范编号，通向规范，"
        "规范又通向原文。底色较深的，引用它的不止一个规范。",
        "en": "Words with a line are quoted by a norm; line and colour say its mode. The small "
        "numbers behind them are the codes of norms: each leads to its norm, and the norm leads "
        "back. Darker ground: several norms quote the words.",
    },
    "legend.passage": {
        "zh": "灰字是规范没有引用的文字，小号字母所指的说明写着为什么。",
        "en": "Grey words are quoted by no norm; the note with the same small letter says why.",
    },
    "legend.repair": {
        "zh": "划去的是收到的文本中的错误（↵ 为换行），其后是订正。",
        "en": "Struck out is an error of the copy as received (↵ is a line break); the repair "
        "stands behind it.",
    },
    "legend.open": {
        "zh": "带点线框的文字原文没有确定，是未定之处，编号为 ?1、?2 等。",
        "en": "Words in a dotted frame are left open by the text itself, numbered ?1, ?2 …",
    },
    "legend.interpretation": {
        "zh": "规范编号之后还有 {codes} 一类编号的，是该规范所依据的解释。",
        "en": "A sign such as {codes} behind the code of a norm names an interpretation that it "
        "rests on.",
    },
    "legend.gap": {
        "zh": "框住并标 ! 的文字既没有规范引用，也没有说明。",
        "en": "Boxed words marked ! are neither quoted by a norm nor explained.",
    },
    "legend.marks": {
        "zh": "既不带线也不变色的只有标点和空白。",
        "en": "Only punctuation and white space bear no mark.",
    },
    "mark.repair": {"zh": "订{n}", "en": "R{n}"},
    "mark.open": {"zh": "?{n}", "en": "?{n}"},
    "mark.gap": {"zh": "!", "en": "!"},
    # below a provision
    "counts": {
        "zh": "共 {all} 字：引用 {quoted} 字，说明不引 {explained} 字，未处理 {left} 字",
        "en": "{all} characters: {quoted} quoted, {explained} explained, {left} left over",
    },
    "counts.cases": {
        "zh": "规范 {norms} 个，用例 {cases} 例",
        "en": "norms: {norms}; cases: {cases}",
    },
    "counts.norms": {"zh": "规范 {norms} 个", "en": "norms: {norms}"},
    "gap": {"zh": "未处理：{words}", "en": "Left over: {words}"},
    "unquoted": {"zh": "未引用", "en": "not quoted"},
    "unplaced": {
        "zh": "（在原文中找不到，或者不止一处）",
        "en": " (not found in the text, or in several places)",
    },
    "repaired": {
        "zh": "收到的是{received}，订正为{repaired}",
        "en": "{received} repaired to {repaired}",
    },
    "removed": {"zh": "收到的{received}删去", "en": "{received} taken out"},
    "repair-unplaced": {
        "zh": "（收到的文本照此订正，得不到本文）",
        "en": " (repaired like this, the copy as received does not give the text)",
    },
    "open-elsewhere": {"zh": "见{provision}", "en": "see {provision}"},
    "received": {"zh": "收到时的文本", "en": "Text as received"},
    "same": {"zh": "收到的文本与此相同。", "en": "The text as received is the same."},
    # a norm
    "back": {"zh": "回原文", "en": "to the text"},
    "lost": {
        "zh": "引文在原文中找不到，或者不止一处：{quotes}",
        "en": "The quote is not found in the text, or in several places: {quotes}",
    },
    "tests": {"zh": "用例", "en": "cases"},
    "near-misses": {"zh": "反例", "en": "near misses"},
    "failing": {"zh": "不成立", "en": "failing"},
    "no-case": {"zh": "没有用例", "en": "no case"},
    "no-cases-given": {"zh": "没有用例可查", "en": "no cases at hand"},
    "not-counted": {"zh": "引文对不上，不计", "en": "not counted: its quote is lost"},
    "and-more": {"zh": "等，其余见“用例一览”", "en": "and more: see “Cases”"},
    # the lists behind the text
    "column.rests": {"zh": "以它为据的", "en": "what rests on it"},
    "rests.exception": {
        "zh": "{displaced} 让位于 {displacing}",
        "en": "{displaced} yields to {displacing}",
    },
    "rests.whole": {"zh": "整个机制何时何地有效", "en": "when and where the mechanism holds"},
    "rests.nothing": {"zh": "没有", "en": "nothing"},
    "column.number": {"zh": "编号", "en": "number"},
    "column.words": {"zh": "原文字样", "en": "words"},
    "column.sort": {"zh": "种类", "en": "sort"},
    "column.where": {"zh": "条款", "en": "provisions"},
    "column.received": {"zh": "收到的", "en": "received"},
    "column.repaired": {"zh": "订正为", "en": "repaired to"},
    "column.note": {"zh": "说明", "en": "note"},
    "column.case": {"zh": "用例", "en": "case"},
    "column.exercises": {"zh": "检验的规范", "en": "norms it exercises"},
    "column.misses": {"zh": "确认不适用的", "en": "norms it shows not to apply"},
    "cases.rule": {
        "zh": "共 {count} 例成立；既不检验也不排除任何规范的不在表中。",
        "en": "{count} cases hold; those that neither exercise nor exclude a norm are not listed.",
    },
    "filter": {"zh": "只看一个机关", "en": "Only one agency"},
    "filter.all": {"zh": "全部机关", "en": "all agencies"},
    "page": {"zh": "第 {page} 页，共 {pages} 页", "en": "page {page} of {pages}"},
}
"""Words by key. `{…}` are filled by the caller."""
