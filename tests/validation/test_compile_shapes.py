"""What the compiler of shapes takes, and that it refuses everything else by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rdflib import Graph

from zhize._errors import CompilationError
from zhize.validation import safe_patterns
from zhize.validation.checks import Pattern
from zhize.validation.compile_shapes import compile_checks

from .conftest import MECHANISMS, Subject, subject

HERE = Path(__file__).parent
PREFIXES = (HERE / "taken.ttl").read_text(encoding="utf-8").partition("\n\n")[0]
REPORT = "s:report a sh:NodeShape ; sh:targetClass zz:Incident ; sh:property s:part ."
SAYS = 'zz:problemCode "wrong" ; sh:message "不对"@zh, "wrong"@en'
PART = f"s:part a sh:PropertyShape ; sh:path toy:hasTrouble ; {SAYS} ; "
REFUSED = yaml.safe_load((HERE / "refused.yaml").read_text(encoding="utf-8"))


def _graph(turtle: str) -> Graph:
    return Graph().parse(data=f"{PREFIXES}\n{REPORT}\n{turtle}", format="turtle")


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: next(iter(case.values())))
def test_what_it_does_not_know_is_refused_with_shape_and_term(
    pond: Subject, case: dict[str, str]
) -> None:
    turtle = PART + case["part"] if "part" in case else case["shapes"].replace("SAYS", SAYS)
    with pytest.raises(CompilationError) as error:
        compile_checks(_graph(turtle), pond.rulebase)
    en, zh = error.value.message["en"], error.value.message["zh"]
    assert case["names"] in en
    assert re.match(r"shape `[\w-]+` ", en), en
    assert re.match(r"形状 [\w-]+ .+。\Z", zh), zh


def test_there_are_many_refusals() -> None:
    assert len(REFUSED) >= 60


RECORDS = [
    {},
    {"id": "P-1", "seen_on": "2025-03-01", "village": "Millbrook", "trouble": "litter"},
    {"id": "P-1", "seen_on": "2024-03-01", "village": "Ashford", "trouble": "dead-fish"},
    {"id": ["P-2", "P-2", "Q"], "seen_on": "soon", "village": "Nowhere", "trouble": "fire"},
    {"id": "P-12345", "seen_on": ["2024-03-01", "2024-03-02"], "trouble": ["litter", "dead-fish"]},
    {"id": "P-4", "seen_on": "unknown", "village": ["Millbrook", "Ashford"], "trouble": "unknown"},
    {"id": "P-5", "x": 1, "y": 2, "trouble": "litter", "seen_on": "never"},
    {"id": "Q", "village": "unknown", "trouble": ["litter", "fire", "unknown"]},
]


def test_all_that_it_takes_means_what_pyshacl_says() -> None:
    toy = subject(MECHANISMS / "toy", Graph().parse(HERE / "taken.ttl"))
    assert len(toy.checks) == 20
    records = toy.records(*RECORDS)
    expected = toy.reference(records)
    assert toy.compiled(records) == expected
    assert len(expected) > 40


def test_shapes_are_named_and_read_what_they_depend_on(county: Subject) -> None:
    checks = {check.name: check for check in county.checks}
    reads = {iri.rpartition("#")[2] for iri in checks["zone-without-use"].reads}
    assert reads == {"hasViolation", "inZone"}
    reads = {iri.rpartition("#")[2] for iri in checks["future-date"].reads}
    assert reads == {"checkedOn", "reportedOn"}
    assert checks["id-unique"].field == "id"
    assert checks["field-known"].field is None


@pytest.mark.parametrize(
    ("regex", "taken"),
    [
        ("^P-[0-9]{4}$", True),
        ("^[A-Z]+-\\d*$", True),
        ("^.\\.[^a-z]{2,3}", True),
        ("^\\$", True),
        ("^a\\\\$", True),
        ("", False),
        ("a", False),
        ("^(a|b)$", False),
        ("^(?=a)", False),
        ("^a*b*c*", False),
        ("^a**", False),
        ("^a{1,2}{3}", False),
        ("^\\1", False),
        ("^\\bx", False),
        ("^[[:alpha:]]", False),
        ("^a$b", False),
        ("^a|b", False),
        ("^[z-a]", False),
        ("^[a--b]", False),
        ("^[a||b]", False),
        ("^" + "a" * 200, False),
    ],
)
def test_only_patterns_of_bounded_cost_are_taken(regex: str, taken: bool) -> None:
    why = safe_patterns.objection(regex)
    assert (why is None) is taken, why
    if why is not None:
        assert set(why) == {"zh", "en"}


def test_a_pattern_is_kept_as_written(pond: Subject) -> None:
    (check,) = compile_checks(_graph(PART + 'sh:pattern "^P-[0-9]+$" .'), pond.rulebase)
    assert check.shape.constraints == (Pattern("^P-[0-9]+$"),)
