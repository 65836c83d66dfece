"""Reading ahead: one thread reads while another works."""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, TypeVar

from .room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Item = TypeVar("Item")
_DEPTH, _BYTES = 8, 32 << 20
"""So many items wait at most, and so many bytes of them; one that is larger waits alone."""


def several_cores() -> bool:
    """Tell whether this process may run on more than one processor."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


def ahead(items: Iterator[Item], weigh: Callable[[Item], int]) -> Iterator[Item]:
    """Yield items that a thread of its own reads; what it raises is raised here.

    Args:
        items: The items.
        weigh: About how many bytes one of them holds.
    """
    waiting: queue.Queue[tuple[Item, int] | BaseException | None] = queue.Queue(_DEPTH)
    ended = threading.Event()
    room = Room(_BYTES)

    def put(item: tuple[Item, int] | BaseException | None) -> bool:
        while not ended.is_set():
            try:
                waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            for item in items:
                weight = weigh(item)
                room.take(weight)
                if not put((item, weight)):
                    return
            put(None)
        except BaseException as error:  # it is raised where the items are wanted
            put(error)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            room.give_back(item[1])
            yield item[0]
    finally:
        ended.set()
        room.open_up()
        reader.join()
