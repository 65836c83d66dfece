"""Looking for garbage less often while tables are worked through.

What is remembered of a table are small values by the hundred thousand, none of which refers back to
another. Python looks through them for such circles after every seven hundred new ones: that takes
as long as the work.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM = 200_000
"""So many new values before Python looks at the young ones."""


class _Shared:
    """How many threads want it, and what was set before the first of them came."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.wanted = 0
        self.before = (0, 0, 0)


_shared = _Shared()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look for garbage less often meanwhile, in the whole process.

    Afterwards it is set as before, unless somebody else has set it since. Where it is switched off,
    it stays so.
    """
    with _shared.lock:
        if not _shared.wanted:
            _shared.before = gc.get_threshold()
            if 0 < _shared.before[0] < _SELDOM:
                gc.set_threshold(_SELDOM, *_shared.before[1:])
        _shared.wanted += 1
    try:
        yield
    finally:
        with _shared.lock:
            _shared.wanted -= 1
            if not _shared.wanted and gc.get_threshold()[0] == _SELDOM:
                gc.set_threshold(*_shared.before)
