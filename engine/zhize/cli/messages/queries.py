"""The sentences of query and sparql."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.query": {
        "zh": "回答一个现成的问题，如某机关承担哪些规范。",
        "en": "Answer one of the ready questions, such as which norms an agency bears.",
    },
    "help.sparql": {
        "zh": "对机制的 RDF 图执行一个只读的 SPARQL 查询。",
        "en": "Run a SPARQL query, reading only, over the mechanism's RDF graph.",
    },
    "more.query": {
        "zh": "--list 列出全部问题和参数。参数的值写代码或名称，与记录相同；"
        "问事实的，参数名写记录的字段。",
        "en": "--list shows all questions and their parameters. Values are codes or labels, as in "
        "records; where facts are asked for, a parameter is a field of a record.",
    },
    "more.sparql": {
        "zh": "只接受 SELECT、ASK、CONSTRUCT、DESCRIBE；更新、SERVICE、FROM 一律拒绝。"
        "查询在单独的进程中执行，超时即中止。",
        "en": "Only SELECT, ASK, CONSTRUCT and DESCRIBE are taken; updates, SERVICE and FROM are "
        "refused. The query runs in a process of its own, which is stopped when time is up.",
    },
    "argument.query": {
        "zh": "查询的名称，见 --list。",
        "en": "name of a query, see --list.",
    },
    "argument.sparql": {
        "zh": "SPARQL 文件；- 为标准输入。",
        "en": "a SPARQL file; - is standard input.",
    },
    "option.query-param": {
        "zh": "参数，可多个，如 --param agency=water。",
        "en": "a parameter, one or more, such as --param agency=water.",
    },
    "option.query-list": {
        "zh": "列出全部查询及其参数。",
        "en": "list all queries with their parameters.",
    },
    "option.show": {
        "zh": "显示查询的 SPARQL 原文，不执行。",
        "en": "show the SPARQL of the query instead of running it.",
    },
    "option.format.query": {
        "zh": "输出格式：text、csv、json 或 turtle（只用于图）；默认按 --out 的扩展名，否则 text。",
        "en": "output format: text, csv, json, or turtle (for graphs only); default: by the "
        "extension of --out, else text.",
    },
    "option.rows": {
        "zh": "至多多少行，其余略去并说明（默认 10000）。",
        "en": "at most so many rows; the rest is left out, and said to be (default: 10000).",
    },
    "option.seconds": {
        "zh": "至多多少秒，到时中止（默认 10）。",
        "en": "stop after so many seconds (default: 10).",
    },
    "query-or-list": {
        "zh": "请给出查询的名称（如 zhize query workload）或 --list，二者择一。",
        "en": "give either the name of a query (as in zhize query workload) or --list",
    },
    "list-format": {
        "zh": "--list 的格式是 text 或 json；--show 只有原文。",
        "en": "--list is text or json; --show is the text of the query only",
    },
    "param-form": {
        "zh": "--param 的“{value}”不成形。请写成 名称=值，如 agency=water。",
        "en": "--param cannot be `{value}`; write it NAME=VALUE, as in agency=water",
    },
    "bad-count": {
        "zh": "{option} 不能是“{value}”。请写 1 至 {most} 的整数。",
        "en": "{option} cannot be `{value}`; give a whole number from 1 to {most}",
    },
    "bad-seconds": {
        "zh": "{option} 不能是“{value}”。请写大于 0、至多 {most} 的数。",
        "en": "{option} cannot be `{value}`; give a number above 0 and up to {most}",
    },
    "out-format": {
        "zh": "不认识“{name}”的扩展名。请用 {names}，或用 --format 指明格式。",
        "en": "the extension of `{name}` names no format; use {names}, or say --format",
    },
    "cut-short": {
        "zh": "提示：只显示前 {count} 行，其余略去；用 --rows 可放宽。",
        "en": "note: only the first {count} rows are shown; --rows allows more",
    },
    "query-needs": {"zh": "（必填）", "en": " (required)"},
    "query-default": {"zh": "（默认 {code}）", "en": " (default {code})"},
    "query-facts": {
        "zh": "字段=值（记录的任一字段，可多个）",
        "en": "FIELD=VALUE (any field, several)",
    },
}
