"""The sentences of why, why-not and what-if."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.why": {
        "zh": "证明一个机关在事项中的每项义务：规范、原文、事实，一步不缺。",
        "en": "Prove each duty of an agency in an incident: norm, quoted words and facts, step by "
        "step.",
    },
    "help.why-not": {
        "zh": "说明一个机关的规范为何没有成为义务：缺哪个事实，最小的改变是什么。",
        "en": "Say why norms of an agency are no duties: which fact failed, and the smallest "
        "change that would make them duties.",
    },
    "help.what-if": {
        "zh": "假如事实不同：哪些义务会产生、失去或改变。",
        "en": "If facts were otherwise: which duties would be gained, lost or changed.",
    },
    "more.why": {
        "zh": "证明是一棵树，叶子是记录中的事实或原文的条款；同一义务只证明一次。"
        "turtle 格式是同一证明的 PROV-O 表述。",
        "en": "The proof is a tree whose leaves are facts of the record or clauses of the text; "
        "each duty is proved once. The turtle format says the same in PROV-O.",
    },
    "more.why-not": {
        "zh": "最小的改变是精确的：没有更小的改变，同样小的全部计数。"
        "增加或去掉一个值计 1，单值字段换一个值也计 1。未知的事实只是未知，不算没有。",
        "en": "The smallest change is exact: there is none smaller, and all as small are counted. "
        "A value added or removed counts one, and so does another value of a field that takes one "
        "only. What is unknown is unknown, never no.",
    },
    "more.what-if": {
        "zh": "字段和值写代码或名称，多个值用分号隔开；"
        "先执行 --unset，再执行 --set、--remove、--add。",
        "en": "Fields and values are codes or labels; several values are separated by semicolons. "
        "--unset is done first, then --set, --remove and --add.",
    },
    "option.proof-agency": {
        "zh": "机关的代码或名称。",
        "en": "code or label of the agency.",
    },
    "option.proof-norm": {
        "zh": "只问这一个规范，如 8.1。",
        "en": "ask about this norm only, such as 8.1.",
    },
    "option.proof-record": {
        "zh": "只答编号为 ID 的记录（默认为文件中的全部记录）。",
        "en": "answer for the record with this id only (default: every record of the file).",
    },
    "option.proof-format": {
        "zh": "输出格式：text（默认）、json 或 turtle；不写时按 --out 的扩展名。",
        "en": "output format: text (default), json or turtle; else by the extension of --out.",
    },
    "option.answer-format": {
        "zh": "输出格式：text（默认）或 json；不写时按 --out 的扩展名。",
        "en": "output format: text (default) or json; else by the extension of --out.",
    },
    "option.edit-set": {
        "zh": "以所写的值代替该字段的全部值；none 表示没有。",
        "en": "let these values take the place of all that the field states; none says none.",
    },
    "option.edit-add": {"zh": "给该字段加上值。", "en": "put values to the field."},
    "option.edit-remove": {"zh": "从该字段去掉值。", "en": "take values off the field."},
    "option.edit-unset": {
        "zh": "把该字段留空，即未知。",
        "en": "leave the field open: unknown.",
    },
    "no-agency": {
        "zh": "请用 --agency 写明机关的代码或名称（如 --agency {example}）。",
        "en": "name the agency by --agency, by code or label (as in --agency {example})",
    },
    "no-such-record": {
        "zh": "没有编号为“{id}”的记录。{near}文件中有：{names}。",
        "en": "there is no record `{id}`{near}; the file has {names}",
    },
    "no-edit": {
        "zh": "没有写明要改什么。请用 --set、--add、--remove 或 --unset，如 --set {example}。",
        "en": "nothing to change; use --set, --add, --remove or --unset, as in --set {example}",
    },
    "bad-edit": {
        "zh": "{option} 后面应写“字段=值”，而不是“{value}”。"
        "留空用 --unset 字段；没有则写“字段=none”。",
        "en": "{option} takes field=value, not `{value}`; to leave a field open use --unset, and "
        "field=none to say that there is none",
    },
    "edited-twice": {
        "zh": "--set 把“{field}”写了两次。多个值请用分号隔开，写在一起。",
        "en": "--set names `{field}` twice; write its values together, separated by semicolons",
    },
    "answers-refused": {
        "zh": "有 {count} 条记录被拒绝，没有回答。",
        "en": "records refused, and not answered for: {count}",
    },
}
