"""Precision and recall of drafts, field by field, over a folder of narratives."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NamedTuple

import zhize
from tests.reading.corpus import FOLDER, Narrative, denied, faults, narratives, values_of
from zhize.narratives import Draft

DENIED = "denied"
"""The row of what a text denies; it is no field of a record."""


class Figures(NamedTuple):
    """How one field was read: values demanded, values read, and how many of these were right."""

    field: str
    demanded: int
    met: int
    read: int
    right: int

    @property
    def precision(self) -> float:
        """Of the values read, the part that is right."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Of the values demanded, the part that was read."""
        return self.met / self.demanded if self.demanded else 1.0


def measure(corpus: Path = FOLDER, mechanism: zhize.Mechanism | None = None) -> list[Figures]:
    """Return the figures of every field, in the order of a record, then those of denials."""
    mechanism = mechanism or zhize.load()
    rows = [(n, mechanism.read(n.text)) for n in narratives(corpus)]
    order = [f.code for f in sorted(mechanism.rulebase.facets, key=lambda f: f.position)]
    met = {field for n, d in rows for field in (*n.record, *d.record)}
    found = [_figures(field, rows) for field in order if field in met]
    return [*found, _denials(rows)]


def _figures(field: str, rows: list[tuple[Narrative, Draft]]) -> Figures:
    demanded = met = read = right = 0
    for narrative, draft in rows:
        wanted = narrative.record.get(field, frozenset())
        got = values_of(draft).get(field, frozenset())
        allowed = wanted | narrative.may.get(field, frozenset())
        demanded, met = demanded + len(wanted), met + len(wanted & got)
        read, right = read + len(got), right + len(got & allowed)
    return Figures(field, demanded, met, read, right)


def _denials(rows: list[tuple[Narrative, Draft]]) -> Figures:
    demanded = sum(len(n.negated) for n, _ in rows)
    met = sum(len(n.negated & denied(d)) for n, d in rows)
    read = sum(len(denied(d)) for _, d in rows)
    return Figures(DENIED, demanded, met, read, met)


def main() -> None:
    """Print the figures; no text of a narrative appears in them."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    mechanism = zhize.load()
    every = narratives(corpus)
    print(f"{'file':<14} {'narratives':>10} {'exact':>6}")
    for file in sorted({n.file for n in every}):
        here = [n for n in every if n.file == file]
        exact = sum(not faults(n, mechanism.read(n.text)) for n in here)
        print(f"{file:<14} {len(here):>10} {exact / len(here):>6.1%}")
    print(f"\n{'field':<18} {'demanded':>8} {'precision':>9} {'recall':>7}")
    for row in measure(corpus, mechanism):
        print(f"{row.field:<18} {row.demanded:>8} {row.precision:>9.3f} {row.recall:>7.3f}")
    start = time.perf_counter()
    for narrative in every:
        mechanism.read(narrative.text)
    print(f"\n{(time.perf_counter() - start) / len(every) * 1e3:.1f} ms for a narrative, warm")


if __name__ == "__main__":
    main()
