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

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.bad_files import CASES, A, B, C, Case, in_json, in_jsonl, in_turtle, in_yaml, record
from zhize.cli import main

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
