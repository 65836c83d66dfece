"""A flawless mechanism has no findings; each planted defect is found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from zhize.examination.audit import SEVERITIES, audit_html, audit_text
from zhize.examination.audit.asking import audit_queries
from zhize.examination.audit.words import SENTENCES

from .planted import FLAWLESS, PLANTS, expected, planted, speaks_of

COMPANIES = (
    {"lead-without-result"},
    {"acts-untold", "displaced-by-other-matter"},
    {"two-leads", "overlapping-primaries", "same-matter-twice", "duty-without-own-consequence"},
)
"""Defects that would mend others: a second primary, say, is one more who acts."""


def test_of_a_flawless_mechanism_the_audit_finds_nothing() -> None:
    mechanism = zhize.load(FLAWLESS)
    report = mechanism.audit()
    assert report.findings == ()
    assert report.extent.complete
    assert report.extent.combinations == 9
    assert report.extent.questions > 10
    assert "没有所见。" in audit_text(report, mechanism.rulebase, "zh")
    assert "Nothing found." in audit_text(report, mechanism.rulebase, "en")
    assert "<article" not in audit_html(report, mechanism.rulebase, "en")


def test_the_flawless_mechanism_is_sound() -> None:
    assert [p.to_dict() for p in zhize.load(FLAWLESS).check(owl=False)] == []


@pytest.mark.parametrize("plant", PLANTS, ids=[plant.stem for plant in PLANTS])
def test_the_planted_defect_is_found_and_nothing_else(plant: Path, tmp_path: Path) -> None:
    findings = planted([plant], tmp_path / "mechanism").audit().findings
    lines = expected(plant)
    assert lines
    found = {line: [f for f in findings if speaks_of(f, line)] for line in lines}
    assert [line for line, those in found.items() if len(those) != 1] == []
    assert len(findings) == len(lines), [f.title["en"] for f in findings]


def companies() -> list[list[Path]]:
    """Return all planted defects in a few companies whose members do not mend one another."""
    apart = set().union(*COMPANIES)
    return [
        [plant for plant in PLANTS if plant.stem not in apart],
        *([plant for plant in PLANTS if plant.stem in names] for names in COMPANIES),
    ]


@pytest.mark.parametrize("company", companies(), ids=["most", "a-lead", "lost", "doubled"])
def test_defects_planted_together_are_all_found(company: list[Path], tmp_path: Path) -> None:
    mechanism = planted(company, tmp_path / "mechanism")
    report = mechanism.audit()
    lines = [line for plant in company for line in expected(plant)]
    assert [line for line in lines if not any(speaks_of(f, line) for f in report.findings)] == []
    for finding in report.findings:
        if finding.witness is not None:
            assert mechanism.decide(finding.witness).applicable
    for lang in ("zh", "en"):
        text = audit_text(report, mechanism.rulebase, lang)
        assert all(f"[{finding.code}]" in text for finding in report.findings)
        assert "None" not in text


def test_every_sort_of_finding_is_planted() -> None:
    assert len(PLANTS) >= 38
    assert {p.stem for plants in companies() for p in plants} == {p.stem for p in PLANTS}
    planted_codes = {line.split()[0] for plant in PLANTS for line in expected(plant)}
    keys = {key.rsplit(".", 1)[0].removesuffix(".sometimes") for key in SENTENCES}
    queries = {query.code for query in audit_queries()} - {"open-term", "cue-word"}
    assert keys | queries <= planted_codes


def test_a_defect_has_one_of_three_severities_that_go_from_grave_to_slight(tmp_path: Path) -> None:
    company = companies()[0]
    findings = planted(company, tmp_path / "mechanism").audit().findings
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}
