"""The sentences that all commands share, and those of decide, validate, check and norm."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # ------------------------------------------------------------ help
    "usage": {"zh": "用法：", "en": "Usage: "},
    "options": {"zh": "选项：", "en": "Options:"},
    "commands": {"zh": "命令：", "en": "Commands:"},
    "arguments": {"zh": "参数：", "en": "Arguments:"},
    "examples": {"zh": "例：", "en": "Examples:"},
    "codes": {
        "zh": "退出码：0 正常；1 有记录被拒绝或查出错误；2 用法有误；"
        "3 文件无法读取；4 zhize 自身的故障。",
        "en": "Exit codes: 0 all well; 1 records refused or errors found; 2 wrong usage; "
        "3 unreadable file; 4 a fault of zhize itself.",
    },
    "help.zhize": {
        "zh": "职责：就一起事项，认定哪个机关应当处置、通报或反馈，依据哪一条，为什么。",
        "en": "zhize (duty): says for an incident which agency must act, notify or feed back, by "
        "which article, and why.",
    },
    "help.decide": {
        "zh": "认定记录中的事项由谁处置、通报、反馈。",
        "en": "Decide who must act, notify and feed back on the incidents of records.",
    },
    "help.validate": {
        "zh": "按记录形状（SHACL）检查记录，列出全部问题。",
        "en": "Check records against the record shapes (SHACL), and list every problem.",
    },
    "help.check": {
        "zh": "检查机制本身：规范库、卫生查询、引文、OWL 一致性。",
        "en": "Check the mechanism itself: norm base, hygiene queries, quotes, OWL consistency.",
    },
    "help.norm": {
        "zh": "显示一个规范：承担者、触发条件、例外、原文、解释。",
        "en": "Show one norm: bearer, trigger, exception, quote, interpretations.",
    },
    "more.decide": {
        "zh": "记录可以是 Excel、ODS、CSV 台账（表头写字段名），"
        "也可以是 YAML、JSON、JSONL、JSON-LD 或 Turtle；"
        "字段和值可以写代码，也可以写中文名称。"
        "被拒绝的记录连同原因写到标准错误，其余记录照常认定。",
        "en": "Records may be Excel, ODS or CSV ledgers with field names at their head, or YAML, "
        "JSON, JSONL, JSON-LD or Turtle; fields and values are written as codes or as Chinese "
        "labels. Refused records are reported on standard error with the reasons; the others are "
        "still decided.",
    },
    "more.validate": {
        "zh": "只有警告时退出码为 0。turtle 格式是 pySHACL 给出的 W3C 验证报告。",
        "en": "Warnings alone exit with 0. The turtle format is the W3C validation report of "
        "pySHACL.",
    },
    "more.check": {
        "zh": "OWL 一致性由 HermiT 检查，需要 owlready2 和 Java；没有时用 --no-owl 跳过。",
        "en": "OWL consistency is checked by HermiT, which needs owlready2 and Java; without them "
        "use --no-owl.",
    },
    "more.norm": {
        "zh": "编号如 8.1（第八条的第一个规范）。",
        "en": "A code is like 8.1 (the first norm of article 8).",
    },
    "argument.files": {
        "zh": "记录文件，可多个；- 为标准输入。",
        "en": "files of records, one or more; - is standard input.",
    },
    "argument.norm": {"zh": "规范编号，如 8.1。", "en": "code of a norm, such as 8.1."},
    "option.mechanism": {
        "zh": "使用另一机制：含 mechanism.ttl 的文件夹（默认为随附的通知）。",
        "en": "use another mechanism: a folder with mechanism.ttl (default: the shipped notice).",
    },
    "option.lang": {
        "zh": "界面和文本输出的语言：zh 或 en（默认按系统语言，否则 zh）。",
        "en": "language of messages and text output: zh or en (default: the locale's, else zh).",
    },
    "option.version": {"zh": "显示版本并退出。", "en": "show the version and exit."},
    "option.help": {"zh": "显示本说明并退出。", "en": "show this help and exit."},
    "option.debug": {
        "zh": "发生内部故障时显示完整的调用栈。",
        "en": "show the traceback of an internal fault.",
    },
    "option.format.decide": {
        "zh": "输出格式：text、json（一个数组）、jsonl（一行一个）或 xlsx（结果工作簿）；"
        "默认按 --out 的扩展名，否则 text。",
        "en": "output format: text, json (one array), jsonl (one a line) or xlsx (a result "
        "workbook); by default that of the extension of --out, else text.",
    },
    "option.format.validate": {
        "zh": "输出格式：text（默认）、json 或 turtle。",
        "en": "output format: text (default), json or turtle.",
    },
    "option.format": {
        "zh": "输出格式：text（默认）或 json。",
        "en": "output format: text (default) or json.",
    },
    "option.engine.decide": {
        "zh": "引擎：compiled（默认）或 reference（SHACL-AF 规则，慢，供核对）。",
        "en": "engine: compiled (default) or reference (SHACL-AF rules; slow, for doubters).",
    },
    "option.engine.validate": {
        "zh": "引擎：compiled（默认）或 reference（pySHACL，慢，供核对）。",
        "en": "engine: compiled (default) or reference (pySHACL; slow, for doubters).",
    },
    "option.today": {
        "zh": "当作“今天”的日期 YYYY-MM-DD，此后的日期会受警告（默认为系统日期）。",
        "en": "the day taken as today, YYYY-MM-DD; later dates are warned of (default: the "
        "system's date).",
    },
    "option.out": {
        "zh": "写入文件，不写到标准输出。",
        "en": "write to a file instead of standard output.",
    },
    "option.input-format": {
        "zh": "输入的格式，不按扩展名判断：yaml、json、jsonl、jsonld、turtle、"
        "xlsx、xls、ods、et、csv、tsv 或 parquet。",
        "en": "format of the input, whatever its extension: yaml, json, jsonl, jsonld, turtle, "
        "xlsx, xls, ods, et, csv, tsv or parquet.",
    },
    "option.no-owl": {"zh": "不检查 OWL 一致性。", "en": "do not check OWL consistency."},
    "option.list": {"zh": "列出全部规范。", "en": "list all norms."},
    # ------------------------------------------------------------ wrong usage
    "error": {"zh": "错误：", "en": "error: "},
    "see-help": {"zh": "用法见：{command} --help", "en": "for usage: {command} --help"},
    "no-command": {"zh": "缺少命令。可用：{names}。", "en": "no command given; use one of {names}"},
    "unknown-command": {
        "zh": "没有“{name}”这个命令。{near}",
        "en": "no command `{name}`{near}",
    },
    "unknown-option": {
        "zh": "没有“{name}”这个选项。{near}",
        "en": "no option `{name}`{near}",
    },
    "did-you-mean": {"zh": "是否指 {names}？", "en": "; did you mean {names}?"},
    "missing-argument": {"zh": "缺少参数 {name}。", "en": "argument {name} is missing"},
    "missing-value": {
        "zh": "选项“{name}”后面缺少值。",
        "en": "option `{name}` needs a value",
    },
    "surplus-value": {
        "zh": "选项“{name}”不带值。",
        "en": "option `{name}` takes no value",
    },
    "surplus-arguments": {
        "zh": "多余的参数：“{names}”。请删去。",
        "en": "surplus arguments `{names}`; leave them out",
    },
    "bad-choice": {
        "zh": "{option} 不能是“{value}”。可用：{names}。",
        "en": "{option} cannot be `{value}`; use one of {names}",
    },
    "lang-behind": {
        "zh": "--lang both 只用于展示命令，写在命令之后，例如：zhize train --lang both --out kit。",
        "en": "`--lang both` is for commands that show, and stands behind the command, as in "
        "`zhize train --lang both --out kit`",
    },
    "bad-date": {
        "zh": "{option} 的“{value}”不是日期。请写成 2024-08-01 的样子。",
        "en": "{option} cannot be `{value}`: no date; write it like 2024-08-01",
    },
    "stdin-twice": {
        "zh": "标准输入（-）只能出现一次。",
        "en": "standard input (-) can be named once only",
    },
    "norm-or-list": {
        "zh": "请给出规范编号（如 zhize norm 8.1）或 --list，二者择一。",
        "en": "give either the code of a norm (as in zhize norm 8.1) or --list",
    },
    "turtle-engine": {
        "zh": "turtle 格式的验证报告只由 reference 引擎给出。请去掉 --engine compiled。",
        "en": "the turtle report comes from the reference engine only; leave out --engine compiled",
    },
    "cannot-write": {
        "zh": "不能写入“{name}”：{reason}。请换一个文件或文件夹。",
        "en": "cannot write `{name}`: {reason}; choose another file or folder",
    },
    "is-input": {
        "zh": "“{name}”既是输入又是输出。请把结果写到另一个文件。",
        "en": "`{name}` is both input and output; write the result to another file",
    },
    "os.ENOENT": {"zh": "没有这个文件夹", "en": "there is no such folder"},
    "os.ENOTDIR": {
        "zh": "路径中有一段是文件，不是文件夹",
        "en": "a part of the path is a file, no folder",
    },
    "os.EACCES": {"zh": "没有写入的权限", "en": "you may not write there"},
    "os.EROFS": {"zh": "该处只能读取", "en": "the place is read-only"},
    "os.ENOSPC": {"zh": "磁盘已满", "en": "the disk is full"},
    "os.other": {"zh": "系统说“{reason}”", "en": "the system says `{reason}`"},
    # ------------------------------------------------------------ outcomes
    "tally": {
        "zh": "共 {all} 条记录：已认定 {decided} 条，拒绝 {refused} 条。",
        "en": "{all} records: {decided} decided, {refused} refused.",
    },
    "more-remarks": {
        "zh": "另有 {count} 条警告或说明未列出（{codes}）；用 zhize validate 可全部列出。",
        "en": "{count} more warnings or notes are not shown ({codes}); `zhize validate` lists all.",
    },
    "version": {"zh": "zhize（职责）{version}", "en": "zhize {version}"},
    "fault": {
        "zh": "内部故障：{fault}。问题在 zhize，不在您的输入；"
        "请把这一行和所用的命令报告给维护者（加 --debug 可得详情）。",
        "en": "internal fault: {fault}; this is a fault of zhize, not of your input: please report "
        "this line and the command (--debug gives details)",
    },
}
