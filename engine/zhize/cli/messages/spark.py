"""The sentences of spark."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "help.spark": {
        "zh": "在 Apache Spark 集群上认定，一台机器放不下的记录也行。",
        "en": "Decide records on a cluster, by Apache Spark.",
    },
    "more.spark": {
        "zh": "在文件夹 OUT 里写出：codes（每条记录一行：状态、义务代号、问题代号）、duties 和 "
        "problems（代号的含义）、refused（被拒绝的记录连同原因，JSON）。OUT 须尚不存在。"
        "由 Spark 的设置决定在哪里运行；用 spark-submit 提交时，程序是 "
        "zhize/spark/job.py，参数相同。各节点须装有 zhize。需要 Java 和 "
        "pip install 'zhize[spark]'。",
        "en": "Writes into the folder OUT: codes (a row for each record: status, a code for its "
        "duties, a code for its problems), duties and problems (what the codes mean), refused "
        "(the refused records with the reasons, as JSON). What OUT holds already is not "
        "overwritten. Where it runs is a setting of Spark; by spark-submit, the program is "
        "zhize/spark/job.py with the same arguments. Every node needs zhize. Needs Java and "
        "pip install 'zhize[spark]'.",
    },
    "argument.spark-in": {
        "zh": "记录：Spark 能读的文件或文件夹，也可在 HDFS、S3 等处。",
        "en": "records: a file or folder that Spark can read, also on HDFS, S3 and the like.",
    },
    "argument.spark-out": {
        "zh": "输出的文件夹。",
        "en": "the folder for the output.",
    },
    "option.duties.spark": {
        "zh": "只输出义务代号 codes（默认），或另加 rows：每项义务一行。",
        "en": "write codes of duties only (codes, the default), or also rows, with a row for each "
        "duty (rows).",
    },
    "option.read": {
        "zh": "输入的格式（默认 parquet）；csv 须有表头，json 每行一条。",
        "en": "format of the input (default: parquet); csv has a head, json a record on each line.",
    },
}
