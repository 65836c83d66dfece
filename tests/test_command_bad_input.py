"""Bad input through the real command: the exit code, what is said and where, what is still decided.

Each case is a call with one bad file and one good one, by `decide` and by `validate`, in zh and en.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef

import zhize
from zhize.cli import main
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
IDS = [case.name for case in CASES]
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Answer:
    """What one call gave."""

    code: int
    out: str
    err: str

    @property
    def decided(self) -> list[str]:
        return [json.loads(row)["incident"] for row in self.out.splitlines()]


@contextlib.contextmanager
def captured() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Catch both outputs as bytes; Hypothesis and pytest's own capture do not go together."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        contextlib.redirect_stdout(io.TextIOWrapper(out, write_through=True)),
        contextlib.redirect_stderr(io.TextIOWrapper(err, write_through=True)),
    ):
        yield out, err
        sys.stdout.flush()


def run(*argv: str) -> Answer:
    """Run one command; it must end with a code of the contract and without a traceback."""
    with captured() as (out, err):
        code = main(argv)
        answer = Answer(code, out.getvalue().decode(), err.getvalue().decode())
    assert code in {0, 1, 2, 3}, answer.err
    assert "Traceback" not in answer.out + answer.err
    return answer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder to stand in, so that messages name files by short names."""
    (tmp_path / "good.jsonl").write_text(in_jsonl(record("Z")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(case: Case, folder: Path) -> None:
    if case.data is not None:
        data = case.data if isinstance(case.data, bytes) else case.data.encode()
        (folder / case.file).write_bytes(data)


def unfolded(text: str) -> str:
    """Return a text without its line breaks and blanks: a line may break beside any Chinese."""
    return "".join(text.split())


def said(text: str, case: Case, lang: str) -> None:
    """Look that a text says what is wrong, and where."""
    words = unfolded(text)
    assert unfolded(case.where[lang]) in words
    assert f"[{case.code}]" in words
    for word in case.says:
        assert unfolded(word) in words


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 30
    assert len(set(IDS)) == len(CASES)
    assert {case.exit for case in CASES} == {1, 3}


@pytest.mark.parametrize("case", CASES, ids=IDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_decide_says_where_and_decides_the_rest(case: Case, lang: str, folder: Path) -> None:
    put(case, folder)
    answer = run("decide", case.file, "good.jsonl", "--format", "jsonl", "--lang", lang)
    assert answer.code == case.exit
    assert answer.decided == [*case.decided, "Z"]
    said(answer.err, case, lang)


@pytest.mark.parametrize("case", CASES, ids=IDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_validate_says_where(case: Case, lang: str, folder: Path) -> None:
    put(case, folder)
    answer = run("validate", case.file, "good.jsonl", "--lang", lang)
    assert answer.code == case.exit
    assert answer.err == ""
    said(answer.out, case, lang)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_validate_gives_one_row_for_each_fault(case: Case, folder: Path) -> None:
    put(case, folder)
    answer = run("validate", case.file, "good.jsonl", "--format", "json")
    assert answer.code == case.exit
    [row] = json.loads(answer.out)
    assert (row["code"], row["severity"], row["source"]) == (case.code, "error", case.file)
    assert (row["record"], row["field"]) == (case.record, case.field)
    assert set(row["message"]) == set(LANGUAGES)
    place = case.where["en"].rstrip(")").rpartition("line ")[2]
    assert str(row["row"]) == place if place.isdecimal() else row["row"] is None


@pytest.mark.parametrize("case", [c for c in CASES if c.record], ids=lambda c: str(c.name))
def test_both_engines_of_validate_refuse_the_same(case: Case, folder: Path) -> None:
    put(case, folder)
    compiled, reference = (
        run("validate", case.file, "--format", "json", "--engine", engine)
        for engine in ("compiled", "reference")
    )
    assert reference == compiled


def test_all_problems_of_a_file_are_listed_not_the_first(folder: Path) -> None:
    bad = [
        record("A", township="凤凰镇", reported_on="昨天", colour="red"),
        record("B", violations=None, discovered_by=None),
        B,
    ]
    (folder / "bad.json").write_text(in_json(*bad), encoding="utf-8")
    answer = run("validate", "bad.json", "--format", "json")
    assert answer.code == 1
    rows = json.loads(answer.out)
    assert sorted((row["record"], row["code"], row["field"]) for row in rows) == [
        ("A", "malformed-date", "reported_on"),
        ("A", "unknown-field", "colour"),
        ("A", "unknown-place", "township"),
        ("B", "duplicate-id", "id"),
        ("B", "missing-field", "discovered_by"),
        ("B", "missing-field", "violations"),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["decide", "validate"])
def test_a_format_that_does_not_exist_is_wrong_usage(command: str, lang: str, folder: Path) -> None:
    answer = run(command, "good.jsonl", "--input-format", "toml", "--lang", lang)
    assert (answer.code, answer.out) == (2, "")
    assert "toml" in answer.err
    assert "jsonld" in answer.err


@pytest.mark.parametrize("command", ["decide", "validate"])
def test_a_sparse_yaml_file_of_100_mb_is_refused_unread(command: str, folder: Path) -> None:
    with (folder / "huge.yaml").open("wb") as file:
        file.write(in_yaml(A).encode() * 1000)
        file.truncate(100 << 20)
    run(command, "good.jsonl")  # what is imported now does not count
    tracemalloc.start()
    answer = run(command, "huge.yaml", "good.jsonl", "--lang", "en")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.code == 3
    assert "huge.yaml" in answer.out + answer.err
    assert "[too-large]" in answer.out + answer.err
    assert "JSONL" in answer.out + answer.err
    assert peak < 16 << 20


def test_a_hostile_name_steers_no_terminal(folder: Path) -> None:
    answer = run("decide", "\x1b[2Jbad\u202e.yaml", "good.jsonl", "--format", "jsonl")
    assert answer.code == 3
    assert "\x1b" not in answer.err
    assert "\u202e" not in answer.err


def test_an_odd_prefix_in_turtle_reaches_no_log(folder: Path) -> None:
    text = in_turtle(A).replace("@prefix ", "@prefix odd: <urn:\x1b[2J odd> .\n@prefix ", 1)
    (folder / "bad.ttl").write_text(text + "<urn:b> odd:a odd:b .\n", encoding="utf-8")
    answer = run("decide", "bad.ttl", "--format", "jsonl")
    assert answer.decided == ["A"]
    assert "\x1b" not in answer.err
    assert "serialize" not in answer.err


# ---------------------------------------------------------------- as its own process

_ALONE = """
import sys

def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}:
        sys.stderr.write("NETWORK " + event)

sys.addaudithook(watch)
from zhize.cli import run
run()
"""


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if c.name in {"a remote context", "owl:imports", "RDF/XML", "aliased YAML"}],
    ids=lambda c: str(c.name),
)
def test_the_process_ends_with_the_code_and_connects_to_nothing(case: Case, folder: Path) -> None:
    put(case, folder)
    command = ["decide", case.file, "good.jsonl", "--format", "jsonl", "--lang", "en"]
    ended = subprocess.run(
        [sys.executable, "-c", _ALONE, *command], capture_output=True, timeout=60, check=False
    )
    answer = Answer(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
    assert answer.code == case.exit
    assert answer.decided == [*case.decided, "Z"]
    assert "NETWORK" not in answer.err
    assert "Traceback" not in answer.err
    said(answer.err, case, "en")


# ---------------------------------------------------------------- random damage

KINDS = {"yaml": in_yaml, "json": in_json, "jsonl": in_jsonl, "ttl": in_turtle}
FILES = {kind: write(A, B, C).encode() for kind, write in KINDS.items()}
PIECES = [
    b"", b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b",", b":", b": ", b"\n", b"\r", b"\n---\n",
    b"- ", b"&a ", b"*a", b"!!x ", b"%", b"#", b"<", b">", b".", b";", b"@context", b"\x00",
    b"\xff", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\\ud800", b"NaN", b"1e9999", b"null", b"unknown",
    "镇".encode(), b"\xef\xbb\xbf", b"<?xml", b"?", b"|", b"\t", b"2024", b"0", b"A", b"\x1b[2J",
]  # fmt: skip
CHANGE = st.tuples(
    st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=4)
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damage")


@pytest.mark.parametrize("kind", sorted(FILES))
@given(changes=st.lists(CHANGE, max_size=4), cut=st.none() | st.floats(0, 1))
@example(changes=[], cut=None)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_damage_is_a_fault_of_ours(
    kind: str, changes: list[tuple[float, int, bytes]], cut: float | None, scratch: Path
) -> None:
    data = FILES[kind]
    for at, gone, piece in changes:
        begin = int(at * len(data))
        data = data[:begin] + piece + data[begin + gone :]
    if cut is not None:
        data = data[: int(cut * len(data))]
    path = scratch / f"bad.{kind}"
    path.write_bytes(data)
    answer = run("decide", str(path), "--format", "jsonl")
    assert answer.code in {0, 1, 3}
    assert (answer.code == 0) or answer.err
    assert "\x1b" not in answer.err
    assert len(answer.decided) <= 3 + sum(piece.count(b"\n") for _, _, piece in changes)
    if not changes and cut is None:
        assert sorted(answer.decided) == ["A", "B", "C"]
        assert (answer.code, answer.err) == (0, "")
