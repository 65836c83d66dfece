"""Whoever reads ahead waits where too many items, or too heavy ones, are waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from zhize.bulk import ahead as module
from zhize.bulk.ahead import ahead


def test_items_come_in_order_and_what_fails_is_said() -> None:
    def items() -> Iterator[int]:
        yield from range(50)
        raise ZeroDivisionError

    reader = ahead(items(), lambda item: item << 24)
    assert [next(reader) for _ in range(50)] == list(range(50))
    with pytest.raises(ZeroDivisionError):
        next(reader)


def test_heavy_items_wait_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BYTES", 100)
    read: list[int] = []
    fourth = threading.Event()

    def items() -> Iterator[int]:
        for weight in (60, 40, 1, 200):
            read.append(weight)
            yield weight
            if weight == 1:
                fourth.set()

    reader = ahead(items(), lambda weight: weight)
    assert next(reader) == 60  # 40 and 1 have room now, 200 has none
    assert fourth.wait(10)
    assert list(reader) == [40, 1, 200]
    assert read == [60, 40, 1, 200]


def test_an_item_that_has_no_room_is_not_read_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BYTES", 100)
    beyond = threading.Event()

    def items() -> Iterator[int]:
        yield 60
        yield 60
        yield 60
        beyond.set()

    reader = ahead(items(), lambda weight: weight)
    assert next(reader) == 60
    assert not beyond.wait(0.2)  # the second waits, and the third is held by who reads
    assert list(reader) == [60, 60]
    assert beyond.is_set()


def test_leaving_early_ends_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BYTES", 100)
    before = threading.active_count()
    reader = ahead(iter([60] * 1000), lambda weight: weight)
    assert next(reader) == 60
    reader.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
