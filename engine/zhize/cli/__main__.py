"""`python -m zhize.cli` is the command `zhize`."""

from __future__ import annotations

from . import run

run()
