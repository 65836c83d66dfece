"""Each broken mechanism is the toy with one sin, and is reported with exactly that sin's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, URIRef

from zhize._resources import data_folder
from zhize.validation.normbase import check_mechanism, hygiene_queries

from .broken_mechanisms import OVERLAYS, TOY, expected, headers, make

if TYPE_CHECKING:
    from pathlib import Path

PROBLEM_CODE = URIRef("https://w3id.org/zhize/core#problemCode")
NOTE = "not-checked"
"""The note that a step was left out because of earlier errors: a consequence, not a sin."""


def test_there_are_enough_broken_mechanisms() -> None:
    assert len(OVERLAYS) >= 100


def test_every_shape_and_every_hygiene_query_has_its_broken_mechanism() -> None:
    shapes = Graph().parse(data_folder("shapes") / "norms.ttl", format="turtle")
    codes = [str(code) for code in shapes.objects(None, PROBLEM_CODE)]
    queries = [query.code for query in hygiene_queries()]
    assert len(codes) >= 55
    assert len(queries) >= 30
    assert sorted(codes + queries) == sorted({*codes, *queries}), "a code is used twice"
    assert {*codes, *queries} - {code for o in OVERLAYS for code in expected(o)} == set()


@pytest.mark.parametrize("overlay", OVERLAYS, ids=[o.stem for o in OVERLAYS])
def test_broken_mechanism_is_reported_with_exactly_its_sin(overlay: Path, tmp_path: Path) -> None:
    report = check_mechanism(make(overlay, tmp_path / "mechanism"), owl=False)
    assert sorted({p.code for p in report} - {NOTE}) == expected(overlay)
    for problem in report:
        assert set(problem.message) == {"zh", "en"}
        assert problem.message["zh"]
        assert not problem.message["en"].endswith(".")


def test_a_problem_names_the_file_and_the_line_of_its_term(tmp_path: Path) -> None:
    overlay = next(o for o in OVERLAYS if o.stem == "norm-without-bearer")
    report = check_mechanism(make(overlay, tmp_path / "mechanism"), owl=False)
    problem = next(p for p in report if p.code == "norm-without-bearer")
    lines = overlay.read_text(encoding="utf-8").splitlines()
    assert problem.source == "sin.ttl"
    assert lines[(problem.row or 0) - 1] == "toy:extra a zz:Norm ;"
    assert problem.message["en"] == (
        "`toy:extra`: the norm has no bearer; give it zz:bearer or zz:bearerKind"
    )


def test_a_misspelt_term_is_reported_where_it_is_used(tmp_path: Path) -> None:
    overlay = next(o for o in OVERLAYS if o.stem == "unknown-term")
    report = check_mechanism(make(overlay, tmp_path / "mechanism"), owl=False)
    problem = next(p for p in report if p.code == "unknown-term")
    assert problem.value == "toy:wardn"
    assert problem.message["en"].startswith("`toy:art1-1`: ")


def test_every_line_that_an_overlay_removes_is_said_in_full() -> None:
    toy = {
        line.strip() for path in TOY.glob("*.ttl") for line in path.read_text("utf-8").splitlines()
    }
    for overlay in OVERLAYS:
        assert set(headers(overlay, "without")) <= toy, overlay.name
