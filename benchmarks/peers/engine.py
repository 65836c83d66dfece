"""What an engine must offer to be compared."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.peers.flat import Answer, Incident, Rules


class NotOfferedError(Exception):
    """This engine cannot do what is asked, or is not installed; the text says why."""


class Engine:
    """An engine in the comparison.

    The clock runs in `decide` and `decide_many` only. What a caller has at hand anyway is made
    before (`take`), what no caller needs is done after (`answer`); but whatever comes back from
    `decide` must be complete, nothing lazy.
    `seconds_each` and `seconds_together` are for engines that run in another process: they say
    what a clock beside the engine says.

    Attributes:
        name: As the table says it.
        distributions: Packages whose version is told; the first is that of the engine.
        level: The highest of `LEVELS` that it expresses by its own means.
        given: How rules and incidents were given to it.
        cannot: What it cannot express, and why; empty at the level `chain`.
        slow: It takes tens of milliseconds: mechanisms of thousands of norms are not tried.
    """

    name = ""
    distributions: tuple[str, ...] = ()
    level = "chain"
    given = ""
    cannot = ""
    slow = False

    def __init__(self, mechanism: str) -> None:
        """Take where the mechanism itself lies, for engines that read it instead of flat rules."""
        self.mechanism = mechanism

    def prepare(self, rules: Rules) -> None:
        """Compile the rules.

        Raises:
            NotOfferedError: It cannot take these.
        """
        raise NotImplementedError

    def take(self, incident: Incident) -> Any:
        """Return an incident in the form that the engine takes."""
        raise NotImplementedError

    def decide(self, taken: Any) -> Any:
        """Decide one incident."""
        raise NotImplementedError

    def answer(self, decided: Any) -> Answer:
        """Return in a common form what `decide` returned."""
        raise NotImplementedError

    def take_many(self, incidents: Sequence[Incident]) -> Any:
        """Return incidents in the form that the engine takes in bulk."""
        known: dict[int, Any] = {}  # equal incidents are one value
        for incident in incidents:
            if id(incident) not in known:
                known[id(incident)] = self.take(incident)
        return [known[id(incident)] for incident in incidents]

    def decide_many(self, taken: Any) -> Any:
        """Decide many; for engines with a way of their own to do so."""
        return [self.decide(one) for one in taken]

    def answers(self, decided: Any) -> list[Answer]:
        """Return in a common form what `decide_many` returned, in its order."""
        return [self.answer(one) for one in decided]

    def seconds_each(self, taken: Sequence[Any]) -> float:
        """Return how long it takes to decide incidents one after the other."""
        decide = self.decide
        started = time.perf_counter()
        for one in taken:
            decide(one)
        return time.perf_counter() - started

    def seconds_together(self, taken: Any) -> float:
        """Return how long it takes to decide incidents in bulk."""
        started = time.perf_counter()
        self.decide_many(taken)
        return time.perf_counter() - started

    def memory_elsewhere(self) -> float:
        """Return the peak memory, in MiB, of a process that the engine runs in beside this one."""
        return 0.0

    def close(self) -> None:
        """End whatever was started."""
