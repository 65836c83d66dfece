"""Looking for garbage less often ends with the work, whoever else sets how often."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator

import pytest

import zhize
from tests.bulk.rows import as_table, random_rows
from zhize.bulk.collecting import seldom_collected

BEFORE = (900, 8, 7)


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    found = gc.get_threshold()
    gc.set_threshold(*BEFORE)
    yield
    gc.set_threshold(*found)


def test_it_is_seldom_within_and_as_before_afterwards() -> None:
    with seldom_collected():
        assert gc.get_threshold()[0] > 100 * BEFORE[0]
        with seldom_collected():
            pass
        assert gc.get_threshold()[0] > 100 * BEFORE[0]
    assert gc.get_threshold() == BEFORE


def test_works_that_overlap_leave_what_was_set_before_the_first() -> None:
    one, two = seldom_collected(), seldom_collected()
    one.__enter__()
    two.__enter__()
    one.__exit__(None, None, None)
    two.__exit__(None, None, None)
    assert gc.get_threshold() == BEFORE


@pytest.mark.parametrize("wished", [0, 1_000_000])
def test_who_looks_never_or_seldom_himself_is_left_alone(wished: int) -> None:
    gc.set_threshold(wished)
    with seldom_collected():
        assert gc.get_threshold()[0] == wished
    assert gc.get_threshold()[0] == wished


def test_what_is_set_meanwhile_stays() -> None:
    with seldom_collected():
        gc.set_threshold(5)
    assert gc.get_threshold()[0] == 5


def test_a_table_leaves_nothing_set(notice: zhize.Mechanism) -> None:
    notice.decide_table(as_table(random_rows(notice, random.Random(1), 5)))
    with pytest.raises(zhize.UsageError):
        notice.decide_table("no table")
    assert gc.get_threshold() == BEFORE
