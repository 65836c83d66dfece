"""The whole audit of one mechanism, question after question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..._terms import ZZ
from ...factspace import Space, Witnesses
from .acting import acting
from .asking import Reading, audit_queries
from .finding import SEVERITIES, AuditReport, Extent, Finding
from .findings import Desk
from .firing import firing
from .reliance import reliance
from .telling import telling
from .voice import Voice

if TYPE_CHECKING:
    from rdflib import Graph

    from ...compilation.program import Program
    from ...factspace import Value
    from ...model.rulebase import RuleBase
    from ...validation.checks import Check

Progress = Callable[[int, int], None]
"""Told how many steps are done, and of how many."""


def audit_mechanism(
    rulebase: RuleBase,
    program: Program,
    checks: tuple[Check, ...],
    graph: Graph,
    progress: Progress | None = None,
) -> AuditReport:
    """Examine a mechanism over the whole space of facts, and over its text and structure.

    Args:
        rulebase: The mechanism.
        program: The same, compiled.
        checks: Its record shapes, compiled: they say what a record must state.
        graph: Its RDF, core included.
        progress: Told of each step.

    Returns:
        All findings, the gravest first, then in the order of the questions.
    """
    space = Space(rulebase, program, checks, implied_knowledge(rulebase, graph))
    desk = Desk(space, Voice(rulebase), Witnesses(rulebase, checks, space.required))
    reading = Reading(desk, graph)
    steps: list[Callable[[], Iterator[Finding]]] = [
        *(lambda ask=ask: ask(desk) for ask in (acting, telling, firing)),
        *(lambda query=query: reading.ask(query) for query in audit_queries()),
        reading.quoted_terms,
        lambda: reliance(desk),
    ]
    found: list[Finding] = []
    for done, step in enumerate(steps):
        if progress is not None:
            progress(done, len(steps))
        found += step()
    if progress is not None:
        progress(len(steps), len(steps))
    found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    info = rulebase.info
    return AuditReport(
        mechanism={"id": info.code, "version": info.version, "sha256": rulebase.sha256},
        extent=Extent(
            combinations=space.cells.combinations(),
            questions=space.questions,
            classes=space.classes,
            complete=space.knowers.complete,
        ),
        findings=tuple(found),
    )


def implied_knowledge(rulebase: RuleBase, graph: Graph) -> dict[Value, frozenset[str]]:
    """Return the values whose statement says that certain agencies have been told."""
    from rdflib import URIRef

    agencies = {agency.iri: agency.code for agency in rulebase.agencies}
    found: dict[Value, frozenset[str]] = {}
    for concept in rulebase.concepts:
        told = graph.objects(URIRef(concept.iri), URIRef(ZZ + "impliesKnowledgeOf"))
        known = frozenset(agencies[str(node)] for node in told if str(node) in agencies)
        if known:
            found |= {(facet, concept.code): known for facet in concept.facets}
    return found
