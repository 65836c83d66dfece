"""A mechanism whose labels try to get out of whatever they are written into."""

from __future__ import annotations

import msgspec

import zhize
from zhize.compilation import compile_rulebase
from zhize.dutygraph import DutyGraph, mechanism_graph, select
from zhize.factspace import Space
from zhize.model.rulebase import RuleBase, Text

NASTY = "</script><img src=x onerror=alert(1)> \"q\" 'a' \\ & &lt; #quot; ; `m` {{7*7}} 1. x\x1b"
"""What every label is."""


def hostile(mechanism: zhize.Mechanism) -> tuple[RuleBase, DutyGraph]:
    """Return the rule base with all its labels, actions and quotes made nasty, and its graph."""
    nasty: Text = dict.fromkeys(mechanism.rulebase.info.languages, NASTY)
    rulebase = mechanism.rulebase
    replace = msgspec.structs.replace
    rulebase = replace(
        rulebase,
        info=replace(rulebase.info, label=nasty, version=NASTY),
        agencies=tuple(replace(agency, label=nasty) for agency in rulebase.agencies),
        kinds=tuple(replace(kind, label=nasty) for kind in rulebase.kinds),
        modes=tuple(replace(mode, label=nasty) for mode in rulebase.modes),
        roles=tuple(replace(role, label=nasty) for role in rulebase.roles),
        concepts=tuple(replace(concept, label=nasty) for concept in rulebase.concepts),
        provisions=tuple(replace(p, label=nasty, text=NASTY) for p in rulebase.provisions),
        norms=tuple(
            replace(norm, action=nasty, quote=replace(norm.quote, exact=NASTY))
            for norm in rulebase.norms
        ),
    )
    space = Space(rulebase, compile_rulebase(rulebase), mechanism.checks, {})
    graph = mechanism_graph(space, select(rulebase))
    return rulebase, graph
