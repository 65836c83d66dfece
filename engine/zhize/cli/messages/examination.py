"""The sentences of diff, audit and coverage."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.audit": {
        "zh": "审查机制：在全部事实组合和原文中找出缺口、重叠和未定之处。",
        "en": "Audit the mechanism: find gaps, overlaps and what is left open, over every "
        "combination of facts and over the text.",
    },
    "more.audit": {
        "zh": "每项所见都有条款、程度（严重、注意、提示），以及可以用 zhize decide 认定的最小事例，"
        "或原文的字样。有所见不算失败；--fail-on 供自动检查使用。",
        "en": "Each finding has its article, a severity (serious, notable, info), and the smallest "
        "incident that shows it, a record for zhize decide, or the words it rests on. To find "
        "something is no failure; --fail-on is for automatic checks.",
    },
    "option.format.audit": {
        "zh": "输出格式：text（默认）、json 或 html；有 --out 时按其扩展名。",
        "en": "output format: text (default), json or html; with --out, by its extension.",
    },
    "option.fail-on": {
        "zh": "有这一程度或更严重的所见时，退出码为 1。",
        "en": "exit with 1 if anything as grave as this, or graver, is found.",
    },
    "audit.progress": {"zh": "审查", "en": "audit"},
    # ------------------------------------------------------------ diff
    "help.diff": {
        "zh": "比较机制的两个版本：写法上的不同，哪些事项的义务有变。",
        "en": "Compare two versions of a mechanism: what is written differently, and whose duties "
        "change in which incidents.",
    },
    "more.diff": {
        "zh": "只给一个文件夹时，与本机制（--mechanism，默认为随附的通知）比较。"
        "每类义务有变的事项都有一个最小的例子，其记录可交 zhize decide 认定。"
        "有不同时退出码仍为 0，加 --exit-code 则为 1。",
        "en": "A single folder is compared with the mechanism itself (--mechanism, by default the "
        "shipped notice). Each class of incidents whose duties change comes with a smallest one, "
        "a record for zhize decide. The exit code is 0 also where there are differences; with "
        "--exit-code it is then 1.",
    },
    "argument.diff": {
        "zh": "含 mechanism.ttl 的文件夹：前一版（可省）和后一版。",
        "en": "folders with mechanism.ttl: the earlier version (may be left out) and the later.",
    },
    "option.exit-code": {
        "zh": "有不同时退出码为 1。",
        "en": "exit with 1 if there are differences.",
    },
    "option.format.diff": {
        "zh": "输出格式：text（默认）或 json；不写时按 --out 的扩展名。",
        "en": "output format: text (default) or json; else by the extension of --out.",
    },
    "too-many-versions": {
        "zh": "只能比较两个版本，这里有 {count} 个文件夹。请只写前一版和后一版。",
        "en": "two versions can be compared, not {count}; name the earlier and the later",
    },
    # ------------------------------------------------------------ coverage
    "help.coverage": {
        "zh": "逐句查看条文：哪些规范写出了它，哪些用例检验了它；条文变动时查引文。",
        "en": "Show for each clause of the text the norms that encode it and the cases that "
        "exercise them; check the quotes against a changed text.",
    },
    "more.coverage": {
        "zh": "用例默认取自机制文件夹的 cases 或 cases.yaml"
        "（随附的通知取 tests/cases），没有就注明。"
        "--text 比较另一文本：每处引文在原处、移动、多处或失落，以及变动的分句；"
        "有引文失落或多处时退出码为 1。不加 --text 时，"
        "有文字未处理、引文找不到或用例不成立则为 1。",
        "en": "Cases are taken from cases or cases.yaml in the mechanism's folder (for the shipped "
        "notice from tests/cases), if there are any. --text compares another version of the text: "
        "each quote found, moved, ambiguous or orphaned, and the clauses that differ; it exits "
        "with 1 where a quote is orphaned or ambiguous. Without it, 1 says that words are left "
        "over, a quote is not found or a case fails.",
    },
    "option.cases": {
        "zh": "用例的文件夹或 YAML 文件。",
        "en": "folder of cases, or one YAML file.",
    },
    "option.text": {
        "zh": "另一版本的全文（纯文本或 Markdown）；- 为标准输入。",
        "en": "another version of the whole text (plain or Markdown); - is standard input.",
    },
    "option.format.coverage": {
        "zh": "输出格式：text（默认）、json 或 csv；不写时按 --out 的扩展名。",
        "en": "output format: text (default), json or csv; else by the extension of --out.",
    },
    "cases-or-text": {
        "zh": "--cases 与 --text 不能同时使用。请分两次运行。",
        "en": "--cases and --text cannot be used together; run the command twice",
    },
}
