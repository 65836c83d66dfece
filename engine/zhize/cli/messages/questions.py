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
}
