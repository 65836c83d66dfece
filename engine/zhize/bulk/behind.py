"""Finishing behind: one thread does, in order, what another hands it."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

from .room import Room

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_DEPTH, _BYTES = 32, 64 << 20
"""So many tasks wait at most, and so many bytes of what they are given."""


class Behind:
    """Does tasks one after the other, while whoever hands them over goes on.

    After a task that raises no other is done: what it raised is raised where the next is handed
    over, or waited for. Leaving by an exception leaves undone what has not begun.
    """

    def __init__(self) -> None:
        self._tasks: queue.Queue[tuple[Callable[..., object], tuple[Any, ...], int] | None] = (
            queue.Queue(_DEPTH)
        )
        self._room = Room(_BYTES)
        self._error: BaseException | None = None
        self._given_up = False
        self._worker = threading.Thread(target=self._work, daemon=True)

    def do(self, task: Callable[..., object], *given: Any, weight: int = 0) -> None:
        """Hand a task over; wait where too many are waiting.

        Args:
            task: To be called.
            given: With what.
            weight: Bytes of that, if it is much.
        """
        self._raise()
        self._room.take(weight)
        self._tasks.put((task, given, weight))

    def wait(self) -> None:
        """Return when all that was handed over is done."""
        self._tasks.join()
        self._raise()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            if self._error is None and not self._given_up:
                try:
                    task[0](*task[1])
                except BaseException as error:  # it is raised where the tasks come from
                    self._error = error
            self._room.give_back(task[2])
            del task  # what it was given is not held while there is nothing to do
            self._tasks.task_done()

    def __enter__(self) -> Behind:
        self._worker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._given_up = kind is not None
        self._tasks.put(None)
        self._worker.join()
        if kind is None:
            self._raise()
