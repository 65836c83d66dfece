"""The sentences of batch."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.batch": {
        "zh": "成批认定：Parquet、CSV、JSONL 文件或文件夹，多长都行；中断后再运行即接着做。",
        "en": "Decide Parquet, CSV or JSONL files of any length; run again after an interruption, "
        "it goes on.",
    },
    "more.batch": {
        "zh": "输出每条记录一行：状态、义务代号、问题代号；代号的含义在旁边的 OUT.duties 和 "
        "OUT.problems 里，被拒绝的记录连同原因在 OUT.refused.jsonl 里，清单是 OUT.manifest.json。"
        "--duties rows 则每项义务一行。OUT 是文件夹时，各部分留为 Parquet 文件，"
        "其余文件名以下划线开头。需要 pip install 'zhize[bulk]'。",
        "en": "The output has one row for each record: status, a code for its duties, a code for "
        "its problems; what the codes mean stands beside it in OUT.duties and OUT.problems, "
        "refused records with the reasons in OUT.refused.jsonl, the manifest in "
        "OUT.manifest.json. With --duties rows there is one row for each duty. A folder OUT keeps "
        "the parts as Parquet files, and its other files begin with an underscore. Needs "
        "pip install 'zhize[bulk]'.",
    },
    "argument.batch-in": {
        "zh": "记录：.parquet、.csv、.tsv、.jsonl 文件，或装有一种这样文件的文件夹。",
        "en": "records: a .parquet, .csv, .tsv or .jsonl file, or a folder with files of one kind.",
    },
    "argument.batch-out": {
        "zh": "输出：.parquet、.csv、.jsonl 文件，或文件夹。",
        "en": "output: a .parquet, .csv or .jsonl file, or a folder.",
    },
    "option.duties": {
        "zh": "输出义务代号 codes（默认），或每项义务一行 rows。",
        "en": "write codes of duties (codes, the default), or a row for each duty (rows).",
    },
    "option.today.batch": {
        "zh": "以这一天为今天（默认为系统日期；接着做时为开始那天），之后的日期会有警告。",
        "en": "the day taken as today (default: the system's, and when going on that of the first "
        "run); a later date is warned about.",
    },
    "option.part-rows": {
        "zh": "每个部分的记录数；中断时最多重做这么多。",
        "en": "records of a part; at most so many are done again after an interruption.",
    },
    "option.restart": {
        "zh": "丢弃先前运行所做的，重新开始。",
        "en": "throw away what an earlier run has done, and begin again.",
    },
    "batch.progress": {"zh": "已认定", "en": "decided"},
    "batch.already": {
        "zh": "“{out}”已经做完，没有要做的。用 --restart 可重新开始。",
        "en": "`{out}` is finished already, nothing is left to do; --restart begins again",
    },
    "batch.resumed": {
        "zh": "接着先前的运行：其中 {count} 条已做完。",
        "en": "going on after an earlier run, which had done {count} records",
    },
    "batch.tally": {
        "zh": "共 {all} 条记录：已认定 {decided} 条，不适用 {outside} 条，拒绝 {refused} 条。",
        "en": "{all} records: {decided} decided, {outside} not applicable, {refused} refused.",
    },
}
