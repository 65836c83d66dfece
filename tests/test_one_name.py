"""Where names are asked for, a text is one name, and not a list of letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize

ROOT = Path(__file__).resolve().parent.parent
GOOD = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇", "mineral": "sand",
    "violations": ["illegal-sand-mining"], "discovered_by": ["ecology-environment"],
}  # fmt: skip


def test_one_column_may_be_ignored_by_its_name_alone(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    table = pa.Table.from_pylist([{**GOOD, "序号": "1"}])
    file = tmp_path / "records.parquet"
    pq.write_table(table, file)
    assert notice.decide_table(table, ignore="序号").codes["status"].to_pylist() == ["decided"]
    assert notice.validate_table(table, ignore="序号").ok
    assert notice.validate_files([file], ignore="序号").ok
    assert notice.validate_files(file, ignore="序号").ok
    assert notice.validate_files(str(file), ignore="序号").ok
    assert notice.batch(file, tmp_path / "out.csv", ignore="序号").refused == 0
    assert len(list(notice.records(file, ignore="序号"))) == 1
    with pytest.raises(zhize.UsageError, match="no column `编制人`"):
        notice.decide_table(table, ignore="编制人")
    with pytest.raises(zhize.UsageError, match="`township` cannot be ignored"):
        notice.decide_table(table, ignore="township")


@pytest.mark.parametrize("names", [7, [7], [["序号"]], [None], {"序号": 1, 7: 2}.keys(), b"x"])
def test_what_is_no_name_is_refused(notice: zhize.Mechanism, names: Any) -> None:
    with pytest.raises(zhize.UsageError, match="a name is a text"):
        notice.decide_table(pa.Table.from_pylist([GOOD]), ignore=names)


def test_one_table_one_language_and_one_field(notice: zhize.Mechanism) -> None:
    assert notice.matrix("violation") == notice.matrix(["violation"])
    assert notice.template("en") == notice.template(["en"])
    assert notice.what_if(GOOD, unset="mineral") == notice.what_if(GOOD, unset=["mineral"])
