"""Proofs, why-not and what-if in words: both languages, any width, other mechanisms."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import zhize
import zhize.explain
from tests.proofs.test_smallest_changes import valid
from zhize import Incident
from zhize.explain.proof_text import why_text
from zhize.explain.proof_words import PROOF_WORDS, ProofWords
from zhize.explain.tree import Branch, tree_lines
from zhize.explain.what_if_text import what_if_text
from zhize.explain.why_not_text import why_not_text
from zhize.explain.width import display_width
from zhize.explain.words import LANGUAGES


def test_the_trigger_explained_is_the_one_that_the_smallest_change_mends(
    notice: zhize.Mechanism,
) -> None:
    """Of two triggers as near, `no licence` is mended by the first change, without a warning."""
    record = {
        "id": "X", "reported_on": "2024-08-01", "township": "凤城镇",
        "violations": ["illegal-mining"], "operator_licence": "held",
        "discovered_by": ["public"], "reported_to": [],
    }  # fmt: skip
    for lang, near, far in (
        ("zh", "另有 1 个触发条件", "另有 1 个触发条件，离得更远"),
        ("en", "1 more trigger", "1 more trigger, farther off"),
    ):
        answer = notice.why_not(record, "natural-resources", "4.2")
        assert [t.field for t in answer.norms[0].triggers[0].tests if t.status == "failed"] == [
            "operator_licence"
        ]
        lines = why_not_text(answer, notice.rulebase, lang).splitlines()
        assert any(line.endswith(near) for line in lines)
        other = {**record, "violations": ["illegal-power-supply"]}
        answer = notice.why_not(other, "natural-resources", "4.2")
        lines = why_not_text(answer, notice.rulebase, lang).splitlines()
        assert any(line.endswith(far) for line in lines)


def test_every_word_is_used() -> None:
    folder = Path(zhize.explain.__file__).parent
    source = "".join(
        p.read_text(encoding="utf-8") for p in folder.glob("*.py") if p.stem != "proof_words"
    )
    built = ("why.stands.", "not.", "change.", "if.lost.", "if.differs.")
    for key in PROOF_WORDS:
        assert f'"{key}"' in source or key.startswith(built), key


def test_another_language_falls_back_to_the_first() -> None:
    assert ProofWords("fr").lang == "zh"


def test_a_tree_lines_up_and_wraps() -> None:
    tree = (Branch("甲乙丙丁戊己", (Branch("a b c d e f g"), Branch("庚"))), Branch("辛"))
    assert list(tree_lines(tree, 11, " ")) == [
        " ├─ 甲乙丙",
        " │  │ 丁戊",
        " │  │ 己",
        " │  ├─ a b",
        " │  │    c",
        " │  │    d",
        " │  │    e",
        " │  │    f",
        " │  │    g",
        " │  └─ 庚",
        " └─ 辛",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["notice", "harbour", "toy"])
def test_every_answer_has_words_and_keeps_within_its_width(
    name: str, lang: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rulebase, rng = mechanism.rulebase, random.Random(21)
    texts = []
    for _ in range(10):
        incident, other = valid(mechanism, rng), valid(mechanism, rng)
        for agency in mechanism.agencies:
            texts.append(why_text(mechanism.why(incident, agency.code), rulebase, lang))
            texts.append(why_not_text(mechanism.why_not(incident, agency.code), rulebase, lang))
        changed = {
            f: list(v) for f, v in other.values.items() if f in {"zones", "meteo", "trouble"}
        }
        texts.append(what_if_text(mechanism.what_if(incident, set=changed), rulebase, lang))
    for text in texts:
        assert text.endswith("\n")
        for line in text.splitlines():
            assert line == line.rstrip()
            assert display_width(line) <= 84, line  # a long word may stick out
            assert "{" not in line


def test_the_record_cannot_steer_the_terminal(notice: zhize.Mechanism, example: Incident) -> None:
    odd = Incident(id="\x1b[31mX", values=example.values)
    assert "\x1b" not in why_text(notice.why(odd, "water"), notice.rulebase, "zh")
    assert "\x1b" not in why_not_text(notice.why_not(odd, "water"), notice.rulebase, "en")


def test_changes_that_differ_in_one_value_are_told_together(
    notice: zhize.Mechanism, example: Incident
) -> None:
    text = why_not_text(notice.why_not(example, "water", "15.4"), notice.rulebase, "en")
    assert "values touched 1, ways 2" in text
    many = why_not_text(notice.why_not(example, "natural-resources", "4.3"), notice.rulebase, "zh")
    assert "“违法类型”加上“超层越界”、“擅自改变开采方式”或“采用破坏方法开采”" in many
