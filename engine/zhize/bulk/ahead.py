"""Reading ahead: one thread reads while another works."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = TypeVar("Item")
_DEPTH = 8
"""So many items wait at most."""


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Yield items that a thread of its own reads; what it raises is raised here."""
    waiting: queue.Queue[tuple[Item] | BaseException | None] = queue.Queue(_DEPTH)
    ended = threading.Event()

    def put(item: tuple[Item] | BaseException | None) -> bool:
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
                if not put((item,)):
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
            yield item[0]
    finally:
        ended.set()
        reader.join()
