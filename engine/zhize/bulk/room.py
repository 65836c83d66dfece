"""Room for so many bytes, shared by who fills it and who empties it."""

from __future__ import annotations

import threading


class Room:
    """Bounds the bytes of what waits between two threads; one thing that is larger waits alone.

    Args:
        size: So many bytes.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._open = False
        self._changed = threading.Condition()

    def take(self, weight: int) -> None:
        """Take so many bytes of it; wait until they are free."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._open or not self._held or self._held + weight <= self._size
            )
            self._held += weight

    def give_back(self, weight: int) -> None:
        """Free what was taken."""
        with self._changed:
            self._held -= weight
            self._changed.notify()

    def open_up(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._open = True
            self._changed.notify()
