"""Damaged files: the records before and behind the damage, and a clear word about it."""

from __future__ import annotations

import pytest

from zhize.records import Limits

from . import toy
from .reading import KINDS, dump, format_of, good, numbered, problems, read, refused


@pytest.mark.parametrize("kind", KINDS)
def test_the_records_before_a_truncation_are_read(kind: str) -> None:
    data = dump(kind, numbered(1, 2, 3))
    cut = data.rindex("死".encode()) + 1  # within a character of the last record
    records, error = read(data[:cut], format_of(kind))
    assert good(records) == ["P-1", "P-2"]
    assert error is not None or records[-1].problems


@pytest.mark.parametrize("kind", KINDS)
def test_a_truncation_says_where(kind: str) -> None:
    data = dump(kind, numbered(1, 2, 3))
    lines = data.count(b"\n")
    tail = b'"' if kind != "yaml" else b'\nnote: "'
    data = (
        data[: data.rindex(b"P-3")] + tail
        if kind.startswith("yaml")
        else data[: data.rindex(b"P-3")]
    )
    records, error = read(data, format_of(kind))
    found = error.problem if error is not None else records[-1].problems[0]
    assert found.code in {"truncated", "syntax"}
    assert found.row is not None
    assert 1 < found.row <= lines + 1 or kind == "jsonl"


def test_a_truncated_array_gives_its_objects_and_then_the_place() -> None:
    records, error = read('[{"id": "a"},\n {"id": "b"},\n {"id": "c",\n  "titl', "json")
    assert good(records) == ["a", "b"]
    assert error is not None
    assert (error.code, error.line, error.column) == ("truncated", 4, 8)
    assert "第 3 行" in error.message["zh"]


def test_a_bad_line_of_jsonl_is_one_bad_record() -> None:
    lines = [
        b'{"id": "a"}', b"{oops}", b"", b'{"id": "b"}', b'{"id": NaN}', b"[1]", b'"x"',
        b'{"id": "\xff"}', b'{"id": "\\ud800"}', b'{"id": "c"} x', b'{"id": "d"}', b'{"id": "e',
    ]  # fmt: skip
    records, error = read(b"\n".join(lines), "jsonl")
    assert error is None
    assert good(records) == ["a", "b", "d"]
    assert problems(records) == [
        ("syntax", 2), ("syntax", 5), ("wrong-type", 6), ("wrong-type", 7), ("not-utf8", 8),
        ("syntax", 9), ("syntax", 10), ("truncated", 12),
    ]  # fmt: skip
    assert [r.index for r in records] == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]


def test_a_bad_element_of_an_array_is_one_bad_record() -> None:
    text = '[{"id": "a"},\n{"id": NaN},\n{"id" "x"},\n5, "x", {"id": "b"} {"id": "c"},\n]'
    records, error = read(text, "json")
    assert error is None
    assert good(records) == ["a", "b", "c"]
    assert problems(records) == [
        ("syntax", 2), ("syntax", 3), ("syntax", 4), ("syntax", 4), ("syntax", 4), ("syntax", 5),
    ]  # fmt: skip


def test_a_json_document_with_something_behind_it_is_an_error() -> None:
    records, error = read('[{"id": "a"}] x', "json")
    assert good(records) == ["a"]
    assert error is not None
    assert error.code == "syntax"
    assert refused("5", "json").code == "syntax"
    assert refused('{"id": NaN}', "json").code == "syntax"


def test_a_broken_yaml_document_between_markers_is_one_bad_record() -> None:
    text = "id: a\n---\nid: [b\n---\nid: 'c\n---\nid: d\n---\n- x\n- id: e\n---\nhello\n"
    records, error = read(text, "yaml")
    assert error is None
    assert good(records) == ["a", "d", "e"]
    assert problems(records) == [
        ("syntax", 4), ("syntax", 6), ("wrong-type", 9), ("wrong-type", 12),
    ]  # fmt: skip
    assert [r.index for r in records] == list(range(1, 8))


def test_a_broken_last_yaml_document_is_an_error_with_its_place() -> None:
    records, error = read("id: a\n---\nid: b\n---\nid: c\ntown: [x\n", "yaml")
    assert good(records) == ["a", "b"]
    assert error is not None
    assert error.code == "truncated"
    assert error.line == 7


def test_the_items_of_a_yaml_list_before_the_damage_are_read() -> None:
    records, error = read("- id: a\n- id: b\n- id: c\n  town: 'x\n", "yaml")
    assert good(records) == ["a", "b"]
    assert error is not None


def test_a_yaml_document_that_is_not_text_spoils_no_other() -> None:
    data = b"id: a\n---\nid: b\ntitle: \xff\xfe\n---\nid: c\ntitle: \x07\n---\nid: d\n"
    records, error = read(data, "yaml")
    assert error is None
    assert good(records) == ["a", "d"]
    assert problems(records) == [("not-utf8", 4), ("syntax", 7)]
    records, error = read(b"- id: a\n- id: b\n- id: c\n  title: \xff\n", "yaml")
    assert good(records) == ["a", "b"]
    assert error is not None
    assert (error.code, error.line) == ("not-utf8", 4)


def test_damage_without_end_stops_the_reading() -> None:
    records, error = read("---\nid: [\n" * 500, "yaml", limits=Limits(max_restarts=10))
    assert error is not None
    assert len(records) == 10


@pytest.mark.parametrize(
    ("kind", "data"), [("json", "[" + "5," * 30 + "5]"), ("yaml", "- 5\n" * 30)]
)
def test_a_file_of_something_else_stops_the_reading(kind: str, data: str) -> None:
    records, error = read(data, kind, limits=Limits(max_broken=10))
    assert error is not None
    assert len(records) == 10


def test_relative_iris_do_no_harm() -> None:
    records, error = read(f'@base <x/> . <a> <{toy.NS}has-id> "a", "b" .', "turtle")
    assert error is None
    assert records[0].values == {"id": ("a", "b")}
    records, error = read(f'{{"@id": "../x", "{toy.NS}has-id": ["a", "b"]}}', "jsonld")
    assert error is None
    assert records[0].values == {"id": ("a", "b")}


def test_turtle_before_the_damage_is_read() -> None:
    text = f'<urn:a> <{toy.NS}has-id> "a" .\n<urn:b> <{toy.NS}has-id> "b" ; oops oops .\n'
    records, error = read(text, "turtle")
    assert good(records) == ["a"]
    assert error is not None
    assert error.line == 2


def test_every_error_speaks_both_languages_and_names_the_file() -> None:
    error = refused("id: [", name="报告.yaml")
    assert error.message["zh"].startswith("报告.yaml 第 ")
    assert error.message["en"].startswith("报告.yaml, line ")
    assert refused("id: [", name="-", kind="yaml").message["zh"].startswith("标准输入第 ")
    assert error.problem.to_dict()["source"] == "报告.yaml"
