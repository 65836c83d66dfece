"""Two mechanisms that the product has never heard of, by the command; and that it names no other.

Their cases are run through Python in `tests/normbase/test_other_mechanisms.py`; here the command
line must do the same, and nothing in code, generic shapes or queries may know the notice.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhize
from tests.commands import Run

ROOT = Path(__file__).resolve().parent.parent
MECHANISMS = ROOT / "tests" / "mechanisms"
NAMES = ("harbour", "toy")


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest) -> str:
    """The folder of a mechanism."""
    return str(MECHANISMS / request.param)


def cases(folder: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(
        (Path(folder) / "cases.yaml").read_text(encoding="utf-8")
    )
    return found


@pytest.fixture
def records(folder: str, tmp_path: Path) -> str:
    """The records of all cases in one file."""
    path = tmp_path / "records.yaml"
    fields = [case["record"] for case in cases(folder)]
    path.write_text(yaml.safe_dump_all(fields, allow_unicode=True), encoding="utf-8")
    return str(path)


# ---------------------------------------------------------------- the commands


def test_decide_gives_what_the_library_gives(folder: str, records: str, run: Run) -> None:
    mechanism = zhize.load(folder)
    expected = [
        mechanism.decide(record).to_json().decode() for record in mechanism.records(records)
    ]
    assert len(expected) >= 4
    code, out, err = run("--mechanism", folder, "decide", records, "--format", "jsonl")
    assert code == 0
    assert "错误" not in err
    assert out.splitlines() == expected
    code, out, err = run("decide", records, "--format", "json", "--mechanism", folder)
    assert code == 0
    assert "错误" not in err
    assert json.loads(out) == [json.loads(row) for row in expected]


def test_both_engines_give_the_same_bytes(folder: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "two.json"
    two = [case["record"] for case in cases(folder)[:2]]
    path.write_text(json.dumps(two, default=str), encoding="utf-8")
    asked = ("--mechanism", folder, "decide", str(path), "--format", "jsonl", "--engine")
    assert run(*asked, "reference") == run(*asked, "compiled")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_memos_are_written_in_a_language_the_mechanism_need_not_have(
    folder: str, records: str, lang: str, run: Run
) -> None:
    code, out, err = run("--mechanism", folder, "decide", records, "--lang", lang)
    assert code == 0
    assert not re.search("错误|error", err)
    for case in cases(folder):
        identifier = next(iter(case["record"].values()))
        assert identifier in out
        for duty in case.get("duties", []):
            assert duty["norm"] in out
    title = {"zh": "职责认定", "en": "Who must do what"}[lang]
    assert out.startswith(title)
    assert "None" not in out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_records_are_valid_and_the_wrong_ones_are_not(
    folder: str, records: str, lang: str, tmp_path: Path, run: Run
) -> None:
    code, out, err = run("--mechanism", folder, "validate", records, "--lang", lang)
    assert (code, err) == (0, ""), out
    first = cases(folder)[0]["record"]
    wrong = tmp_path / "wrong.json"
    wrong.write_text(
        json.dumps([{**first, "violations": ["illegal-mining"]}], default=str), encoding="utf-8"
    )
    code, out, err = run("--mechanism", folder, "validate", str(wrong), "--lang", lang)
    assert (code, err) == (1, "")
    assert "[unknown-field]" in out
    assert "violations" in out


def test_the_mechanism_checks_clean(folder: str, run: Run) -> None:
    code, out, _ = run("--mechanism", folder, "check", "--no-owl", "--format", "json")
    assert code == 0
    assert [row for row in json.loads(out) if row["severity"] == "error"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_norm_has_its_page(folder: str, lang: str, run: Run) -> None:
    code, listed, err = run("--mechanism", folder, "norm", "--list", "--lang", lang)
    assert (code, err) == (0, "")
    mechanism = zhize.load(folder)
    for norm in mechanism.norms:
        assert norm.code in listed
        code, page, err = run("--mechanism", folder, "norm", norm.code, "--lang", lang)
        assert (code, err) == (0, "")
        assert norm.code in page
        for agency in mechanism.agencies:
            if agency.code in norm.bearers and not norm.bearer_kinds:
                assert any(text in page for text in agency.label.values())
        code, out, _ = run("--mechanism", folder, "norm", norm.code, "--format", "json")
        assert code == 0
        assert json.loads(out)["quote"]["exact"] == norm.quote.exact


def test_a_norm_of_the_notice_is_unknown_here(folder: str, run: Run) -> None:
    code, out, err = run("--mechanism", folder, "norm", "15.6", "--lang", "en")
    assert (code, out) == (2, "")
    assert "`15.6`" in err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_after_its_end_the_mechanism_is_not_in_force(
    lang: str, output_format: str, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "late.yaml"
    path.write_text(
        "numero: L-1\nconstate_le: 2027-01-01\npollutions: [hydrocarbures]\n"
        "constate_par: [pompiers]\n"
        "---\nnumero: L-2\nconstate_le: 2026-12-31\npollutions: [hydrocarbures]\n"
        "constate_par: [pompiers]\n",
        encoding="utf-8",
    )
    harbour = str(MECHANISMS / "harbour")
    asked = ("--mechanism", harbour, "decide", str(path), "--lang", lang)
    code, out, err = run(*asked, "--today", "2027-02-01", "--format", output_format)
    assert (code, err) == (0, "")
    if output_format == "json":
        late, last = json.loads(out)
        assert (late["applicable"], late["reason"], late["duties"]) == (False, "not-in-force", [])
        assert set(late["reason_text"]) >= {"zh", "en"}
        assert (last["applicable"], last["reason"]) == (True, None)
        assert last["duties"]
    else:
        late, last = out.split("\n\n\n")
        assert "2026" in late
        assert "4.a" not in late
        assert "4.a" in last


# ---------------------------------------------------------------- nothing knows the notice

GENERIC = {
    "none",  # zz:none, and a key of the interface's words; also a licence of the notice
    "power",  # a legal power (zz:power, a modality); also the notice's power company
    "title",  # the heading of a finding or of a page, and an option of the command line
    "id",  # the name of the identifying field where a mechanism marks none
}
"""Codes that generic files have of their own right, in another meaning."""

GENERIC_LABELS = {"获知日期"}  # what zz:asDateKnown is called in the core
ENGINE = sorted((ROOT / "engine" / "zhize").rglob("*.py"))
DECLARED = [
    *(ROOT / "shapes" / name for name in ("rules.ttl", "norms.ttl", "any-record.ttl")),
    ROOT / "ontology" / "core.ttl",
    *sorted((ROOT / "queries").rglob("*.rq")),
]
STRING = re.compile(r'"""(.*?)"""|"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'', re.DOTALL)
NAMED = re.compile(r"(?<![\w-])ycp?:[\w-]|w3id\.org/zhize/yangcheng|(?i:yangcheng)|阳城")


@pytest.fixture(scope="module")
def codes(notice: zhize.Mechanism) -> set[str]:
    """Every code of the notice."""
    rulebase = notice.rulebase
    listed = (
        rulebase.norms, rulebase.agencies, rulebase.concepts, rulebase.facets, rulebase.places,
        rulebase.interpretations, rulebase.kinds, rulebase.recipient_rules,
    )  # fmt: skip
    found = {one.code for group in listed for one in group} | {rulebase.info.code}
    # An article's code is its number, which is nobody's own.
    found |= {p.code for p in rulebase.provisions if not p.code.isdecimal()}
    assert {"8.1", "F.1", "I-2", "water", "river-channel", "violations", "凤城镇"} <= found
    assert {"letter-body", "relevant-departments", "standing-office"} <= found
    assert len(found) > 250
    return found


@pytest.fixture(scope="module")
def labels(notice: zhize.Mechanism) -> set[str]:
    """Every Chinese label of the notice that is long enough to be its own."""
    rulebase = notice.rulebase
    named = (*rulebase.agencies, *rulebase.concepts, *rulebase.facets)
    found = {one.label["zh"] for one in named}
    found |= {word for one in (*rulebase.agencies, *rulebase.concepts) for word in one.alt["zh"]}
    return {label for label in found if len(label) >= 3}


def strings_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of the string literals of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(statement.value)
        for node in ast.walk(tree)
        for body in [getattr(node, "body", None)]
        if isinstance(body, list)
        for statement in body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def strings_of_text(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of the quoted strings of Turtle or SPARQL."""
    text = path.read_text(encoding="utf-8")
    for found in STRING.finditer(text):
        words = next(group for group in found.groups() if group is not None)
        yield text.count("\n", 0, found.start()) + 1, words


def literals() -> Iterator[tuple[Path, int, str]]:
    for path in ENGINE:
        for line, text in strings_of_code(path):
            yield path, line, text
    for path in DECLARED:
        for line, text in strings_of_text(path):
            yield path, line, text


def test_there_is_enough_to_look_at() -> None:
    assert len(ENGINE) >= 60
    assert len(DECLARED) >= 20
    assert sum(1 for _ in literals()) >= 1_500


def test_no_literal_is_a_code_of_the_notice(codes: set[str]) -> None:
    found = [
        (f"{path.relative_to(ROOT)}:{line}", text.strip())
        for path, line, text in literals()
        if text.strip() in codes
    ]
    assert [one for one in found if one[1] not in GENERIC] == []
    assert {text for _, text in found} == GENERIC


def test_no_literal_holds_a_label_of_the_notice(labels: set[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {label}"
        for path, line, text in literals()
        for label in sorted(labels - GENERIC_LABELS)
        if label in text and path.name != "core.ttl"  # whose definitions give examples
    ]
    assert found == []


def test_nothing_generic_names_the_notice_or_its_county() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (*ENGINE, *DECLARED)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMED.search(line)
    ]
    assert found == []
