"""The classes that an audit looks at stand for the whole space: compared with brute force."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import zhize
from zhize.evaluation.samples import random_facts
from zhize.examination.audit.auditor import implied_knowledge
from zhize.factspace import Space, separable
from zhize.model.rulebase import Facet

from .planted import MECHANISMS, PLANTS, planted

Facts = dict[str, tuple[str, ...]]
Problem = tuple[str, ...]


def space_of(mechanism: zhize.Mechanism) -> Space:
    implied = implied_knowledge(mechanism.rulebase, mechanism.graph())
    program = mechanism.decider.evaluator.program
    return Space(mechanism.rulebase, program, mechanism.checks, implied)


def subsets(facet: Facet, most: int, *, needed: bool) -> list[tuple[str, ...]]:
    sizes = range(1 if needed else 0, (min(most, len(facet.values)) if facet.many else 1) + 1)
    return [c for size in sizes for c in itertools.combinations(facet.values, size)]


def every_incident(mechanism: zhize.Mechanism, space: Space, knowers: int) -> Iterator[Facts]:
    """Yield every combination of values, with so many agencies named at most."""
    axes: list[list[tuple[str, tuple[str, ...]]]] = []
    for facet in mechanism.rulebase.facets:
        needed = facet.code in space.required
        if facet.kind == "concept":
            sets = subsets(facet, len(facet.values), needed=needed)
        elif facet.kind == "agency" and facet.code in space.program.knowledge:
            sets = subsets(facet, knowers if needed else 0, needed=needed)
        else:
            continue
        axes.append([(facet.code, values) for values in sets])
    for chosen in itertools.product(*axes):
        yield dict(chosen)


def problems(mechanism: zhize.Mechanism, space: Space, facts: Facts) -> Iterator[Problem]:
    """Yield what is amiss in one incident, by plain reading of what follows from it."""
    held, _ = mechanism.decider.held(facts)
    outcome = mechanism.decider.outcome(facts)
    units = space.units
    named = {a for facet in space.program.knowledge for a in facts.get(facet, ())}
    informed = {agency for agency, _ in held.informed}
    tellers = {units[u].bearer for u in space.notifies()}
    duties = {duty.unit: duty for duty in outcome.duties}
    told = {agency for duty in outcome.duties for agency in duty.to}
    acts = [u for u in space.acts() if u in duties]
    for unit in duties:
        yield ("fires", units[unit].norm.code, units[unit].bearer)
    leads = {units[u].bearer for u in acts if units[u].norm.role == "lead"}
    for pair in itertools.combinations(sorted(leads), 2):
        yield ("two-leads", *pair)
    if named & tellers:
        for agency in {units[u].bearer for u in acts} - named - informed - told:
            if not held.bits & space.implied(agency):
                yield ("acts-untold", agency)
    for unit in space.notifies():
        for agency in duties[unit].to if unit in duties else ():
            theirs = [d for d in outcome.duties if units[d.unit].bearer == agency]
            answers = [d for d in theirs if unit in d.sources]
            if not answers and not any(d.unit in acts for d in theirs):
                yield ("recipient-without-answer", agency)
            elif not any(units[d.unit].norm.mode == "feedback" for d in answers):
                yield ("notification-without-feedback", units[unit].norm.code)


def found_by_audit(mechanism: zhize.Mechanism, space: Space) -> set[Problem]:
    """Return the same problems as the audit has them."""
    found: set[Problem] = set()
    never: set[Problem] = set()
    for finding in mechanism.audit().findings:
        if finding.code in {"acts-untold", "recipient-without-answer"}:
            found.add((finding.code, *finding.agencies))
        elif finding.code == "notification-without-feedback":
            found |= {(finding.code, norm) for norm in finding.norms}
        elif finding.code == "two-leads":
            found.add((finding.code, *sorted(finding.agencies)))
        elif finding.code.startswith("norm-") or finding.code == "bearer-never-fires":
            norms = finding.norms if finding.code == "bearer-never-fires" else finding.norms[:1]
            never |= {(norm, agency) for norm in norms for agency in finding.agencies}
    units = {(unit.norm.code, unit.bearer) for unit in space.units}
    return found | {("fires", *unit) for unit in units - never}


def small(name: str, folder: Path) -> zhize.Mechanism:
    """Return a mechanism small enough to go through all incidents."""
    if name == "harbour" or name == "toy":
        return zhize.load(MECHANISMS / name)
    parts = [plant for plant in PLANTS if plant.stem in name.split("+")]
    assert len(parts) == name.count("+") + 1
    return planted(parts, folder / "mechanism")


SMALL = (
    "toy",
    "discoverer-without-report+discoverer-without-report-of+no-line-within-place",
    "acts-untold+two-leads+recipient-without-answer+notification-without-feedback",
    "displaced-by-other-matter+norm-always-displaced+lead-without-result+bearer-never-fires",
    "alternative-leaves-no-primary+norm-always-unaddressed+remainder-without-primary",
    "norm-never-fires+values-alike+no-act+no-lead",
)


@pytest.mark.parametrize("name", SMALL)
def test_what_goes_wrong_in_some_incident_is_found_and_nothing_else(
    name: str, tmp_path: Path
) -> None:
    mechanism = small(name, tmp_path)
    space = space_of(mechanism)
    incidents = list(every_incident(mechanism, space, knowers=4))
    assert len(incidents) > 1
    brute = {p for facts in incidents for p in problems(mechanism, space, facts)}
    assert brute == found_by_audit(mechanism, space)


def harbour_incidents(mechanism: zhize.Mechanism) -> Iterator[Facts]:
    """Yield the incidents of the harbour at two times and in two docks, with one or two finders."""
    space = space_of(mechanism)
    for facts in every_incident(mechanism, space, knowers=2):
        if len(facts["pollutions"]) + len(facts["navires"]) <= 3:
            for day in ("2023-03-01", "2024-07-01"):
                for dock in ((), ("Bassin de plaisance",)):
                    yield {**facts, "constate_le": (day,), "bassin": dock}


def test_two_finders_in_the_harbour_do_nothing_that_one_does_not() -> None:
    mechanism = zhize.load(MECHANISMS / "harbour")
    space = space_of(mechanism)
    assert space.knowers.complete
    assert max(len(who.named) for who in space.knowers.all) == 1
    drawn = list(harbour_incidents(mechanism))
    incidents = random.Random(7).sample(drawn, 12_000)
    brute = {p for facts in incidents for p in problems(mechanism, space, facts)}
    assert brute == found_by_audit(mechanism, space)


def test_random_incidents_of_the_notice_show_nothing_that_the_audit_misses(
    notice: zhize.Mechanism,
) -> None:
    space, rng = space_of(notice), random.Random(11)
    brute: set[Problem] = set()
    for _ in range(6_000):
        brute |= set(problems(notice, space, random_facts(notice.rulebase, rng, most=4)))
    known = found_by_audit(notice, space)
    assert len(brute) > 60
    assert brute <= known
    assert {p for p in known if p[0] != "fires"} <= brute


def reachable(mechanism: zhize.Mechanism, space: Space) -> set[int]:
    program, found = space.program, set()
    for facts in every_incident(mechanism, space, knowers=1):
        bits = program.all_bits
        for facet in space.cells.tested:
            stands = program.free[facet]
            for value in facts.get(facet, ()):
                stands |= program.lookup[facet][value]
            bits &= stands
        found.add(bits)
    return found


@pytest.mark.parametrize("name", ["toy", *SMALL[3:]])
def test_the_classes_are_exactly_the_reachable_sets_of_triggers(name: str, tmp_path: Path) -> None:
    mechanism = small(name, tmp_path)
    space = space_of(mechanism)
    # A norm that holds for a time only has days of its own, which brute force does not go through.
    timeless = space.program.all_bits & ~_masks(w.mask for w in space.program.windows)
    cells = space.cells.cells(timeless)
    assert {cell.bits for cell in cells} == {b & timeless for b in reachable(mechanism, space)}
    assert len({cell.bits for cell in cells}) == len(cells)


def test_a_masked_question_gives_the_masked_classes(notice: zhize.Mechanism) -> None:
    space = space_of(notice)
    wide = space.cone([0, 1, 2, 3])
    narrow = space.cone([0, 1])
    assert narrow & ~wide == 0
    masked = {cell.bits & narrow for cell in space.cells.cells(wide)}
    assert masked == {cell.bits for cell in space.cells.cells(narrow)}


def test_the_smallest_incident_of_a_class_leads_to_it(notice: zhize.Mechanism) -> None:
    space = space_of(notice)
    for unit in space.acts():
        cone = space.cone([unit])
        for cell in space.cells.cells(cone):
            facts: Facts = {}
            for facet, value in cell.stated:
                facts[facet] = (*facts.get(facet, ()), value)
            bits = notice.decider.evaluator.by_facts(facts, space.program.all_bits)
            assert bits & cone == cell.bits


def test_where_an_act_needs_knowledge_sets_of_finders_are_gone_through(tmp_path: Path) -> None:
    folder = tmp_path / "mechanism"
    planted([], folder)
    path = folder / "mechanism.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "    zz:test pond:test-litter .",
            "    zz:test pond:test-litter ; zz:knownToBearer true .",
        ),
        encoding="utf-8",
    )
    mechanism = zhize.load(folder)
    space = space_of(mechanism)
    assert not separable(space.program, tests_agencies=False)
    assert space.knowers.complete
    assert {len(who.named) for who in space.knowers.all} == {1, 2}
    brute = {
        p
        for facts in every_incident(mechanism, space, knowers=2)
        for p in problems(mechanism, space, facts)
    }
    assert brute == found_by_audit(mechanism, space)


def _masks(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
