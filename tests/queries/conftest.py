"""The command line runs here as it does in its own tests."""

from __future__ import annotations

from tests.cli.conftest import zhize_run

__all__ = ["zhize_run"]
