"""The notice and two other mechanisms with everything that checks of their records need."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from zhize._resources import data_folder
from zhize.loading import load_graph, load_shapes, read_rulebase
from zhize.records import Lexicon, resolve
from zhize.validation import Checker
from zhize.validation.compile_shapes import compile_checks
from zhize.validation.reference import validate_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph

    from zhize.model.incident import Record
    from zhize.model.report import Problem
    from zhize.model.rulebase import RuleBase
    from zhize.validation.checks import Check

TODAY = date(2024, 9, 1)
MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"


class Subject(NamedTuple):
    """A mechanism whose records are checked."""

    rulebase: RuleBase
    ontology: Graph
    shapes: Graph
    checks: tuple[Check, ...]
    lexicon: Lexicon

    def records(self, *given: Mapping[str, Any]) -> list[Record]:
        return [resolve(fields, self.lexicon, index=n) for n, fields in enumerate(given, start=1)]

    def compiled(self, records: list[Record], *only: Check) -> list[Problem]:
        checker = Checker(self.rulebase, only or self.checks, TODAY)
        return [problem for record in records for problem in checker.check(record)]

    def reference(self, records: list[Record]) -> list[Problem]:
        report, _ = validate_records(records, self.rulebase, self.ontology, self.shapes, TODAY)
        return list(report.problems)


def subject(folder: Path, shapes: Graph | None = None) -> Subject:
    """Load a mechanism, with its own record shapes or others."""
    rulebase = read_rulebase(folder)
    shapes = load_shapes(folder) if shapes is None else shapes
    checks = compile_checks(shapes, rulebase)
    return Subject(rulebase, load_graph(folder), shapes, checks, Lexicon(rulebase))


@pytest.fixture(scope="session")
def county() -> Subject:
    """The shipped notice."""
    return subject(data_folder("ontology"))


@pytest.fixture(scope="session")
def pond() -> Subject:
    """The smallest mechanism."""
    return subject(MECHANISMS / "toy")


@pytest.fixture(scope="session")
def harbour() -> Subject:
    """A mechanism of another place and language."""
    return subject(MECHANISMS / "harbour")
