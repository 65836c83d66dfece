"""The sentences of ask and read."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.ask": {
        "zh": "回答一个问题：由谁负责、要做什么、告诉谁、何时、条文怎么说、可否、后果。",
        "en": "Answer a question: who is responsible, what must be done, who is told, when, what "
        "the text says, what is allowed, what follows.",
    },
    "more.ask": {
        "zh": "答复只出自规范和条文；条文未定的，照实说未定；与机制无关的，退出码为 1。"
        "词汇取自本体的标签；近似的词只作为询问提出。",
        "en": "Answers come from norms and text alone; what the text leaves open is said to be "
        "open; a question that the mechanism does not speak of exits with 1. The words are the "
        "ontology's labels; words that merely look alike are offered as a question.",
    },
    "argument.question": {
        "zh": "问题，中文或英文；- 为标准输入。",
        "en": "the question, in Chinese or English; - is standard input.",
    },
    "help.read": {
        "zh": "从一段叙述读出记录的草稿：只写文中所说，每一项附上出自哪些字。",
        "en": "Read a draft record from a narrative: only what the text says, with the words "
        "behind every fact.",
    },
    "more.read": {
        "zh": "草稿是 YAML，可以直接交给 zhize decide；记录编号要由您给出（--id）。"
        "缺少的、文中否定的、未定的和没有放入的，以注释列在后面。"
        "没有年份的日期、没有说明违法的采矿、只是提到的机关，都不写入记录。",
        "en": "The draft is YAML that zhize decide takes; the identifier is yours to give (--id). "
        "What is missing, denied, left open or not placed follows in comments. A date without a "
        "year, mining that nothing says is unlawful, and an agency merely mentioned stay out of "
        "the record.",
    },
    "argument.narrative": {
        "zh": "叙述，中文或英文；- 为标准输入。",
        "en": "the narrative, in Chinese or English; - is standard input.",
    },
    "option.file": {
        "zh": "从文件读叙述（UTF-8 或 GB 18030）；- 为标准输入。",
        "en": "read the narrative from a file (UTF-8 or GB 18030); - is standard input.",
    },
    "option.id": {"zh": "记录的编号。", "en": "the identifier of the record."},
    "option.title": {"zh": "记录的标题。", "en": "the title of the record."},
    "option.no-description": {
        "zh": "不把叙述本身写入记录的描述。",
        "en": "do not put the narrative itself into the record's description.",
    },
    "option.format.read": {
        "zh": "输出格式：yaml（默认，记录的草稿）或 json（草稿和全部出处）。",
        "en": "output format: yaml (default, the draft record) or json (with all its words).",
    },
    "text-or-file": {
        "zh": "请给出叙述，或用 --file 指定文件，二者择一。",
        "en": "give either the narrative or --file",
    },
    "no-title": {
        "zh": "这一机制的记录没有标题。请去掉 --title。",
        "en": "records of this mechanism have no title; leave out --title",
    },
}
