"""What needs no Spark: the work of one process, and what is said where Spark is missing."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import zhize
from tests.bulk.rows import TODAY, as_table, random_rows
from zhize._cache import Entry
from zhize.spark import decide_dataframe, worker
from zhize.spark.repeated import Repeated, number_of, where
from zhize.spark.worker import Desk, desk_for, pack

NOBODY = Repeated.of(pa.array([], pa.string()), np.zeros(0, np.int64))


def desk(mechanism: zhize.Mechanism, today: date = TODAY) -> Desk:
    return desk_for(pack(Entry(mechanism.rulebase, mechanism.checks)), today)


def test_a_process_makes_one_desk_for_a_mechanism_and_a_day(notice: zhize.Mechanism) -> None:
    assert desk(notice) is desk(notice)
    assert desk(notice) is not desk(notice, date(2020, 1, 1))


def test_rows_are_numbered_as_spark_numbers_them() -> None:
    assert number_of(0, 1) == 0
    assert number_of(3, 1) == 3 << 33
    assert where(number_of(12, 7)) == ("part-00012", 7, None)


def test_what_is_kept_stays_within_bounds_and_changes_nothing(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = as_table(random_rows(notice, random.Random(5), 600))

    def decided() -> tuple[list[object], dict[str, object], int]:
        clerk = desk(notice)
        batches = list(clerk.judged(
            table.to_batches(max_chunksize=50), table.column_names, 0, NOBODY, messages=False
        ))  # fmt: skip
        rows = pa.Table.from_batches(batches).to_pylist()
        told = [(row["duties"], row[worker.MEANING]) for row in rows if row[worker.MEANING]]
        return [row["duties"] for row in rows], dict(told), len(told)

    codes, meanings, times = decided()
    assert times == len(meanings) == len(set(codes) - {None}) > 100
    desk_for.cache_clear()
    monkeypatch.setattr(worker, "_ENTRIES", 10)
    monkeypatch.setattr(worker, "ROWS", 50)
    monkeypatch.setattr("zhize.bulk.engine._MOST", 10)
    again, same, more = decided()
    assert (again, same) == (codes, meanings)
    assert more > times, "what was forgotten is said again, which does no harm"
    desk_for.cache_clear()


def test_without_pyspark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhize.spark.frame.find_spec", lambda _: None)
    with pytest.raises(zhize.UsageError, match=r"zhize\[spark\]") as raised:
        decide_dataframe(None)  # type: ignore[arg-type]
    assert "需要 PySpark" in raised.value.message["zh"]


def test_neither_the_package_nor_a_worker_asks_for_the_facade() -> None:
    text = (Path(worker.__file__)).read_text(encoding="utf-8")
    assert "_mechanism" not in text
    assert "pyspark" not in text
