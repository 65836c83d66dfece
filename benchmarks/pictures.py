"""Measure duty graphs: the cold command, the layout, and crossings beside those of graphlay.

Run by `python -m benchmarks.pictures`. Nothing here is asserted.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import zhize
from tests.dutygraph.yardstick import by_graphlay, laid
from zhize.dutygraph import DutyGraph, gathered
from zhize.dutygraph.crossings import order_layers, total_crossings
from zhize.dutygraph.layers import layered
from zhize.dutygraph.layout import lay_out
from zhize.dutygraph.words import WORDS
from zhize.pages import Voices


def main() -> None:
    """Run all measurements and print them as a table."""
    print(f"# {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    mechanism = zhize.load()
    whole = mechanism.duty_graph()
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "mechanism.svg")
        command = [sys.executable, "-m", "zhize.cli", "graph", "--out", out]
        cold = median(lambda: subprocess.run(command, check=True))
    row("whole mechanism as .svg, cold command", f"{cold:.2f} s")
    for languages in (("zh",), ("en",), ("zh", "en")):
        voices = Voices(mechanism.rulebase, languages, WORDS)
        took = median(lambda voices=voices: lay_out(whole, voices))
        row(f"layout of the whole, {'+'.join(languages)}", f"{took * 1e3:.0f} ms")
    print(f"{'crossings':<40} {'free order':>12} {'graphlay':>10} {'as drawn':>10}")
    crossings("whole, groups gathered", gathered(whole))
    crossings("whole, agency by agency", whole)
    for agency in ("water", "natural-resources"):
        crossings(agency, gathered(mechanism.duty_graph(agency=agency)))


def crossings(name: str, graph: DutyGraph) -> None:
    """Print the crossings of a graph in free order, those of graphlay, and those drawn.

    As drawn, articles stand in reading order, and norms with their articles.
    """
    layers, links = laid(graph)
    free = total_crossings(order_layers(layers, links), links)
    drawn = total_crossings(layered(graph).order, links)
    print(f"{name:<40} {free:>12} {by_graphlay(layers, links):>10} {drawn:>10}")


def median(call: Callable[[], object], times: int = 5) -> float:
    """Return the median time of a call, in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def row(what: str, figure: str) -> None:
    """Print one row."""
    print(f"{what:<40} {figure:>12}")


if __name__ == "__main__":
    main()
