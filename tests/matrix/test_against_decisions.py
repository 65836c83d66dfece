"""The matrix says what `decide` says: compared over the space of facts, cell by cell."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import zhize
from zhize.factspace import Witnesses
from zhize.matrix import Column, Entry, Matrix, render

from .reading import (
    arises,
    arises_by_json,
    base,
    core,
    decide,
    entries,
    parts,
    parts_of,
    with_this_alone,
)

Pair = tuple[zhize.Mechanism, Matrix]
_DRAWN = 700


def test_every_duty_of_an_incident_stands_in_its_cell_on_a_condition_that_is_met(
    either: Pair,
) -> None:
    mechanism, matrix = either
    table, rng = matrix.table("violation"), random.Random(3)
    seen: set[tuple[Column, tuple[str, str, str]]] = set()
    for column in table.columns:
        cited = entries(table, column)
        for facts in with_this_alone(mechanism, column, rng, _DRAWN):
            for duty in decide(mechanism, facts).duties:
                own, *told = parts(duty)
                assert arises(cited[own], facts), (column.code, own, facts)
                assert set(duty.to) <= set(cited[own].others)
                for part in told:
                    assert arises(cited[part], facts), (column.code, part, facts)
                    assert duty.bearer in cited[part].others
                seen |= {(column, own), *((column, part) for part in told)}
    everything = {(c, part) for c in table.columns for part in entries(table, c)}
    assert len(seen) > 0.8 * len(everything), "the draw meets most of the matrix"


def test_what_a_met_condition_promises_comes_about_and_nothing_comes_without(
    either: Pair,
) -> None:
    """Each set of facts is decided once for each agency that may know."""
    mechanism, matrix = either
    table, rng = matrix.table("violation"), random.Random(5)
    program = mechanism.decider.evaluator.program
    found_by = next(f for f in mechanism.rulebase.facets if f.code == program.knowledge[0])
    told: dict[str, tuple[str, ...]] = dict.fromkeys(program.knowledge, ())
    for column in table.columns:
        cited = entries(table, column)
        for facts in with_this_alone(mechanism, column, rng, 50):
            by_knower = {
                agency: parts_of(decide(mechanism, {**facts, **told, found_by.code: (agency,)}))
                for agency in found_by.values
            }
            for part, entry in cited.items():
                assert entry.condition is not None
                knowers = {agency for agency, found in by_knower.items() if part in found}
                if not arises(entry, facts):
                    assert knowers == set(), (column.code, part, facts)
                elif entry.condition.knowers:
                    assert knowers, (column.code, part, facts)
                    assert knowers <= set(entry.condition.knowers)
                else:
                    assert knowers == set(by_knower), (column.code, part, facts)


def test_the_json_read_literally_says_what_is_decided(either: Pair) -> None:
    """Of one facet two values may be needed at once, and a part may arise again."""
    mechanism, matrix = either
    written = json.loads(render(matrix, mechanism.rulebase, "json", ("zh",)))
    table = next(t for t in written["tables"] if t["by"] == "violation")
    rng, met, twice, again = random.Random(13), set[str](), 0, 0
    for column in matrix.table("violation").columns:
        rows = {
            (cell["agency"], row["part"], row["norm"]): row
            for cell in table["cells"]
            if (cell["facet"], cell["value"]) == (column.facet, column.code)
            for row in cell["entries"]
        }
        for facts in with_this_alone(mechanism, column, rng, 300):
            for part in parts_of(decide(mechanism, facts)):
                assert arises_by_json(rows[part], facts), (column.code, part, facts)
        for part, row in rows.items():
            turns = row["turns"]
            again += len(turns) > 2
            twice += any(len({t["facet"] for t in turn["if"]}) < len(turn["if"]) for turn in turns)
            shown = dict(base(mechanism))
            for facet, value in row["example"]:
                shown[facet] = (*shown.get(facet, ()), value)
            assert part in parts_of(decide(mechanism, shown))
            assert arises_by_json(row, shown)
            met.add(repr(turns))
    assert len(met) > 5
    assert twice or again, "the notice has the one, the harbour the other"


def test_the_json_promises_nothing_that_is_not_decided(either: Pair) -> None:
    """Each set of facts is decided for every finder: one is enough where knowledge matters."""
    mechanism, matrix = either
    table = matrix.table("violation").to_dict()
    known, *others = mechanism.decider.evaluator.program.knowledge
    finders = next(f.values for f in mechanism.rulebase.facets if f.code == known)
    rng = random.Random(17)
    for column in matrix.table("violation").columns:
        for facts in with_this_alone(mechanism, column, rng, 25):
            alone = facts | dict.fromkeys(others, ())
            found = set().union(
                *(parts_of(decide(mechanism, {**alone, known: (who,)})) for who in finders)
            )
            promised = {
                (cell["agency"], row["part"], row["norm"])
                for cell in table["cells"]
                if (cell["facet"], cell["value"]) == (column.facet, column.code)
                for row in cell["entries"]
                if arises_by_json(row, facts)
            }
            assert promised == found, (column.code, facts, promised ^ found)


def test_what_hangs_on_a_choice_is_what_decisions_call_conditional(either: Pair) -> None:
    mechanism, matrix = either
    alternatives = {n.code for n in mechanism.norms if n.alternative_to}
    rng, seen = random.Random(19), 0
    for column in matrix.table("violation").columns:
        cited = entries(matrix.table("violation"), column)
        for facts in with_this_alone(mechanism, column, rng, 150):
            duties = decide(mechanism, facts).duties
            on: dict[tuple[str, str, str], set[str | None]] = {}
            for duty in duties:
                own, *told = parts(duty)
                assert cited[own].alternative_to == duty.alternative_to
                on.setdefault(own, set()).add(duty.conditional_on)
                for part in told:
                    via = duty.norm if duty.norm in alternatives else duty.conditional_on
                    on.setdefault(part, set()).add(via)
            for part, found in on.items():
                choice = cited[part].conditional_on
                if None in found:
                    assert choice is None or not choice.always
                else:
                    assert choice is not None
                    named = {code for code in found if code is not None}
                    assert {c for code in named for c in code.split(";")} <= set(choice.norms)
                    seen += 1
    assert bool(seen) is bool(alternatives)


def test_every_norm_cited_has_a_record_that_is_taken_and_gives_the_duty(either: Pair) -> None:
    mechanism, matrix = either
    table = matrix.table("violation")
    writer = Witnesses(mechanism.rulebase, mechanism.checks, _required(mechanism))
    assert table.cells
    for (agency, column), cell in table.cells.items():
        for entry in cell:
            assert entry.example is not None
            record = writer.record("X-1", entry.example)
            values = record[column.facet]
            assert values in ([column.code], column.code)
            assert (agency, entry.part, entry.norm) in parts_of(mechanism.decide(record))


def test_no_fact_of_a_condition_can_be_spared(either: Pair) -> None:
    mechanism, matrix = either
    writer = Witnesses(mechanism.rulebase, mechanism.checks, _required(mechanism))
    known, tried = mechanism.decider.evaluator.program.knowledge[0], 0
    finders = next(f.values for f in mechanism.rulebase.facets if f.code == known)
    decided: dict[str, bool] = {}

    def gives(column: Column, facts: list[tuple[str, str]], part: tuple[str, str, str]) -> bool:
        key = repr((column, facts, part))
        if key not in decided:
            stated = ((column.facet or "", column.code), *facts)
            decided[key] = any(
                part in parts_of(mechanism.decide(writer.record("X-1", (*stated, (known, who)))))
                for who in finders
            )
        return decided[key]

    for part in (p for p in _roles(matrix) if p[1][1] not in {"notified", "fed-back"}):
        column, named, entry = part
        assert entry.condition is not None
        for turn in entry.condition.turns:
            facts = [(facet, values[0].partition("/")[0]) for facet, values in turn.facts]
            assert gives(column, facts, named) is turn.arises
            for rank in range(len(facts)):
                tried += 1
                fewer = facts[:rank] + facts[rank + 1 :]
                assert gives(column, fewer, named) is (
                    not turn.arises if turn.level == 1 else arises(entry, _facts(column, fewer))
                )
    assert tried > 20


def _roles(matrix: Matrix) -> Iterator[tuple[Column, tuple[str, str, str], Entry]]:
    table = matrix.table("violation")
    for column in table.columns:
        for named, entry in entries(table, column).items():
            yield column, named, entry


def _facts(column: Column, pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    facts: dict[str, tuple[str, ...]] = {column.facet or "": (column.code,)}
    for facet, value in pairs:
        facts[facet] = (*facts.get(facet, ()), value)
    return facts


def _required(mechanism: zhize.Mechanism) -> frozenset[str]:
    from zhize.factspace import required_facets

    return required_facets(mechanism.rulebase, mechanism.checks)


def test_what_holds_always_holds_in_every_combination_of_single_facts(either: Pair) -> None:
    """On one column: all combinations of one value on each other facet."""
    mechanism, matrix = either
    table = matrix.table("violation")
    column = table.columns[1]
    cited = entries(table, column)
    always = {
        part
        for part, entry in cited.items()
        if entry.condition and entry.condition.always and not entry.condition.knowers
    }
    assert always
    decided = [parts_of(decide(mechanism, facts)) for facts in core(mechanism, column)]
    assert len(decided) > 100
    assert all(always <= found for found in decided)
    assert set().union(*decided) <= set(cited)


def test_the_table_by_article_has_every_norm_and_says_which_never_arise(either: Pair) -> None:
    mechanism, matrix = either
    table = matrix.table("article")
    cited = {
        (agency, entry.part, entry.norm): entry
        for (agency, _), cell in table.cells.items()
        for entry in cell
    }
    for norm in mechanism.norms:
        for bearer in norm.bearers:
            assert (bearer, norm.role or norm.mode, norm.code) in cited
    rng, seen = random.Random(9), set[tuple[str, str, str]]()
    for column in matrix.table("violation").columns:
        for facts in with_this_alone(mechanism, column, rng, _DRAWN):
            seen |= parts_of(decide(mechanism, facts))
    assert seen <= {part for part, entry in cited.items() if entry.occurs}
    idle = {part for part, entry in cited.items() if not entry.occurs}
    assert idle
    assert not idle & seen
