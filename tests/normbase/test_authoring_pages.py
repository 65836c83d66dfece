"""The pages for authors say what is so: their Turtle is the toy's, their terms are the core's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from zhize._resources import data_folder
from zhize.validation.normbase import hygiene_queries

from .broken_mechanisms import TOY

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("authoring.md", "rule-language.md")}
BLOCKS = re.findall(r"```turtle\n(.*?)```", PAGES["authoring.md"], re.DOTALL)
IMAGINED = {"frost-first", "those-concerned"}
"""Terms that the tutorial shows and the toy does not need."""


def toy() -> Graph:
    graph = Graph()
    for path in sorted(TOY.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split()[0] for block in BLOCKS])
def test_turtle_of_the_tutorial_is_that_of_the_toy(block: str) -> None:
    whole = toy()
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in whole.namespaces())
    part = Graph().parse(data=prefixes + block, format="turtle")
    assert len(part) > 0
    for triple in part:
        if str(triple[0]).rsplit("#")[-1] not in IMAGINED:
            assert triple in whole


def test_the_tutorial_has_its_blocks() -> None:
    assert len(BLOCKS) >= 8
    assert "zhize --mechanism pond check" in PAGES["authoring.md"]
    assert "zhize --mechanism pond decide pond/record.yaml" in PAGES["authoring.md"]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_pages_name_only_terms_of_the_core(page: str) -> None:
    core = Graph().parse(data_folder("ontology") / "core.ttl", format="turtle")
    known = {str(s).rsplit("#")[-1] for s in core.subjects() if isinstance(s, URIRef)}
    named = set(re.findall(r"zz:(\w+)", PAGES[page]))
    assert len(named) >= 30
    assert named - known == set()


def test_codes_that_the_reference_names_exist() -> None:
    shapes = (data_folder("shapes") / "norms.ttl").read_text("utf-8")
    code = re.compile(r'zz:problemCode "([a-z-]+)"')
    known = {*code.findall(shapes), *(query.code for query in hygiene_queries())}
    for name in ("norm-without-bearer", "never-holds", "exception-cycle", "follow-up-too-deep"):
        assert f"`{name}`" in PAGES["rule-language.md"]
        assert name in known
