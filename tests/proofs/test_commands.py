"""The commands why, why-not and what-if: formats, several records, errors, transcripts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from tests.commands import Run

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EXAMPLE = "examples/reservoir-sand.yaml"
HARBOUR = "--mechanism tests/mechanisms/harbour"

TRANSCRIPTS = {
    "why-zh": f"why {EXAMPLE} --agency 县水务部门",
    "why-en": f"why {EXAMPLE} --agency ecology-environment --lang en",
    "why-none": f"why {EXAMPLE} --agency publicity",
    "why-several": "why tests/proofs/data/several.yaml --agency natural-resources --lang en",
    "why-harbour": f"why tests/proofs/data/harbour.yaml {HARBOUR} --agency douanes --lang en",
    "why-not-zh": f"why-not {EXAMPLE} --agency ecology-environment",
    "why-not-en": f"why-not {EXAMPLE} --agency natural-resources --lang en",
    "why-not-norm": f"why-not {EXAMPLE} --agency natural-resources --norm 4.2",
    "why-not-outside": "why-not tests/proofs/data/several.yaml --agency water --record P-2 "
    "--norm 8.1",
    "why-not-harbour": f"why-not tests/proofs/data/harbour.yaml {HARBOUR} --agency pompiers",
    "what-if-zh": f"what-if {EXAMPLE} --set zones=林地 --unset 矿种",
    "what-if-en": f"what-if {EXAMPLE} --add reported_to=natural-resources --lang en",
    "what-if-same": f"what-if {EXAMPLE} --set zones=水库库区",
    "what-if-outside": f"what-if {EXAMPLE} --set reported_on=2024-06-11",
    "what-if-refused": f"what-if {EXAMPLE} --set zones=forestland --lang en",
    "what-if-harbour": f"what-if tests/proofs/data/harbour.yaml {HARBOUR} "
    "--add circonstances=barrage-pose",
    "help-why-not": "why-not --help --lang en",
}


@pytest.mark.parametrize("name", sorted(TRANSCRIPTS))
def test_the_transcript_is_as_accepted(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    monkeypatch.chdir(ROOT)
    answer = run(*TRANSCRIPTS[name].split())
    parts = [f"$ zhize {TRANSCRIPTS[name]}\n", answer.out]
    if answer.err:
        parts += ["--- standard error\n", answer.err]
    parts.append(f"--- exit code {answer.code}\n")
    text = "".join(parts)
    golden = HERE / "golden" / f"{name}.txt"
    if accept or os.environ.get("ZHIZE_ACCEPT"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_transcript() -> None:
    assert {path.stem for path in (HERE / "golden").iterdir()} == set(TRANSCRIPTS)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(
    "argv",
    [
        ("why", "--agency", "water"),
        ("why-not", "--agency", "water"),
        ("what-if", "--set", "zones=wetland"),
    ],
)
def test_json_is_an_array_with_one_answer_for_each_record(run: Run, argv: tuple[str, ...]) -> None:
    rest = ("tests/proofs/data/several.yaml", "--format", "json")
    answer = run(*argv, *rest)
    rows = json.loads(answer.out)
    assert [row["incident"] for row in rows] == ["P-1", "P-2"]
    assert all(re.fullmatch("[0-9a-f]{64}", row["mechanism"]["sha256"]) for row in rows)
    assert answer.out == run(*argv, *rest).out
    assert answer.code == 1, "the third record is refused"
    assert "P-3" in answer.err


def test_one_record_can_be_picked(run: Run) -> None:
    argv = ("why", "tests/proofs/data/several.yaml", "--agency", "water", "--format", "json")
    picked = run(*argv, "--record", "P-2")
    assert [row["incident"] for row in json.loads(picked.out)] == ["P-2"]
    assert (picked.code, picked.err) == (0, "")
    missing = run(*argv, "--record", "P-22", "--lang", "en")
    assert missing.code == 2
    assert "there is no record `P-22`; did you mean P-2; the file has P-1, P-2, P-3" in missing.err
    refused = run(*argv, "--record", "P-3")
    assert (refused.code, json.loads(refused.out)) == (1, [])


def test_the_extension_of_the_output_chooses_the_format(run: Run, tmp_path: Path) -> None:
    turtle, data = tmp_path / "proof.ttl", tmp_path / "proof.json"
    for path in (turtle, data):
        assert run("why", EXAMPLE, "--agency", "water", "--out", str(path)).out == ""
    assert len(Graph().parse(turtle, format="turtle")) > 50
    assert json.loads(data.read_text("utf-8"))[0]["agency"] == "water"
    argv = ("why-not", EXAMPLE, "--agency", "water", "--out", str(turtle))
    before = turtle.read_bytes()
    assert run(*argv).code == 2, "it writes no Turtle, and no text under that name"
    assert turtle.read_bytes() == before


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("why", EXAMPLE), "name the agency by --agency"),
        (("why", EXAMPLE, "--agency", "watre"), "did you mean `water`?"),
        (("why-not", EXAMPLE, "--agency", "water", "--norm", "8.11"), "there is no norm `8.11`"),
        (("why-not", EXAMPLE, "--agency", "water", "--norm", "4.1"), "does not fall on `water`"),
        (("what-if", EXAMPLE), "nothing to change; use --set"),
        (("what-if", EXAMPLE, "--set", "zones"), "--set takes field=value, not `zones`"),
        (("what-if", EXAMPLE, "--add", "zones="), "--add takes field=value, not `zones=`"),
        (
            ("what-if", EXAMPLE, "--set", "zones=wetland", "--set", "zones=grassland"),
            "--set names `zones` twice",
        ),
        (
            ("what-if", EXAMPLE, "--remove", "zones=wetland"),
            "`wetland` cannot be removed: `zones` does not state it but reservoir-area",
        ),
    ],
)
def test_wrong_usage_is_said_and_exits_with_2(run: Run, argv: tuple[str, ...], words: str) -> None:
    answer = run(*argv, "--lang", "en")
    assert answer.code == 2
    assert answer.out == ""
    assert words in answer.err


def test_a_missing_file_exits_with_3(run: Run) -> None:
    answer = run("why-not", "nowhere.yaml", "--agency", "water", "--format", "json")
    assert (answer.code, json.loads(answer.out)) == (3, [])
    assert "nowhere.yaml" in answer.err


def test_a_full_width_equals_sign_will_do(run: Run) -> None:
    answer = run("what-if", EXAMPLE, "--set", "区域＝湿地", "--format", "json")
    assert json.loads(answer.out)[0]["fields"][0]["after"] == ["wetland"]


@pytest.mark.parametrize(
    "argv",
    [
        ("why", EXAMPLE, "--agency", "water"),
        ("why-not", EXAMPLE, "--agency", "water", "--format", "json"),
        ("what-if", EXAMPLE, "--set", "zones=wetland"),
    ],
)
def test_answers_from_a_warm_cache_import_no_rdf(run: Run, argv: tuple[str, ...]) -> None:
    assert run(*argv).code == 0  # fills the cache
    code = (
        "import sys; from zhize.cli import main; main(sys.argv[1:]); "
        "print([m for m in ('rdflib', 'pyshacl', 'owlready2') if m in sys.modules], "
        "file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout
    assert done.stderr.splitlines()[-1] == "[]"
