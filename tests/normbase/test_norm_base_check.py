"""`check_mechanism` on whole mechanisms: sound ones, and folders that cannot be read."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDFS, SKOS

from zhize._resources import data_folder
from zhize.validation.normbase import check_mechanism, hygiene_queries

from .broken_mechanisms import MECHANISMS, TOY

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = data_folder("shapes") / "norms.ttl"


def test_the_smallest_mechanism_passes() -> None:
    report = check_mechanism(TOY, owl=False)
    assert [p.to_dict() for p in report] == []
    assert report.examined == 2


def test_a_second_mechanism_passes_and_says_whom_no_norm_mentions() -> None:
    report = check_mechanism(MECHANISMS / "harbour", owl=False)
    assert [(p.severity, p.code, p.source) for p in report] == [
        ("info", "agency-without-norm", "agencies.ttl")
    ]
    assert report.examined == 19


def test_checking_twice_says_the_same() -> None:
    first, second = (check_mechanism(MECHANISMS / "harbour", owl=False) for _ in range(2))
    assert first.to_dict() == second.to_dict()


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_folder_without_mechanism_is_no_mechanism(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = check_mechanism(tmp_path / folder, owl=False)
    assert [p.code for p in report] == ["no-mechanism"]
    assert not report.ok


def test_every_file_with_bad_syntax_is_reported_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "mechanism"
    shutil.copytree(TOY, folder)
    for name in ("facts.ttl", "shapes/record.ttl"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\ntoy:a toy:b\n\ntoy:c toy:d toy:e .\n")
    report = check_mechanism(folder, owl=False)
    found = [(p.code, p.source) for p in report if p.severity == "error"]
    assert found == [("syntax", "facts.ttl"), ("syntax", "record.ttl")]
    lines = (folder / "facts.ttl").read_text(encoding="utf-8").splitlines()
    assert lines[(report.problems[0].row or 0) - 1].startswith(("toy:c", "toy:a"))


def test_a_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "mechanism"
    shutil.copytree(TOY, folder)
    (folder / "places.ttl").write_bytes("# 阳城县\n".encode("gb18030"))
    report = check_mechanism(folder, owl=False)
    assert [p.code for p in report][:1] == ["not-utf8"]


def test_a_slip_in_the_record_shapes_is_an_unknown_term(tmp_path: Path) -> None:
    folder = tmp_path / "mechanism"
    shutil.copytree(TOY, folder)
    shapes = folder / "shapes" / "record.ttl"
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace("sh:class toy:Trouble", "sh:class toy:Truoble"), "utf-8")
    problems = list(check_mechanism(folder, owl=False))
    assert [(p.code, p.source, p.value) for p in problems if p.severity == "error"] == [
        ("unknown-term", "record.ttl", "toy:Truoble")
    ]


def test_every_shape_has_one_message_in_each_language_and_a_code() -> None:
    graph = Graph().parse(SHAPES, format="turtle")
    code = URIRef("https://w3id.org/zhize/core#problemCode")
    reported = sorted(graph.subjects(code, None))
    assert len(reported) >= 55
    for shape in reported:
        assert isinstance(shape, URIRef)
        messages = [m for m in graph.objects(shape, SH.message) if isinstance(m, Literal)]
        assert sorted(str(m.language) for m in messages) == ["en", "zh"], shape
        assert str(graph.value(shape, code)) == shape.rsplit("#")[1]
    # Whatever bears a target is reported, and so needs a code.
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    assert {s for t in targets for s in graph.subjects(t, None)} == set(reported)


def test_the_shapes_use_only_terms_that_exist() -> None:
    graph = Graph().parse(SHAPES, format="turtle")
    core = Graph().parse(data_folder("ontology") / "core.ttl", format="turtle")
    known = set(core.subjects()) | set(graph.subjects())
    for node in sorted({n for triple in graph for n in triple if isinstance(n, URIRef)}):
        for namespace in (SH, RDF, RDFS, OWL, SKOS):
            if node.startswith(str(namespace)):
                assert node in namespace, node
        if node.startswith("https://w3id.org/zhize/") and "#" in node:
            assert node in known, node


def test_hygiene_queries_are_questions_in_order() -> None:
    for query in hygiene_queries():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.code)
        assert query.question.endswith("?")
        assert query.severity in {"error", "warning", "info"}
        assert query.message["zh"]
        assert query.message["en"]
        assert "ORDER BY" in query.sparql
