"""Kinds of rows: what is found of a row is what its codes say, however they are put together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize.bulk.columns import Column, constant, first_of_each, told_apart
from zhize.bulk.kinds import Kinds
from zhize.bulk.pairs import Codes
from zhize.bulk.readings import Axis, Part


def axes_of(sizes: list[int]) -> list[Axis]:
    axes = [Axis((f"a{number}",)) for number in range(len(sizes))]
    for axis, size in zip(axes, sizes, strict=True):
        more(axis, size)
    return axes


def more(axis: Axis, size: int) -> None:
    axis.parts += [Part({axis.fields[0]: (str(n),)}) for n in range(len(axis.parts), size)]


def weighed(axes: list[Axis], read: int) -> tuple[Kinds, list[int]]:
    """Return kinds of which the sum of all codes modulo a number is found, and how often it was."""
    asked = []

    def find(codes: Mapping[str, Codes], count: int) -> list[Codes]:
        asked.append(count)
        return [sum((codes[axis.fields[0]] % read for axis in axes), np.zeros(count, np.intp))]

    return Kinds(axes, lambda axis: [np.arange(len(axis.parts)) % read], find, 1), asked


@settings(deadline=None)
@given(st.data(), st.lists(st.integers(2, 3000), min_size=1, max_size=12), st.integers(1, 4000))
def test_what_is_found_is_what_the_codes_say(
    data: st.DataObject, sizes: list[int], read: int
) -> None:
    axes = axes_of(sizes)
    kinds, asked = weighed(axes, read)
    known: set[tuple[int, ...]] = set()
    for grown in (1, 1, 3):
        for axis in axes:
            more(axis, grown * len(axis.parts))
        count = data.draw(st.integers(0, 40))
        codes = [
            np.array(data.draw(st.lists(
                st.integers(0, len(axis.parts) - 1), min_size=count, max_size=count
            )), np.intp)
            for axis in axes
        ]  # fmt: skip
        columns = {
            axis.fields[0]: data.draw(st.sampled_from(forms(column)))
            for axis, column in zip(axes, codes, strict=True)
        }
        (found,) = kinds.look_up(columns, count)
        expected = sum((column % read for column in codes), np.zeros(count, np.intp))
        assert found.full().tolist() == expected.tolist()
        known |= set(zip(*(column.tolist() for column in codes), strict=True))
    assert sum(asked) <= 3 * len(known)  # once, but for what was learned again for want of room


def forms(column: Codes) -> list[Column]:
    """Return the ways to write a column."""
    numbers, at = np.unique(column, return_inverse=True)
    found = [Column(column), Column(numbers, at), Column(numbers, at - len(numbers))]
    if len(numbers) == 1:
        found.append(constant(int(numbers[0]), len(column)))
    return found


def test_rows_of_one_kind_are_looked_at_once() -> None:
    axes = axes_of([4, 4])
    kinds, asked = weighed(axes, 2)
    rng = np.random.default_rng(1)
    for _ in range(3):
        columns = {axis.fields[0]: Column(rng.integers(0, 4, 1000)) for axis in axes}
        kinds.look_up(columns, 1000)
    assert asked == [4]
    assert kinds.size == 4


@pytest.mark.parametrize("width", [1, 60])
def test_axes_for_which_one_word_has_no_room(width: int) -> None:
    axes = axes_of([500] * width)
    kinds, _ = weighed(axes, 500)
    rng = np.random.default_rng(2)
    codes = {axis.fields[0]: rng.integers(0, 500, 300) for axis in axes}
    (found,) = kinds.look_up({name: Column(column) for name, column in codes.items()}, 300)
    assert found.full().tolist() == sum(codes.values()).tolist()


def test_columns_do_to_their_words_what_is_done_to_all() -> None:
    table = np.array([5, 7, 9])
    for column in forms(np.array([0, 2, 2, 1])):
        assert column.through(table).full().tolist() == [5, 9, 9, 7]
        assert column.of(np.array([3, 0])).tolist() == [1, 0]
    assert constant(3, 2).only == 3
    assert Column(np.array([3])).only is None  # one row, and nothing is said of others
    words, at = told_apart(np.array([8, 2**64 - 1, 8], np.uint64))
    assert words.tolist() == [8, 2**64 - 1]
    assert first_of_each(at, 2).tolist() == [0, 1]
    assert pa.array(at).to_pylist() == [0, 1, 0]
