"""Whoever hands tasks over waits where too many, or too heavy ones, are waiting."""

from __future__ import annotations

import threading

import pytest

from zhize.bulk import behind
from zhize.bulk.behind import Behind


def test_tasks_are_done_in_order_and_what_fails_is_said() -> None:
    done: list[int] = []

    def work() -> None:
        with Behind() as worker:
            worker.do(done.append, 1)
            worker.do(done.append, 2, weight=1 << 40)  # more than all that may wait: it goes alone
            worker.do(done.append, 3)
            worker.wait()
            worker.do(lambda: 1 / 0)
            worker.wait()

    with pytest.raises(ZeroDivisionError):
        work()
    assert done == [1, 2, 3]


def test_heavy_tasks_wait_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "_BYTES", 100)
    gate, handed = threading.Event(), threading.Event()

    def hand_over(worker: Behind) -> None:
        worker.do(int, weight=60)
        handed.set()

    with Behind() as worker:
        worker.do(gate.wait, weight=60)
        worker.do(int, weight=40)
        other = threading.Thread(target=hand_over, args=(worker,))
        other.start()
        assert not handed.wait(0.1)
        gate.set()
        assert handed.wait(10)
        other.join()
        worker.wait()
