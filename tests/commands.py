"""The command line called in this process, and what one call gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Answer(NamedTuple):
    """What one call of the command line gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]
"""Runs one command: `run("decide", "record.yaml")`."""
