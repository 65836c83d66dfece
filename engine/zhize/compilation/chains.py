"""Chains in a rule base: which norm stands above which, and which value is narrower than which."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from .._errors import CompilationError
from ..model.rulebase import RuleBase

MAX_DEPTH = 4
"""Chains of exceptions, and of duties that follow from duties, may be this long: the reference
rules have as many strata (shapes/rules.ttl)."""


def ranks(above: dict[str, set[str]]) -> dict[str, int]:
    """Return for each norm the length of the longest chain above it.

    Raises:
        CompilationError: There is a cycle, or a chain longer than `MAX_DEPTH`.
    """
    try:
        order = list(TopologicalSorter(above).static_order())
    except CycleError as error:
        cycle = " → ".join(error.args[1])
        raise CompilationError(
            f"规范之间循环：{cycle}。", f"norms form a cycle: {cycle}; break it"
        ) from None
    rank: dict[str, int] = {}
    for code in order:
        rank[code] = max((rank[high] + 1 for high in above.get(code, ())), default=0)
        if rank[code] > MAX_DEPTH:
            raise CompilationError(
                f"规范 {code} 之上的链超过 {MAX_DEPTH} 层。",
                f"the chain above norm `{code}` is longer than {MAX_DEPTH}",
            )
    return rank


def narrower_values(rulebase: RuleBase) -> dict[tuple[str, str], set[str]]:
    """Return, for each facet and value, the value itself and all narrower ones."""
    parents: dict[tuple[str, str], tuple[str, ...]] = {
        (facet, concept.code): concept.broader
        for concept in rulebase.concepts
        for facet in concept.facets
    }
    out: dict[tuple[str, str], set[str]] = {}
    for facet, code in parents:
        seen, todo = {code}, [code]
        while todo:
            for parent in parents.get((facet, todo.pop()), ()):
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        for broader in seen:
            out.setdefault((facet, broader), set()).add(code)
    return out
