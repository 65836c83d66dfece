"""`zhize query` and `zhize sparql` on the command line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Run
from zhize.explain import display_width
from zhize.queries import competency_queries

ROOT = Path(__file__).resolve().parent.parent.parent
HARBOUR = str(ROOT / "tests" / "mechanisms" / "harbour")
WATER = ("query", "duties-of-agency", "--param", "agency=water")


@pytest.fixture
def query(tmp_path: Path) -> Callable[[str], str]:
    """Write a query to a file and return its name."""

    def write(text: str) -> str:
        path = tmp_path / "mine.rq"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_list_has_every_query_with_its_parameters(run: Run) -> None:
    for lang in ("zh", "en"):
        listed = run("query", "--list", "--lang", lang)
        assert listed.code == 0
        assert max(map(display_width, listed.out.splitlines())) <= 80
        for one in competency_queries():
            assert f"{one.name}\n    " in listed.out
    rows = json.loads(run("query", "--list", "--format", "json").out)
    assert [row["name"] for row in rows] == [one.name for one in competency_queries()]
    (role,) = next(row for row in rows if row["name"] == "agencies-in-role")["parameters"]
    assert role == {
        "name": "role", "type": "role", "required": False, "default": "lead",
        "label": {"zh": "角色", "en": "role"},
    }  # fmt: skip


def test_a_query_answers_as_text_csv_and_json(run: Run) -> None:
    text = run(*WATER)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("一个机关承担哪些规范？\n机关：县水务部门（water）\n")
    table = run(*WATER, "--format", "csv", "--lang", "en")
    norms = [row["norm"] for row in csv.DictReader(io.StringIO(table.out))]
    typed = run(*WATER, "--format", "json")
    assert (table.code, typed.code, table.err, typed.err) == (0, 0, "", "")
    assert norms == [row["norm"] for row in json.loads(typed.out)]
    assert "8.1" in norms


def test_the_format_goes_by_the_extension(run: Run, tmp_path: Path) -> None:
    def written(name: str, *more: str) -> bytes:
        answer = run(*WATER, "--out", str(tmp_path / name), *more)
        assert (answer.code, answer.out, answer.err) == (0, "", "")
        return (tmp_path / name).read_bytes()

    assert written("a.csv").startswith(b"\xef\xbb\xbf" + "规范,条款".encode())
    assert json.loads(written("a.json"))[0]["norm"] == "2.3"
    assert written("a.TXT").decode().startswith("一个机关")
    assert json.loads(written("a.data", "--format", "json"))
    graph = ("query", "norms-as-graph", "--param", "agency=water", "--out", str(tmp_path / "a.ttl"))
    assert run(*graph).code == 0
    assert (tmp_path / "a.ttl").read_text(encoding="utf-8").startswith("@prefix")
    refused = run(*WATER, "--out", str(tmp_path / "a.xlsx"), "--lang", "en")
    assert refused.code == 2
    assert "use .txt, .csv, .json, .ttl, or say --format" in refused.err
    assert not (tmp_path / "a.xlsx").exists()


def test_rows_left_out_are_said_to_be_on_standard_error(run: Run) -> None:
    answer = run("query", "workload", "--rows", "2", "--format", "json", "--lang", "en")
    assert answer.code == 0
    assert len(json.loads(answer.out)) == 2
    assert answer.err == "note: only the first 2 rows are shown; --rows allows more\n"


def test_the_text_of_a_query_is_shown_and_is_itself_a_query(
    run: Run,
    query: Callable[[str], str],
) -> None:
    shown = run("query", "recurring-duties", "--show")
    assert shown.out == (ROOT / "queries" / "recurring-duties.rq").read_text(encoding="utf-8")
    free = run("sparql", query(shown.out), "--format", "json")
    assert {row["norm"] for row in json.loads(free.out)} == {"15.2", "16.1", "16.3"}


WRONG = [
    (("query",), "请给出查询的名称", "give either the name of a query"),
    (("query", "workload", "--list"), "二者择一", "or --list"),
    (("query", "worklod"), "是否指 workload？", "did you mean workload?"),
    (("query", "workload", "extra"), "多余的参数：“extra”", "surplus arguments `extra`"),
    (("query", "workload", "--param", "agency"), "请写成 名称=值", "write it NAME=VALUE"),
    (("query", "workload", "--param", "=x"), "请写成 名称=值", "write it NAME=VALUE"),
    (("query", "workload", "--format", "xml"), "--format 不能是“xml”", "--format cannot be `xml`"),
    (("query", "workload", "--format", "turtle"), "是表，不是图", "is a table and no graph"),
    (("query", "--list", "--format", "csv"), "text 或 json", "--list is text or json"),
    (("query", "workload", "--show", "--format", "json"), "只有原文", "--show is the text"),
    (("query", "workload", "--rows", "0"), "1 至 1000000 的整数", "whole number from 1 to 1000000"),
    (("query", "workload", "--rows", "1.5"), "1 至 1000000 的整数", "whole number from 1"),
    (("sparql",), "缺少参数 FILE", "argument FILE is missing"),
    (("sparql", "-", "--seconds", "0"), "大于 0、至多 3600", "above 0 and up to 3600"),
    (("sparql", "-", "--seconds", "nan"), "大于 0、至多 3600", "above 0 and up to 3600"),
    (("sparql", "-", "--seconds", "1e9"), "大于 0、至多 3600", "above 0 and up to 3600"),
    (("sparql", "-", "--seconds", "soon"), "不能是“soon”", "cannot be `soon`"),
]


@pytest.mark.parametrize(("argv", "zh", "en"), WRONG)
def test_wrong_usage_exits_2(
    run: Run,
    argv: tuple[str, ...],
    zh: str,
    en: str,
) -> None:
    for lang, wanted in (("zh", zh), ("en", en)):
        answer = run(*argv, "--lang", lang)
        assert (answer.code, answer.out) == (2, "")
        assert wanted in answer.err


def test_a_free_query_answers_and_a_refused_one_exits_1(
    run: Run,
    query: Callable[[str], str],
) -> None:
    file = query("SELECT ?norm { ?norm zz:recurrence ?rule } ORDER BY ?norm")
    answer = run("sparql", file)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0].strip() == "norm"
    refused = run("sparql", query("DROP ALL"), "--lang", "en")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("error: this is an update")


def test_a_file_that_cannot_be_read_exits_3(
    run: Run,
    tmp_path: Path,
    query: Callable[[str], str],
) -> None:
    missing = run("sparql", str(tmp_path / "none.rq"), "--lang", "en")
    assert (missing.code, missing.out) == (3, "")
    assert "none.rq: there is no such file" in missing.err
    folder = run("sparql", str(tmp_path), "--lang", "en")
    assert folder.code == 3
    assert "this is a folder" in folder.err
    large = run("sparql", query("#" * 3_000_000), "--lang", "en")
    assert large.code == 3
    assert "more than the 262144 allowed" in large.err


def test_the_answer_does_not_go_over_the_query(
    run: Run,
    query: Callable[[str], str],
) -> None:
    file = query("ASK {}")
    answer = run("sparql", file, "--out", file, "--format", "text", "--lang", "en")
    assert answer.code == 2
    assert "is both input and output" in answer.err
    assert Path(file).read_text(encoding="utf-8") == "ASK {}"


def test_a_query_on_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zhize.cli", "sparql", "-", "--format", "json"],
        input=b"ASK { ?n zz:mode zz:periodic }", capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [{"answer": True}]
    assert done.stderr == b""


def test_both_work_on_another_mechanism(
    run: Run,
    query: Callable[[str], str],
) -> None:
    answer = run(
        "--mechanism", HARBOUR, "query", "who-acts-on", "--param", "pollutions=déchets",
        "--format", "json",
    )  # fmt: skip
    assert {row["norm"] for row in json.loads(answer.out) if not row["missing"]} >= {"2.a", "5.a"}
    free = run(
        "--mechanism", HARBOUR, "sparql", query("SELECT ?a { ?a a har:Temoin } ORDER BY ?a"),
        "--format", "csv",
    )  # fmt: skip
    assert free.out.split() == [
        "a", "affaires-maritimes", "capitainerie", "cercle-nautique", "douanes", "mairie",
        "maitre-de-bassin", "passant", "pompiers",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["query", "sparql"])
def test_help_needs_no_mechanism_and_fits(command: str, run: Run) -> None:
    for lang in ("zh", "en"):
        answer = run(command, "--help", "--lang", lang)
        assert (answer.code, answer.err) == (0, "")
        assert max(map(display_width, answer.out.splitlines())) <= 80


def test_the_parent_of_a_free_query_does_not_load_rdf() -> None:
    script = (
        "import sys; from zhize.cli import main; main(['sparql', '-'])\n"
        "heavy = {'rdflib', 'pyshacl', 'pyparsing', 'csv', 'yaml'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    run = [sys.executable, "-c", script]
    for _ in range(2):  # the first fills the cache
        done = subprocess.run(run, input=b"ASK {}", capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"
