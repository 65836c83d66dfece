"""Values that Python holds to be equal, and that are written differently, are not confused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

import zhize
from zhize.model.incident import Unresolved
from zhize.records import resolve

GOOD = {
    "id": "A-1", "township": "凤城镇", "violations": ["illegal-sand-mining"],
    "discovered_by": ["ecology-environment"],
}  # fmt: skip
MIDNIGHT = datetime(2024, 8, 1, tzinfo=UTC)
MORNING = MIDNIGHT.astimezone(timezone(timedelta(hours=8)))


@pytest.mark.parametrize("sequence", [list, tuple])
def test_one_moment_in_two_zones_is_midnight_in_one_only(sequence: type) -> None:
    mechanism = zhize.load()
    assert MIDNIGHT == MORNING
    assert mechanism.decide({**GOOD, "reported_on": sequence([MIDNIGHT])}).applicable
    with pytest.raises(zhize.RecordError, match="2024-08-01T08:00:00"):
        mechanism.decide({**GOOD, "reported_on": sequence([MORNING])})


@pytest.mark.parametrize("sequence", [list, tuple])
def test_so_it_is_in_a_stream_of_records(sequence: type) -> None:
    lexicon = zhize.load().lexicon
    midnight, morning = "2024-08-01", Unresolved("2024-08-01T08:00:00+08:00")
    for at, text in ((MIDNIGHT, midnight), (MIDNIGHT, midnight), (MORNING, morning)):
        record = resolve({**GOOD, "reported_on": sequence([at])}, lexicon)
        assert record.values["reported_on"] == (text,)


def test_one_and_true_are_not_the_same_place() -> None:
    lexicon = zhize.load().lexicon
    for written, text in ((1, "1"), (True, "true"), (1.0, "1.0")):
        record = resolve({**GOOD, "county": "沁水县", "township": [written]}, lexicon)
        assert record.values["township"] == (text,)
