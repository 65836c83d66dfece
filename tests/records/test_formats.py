"""Every format says the same, and its kind is found by name or content."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from zhize.model.incident import Unresolved
from zhize.records import read_records

from . import toy
from .reading import (
    CONTEXT,
    KINDS,
    LEXICON,
    RULEBASE,
    VALUES,
    dump,
    format_of,
    good,
    numbered,
    read,
)

if TYPE_CHECKING:
    from pathlib import Path

EXTENSIONS = {
    "json": ["json", "JSON"], "jsonl": ["jsonl", "ndjson"], "jsonld": ["jsonld", "json"],
    "turtle": ["ttl"], "yaml": ["yaml", "yml"], "yaml-list": ["yaml"],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_the_same_in_every_format(kind: str) -> None:
    records, error = read(dump(kind, [toy.GOOD]), format_of(kind))
    assert error is None
    assert [r.values for r in records] == [VALUES]
    assert not records[0].problems


@pytest.mark.parametrize("kind", KINDS)
def test_the_format_is_found_by_content(kind: str) -> None:
    records, error = read(dump(kind, numbered(1, 2)), name="-")
    assert error is None
    assert good(records) == ["P-1", "P-2"]


@pytest.mark.parametrize(("kind", "extension"), [(k, e) for k, v in EXTENSIONS.items() for e in v])
def test_the_format_is_found_by_extension(kind: str, extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"records.{extension}"
    path.write_bytes(dump(kind, numbered(1, 2)))
    records, error = read(path, name=str(path))
    assert error is None
    assert good(records) == ["P-1", "P-2"]
    assert [r.index for r in records] == [1, 2]
    assert {r.source for r in records} == {str(path)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(kind: str) -> None:
    data = b"\xef\xbb\xbf" + dump(kind, numbered(1)).replace(b"\n", b"\r\n")
    records, error = read(data, format_of(kind))
    assert error is None
    assert [r.values["id"] for r in records] == [("P-1",)]


def test_a_rule_base_serves_as_well_as_its_lexicon() -> None:
    source = io.BytesIO(dump("jsonl", [toy.GOOD]))
    assert [r.values for r in read_records(source, RULEBASE, name="-")] == [VALUES]
    assert not source.closed


def test_yaml_scalars_stay_the_text_that_was_written() -> None:
    text = (
        "id: 0107\ntitle: no\nnote: 1.0\nseen_on: 2024-08-01\n"
        "troubles: [on, 1_000, 0x1F, ~, null]\n"
        'permit: "null"\nhamlet: ~\ntown:\n'
    )
    records, error = read(text, "yaml")
    assert error is None
    assert records[0].values == {
        "id": ("0107",), "title": ("no",), "note": ("1.0",), "seen_on": ("2024-08-01",),
        "troubles": (Unresolved("on"), Unresolved("1_000"), Unresolved("0x1F")),
        "permit": (Unresolved("null"),),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["json", "jsonl", "jsonld"])
def test_json_numbers_stay_the_text_that_was_written(kind: str) -> None:
    context = f'"@context": "{CONTEXT}", ' if kind == "jsonld" else ""
    records, _ = read(f'{{{context}"id": 107, "title": 1.10, "note": 1e5}}', kind)
    assert records[0].values == {"id": ("107",), "title": ("1.10",), "note": ("1e5",)}


def test_turtle_numbers_stay_the_text_that_was_written() -> None:
    records, _ = read(
        f"@prefix t: <{toy.NS}> .\n[] t:has-id 0107 ; t:has-title 1.10 ; t:has-note true .",
        "turtle",
    )
    assert records[0].values == {"id": ("0107",), "title": ("1.10",), "note": ("true",)}


def test_lines_and_positions_are_known() -> None:
    records, _ = read("- id: a\n- id: b\n\n---\nid: c\n", "yaml")
    assert [(r.index, r.line) for r in records] == [(1, 1), (2, 2), (3, 5)]
    records, _ = read('[{"id": "a"},\n\n{"id": "b"}]', "json")
    assert [(r.index, r.line) for r in records] == [(1, 1), (2, 3)]
    records, _ = read('\n{"id": "a"}\n\n{"id": "b"}', "jsonl")
    assert [(r.index, r.line) for r in records] == [(2, 2), (4, 4)]
    records, _ = read(f'<urn:b> <{toy.NS}has-id> "b" .\n\n<urn:a> <{toy.NS}has-id> "a" .', "turtle")
    assert [(r.index, r.line, r.values["id"]) for r in records] == [
        (1, 3, ("a",)),
        (2, 1, ("b",)),
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("yaml", "id: a\ntown: 东镇\nid: b\n"),
        ("json", '{"id": "a", "town": "东镇", "id": "b"}'),
        ("json", '[{"id": "a", "town": "东镇", "id" : "b"}]'),
        ("jsonl", '{"id": "a", "town": "东镇", "id": "b"}'),
        ("jsonl", '{"id": "a", "town": "东镇: a, b", "\\u0069d": "b"}'),
        ("jsonld", f'{{"@context": "{CONTEXT}", "id": "a", "town": "东镇", "id": "b"}}'),
    ],
)
def test_a_field_given_twice_is_found_in_every_format(kind: str, text: str) -> None:
    records, error = read(text, kind)
    assert error is None
    assert [p.code for p in records[0].problems] == ["duplicate-field"]
    assert records[0].problems[0].record == "a"
    assert records[0].values["id"] == ("a",)


def test_a_nested_name_given_twice_is_no_duplicate_field() -> None:
    records, _ = read('{"id": "a", "note": {"id": 1, "x": 2}}', "jsonl")
    assert [p.code for p in records[0].problems] == ["wrong-type"]


# ---------------------------------------------------------------- RDF


def test_json_ld_may_be_expanded() -> None:
    node = {
        "@type": ["https://w3id.org/zhize/core#Incident"],
        toy.NS + "has-id": [{"@value": "x"}],
        toy.NS + "has-troubles": [{"@id": toy.NS + "troubles-litter"}],
        toy.NS + "has-told": [{"@id": "https://w3id.org/zhize/core#none"}],
        toy.NS + "has-seen_by": [{"@id": "https://w3id.org/zhize/core#unknown"}],
    }
    records, error = read(json.dumps([node]), "jsonld")
    assert error is None
    assert records[0].values == {"id": ("x",), "troubles": ("litter",), "told": ()}
    assert records[0].unknown == ("seen_by",)


def test_json_ld_may_bring_a_context_of_its_own() -> None:
    document = {
        "@context": [
            CONTEXT,
            {"t": toy.NS, "who": {"@id": "t:has-seen_by", "@type": "@vocab"}, "W": "t:warden"},
        ],
        "id": "x",
        "who": ["W", "t:registry"],
        "troubles": {"@id": "t:troubles-litter"},
    }
    records, error = read(json.dumps(document), "jsonld")
    assert error is None
    assert records[0].values == {
        "id": ("x",), "seen_by": ("warden", "title"), "troubles": ("litter",),
    }  # fmt: skip


def test_json_ld_loses_no_field_and_no_word(caplog: pytest.LogCaptureFixture) -> None:
    document = {
        "@context": CONTEXT, "id": "x", "no such field 100%": 1, "问题": ["a b<c>", "x:y"],
        "seen_on": "2024-99-99", "town": "无此镇", "seen_by": ["title"],
    }  # fmt: skip
    records, error = read(json.dumps(document), "jsonld")
    assert error is None
    assert records[0].unrecognised == ("no such field 100%",)
    assert records[0].values == {
        "id": ("x",), "troubles": (Unresolved("a b<c>"), Unresolved("x:y")),
        "seen_on": (Unresolved("2024-99-99"),), "town": (Unresolved("无此镇"),),
        "seen_by": ("title",),
    }  # fmt: skip
    assert not caplog.records


def test_an_unknown_property_in_turtle_is_an_unrecognised_field() -> None:
    records, _ = read(f'[] <{toy.NS}has-id> "x" ; <urn:odd> "y" .', "turtle")
    assert records[0].unrecognised == ("urn:odd",)


def test_a_blank_node_is_no_value() -> None:
    records, _ = read(f'[] <{toy.NS}has-id> "x" ; <{toy.NS}has-note> [ <urn:p> 1 ] .', "turtle")
    assert [p.code for p in records[0].problems] == ["wrong-type"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib
def test_the_published_context_gives_the_same_graph_as_the_record() -> None:
    from rdflib import Graph, URIRef
    from rdflib.compare import to_isomorphic

    from zhize.records import jsonld_context, resolve
    from zhize.records.rdf import add_record

    fields = {**toy.GOOD, "hamlet": "下村", "told": ["council"]}
    written = Graph()
    add_record(written, resolve(fields, LEXICON), RULEBASE, URIRef("urn:x"), None)
    document = {
        "@context": jsonld_context(RULEBASE), "@id": "urn:x", "@type": "Incident", **fields,
    }  # fmt: skip
    expanded = Graph().parse(data=json.dumps(document), format="json-ld")
    assert to_isomorphic(expanded) == to_isomorphic(written)


def test_the_published_context_speaks_of_every_field() -> None:
    from zhize.records import jsonld_context

    context = jsonld_context(RULEBASE)
    for facet in RULEBASE.facets:
        assert context[facet.code]["@id"] == facet.iri
        assert context[facet.label["zh"]] == context[facet.code]
    assert "上村" not in context["hamlet"]["@context"]  # two hamlets have that name
    assert context["hamlet"]["@context"]["下村"] == toy.NS + "lower-west"
    assert CONTEXT == "https://example.org/pond/context.jsonld"
