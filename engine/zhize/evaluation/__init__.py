"""Decide incidents: the compiled engine, and the reference rules it is compared with."""

from __future__ import annotations

from .evaluator import Evaluator
from .outcome import Outcome, OutcomeDuty

__all__ = ["Evaluator", "Outcome", "OutcomeDuty"]
