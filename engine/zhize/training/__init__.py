"""`zhize train`: a training kit for a role or an agency.

`audience` says whom it is for; `drawing` draws scenarios from the exact space of facts, as hard as
`levels` says, by `occasions` in which a duty arises and `variation` around them; `narrative` tells
them in words. `cards`, `exercises`, `answers` and `quiz` are what a trainer hands out, written by
`html_sheet` and `word_sheet`; `lines` gives the same scenarios as data. Every reason is the
engine's (`reasons`). Nothing here knows a mechanism.
"""

from __future__ import annotations

from .kit import FILES, MOST, Engine, TrainingKit
from .levels import FEATURES, LEVELS
from .scenario import NearMiss, Scenario

__all__ = [
    "FEATURES",
    "FILES",
    "LEVELS",
    "MOST",
    "Engine",
    "NearMiss",
    "Scenario",
    "TrainingKit",
]
