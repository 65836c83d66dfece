"""`docs/bulk.md` is run: what it shows for DuckDB, and how a batch differs from single records."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.files import lines_of
from tests.bulk.rows import TODAY, Row

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "bulk.md").read_text("utf-8")
GOOD: Row = {
    "reported_on": "2025-03-01", "township": "凤城镇", "violations": ["illegal-sand-mining"],
    "discovered_by": ["ecology-environment"],
}  # fmt: skip
HEAD = "id,reported_on,township,violations,discovered_by,description"
CELLS = "2025-03-01,凤城镇,illegal-sand-mining,ecology-environment,x"
ONE, TWO = f"A,{CELLS}", f"B,{CELLS}"


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**GOOD, "id": name} for name in "ABC"]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "records.parquet")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("records")
def test_the_python_for_duckdb_runs() -> None:
    section = PAGE.partition("### In DuckDB")[2].partition("### How it works")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, object] = {}
    answers = []
    for block in blocks:
        *lines, last = block.strip().splitlines()
        exec("\n".join(lines), names)
        answers.append(eval(last, names).fetchall())
    assert answers[0][0][:2] == ("A", "4.1")
    assert sum(count for _, count in answers[1]) == len(answers[0]) > 9


def statuses(notice: zhize.Mechanism, file: Path) -> tuple[object, object]:
    """Return what single records of a file get, and what a batch of it gets; or the error."""
    singly: object
    together: object
    checker = notice.checker(TODAY)
    try:
        judged = [notice.judge(record, checker) for record in notice.records(file)]
        singly = ["refused" if decision is None else "decided" for _, _, decision in judged]
    except zhize.UnreadableError:
        singly = "unreadable"
    try:
        notice.batch(file, file.with_name("out.jsonl"), today=TODAY)
        together = [row["status"] for row in lines_of(file.with_name("out.jsonl"))]
    except (zhize.UnreadableError, zhize.UsageError):
        together = "unreadable"
    return singly, together


BOTH, NEITHER = ["decided", "decided"], ["refused", "refused"]
FILES: dict[str, tuple[list[str], object, object]] = {
    "plain": ([HEAD, ONE, TWO], BOTH, BOTH),
    "empty lines": ([HEAD, ONE, "", "", TWO], BOTH, BOTH),
    "title": (["台账", HEAD, ONE, TWO], BOTH, "unreadable"),
    "title with cells": (["台账,,,,,", HEAD, ONE, TWO], BOTH, "unreadable"),
    "fewer cells": ([HEAD, ONE[:-2], TWO], BOTH, "unreadable"),
    "more cells": ([HEAD, f"{ONE},y", TWO], ["refused", "decided"], "unreadable"),
    "two of one name": ([f"{HEAD},id", f"{ONE},", f"{TWO},"], BOTH, "unreadable"),
    "semicolons": ([s.replace(",", ";") for s in (HEAD, ONE, TWO)], BOTH, NEITHER),
    "tabs": ([s.replace(",", "\t") for s in (HEAD, ONE, TWO)], BOTH, NEITHER),
    "broken head": ([HEAD.replace("township", '"town\nship"'), ONE, TWO], BOTH, NEITHER),
    "blank row": ([HEAD, ONE, ",,,,,", TWO], BOTH, ["decided", "refused", "decided"]),
    "no head": ([f"{HEAD},", f"{ONE},1", f"{TWO},2"], NEITHER, NEITHER),
    "error": ([HEAD, f"{ONE[:-1]}#REF!", f"{TWO[:-1]}#REF!"], NEITHER, BOTH),
    "rounded": ([HEAD, f"1.23457E+15,{CELLS}", f"1.23458E+15,{CELLS}"], NEITHER, BOTH),
    "no rows": ([HEAD], "unreadable", []),
}


@pytest.mark.parametrize("name", FILES)
def test_a_batch_of_csv_differs_from_single_records_as_the_page_says(
    notice: zhize.Mechanism, tmp_path: Path, name: str
) -> None:
    lines, singly, together = FILES[name]
    file = tmp_path / "in.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert statuses(notice, file) == (singly, together)
