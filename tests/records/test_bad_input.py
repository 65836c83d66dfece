"""Bad files: a clear error that says where, the good records all the same, nothing fetched."""

from __future__ import annotations

import io
import json
import os
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhize.records import FileError, read_records

from . import toy
from .reading import (
    CONTEXT,
    LEXICON,
    dump,
    good,
    numbered,
    problems,
    read,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable


PEAK = 90 << 20  # bytes of memory that reading any file may take


# ---------------------------------------------------------------- not a record file at all


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"PK\x03\x04\x14\x00", "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel"),
        (b"\x89PNG\r\n", "PNG"),
        (b"id: a\x00b", "binary"),
    ],
)
@pytest.mark.parametrize("name", ["a.yaml", "a.jsonl", "a.ttl", "a.txt"])
def test_a_binary_file_is_named(head: bytes, word: str, name: str) -> None:
    error = refused(head, name=name)
    assert error.code == "binary"
    assert word in error.message["en"]


@pytest.mark.parametrize(
    "data", ["", "\n \n", "\ufeff", "# only a comment\n", "---\n---\n", "null"]
)
def test_an_empty_file_is_said_to_be_empty(data: str) -> None:
    assert refused(data, name="a.yaml").code == "empty-file"


@pytest.mark.parametrize("kind", ["json", "jsonl", "jsonld", "turtle"])
def test_an_empty_file_of_any_format_is_empty(kind: str) -> None:
    assert refused("", kind).code == "empty-file"


@pytest.mark.parametrize(("kind", "data"), [("json", "[]"), ("jsonld", "{}"), ("turtle", "# x")])
def test_a_file_without_a_record_is_empty(kind: str, data: str) -> None:
    assert refused(data, kind).code == "empty-file"


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0"?><rdf:RDF/>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '\n<rdf:RDF xmlns:rdf="urn:x">',
        "<html><body>",
    ],
)
@pytest.mark.parametrize("name", ["a.rdf", "a.ttl", "a.json", "-"])
def test_xml_is_refused_by_name_whatever_its_extension(data: str, name: str) -> None:
    error = refused(data, name=name)
    assert error.code == "doctype"
    assert "XML" in error.message["zh"]


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsb", "a.numbers"])
def test_a_table_of_another_kind_is_refused_with_what_is_accepted(name: str) -> None:
    error = refused("id,title\n1,2\n", name=name)
    assert error.code == "unknown-format"
    assert ".jsonl" in error.message["en"]


@pytest.mark.parametrize("data", ["id,title\n1,2\n", "hello world", "%%%"])
def test_what_cannot_be_told_is_an_unknown_format(data: str) -> None:
    assert refused(data, name="a.txt").code == "unknown-format"
    assert refused("{}", kind="toml").code == "unknown-format"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "unreadable"
    assert refused(tmp_path / "none.yaml").code == "missing-file"
    assert refused(Path("a\0b")).code == "missing-file"
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert refused(pipe).code == "unreadable"


