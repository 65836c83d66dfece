"""The sentences of graph, matrix, calendar, annotate and train."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "option.lang.both": {
        "zh": "语言：zh、en，或 both（中文，旁附英文）。",
        "en": "language: zh, en, or both (Chinese with English beside it).",
    },
    "needs-out": {
        "zh": "请用 --out 给出文件，格式由扩展名决定：{names}。",
        "en": "name a file by --out; its extension says the format: {names}",
    },
    "bad-ending": {
        "zh": "“{name}”的扩展名不是这个命令的格式。可用：{names}。",
        "en": "`{name}` has no extension that this command writes; use one of {names}",
    },
    # ------------------------------------------------------------ graph
    "help.graph": {
        "zh": "画出职责图：条款、规范、机关与对象，或一个事项中的通报、处置与反馈。",
        "en": "Draw the duty graph: articles, norms, agencies and recipients, or how one incident "
        "is notified, acted upon and fed back.",
    },
    "more.graph": {
        "zh": "不加限定时画整个机制；--article、--agency、--violation 可以同时使用。"
        "--incident 画一个事项。不写 --out 时输出表格式的文本。"
        "png 需要 zhize[png] 和一种中文字体。",
        "en": "Without a choice, the whole mechanism is drawn; --article, --agency and --violation "
        "may be combined. --incident draws one incident. Without --out, the graph is printed as "
        "text. png needs zhize[png] and a Chinese font.",
    },
    "option.incident": {
        "zh": "一个事项的记录（YAML、JSON 等）；- 为标准输入。",
        "en": "the record of one incident (YAML, JSON …); - is standard input.",
    },
    "option.agency.graph": {
        "zh": "只画这个机关承担或接受的。",
        "en": "only what this agency bears or is owed.",
    },
    "option.article": {"zh": "只画这一条。", "en": "only this article."},
    "option.violation": {
        "zh": "只画仅有这种违法行为时可能产生的；若为区域等其他事实，则画以其为条件的规范"
        "及一并产生的。",
        "en": "only what may arise where this alone is wrong; for a zone or another fact, the "
        "norms that turn on it and what comes with them.",
    },
    "option.out.graph": {
        "zh": "输出文件：.svg .html .png .graphml .gexf .json .dot .mmd。",
        "en": "output: .svg .html .png .graphml .gexf .json .dot .mmd.",
    },
    "graph.one-or-other": {
        "zh": "--incident 不能与 --agency、--article、--violation 同时使用：请只给出其中一种。",
        "en": "--incident cannot be combined with --agency, --article or --violation: give one or "
        "the other",
    },
    "graph.several": {
        "zh": "“{name}”含有 {count} 条记录，职责图一次只画一条。请把要画的那一条单独存成文件。",
        "en": "`{name}` holds {count} records, and a duty graph is of one; put the one to draw "
        "into a file of its own",
    },
    # ------------------------------------------------------------ matrix
    "help.matrix": {
        "zh": "列出责任矩阵：每个机关对每种违法行为、每一条的角色，各附所据规范。",
        "en": "Make the responsibility matrix: each agency's part in each violation and each "
        "article, with its norms.",
    },
    "more.matrix": {
        "zh": "由引擎在全部事实组合上推得，不是手写的。不写 --out 时输出 Markdown。",
        "en": "Derived by the engine over all combinations of facts, not written by hand. Without "
        "--out, Markdown is printed.",
    },
    "option.by.matrix": {
        "zh": "只列一种：violation（违法行为）或 article（条款）；默认两种都列。",
        "en": "only one of them: violation or article; by default both.",
    },
    "option.out.matrix": {
        "zh": "输出文件：.html .xlsx .csv .md .json。",
        "en": "output: .html .xlsx .csv .md .json.",
    },
    # ------------------------------------------------------------ calendar
    "help.calendar": {
        "zh": "列出定期职责的日程，附工作日提示；可导入日历软件。",
        "en": "List when periodic duties fall due, with advice on working days; also for calendar "
        "programs.",
    },
    "more.calendar": {
        "zh": "节假日取自机制文件夹的 holidays.csv，可用 Excel 编辑；"
        "超出其最后一年的日子写“未定”，不作推测。不写 --out 时输出表格；"
        ".ics 不指定语言时中英文都写；再次导入时，新日历取代旧日历，所以请从尚未办结的月份起。",
        "en": "Holidays are read from holidays.csv in the mechanism's folder, which Excel can "
        "edit; beyond its last year a day is undetermined, never guessed. Without --out, a table "
        "is printed; .ics speaks both languages unless one is asked for; imported again, a "
        "later calendar takes the place of the earlier one: begin with the first month still open.",
    },
    "option.from": {"zh": "第一个月，如 2026-01。", "en": "the first month, such as 2026-01."},
    "option.months": {"zh": "月数，默认 12。", "en": "how many months; 12 by default."},
    "option.agency.calendar": {
        "zh": "只列这个机关的。",
        "en": "only those of this agency.",
    },
    "option.holidays": {
        "zh": "另一份节假日文件（CSV）。",
        "en": "another file of holidays (CSV).",
    },
    "option.out.calendar": {
        "zh": "输出文件：.ics .csv .html .json .txt。",
        "en": "output: .ics .csv .html .json .txt.",
    },
    # ------------------------------------------------------------ annotate
    "help.annotate": {
        "zh": "逐条标注原文：每处引文、规范、承担者和检验它的用例，订正与解释都看得见。",
        "en": "Annotate the text article by article: each quoted phrase with its norm, its bearer "
        "and the cases that exercise it; repairs and interpretations are visible.",
    },
    "more.annotate": {
        "zh": "用例的位置同 zhize coverage。",
        "en": "Cases are looked for where zhize coverage looks.",
    },
    "option.out.annotate": {"zh": "输出文件：.html .docx。", "en": "output: .html .docx."},
    # ------------------------------------------------------------ train
    "help.train": {
        "zh": "制作培训材料：机关职责卡、练习、答案和自测页。",
        "en": "Make a training kit: duty cards, exercises, an answer key and a quiz that checks "
        "itself.",
    },
    "more.train": {
        "zh": "练习从事实空间抽取，兼顾各规范，含只差一个事实的近似题；同一种子得同一套题。"
        "文件夹中有 .html、.docx 和 .jsonl。",
        "en": "Exercises are drawn from the space of facts, balanced over the norms, with near "
        "misses that differ in one fact; the same seed gives the same kit. The folder holds .html, "
        ".docx and .jsonl.",
    },
    "option.agency.train": {"zh": "只为这个机关。", "en": "for this agency only."},
    "option.role.train": {
        "zh": "只为承担这一角色（如 primary）的机关。",
        "en": "for the agencies in this role only, such as primary.",
    },
    "option.count": {"zh": "题数，默认 30。", "en": "how many exercises; 30 by default."},
    "option.level": {
        "zh": "难度：1（直接由事实产生的处置，至多四项）、2（通报与反馈）、3（例外、选择与未知）；"
        "默认各级都有。",
        "en": "level: 1 (acts straight from the facts, at most four), 2 (notification and "
        "feedback), 3 (exceptions, choices and unknown facts); by default all.",
    },
    "option.seed": {"zh": "随机种子，默认 1。", "en": "seed of the draw; 1 by default."},
    "bad-seed": {
        "zh": "{option} 不能是“{value}”。请写整数，至多 {most} 位。",
        "en": "{option} cannot be `{value}`; give a whole number of at most {most} digits",
    },
    "option.out.train": {"zh": "输出文件夹。", "en": "folder to write to."},
    "train.needs-out": {
        "zh": "请用 --out 给出文件夹。",
        "en": "name a folder by --out",
    },
    "train.out-is-file": {
        "zh": "{name} 不是文件夹。请给出另一个名称。",
        "en": "{name} is no folder; give another name",
    },
    "train.cannot-make": {
        "zh": "无法建立文件夹 {name}：{reason}。",
        "en": "cannot make the folder {name}: {reason}",
    },
    "train.made": {
        "zh": "{out}：职责卡 {cards} 张，练习 {count} 题（近似题 {near}），"
        "每个规范 {least} 至 {most} 题。",
        "en": "{out}: duty cards {cards}, exercises {count} (near misses {near}), of each norm "
        "{least} to {most}",
    },
    "train.made-cards": {
        "zh": "{out}：职责卡 {cards} 张，没有练习。",
        "en": "{out}: duty cards {cards}, no exercises",
    },
    "train.short": {
        "zh": "要求 {wanted} 题，只能得到 {count} 题不相同的。",
        "en": "{wanted} exercises were asked for; only {count} different ones could be drawn",
    },
    "train.never": {
        "zh": "没有练习的规范（没有这样的事项）：{norms}。",
        "en": "norms without an exercise, for want of such an incident: {norms}",
    },
}
