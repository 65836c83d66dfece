"""The record shapes over columns say what `Checker` and pySHACL say, row for row."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest

import zhize
from tests.bulk.rows import TODAY, as_table, random_rows
from zhize.bulk.checks import ColumnChecks
from zhize.model.rulebase import RuleBase
from zhize.records import resolve
from zhize.validation.checks import (
    XSD_STRING,
    Check,
    Constraint,
    HasValue,
    MaxCount,
    MinCount,
    Pattern,
    Shape,
    Term,
)
from zhize.validation.checks import (
    Path as ShapePath,
)
from zhize.validation.reference import validate_records

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


def columnar(mechanism: zhize.Mechanism, table: pa.Table) -> list[Counter[tuple[str, ...]]]:
    """Return code, severity and field of the problems of each row, by the column checks."""
    result = mechanism.decide_table(table, today=TODAY)
    said = [entry["problems"] for entry in result.problems.to_pylist()]
    return [
        Counter(
            (p["code"], p["severity"], p["field"] or "")
            for p in (() if code is None else said[code])
        )
        for code in result.codes["problems"].to_pylist()
    ]


@pytest.mark.parametrize("bad", [0.02, 0.3])
@pytest.mark.parametrize("folder", [None, HARBOUR])
def test_columns_say_what_pyshacl_says(folder: Path | None, bad: float) -> None:
    mechanism = zhize.load(folder)
    rows = random_rows(mechanism, random.Random(11), 60, bad=bad)
    given = ({k: v for k, v in row.items() if v is not None} for row in rows)
    records = [resolve(row, mechanism.lexicon, index=n) for n, row in enumerate(given, start=1)]
    report, _ = validate_records(
        records, mechanism.rulebase, mechanism.graph(), mechanism.shapes_graph(), TODAY
    )
    # A problem names its record by the identifier, which may be missing or used twice.
    expected: Counter[tuple[str, ...]] = Counter(
        (p.record or "", p.code, p.severity, p.field or "") for p in report.problems
    )
    found: Counter[tuple[str, ...]] = Counter()
    names = [next(iter(r.values.get(mechanism.lexicon.identifier or "", ())), "") for r in records]
    for name, problems in zip(names, columnar(mechanism, as_table(rows)), strict=True):
        for (code, severity, field), count in problems.items():
            found[str(name), code, severity, field] += count
    assert found == expected
    assert len({code for _, code, _, _ in found}) >= 4


def test_every_warning_that_compares_fields_is_met(notice: zhize.Mechanism) -> None:
    rows = random_rows(notice, random.Random(12), 3000)
    found = Counter(code for row in columnar(notice, as_table(rows)) for code, _, _ in row)
    for code in (
        "licence-contradiction", "zone-without-use", "mineral-contradiction", "future-date",
        "duplicate-id", "unlisted-village", "former-name", "no-known-violation",
    ):  # fmt: skip
        assert found[code] > 0, code


def test_identifiers_used_again_are_found_in_any_distance(notice: zhize.Mechanism) -> None:
    rows = random_rows(notice, random.Random(13), 100, bad=0.0)
    table = pa.concat_tables([as_table(rows)] * 3)
    names = [f"N-{n}" for n in range(300)]
    names[299], names[150], names[151] = names[0], names[0], "N-1" + "0" * 300
    names[152] = "N-1" + "0" * 299 + "1"  # like the last but for what its hash does not look at
    column = table.schema.get_field_index("id")
    found = columnar(notice, table.set_column(column, "id", pa.array(names)))
    again = [n for n, row in enumerate(found) if row["duplicate-id", "error", "id"]]
    assert again == [150, 299]


class Strange(msgspec.Struct, frozen=True, tag=True):
    """A constraint that no compiler knows."""


def check_of(rulebase: RuleBase, field: str, constraint: Any, then: str = "") -> Check:
    """Return a check of one constraint on one field."""
    iri = next(facet.iri for facet in rulebase.facets if facet.code == field)
    return Check(
        name="of-a-test", shape=Shape((constraint,), ShapePath(iri, then)), reads=(iri,),
        code="of-a-test", severity="error", message={"zh": "不行", "en": "no"}, field=field,
    )  # fmt: skip


def test_a_check_of_an_unknown_kind_is_refused_when_it_is_compiled(
    notice: zhize.Mechanism,
) -> None:
    rulebase = notice.rulebase
    engine = notice.bulk_engine(TODAY)
    for check in (
        check_of(rulebase, "zones", Strange()),
        check_of(rulebase, "zones", MinCount(1), then="sideways"),
        check_of(rulebase, "zones", MaxCount(1), then="sharing"),
        msgspec.structs.replace(check_of(rulebase, "zones", MinCount(1)), severity="dreadful"),
    ):
        with pytest.raises(zhize.CompilationError, match="of-a-test"):
            ColumnChecks(rulebase, (check,), engine.axes, TODAY)


@pytest.mark.parametrize(
    ("field", "constraint"),
    [
        ("id", Pattern("^N-[0-9]*5$")),
        ("title", HasValue(Term("一段说明", XSD_STRING))),
        ("zones", MinCount(2)),
        ("mineral", MinCount(1)),
    ],
)
def test_checks_of_words_in_free_text_have_a_form_over_columns(
    notice: zhize.Mechanism, field: str, constraint: Constraint
) -> None:
    from zhize.bulk.engine import Engine
    from zhize.bulk.table import decide_table
    from zhize.validation import Checker

    checks = (*notice.checks, check_of(notice.rulebase, field, constraint))
    rows = random_rows(notice, random.Random(14), 300)
    checker = Checker(notice.rulebase, checks, TODAY)
    engine = Engine(notice.decider, checks, notice.lexicon, TODAY)
    result = decide_table(engine, notice.decider, as_table(rows))
    said = [entry["problems"] for entry in result.problems.to_pylist()]
    met = 0
    for row, code in zip(rows, result.codes["problems"].to_pylist(), strict=True):
        given = {k: v for k, v in row.items() if v is not None}
        wanted = Counter(p.code for p in checker.check(resolve(given, notice.lexicon)))
        assert Counter(p["code"] for p in (() if code is None else said[code])) == wanted
        met += wanted["of-a-test"]
    assert met > 5