@pytest.mark.parametrize(
    ("encoding", "word"), [("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("latin-1", "UTF-8")]
)
@pytest.mark.parametrize("kind", ["yaml", "json", "jsonl", "jsonld", "turtle"])
def test_another_encoding_is_named_with_its_line(kind: str, encoding: str, word: str) -> None:
    text = dump(kind, [toy.GOOD]).decode()
    if encoding == "latin-1":
        text = "".join("é" if ord(c) > 127 else c for c in text)
    records, error = read(text.encode(encoding), kind)
    found = [p for r in records for p in r.problems] + ([] if error is None else [error.problem])
    assert {p.code for p in found} == {"not-utf8"}
    assert found[0].row is not None
    assert word in found[0].message["en"]


# ---------------------------------------------------------------- size and depth


def sparse(path: Path, head: bytes = b"", size: int = 100 << 20) -> Path:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonld", "a.ttl"])
def test_a_document_of_100_mb_is_refused_unread(name: str, tmp_path: Path) -> None:
    path = sparse(tmp_path / name, b"id: a\n" * 20_000)
    tracemalloc.start()
    error = refused(path, name=name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == "too-large"
    assert "JSONL" in error.message["zh"]
    assert peak < 2 << 20


class Endless(io.RawIOBase):
    """A stream of so many bytes, made as they are read."""

    def __init__(self, pattern: bytes, size: int) -> None:
        super().__init__()
        self._block = pattern * (1 + (1 << 16) // len(pattern))
        self._left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = min(len(self._block), self._left, size if size >= 0 else self._left)
        self._left -= count
        return self._block[:count]


@pytest.mark.parametrize(
    ("pattern", "size"), [(b"a: b\n", 30 << 20), (b"x", 100 << 20), (b"- ", 30 << 20)]
)
def test_a_stream_too_large_for_yaml_is_refused_in_bounded_memory(
    pattern: bytes, size: int
) -> None:
    tracemalloc.start()
    with pytest.raises(FileError) as caught:
        list(read_records(Endless(pattern, size), LEXICON, name="-", format="yaml"))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "too-large"
    assert peak < PEAK


def test_100_mb_of_jsonl_are_read_in_constant_memory() -> None:
    line = dump("jsonl", [{**toy.GOOD, "note": "x" * 20_000}])
    tracemalloc.start()
    stream = Endless(line, len(line) * (100 << 20) // len(line))
    count = sum(1 for _ in read_records(stream, LEXICON, name="-", format="jsonl"))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 4000
    assert peak < 8 << 20


def test_a_line_of_100_mb_is_one_bad_record_in_bounded_memory() -> None:
    stream = Endless(b'{"id": "a"', 100 << 20)
    tracemalloc.start()
    records = list(read_records(stream, LEXICON, name="-", format="jsonl"))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems(records) == [("too-large", 1)]
    assert peak < 8 << 20


def test_a_long_line_does_not_hide_the_next() -> None:
    data = b'{"id": "' + b"x" * 3_000_000 + b'"}\n' + dump("jsonl", numbered(2))
    records, error = read(data, "jsonl")
    assert error is None
    assert problems(records) == [("too-large", 1)]
    assert good(records) == ["P-2"]


DEEP: dict[str, Callable[[int], bytes]] = {
    "yaml": lambda n: b"id: " + b"[" * n,
    "json": lambda n: b'[{"id": ' + b"[" * n + b"]" * n + b"}]",
    "jsonl": lambda n: b'{"id": ' + b"[" * n + b"]" * n + b"}",
    "jsonld": lambda n: b'{"id": ' + b'{"@set": [' * n + b"]}" * n + b"}",
    "turtle": lambda n: b"<urn:a> <urn:p> " + b"[ <urn:p> " * n + b"1" + b"]" * n + b".",
}


HANGS = 60.0
"""Seconds after which a reader is taken to hang; each of these takes about one."""


@pytest.mark.parametrize("depth", [300, 100_000])
@pytest.mark.parametrize("kind", sorted(DEEP))
def test_deep_nesting_is_refused_quickly(kind: str, depth: int) -> None:
    begin = time.perf_counter()
    records, error = read(DEEP[kind](depth), kind)
    assert time.perf_counter() - begin < HANGS
    codes = {code for code, _ in problems(records)} | ({error.code} if error else set())
    assert codes & {"too-deep", "too-large", "wrong-type"}
    assert good(records) == []


@pytest.mark.parametrize("text", ["- " * 40 + "x", "? " * 40 + "x", "{a: " * 40, "[" * 40])
def test_yaml_depth_is_counted(text: str) -> None:
    assert refused(text, "yaml").code == "too-deep"


BILLION = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize("text", [BILLION, "id: &x a\n", "id: *x\n", "a: &a\n  <<: *a\n"])
def test_yaml_anchors_and_aliases_are_refused(text: str) -> None:
    error = refused(text, "yaml")
    assert error.code == "alias"
    assert error.line is not None


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!binary", "!!set", "!own"])
def test_yaml_tags_other_than_the_core_are_refused(tag: str) -> None:
    error = refused(f"title: x\nid: {tag} [a]\n", "yaml")
    assert (error.code, error.line) == ("syntax", 2)


def test_core_tags_do_no_harm() -> None:
    records, error = read("id: !!str 1\nnote: !!null x\ntitle: !!int 5\n", "yaml")
    assert error is None
    assert records[0].values == {"id": ("1",), "title": ("5",)}


def test_a_record_of_too_many_values_is_refused() -> None:
    assert refused("id: a\nnote: [" + "1," * 30_000 + "]", "yaml").code == "too-large"


def test_a_whole_file_of_brackets_costs_little() -> None:
    for kind, data in [
        ("yaml", b"- [[],[],[],[],[],[],[],[]]\n" * 60_000),
        ("json", b"[" + b"[]," * 300_000 + b"[]]"),
        ("jsonl", b"[[],[],[],[]]\n" * 60_000),
        ("jsonld", b"[" + b"[]," * 300_000 + b"[]]"),
        ("json", b"[" + b",]" * 300_000),
        ("yaml", b"---\n[\n" * 60_000),
        ("yaml", b'"' * 300_000),
        ("json", b'["' + b'\\"' * 500_000),
        ("turtle", b"<urn:a> <urn:b> <urn:c> .\n" * 8_000),
        ("turtle", b'"' * 300_000),
        ("turtle", b" " * 500_000 + b"#" * 500_000),
        ("turtle", b'<urn:a> <urn:b> "' + b"\\n" * 2_000_000 + b'" .'),
        ("jsonld", b'{"id": [' + b"1," * 2_000_000 + b"1]}"),
        ("json", b"[" * 2_000_000),
    ]:
        begin = time.perf_counter()
        for _ in _safely(data, kind):
            pass
        assert time.perf_counter() - begin < HANGS, kind


def test_turtle_of_mere_punctuation_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhize.records import turtle

    monkeypatch.setattr(turtle, "_MOST_TERMS", 1000)
    for text in [
        "<urn:a> <urn:b> " + "1," * 2000 + "1 .",
        "<urn:a> <urn:b> (" + "1 " * 2000 + ").",
    ]:
        assert refused(text, "turtle").code == "too-large"


def _safely(data: bytes, kind: str) -> Any:
    try:
        yield from read_records(io.BytesIO(data), LEXICON, name="-", format=kind)
    except FileError:
        return


def test_numbers_that_would_fill_the_memory_stay_text() -> None:
    for kind, text in [
        (
            "turtle",
            f'[] <{toy.NS}has-id> "1e999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        ),
        ("jsonld", json.dumps({
            toy.NS + "has-id": {
                "@value": "1e999999999", "@type": "http://www.w3.org/2001/XMLSchema#decimal",
            },
        })),
        ("json", '{"id": 1e999999999}'),
    ]:  # fmt: skip
        records, error = read(text, kind)
        assert error is None
        assert records[0].values == {"id": ("1e999999999",)}
    for kind, text in [
        ("jsonl", '{"id": ' + "9" * 6000 + "}"),
        ("turtle", f"[] <{toy.NS}has-id> {'9' * 6000} ."),
    ]:
        read(text, kind)  # Python refuses to make such a number; no traceback
    assert read('{"id": ' + "9" * 6000 + "}", "jsonl")[0][0].values == {"id": ("9" * 6000,)}


# ---------------------------------------------------------------- what points elsewhere


@pytest.mark.parametrize(
    "context",
    [
        "http://169.254.169.254/x", "file:///etc/passwd", "https://w3.org/ns/x.jsonld", "x", "",
        [CONTEXT, "http://x.example/c"], [["http://x.example/c"]],
        {"@import": "http://x.example/c"}, {"@import": ["a"]},
        {"a": {"@id": "urn:a", "@context": "http://x.example/c"}},
        {"a": {"@id": "urn:a", "@context": [{"@import": "http://x.example/c"}]}},
        {"@context": "http://x.example/c"},
        {"a": {"@id": "urn:a", "x": {"@context": "http://x.example/c"}}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("nested", [False, True])
def test_a_context_elsewhere_is_refused(context: Any, nested: bool) -> None:
    document: Any = {"@context": context, "id": "a"}
    if nested:
        document = {"@context": CONTEXT, "@graph": [{"id": "b", "note": [document]}]}
    error = refused(json.dumps(document), "jsonld")
    assert error.code == "remote-context"
    assert CONTEXT in error.message["en"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("turtle", (f'[] <{toy.NS}has-id> "a" .\n<> a <http://www.w3.org/2002/07/owl#Ontology> ;\n'
                   " <http://www.w3.org/2002/07/owl#imports> <http://x.example/> .")),
        ("jsonld", '[{"http://www.w3.org/2002/07/owl#imports": {"@id": "http://x.example/"}}]'),
    ],
)  # fmt: skip
def test_imports_are_refused(kind: str, text: str) -> None:
    error = refused(text, kind)
    assert error.code == "imports"
    assert "http://x.example/" in error.message["zh"]


def test_n3_is_not_turtle() -> None:
    for text in ["{ <urn:a> <urn:b> <urn:c> } => { } .", "@forAll <urn:x> .", "@keywords a ."]:
        assert refused(text, "turtle").code in {"syntax", "truncated"}
