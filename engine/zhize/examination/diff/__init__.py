"""Two versions of a mechanism: what is written differently, and whose duties change.

`compare` finds the classes of incident whose duties differ, each with a smallest witness, and how
many of all cases that either version can tell apart are in it. It enumerates; it does not sample.
"""

from __future__ import annotations

from ...model.rulebase import RuleBase, norm_key
from .behaviour import MOST_EVALUATIONS, MOST_STATES, Comparison, Found
from .correspondence import correspondence
from .relevance import UnitNames
from .sides import Side, Words
from .structure import term_changes
from .text import diff_text
from .values import (
    Difference,
    DutyChange,
    DutyForm,
    DutyTotal,
    Enumeration,
    IncidentClass,
    TermChange,
    Version,
    Witness,
)
from .witness import Witnesses

__all__ = [
    "Difference",
    "DutyChange",
    "DutyForm",
    "DutyTotal",
    "Enumeration",
    "IncidentClass",
    "Side",
    "TermChange",
    "Version",
    "Witness",
    "compare",
    "diff_text",
]


def compare(
    before: Side,
    after: Side,
    *,
    most_states: int = MOST_STATES,
    most_evaluations: int = MOST_EVALUATIONS,
) -> Difference:
    """Compare two versions of a mechanism.

    Args:
        before: The earlier version.
        after: The later one.
        most_states: Combinations of facts, once folded, beyond which lists are kept shorter.
        most_evaluations: The same for the agencies that an incident names.
    """
    sides = (before, after)
    same = correspondence(before.rulebase, after.rulebase)
    words = (Words(before.rulebase, None), Words(after.rulebase, same))
    names = UnitNames(sides, same)
    comparison = Comparison(sides, words, names, most_states, most_evaluations)
    behaviour = comparison.run()
    witnesses = Witnesses(sides, words, comparison)
    found = sorted(behaviour.found, key=_rank)
    classes = tuple(
        IncidentClass(
            reach=row.reach,
            duties=row.duties,
            cases=row.cases,
            witness=witnesses.of(row, rank),
        )
        for rank, row in enumerate(found, start=1)
    )
    return Difference(
        before=_version(before.rulebase),
        after=_version(after.rulebase),
        terms=term_changes(before.rulebase, after.rulebase, same, (before.checks, after.checks)),
        classes=classes,
        totals=_totals(classes),
        consequences=comparison.consequences() if classes else (),
        enumerated=Enumeration(
            facets=behaviour.ranges,
            settings=behaviour.settings,
            cases=behaviour.cases,
            changed=sum(row.cases for row in classes),
            complete=all(r.most is None for r in behaviour.ranges),
        ),
    )


def _version(rulebase: RuleBase) -> Version:
    info = rulebase.info
    return Version(id=info.code, version=info.version, sha256=rulebase.sha256, label=info.label)


def _rank(found: Found) -> tuple[object, ...]:
    """Order classes: small witnesses first, then few changes, then many cases."""
    names = [(norm_key(d.form.norm), d.change, d.form.bearer or "") for d in found.duties]
    return found.size, len(found.duties), -found.cases, found.reach, names


def _totals(classes: tuple[IncidentClass, ...]) -> tuple[DutyTotal, ...]:
    """Add up the classes duty by duty."""
    cases: dict[tuple[str, str, str | None], list[int]] = {}
    for rank, row in enumerate(classes, start=1):
        for duty in row.duties:
            key = (duty.change, duty.form.norm, duty.form.bearer)
            cases.setdefault(key, [0, rank])[0] += row.cases
    return tuple(
        DutyTotal(change=change, norm=norm, bearer=bearer, cases=count, first=first)
        for (change, norm, bearer), (count, first) in sorted(
            cases.items(), key=lambda item: (norm_key(item[0][1]), item[0][0], item[0][2] or "")
        )
    )
