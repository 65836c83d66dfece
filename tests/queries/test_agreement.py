"""What the queries say is what the rule base and the decisions say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import zhize
from zhize.model.decision import Decision

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
CASES = sorted((MECHANISMS.parent / "cases").glob("*.yaml"))


@pytest.fixture(scope="module", params=["notice", "harbour", "toy"])
def mechanism(request: pytest.FixtureRequest, notice: zhize.Mechanism) -> zhize.Mechanism:
    return notice if request.param == "notice" else zhize.load(MECHANISMS / request.param)


def rows(mechanism: zhize.Mechanism, name: str, **given: Any) -> list[dict[str, Any]]:
    return mechanism.query(name, given).to_rows()


def test_an_agency_bears_the_norms_of_the_rule_base(mechanism: zhize.Mechanism) -> None:
    for agency in mechanism.agencies:
        expected = {norm.code for norm in mechanism.norms if agency.code in norm.bearers}
        found = rows(mechanism, "duties-of-agency", agency=agency.code)
        assert {row["norm"] for row in found} == expected
        assert len(found) == len(expected)


def test_an_article_has_the_norms_of_the_rule_base(mechanism: zhize.Mechanism) -> None:
    for provision in mechanism.rulebase.provisions:
        expected = {n.code: n for n in mechanism.norms if n.provision == provision.code}
        found = rows(mechanism, "norms-of-article", article=provision.code)
        assert [row["norm"] for row in found] == list(expected)
        for row in found:
            norm = expected[row["norm"]]
            assert row["agency"] == sorted(norm.bearers)
            assert (row["modality"], row["mode"], row["role"]) == (
                norm.modality, norm.mode, norm.role,
            )  # fmt: skip
            assert row["action"] == norm.action
            assert row["quote"] == norm.quote.exact


def test_the_lists_have_every_norm_they_should(mechanism: zhize.Mechanism) -> None:
    def listed(name: str) -> set[tuple[str, str]]:
        return {(row["agency"], row["norm"]) for row in rows(mechanism, name)}

    def expected(mode: str) -> set[tuple[str, str]]:
        return {(a, n.code) for n in mechanism.norms if n.mode == mode for a in n.bearers}

    assert listed("standing-duties") == expected("standing")
    assert listed("recurring-duties") == expected("periodic")
    forbidden = {n.code for n in mechanism.norms if n.modality == "prohibition"}
    assert {row["norm"] for row in rows(mechanism, "prohibitions")} == forbidden
    urgent = {n.code for n in mechanism.norms if n.urgency or n.due_days is not None}
    assert {row["norm"] for row in rows(mechanism, "urgency-words")} == urgent
    aware = {n.code: sorted(n.makes_aware) for n in mechanism.norms if n.makes_aware}
    found = {row["norm"]: row["aware"] for row in rows(mechanism, "who-is-made-aware")}
    assert found == aware


def test_agencies_without_duties_are_those_no_norm_names(mechanism: zhize.Mechanism) -> None:
    bearers = {bearer for norm in mechanism.norms for bearer in norm.bearers}
    expected = sorted(a.code for a in mechanism.agencies if a.code not in bearers)
    assert [row["agency"] for row in rows(mechanism, "agencies-without-duties")] == expected


def test_the_workload_adds_up(mechanism: zhize.Mechanism) -> None:
    found = rows(mechanism, "workload")
    for row in found:
        borne = [n for n in mechanism.norms if row["agency"] in n.bearers]
        assert row["all"] == len(borne)
        by_mode = [sum(n.mode == mode for n in borne) for mode in ("act", "notify", "standing")]
        assert [row["acts"], row["notifications"], row["standing"]] == by_mode
    assert sum(row["all"] for row in found) == sum(len(n.bearers) for n in mechanism.norms)


def test_interpretations_in_use_are_those_the_rule_base_cites(mechanism: zhize.Mechanism) -> None:
    found = {row["interpretation"]: row for row in rows(mechanism, "interpretations-in-use")}
    assert set(found) == {one.code for one in mechanism.rulebase.interpretations}
    for code, row in found.items():
        resting = {
            norm.code
            for norm in mechanism.norms
            if code in (*norm.interpretations, *norm.awareness_interpretations)
        }
        assert set(row["norms"]) == resting


def test_exceptions_and_chains_are_those_of_the_rule_base(mechanism: zhize.Mechanism) -> None:
    found = rows(mechanism, "exceptions")
    assert sorted(
        (row["displaced"], row["displacing"], bool(row["same_bearer"])) for row in found
    ) == sorted(
        (list(e.displaced), list(e.displacing), e.same_bearer)
        for e in mechanism.rulebase.exceptions
    )
    follows = {
        (source, norm.code)
        for norm in mechanism.norms
        for trigger in norm.triggers
        for source in trigger.follows
    }
    chains = rows(mechanism, "chains")
    assert {(row["norm"], then) for row in chains for then in row["then"]} == follows
    assert all(set(row["then"]) <= set(row["later"]) for row in chains)


def test_values_and_triggers_are_those_of_the_rule_base(mechanism: zhize.Mechanism) -> None:
    for facet in mechanism.rulebase.facets:
        if facet.kind != "concept":
            continue
        found = rows(mechanism, "values-of-facet", facet=facet.code)
        assert [row["value"] for row in found] == sorted(facet.values)
    for norm in mechanism.norms:
        tests = [test for trigger in norm.triggers for test in trigger.tests]
        found = rows(mechanism, "triggers-of-norm", norm=norm.code)
        assert sorted(v for row in found for v in row["values"]) == sorted(
            value for test in tests for value in test.any_of
        )


# ---------------------------------------------------------------- against decisions


def decided(case: dict[str, Any], mechanism: zhize.Mechanism) -> Decision | None:
    try:
        return mechanism.decide(case)
    except zhize.RecordError:  # some cases are there to be refused
        return None


def test_whoever_is_told_in_a_case_is_listed_as_a_possible_recipient(
    notice: zhize.Mechanism,
) -> None:
    possible = {
        (row["norm"], agency.code): set(row["to"])
        for agency in notice.agencies
        for row in rows(notice, "recipients-of-agency", agency=agency.code)
    }
    reverse = {
        (row["norm"], bearer, agency.code)
        for agency in notice.agencies
        for row in rows(notice, "who-notifies-agency", agency=agency.code)
        for bearer in row["bearer"]
    }
    assert reverse == {(norm, who, to) for (norm, who), all_of in possible.items() for to in all_of}
    told = 0
    for path in CASES:
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            decision = decided(case["record"], notice) if "record" in case else None
            for duty in decision.duties if decision else ():
                assert set(duty.to) <= possible.get((duty.norm, duty.bearer), set())
                told += len(duty.to)
    assert told > 150


FACTS = [
    {"violations": ["illegal-mining"]},
    {"violations": ["illegal-sand-mining"], "zones": ["reservoir-area"]},
    {
        "violations": ["unlicensed-mining"],
        "mineral": ["sand"],
        "zones": ["river-channel", "wetland"],
    },
    {"violations": ["destructive-mining"], "operator_licence": ["held"], "mineral": ["coal"]},
    {"violations": ["obstruction", "overloaded-vehicle"], "circumstances": ["road-safety-hazard"]},
    {"violations": ["dereliction", "corruption"], "circumstances": ["suspected-duty-crime"]},
    {"violations": ["illegal-power-supply"], "circumstances": ["power-cut-notice"]},
    {"violations": ["explosives-violation", "illegal-mineral-transport"]},
]


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: "-".join(facts["violations"]))
def test_who_acts_on_facts_are_the_candidates_of_the_decision(
    facts: dict[str, list[str]], notice: zhize.Mechanism
) -> None:
    facets = {facet.code: facet for facet in notice.rulebase.facets}
    record = {
        "id": "Q",
        "reported_on": "2025-01-02",
        "township": "凤城镇",
        "discovered_by": list(facets["discovered_by"].values),  # so that everybody knows
        **{name: values if facets[name].many else values[0] for name, values in facts.items()},
    }
    decision = notice.decide(record)
    direct = {norm.code for norm in notice.norms if any(t.tests for t in norm.triggers)}
    duties = [(d.norm, d.bearer) for d in decision.duties if d.norm in direct]
    displaced = {(d.norm, d.bearer): d.by for d in decision.displaced}
    unaddressed = [(d.norm, d.bearer) for d in decision.unaddressed if d.norm in direct]
    found = rows(notice, "who-acts-on", **facts)
    full = [row for row in found if not row["missing"]]
    assert {(r["norm"], r["agency"]) for r in full} == {*duties, *displaced, *unaddressed}
    yields = {(r["norm"], r["agency"]) for r in full if r["yields_to"]}
    assert yields == set(displaced)
    for row in full:
        if row["yields_to"]:
            assert displaced[row["norm"], row["agency"]] in row["yields_to"]


def test_what_else_a_norm_needs_makes_it_a_duty(notice: zhize.Mechanism) -> None:
    (row,) = [
        row
        for row in rows(notice, "who-acts-on", violations="illegal-mining")
        if row["norm"] == "5.2"
    ]
    assert len(row["missing"]) == 1
    more = rows(
        notice, "who-acts-on", violations="illegal-mining", circumstances="suspected-mining-crime"
    )
    assert [r["missing"] for r in more if r["norm"] == "5.2"] == [[]]
