"""Helpers for the tests: read bytes, keep the records and the error that ended them."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from rdflib import Graph, URIRef

from zhize.records import FileError, Lexicon, context_iri, read_records, resolve
from zhize.records.rdf import add_record

from . import toy

if TYPE_CHECKING:
    from zhize.model.incident import Record

RULEBASE = toy.rulebase()
LEXICON = Lexicon(RULEBASE)
CONTEXT = context_iri(RULEBASE)
VALUES = resolve(toy.GOOD, LEXICON).values


def read(
    data: bytes | str | Path, kind: str | None = None, name: str = "file", **more: Any
) -> tuple[list[Record], FileError | None]:
    """Return the records of a file, and the error that ended it, or None."""
    if isinstance(data, str):
        data = data.encode()
    source = data if isinstance(data, Path) else io.BytesIO(data)
    records: list[Record] = []
    try:
        for record in read_records(source, LEXICON, name=name, format=kind, **more):
            records.append(record)  # noqa: PERF402 - those before an error count
    except FileError as found:
        return records, found
    return records, None


def good(records: list[Record]) -> list[str]:
    """Return the identifiers of the records that were read without a problem."""
    return [str(r.values["id"][0]) for r in records if not r.problems and "id" in r.values]


def refused(data: bytes | str | Path, kind: str | None = None, **more: Any) -> FileError:
    """Return the error of a file that yields no good record."""
    records, error = read(data, kind, **more)
    assert good(records) == []
    assert error is not None
    return error


def problems(records: list[Record]) -> list[tuple[str, int | None]]:
    return [(p.code, p.row) for r in records for p in r.problems]


def numbered(*numbers: int) -> list[dict[str, Any]]:
    """Return good records with the identifiers `P-1` and so on."""
    return [{**copy.deepcopy(toy.GOOD), "id": f"P-{number}"} for number in numbers]


def dump(kind: str, fields: list[dict[str, Any]]) -> bytes:
    """Write records in a format."""
    if kind == "yaml":
        return yaml.safe_dump_all(fields, allow_unicode=True, sort_keys=False).encode()
    if kind == "yaml-list":
        return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False).encode()
    if kind == "json":
        return json.dumps(fields, ensure_ascii=False, indent=1).encode()
    if kind == "jsonl":
        return "".join(json.dumps(f, ensure_ascii=False) + "\n" for f in fields).encode()
    if kind == "jsonld":
        nodes = [{"@type": "Incident", **f} for f in fields]
        document = {"@context": CONTEXT, "@graph": nodes}
        return json.dumps(document, ensure_ascii=False, indent=1).encode()
    graph = Graph()
    for number, f in enumerate(fields):
        record = resolve(f, LEXICON)
        add_record(graph, record, RULEBASE, URIRef(f"urn:test:{number}"), None)
    return graph.serialize(format="turtle").encode()


KINDS = ("json", "jsonl", "jsonld", "turtle", "yaml", "yaml-list")


def format_of(kind: str) -> str:
    """Return the format name of one of `KINDS`."""
    return kind.removesuffix("-list")
