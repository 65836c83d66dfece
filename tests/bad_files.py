"""Bad files, each with the code of what is wrong and where it is, and writers of good ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import yaml
from rdflib import Graph, URIRef

import zhize
from zhize.records.rdf import add_record

MECHANISM = zhize.load()
ZZ = "https://w3id.org/zhize/core#"
YC = "https://w3id.org/zhize/yangcheng#"


def record(name: str, **changes: Any) -> dict[str, Any]:
    """Return a good record, but for what is changed; None leaves a field out."""
    fields = {
        "id": name,
        "reported_on": "2024-08-01",
        "township": "凤城镇",
        "violations": ["illegal-sand-mining"],
        "zones": ["reservoir-area"],
        "discovered_by": ["ecology-environment"],
        **changes,
    }
    return {field: value for field, value in fields.items() if value is not None}


def in_yaml(*fields: dict[str, Any]) -> str:
    return yaml.safe_dump_all(fields, allow_unicode=True, sort_keys=False, explicit_start=True)


def in_json(*fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def in_jsonl(*fields: dict[str, Any]) -> str:
    return "".join(json.dumps(f, ensure_ascii=False) + "\n" for f in fields)


def in_turtle(*fields: dict[str, Any]) -> str:
    graph = Graph()
    for number, f in enumerate(fields):
        incident = MECHANISM.incident(f)
        add_record(graph, incident, MECHANISM.rulebase, URIRef(f"urn:test:{number}"), None)
    return graph.serialize(format="turtle")


A, B, C = record("A"), record("B"), record("C")
DEEP = "id: " + "[" * 40 + "]" * 40 + "\n"
LAUGHS = "a: &a [哈, 哈]\n" + "".join(
    f"{this}: &{this} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n"
    for last, this in zip("abcdefgh", "bcdefghi", strict=True)
)
ENTITIES = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">\n'
    '<!ENTITY b "&a;&a;&a;">]>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    "<x>&b;</x></rdf:RDF>\n"
)
IMPORTS = (
    in_turtle(A) + "\n<urn:test:file> a <http://www.w3.org/2002/07/owl#Ontology> ;\n"
    "    <http://www.w3.org/2002/07/owl#imports> <http://x.example/more.ttl> .\n"
)
REMOTE = json.dumps({"@context": "http://x.example/context.jsonld", **A}, indent=1)


@dataclass(frozen=True)
class Case:
    """One bad file.

    Attributes:
        file: Its name. `data`: what is in it; None where there is no such file.
        exit: The exit code of both commands.
        code: The code of the problem.
        where: Where it is, by language, as the message or the line above it says.
        decided: The identifiers of its records that are decided all the same.
        record, field: What the JSON row names.
        says: Words that both messages hold.
    """

    name: str
    file: str
    data: str | bytes | None
    exit: int
    code: str
    where: dict[str, str]
    decided: tuple[str, ...] = ()
    record: str | None = None
    field: str | None = None
    says: tuple[str, ...] = ()


def line(file: str, number: int) -> dict[str, str]:
    return {"zh": f"{file} 第 {number} 行", "en": f"{file}, line {number}"}


def whole(file: str) -> dict[str, str]:
    return {"zh": f"{file}：", "en": f"{file}: "}


def of_record(name: str, file: str, number: int) -> dict[str, str]:
    return {
        "zh": f"记录 {name}（{file}，第 {number} 行）",
        "en": f"record {name} ({file}, line {number})",
    }


def about_b(name: str, code: str, *says: str, field: str, **changes: Any) -> Case:
    """Return a case of three records of which the second, in line 2, is wrong."""
    data = in_jsonl(A, record("B", **changes), C)
    where = of_record("B", "bad.jsonl", 2)
    return Case(name, "bad.jsonl", data, 1, code, where, ("A", "C"), "B", field, says)


CASES = [
    # ------------------------------------------------------------ damage: good records come first
    Case("truncated YAML", "bad.yaml", in_yaml(A, B) + "---\nid: C\nviolations: [", 3,
         "truncated", line("bad.yaml", 24), ("A", "B")),
    Case("a YAML document that breaks off before the next", "bad.yaml",
         in_yaml(A) + "---\nid: B\nzones: [\n" + in_yaml(C), 1,
         "syntax", line("bad.yaml", 14), ("A", "C")),
    Case("truncated JSON", "bad.json", in_json(A, B, C)[:-60], 3,
         "truncated", line("bad.json", 38), ("A", "B")),
    Case("truncated JSONL", "bad.jsonl", in_jsonl(A, B, C)[:-40], 1,
         "truncated", line("bad.jsonl", 3), ("A", "B")),
    Case("truncated Turtle", "bad.ttl", in_turtle(A) + f"\n<urn:b> a <{ZZ}Incident> ;\n  <{YC}", 3,
         "truncated", line("bad.ttl", 14), ("A",)),
    Case("GB18030 in YAML", "bad.yaml", in_yaml(A).encode("gb18030"), 3,
         "not-utf8", line("bad.yaml", 4), says=("GB18030", "UTF-8")),
    Case("GB18030 in JSON", "bad.json", in_json(A).encode("gb18030"), 1,
         "not-utf8", line("bad.json", 5), says=("GB18030", "UTF-8")),
    Case("GB18030 in a line of JSONL", "bad.jsonl",
         in_jsonl(A).encode() + in_jsonl(B).encode("gb18030") + in_jsonl(C).encode(), 1,
         "not-utf8", line("bad.jsonl", 2), ("A", "C"), says=("GB18030", "UTF-8")),
    # ------------------------------------------------------------ traps
    Case("deep YAML", "bad.yaml", in_yaml(A) + "---\n" + DEEP + in_yaml(C), 1,
         "too-deep", line("bad.yaml", 12), ("A", "C"), says=("32",)),
    Case("deep YAML at the end", "bad.yaml", in_yaml(A) + "---\nid: " + "[" * 100_000, 3,
         "too-deep", line("bad.yaml", 12), ("A",)),
    Case("aliased YAML", "bad.yaml", in_yaml(A) + "---\n" + LAUGHS + in_yaml(C), 1,
         "alias", line("bad.yaml", 12), ("A", "C"), says=("&a",)),
    Case("aliased YAML at the end", "bad.yaml", LAUGHS, 3,
         "alias", line("bad.yaml", 1), says=("&a",)),
    Case("a remote context", "bad.jsonld", REMOTE, 3,
         "remote-context", whole("bad.jsonld"), says=("http://x.example/context.jsonld",)),
    Case("a remote context in JSON", "bad.json", REMOTE, 3,
         "remote-context", whole("bad.json"), says=("http://x.example/context.jsonld",)),
    Case("XML entities", "bad.xml", ENTITIES, 3, "doctype", whole("bad.xml"), says=("XML",)),
    Case("RDF/XML", "bad.rdf", ENTITIES, 3, "doctype", whole("bad.rdf"), says=("XML",)),
    Case("XML that is named Turtle", "bad.ttl", ENTITIES, 3, "doctype", whole("bad.ttl")),
    Case("owl:imports", "bad.ttl", IMPORTS, 3,
         "imports", line("bad.ttl", 13), says=("http://x.example/more.ttl",)),
    # ------------------------------------------------------------ no record file
    Case("binary", "bad.yaml", b"PK\x03\x04\x14\x00\x08", 3,
         "binary", whole("bad.yaml"), says=("ZIP", ".jsonl")),
    Case("bytes", "bad.json", b'{"id": "A"\x00}', 3, "binary", whole("bad.json")),
    Case("empty", "bad.yaml", "", 3, "empty-file", whole("bad.yaml")),
    Case("a comment alone", "bad.yaml", "# 空\n", 3, "empty-file", whole("bad.yaml")),
    Case("missing", "bad.yaml", None, 3, "missing-file", whole("bad.yaml")),
    Case("a folder", ".", None, 3, "unreadable", whole(".")),
    Case("a table of another kind", "bad.numbers", "id,township\nA,凤城镇\n", 3,
         "unknown-format", whole("bad.numbers"), says=(".jsonl", ".yaml")),
    Case("some text", "bad.txt", "今天在水库看见有人采砂\n", 3,
         "unknown-format", whole("bad.txt"), says=(".jsonl", ".yaml")),
    # ------------------------------------------------------------ records
    Case("two records with one id", "bad.yaml", in_yaml(A, A, C), 1,
         "duplicate-id", of_record("A", "bad.yaml", 12), ("A", "C"), "A", "id", ("A",)),
    about_b("an unknown code", "unknown-code", "illegal-sand-minning", "illegal-sand-mining",
            field="violations", violations=["illegal-sand-minning"]),
    about_b("an unknown agency", "unknown-code", "wather", "water",
            field="discovered_by", discovered_by=["wather"]),
    about_b("an unknown field", "unknown-field", "viollations", "violations",
            field="viollations", viollations=["unlicensed-mining"]),
    about_b("a township the county does not have", "unknown-place", "凤凰镇", "凤城镇",
            field="township", township="凤凰镇"),
    about_b("a missing date", "missing-field", field="reported_on", reported_on=None),
    about_b("no violation", "missing-field", field="violations", violations=[]),
    about_b("a malformed date", "malformed-date", "2024-02-30",
            field="reported_on", reported_on="2024-02-30"),
    about_b("a date of another order", "malformed-date", "01/08/2024",
            field="reported_on", reported_on="01/08/2024"),
]  # fmt: skip
