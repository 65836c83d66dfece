"""`zhize diff`: transcripts to be read, exit codes, wrong usage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import zhize
from tests.commands import Run
from tests.diff.conftest import Pairs
from tests.diff.versions import MECHANISMS
from zhize.examination.diff import diff_text
from zhize.examination.diff.text import share
from zhize.examination.diff.words import WORDS
from zhize.explain import display_width

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "notice-without-exception.zh": ("notice", "without-exception", "zh"),
    "notice-without-exception.en": ("notice", "without-exception", "en"),
    "notice-moved.zh": ("notice", "moved", "zh"),
    "notice-new-zone.zh": ("notice", "new-zone", "zh"),
    "notice-new-wording.zh": ("notice", "new-wording", "zh"),
    "notice-renamed.en": ("notice", "renamed", "en"),
    "notice-later.zh": ("notice", "later", "zh"),
    "notice-new-violation.en": ("notice", "new-violation", "en"),
    "harbour-rule.en": ("harbour", "rule", "en"),
    "harbour-due.zh": ("harbour", "due", "zh"),
    "harbour-alternative.en": ("harbour", "alternative", "en"),
    "toy-moved.zh": ("toy", "moved", "zh"),
}


def page(pairs: Pairs, source: str, name: str, lang: str) -> str:
    before, after = pairs(source, name)
    text = diff_text(zhize.diff(before, after), before.rulebase, after.rulebase, lang)
    # The hash changes with every touch of the ontology, and says nothing to a reader.
    return re.sub(r"(SHA-256\s+)[0-9a-f]{12}", r"\g<1>············", text)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_as_accepted(name: str, pairs: Pairs, accept: bool) -> None:
    text = page(pairs, *PAGES[name])
    golden = GOLDEN / f"{name}.txt"
    if accept:
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_page() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_fits_but_for_records_and_tables(name: str, pairs: Pairs) -> None:
    long = [ln for ln in page(pairs, *PAGES[name]).splitlines() if display_width(ln) > 80]
    assert all(re.match(r"\s+\S+: ", line) for line in long), long


def test_every_word_is_said_in_both_languages() -> None:
    for key, texts in WORDS.items():
        assert set(texts) == {"zh", "en"}, key
        assert all(texts.values()), key
        fields = [sorted(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 9, "0.0%"), (0, 0, "0.0%"), (9, 9, "100.0%"), (1, 3, "33.3%"), (2, 3, "66.7%"),
        (1, 10**6, "<0.1%"), (10**6 - 1, 10**6, ">99.9%"),
    ],
)  # fmt: skip
def test_a_share_never_makes_something_of_nothing_or_all_of_most(
    part: int, whole: int, said: str
) -> None:
    assert share(part, whole) == said


# ---------------------------------------------------------------- the command


def test_differences_are_no_failure_unless_asked_for(pairs: Pairs, run: Run) -> None:
    before, after = (str(mechanism.folder) for mechanism in pairs("toy", "moved"))
    assert run("diff", before, after)[0] == 0
    assert run("diff", before, after, "--exit-code")[0] == 1
    assert run("diff", before, before, "--exit-code")[0] == 0


def test_one_folder_is_compared_with_the_mechanism_itself(pairs: Pairs, run: Run) -> None:
    _, after = pairs("toy", "moved")
    toy = str(MECHANISMS / "toy")
    code, out, err = run("--mechanism", toy, "diff", str(after.folder), "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["same"] is False
    assert found["before"]["id"] == "village-pond"
    assert found["terms"] == [
        {
            "change": "changed", "kind": "norm", "before": "1.1", "after": "1.1",
            "attributes": [{"name": "bearers", "before": ["warden"], "after": ["council"]}],
        }
    ]  # fmt: skip
    (row,) = found["classes"]
    assert [d["change"] for d in row["duties"]] == ["lost", "gained"]
    assert row["witness"]["before"] == row["witness"]["after"]
    assert row["witness"]["after"]["trouble"] == "dead-fish"
    assert found["enumerated"]["complete"] is True
    assert found["enumerated"]["cases"] >= row["cases"] > 0


def test_a_comparison_is_written_to_a_file_in_its_format(
    pairs: Pairs, run: Run, tmp_path: Path
) -> None:
    before, after = (str(mechanism.folder) for mechanism in pairs("toy", "moved"))
    target = tmp_path / "changes.json"
    code, out, _ = run("diff", before, after, "--out", str(target))
    assert (code, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["same"] is False


def test_wrong_usage_is_said_in_the_language(run: Run, tmp_path: Path) -> None:
    toy = str(MECHANISMS / "toy")
    code, out, err = run("diff", toy, toy, toy)
    assert (code, out) == (2, "")
    assert "只能比较两个版本" in err
    code, out, err = run("diff", toy, toy, toy, "--lang", "en")
    assert code == 2
    assert "two versions can be compared, not 3" in err
    code, out, err = run("diff", toy, str(tmp_path), "--lang", "en")
    assert (code, out) == (2, "")
    assert "holds no mechanism.ttl" in err
    assert run("diff")[0] == 2
