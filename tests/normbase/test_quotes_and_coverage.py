"""Quotes, repairs and coverage, on three-line values: no RDF."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhize.model.rulebase import (
    MechanismInfo,
    Named,
    Norm,
    Provision,
    Quote,
    Repair,
    RuleBase,
    UnquotedPassage,
)
from zhize.validation.quotes import apply_repairs, check_quotes, coverage, find_quote


def base(
    text: str,
    *quotes: Quote,
    unquoted: tuple[str, ...] = (),
    received: str = "",
    repairs: tuple[tuple[str, str], ...] = (),
) -> RuleBase:
    """Return a rule base of one provision, with one norm for each quote."""
    name = Named(code="x", iri="urn:x", label={})
    return RuleBase(
        info=MechanismInfo(
            code="m", iri="urn:m", label={}, version="1", languages=("zh",), applies_in="x"
        ),
        sha256="",
        facets=(),
        concepts=(),
        agencies=(),
        kinds=(),
        places=(),
        roles=(),
        modes=(),
        modalities=(),
        unknown=name,
        none=name,
        provisions=(
            Provision(
                code="p", iri="urn:p", document="d", label={}, text=text, text_as_received=received
            ),
        ),
        repairs=tuple(Repair(provision="p", received=a, repaired=b) for a, b in repairs),
        unquoted=tuple(UnquotedPassage(provision="p", exact=e, reason={}) for e in unquoted),
        norms=tuple(
            Norm(
                code=str(i),
                iri=f"urn:{i}",
                provision="p",
                article=1,
                modality="obligation",
                mode="standing",
                bearers=(),
                action={},
                quote=quote,
            )
            for i, quote in enumerate(quotes, start=1)
        ),
        exceptions=(),
        recipient_rules=(),
        interpretations=(),
    )


def codes(rulebase: RuleBase) -> list[str]:
    return [problem.code for problem in check_quotes(rulebase)]


def test_a_text_that_is_quoted_whole_has_no_problem() -> None:
    assert (
        codes(base("甲负责巡查,乙负责报告。", Quote(exact="甲负责巡查"), Quote(exact="乙负责报告")))
        == []
    )


def test_a_quote_that_is_not_in_the_text_is_orphaned() -> None:
    assert codes(base("甲巡查。", Quote(exact="甲巡查"), Quote(exact="甲报告"))) == [
        "quote-orphaned"
    ]


def test_a_quote_in_two_places_is_ambiguous_until_its_context_decides() -> None:
    text = "甲报告。乙报告。"
    whole = Quote(exact=text)
    assert codes(base(text, whole, Quote(exact="报告"))) == ["quote-ambiguous"]
    assert codes(base(text, whole, Quote(exact="报告", prefix="乙"))) == []
    assert codes(base(text, whole, Quote(exact="报告", suffix="。乙"))) == []
    assert codes(base(text, whole, Quote(exact="报告", prefix="丙"))) == ["quote-orphaned"]


def test_overlapping_occurrences_are_counted() -> None:
    assert find_quote("哈哈哈", Quote(exact="哈哈")) == ((0, 2), (1, 3))


def test_what_nothing_quotes_is_named_without_its_punctuation() -> None:
    rulebase = base("为了安全,甲巡查。此致", Quote(exact="甲巡查"))
    (problem,) = check_quotes(rulebase)
    assert problem.code == "text-uncovered"
    assert "“为了安全”、“此致”" in problem.message["zh"]
    (row,) = coverage(rulebase)
    assert (row.characters, row.quoted, row.unquoted) == (9, 3, 0)
    assert row.uncovered == ("为了安全", "此致")


def test_an_unquoted_passage_accounts_for_its_words() -> None:
    rulebase = base("为了安全,甲巡查。", Quote(exact="甲巡查"), unquoted=("为了安全,",))
    assert codes(rulebase) == []
    (row,) = coverage(rulebase)
    assert (row.characters, row.quoted, row.unquoted, row.uncovered) == (7, 3, 4, ())


def test_an_unquoted_passage_must_not_be_quoted() -> None:
    rulebase = base("甲巡查。", Quote(exact="甲巡查"), unquoted=("巡查。",))
    assert codes(rulebase) == ["unquoted-but-quoted"]


def test_repairs_lead_from_the_text_as_received_to_the_text() -> None:
    quote = Quote(exact="责任主体和部门")
    good = base("责任主体和部门", quote, received="责\n\n任主体 and 部門",
                repairs=(("部門", "部门"), ("责\n\n任", "责任"), (" and ", "和")))  # fmt: skip
    assert codes(good) == []
    undone = base("责任主体和部门", quote, received="责任主体 and 部门")
    assert codes(undone) == ["repair-mismatch"]
    assert "第 5 字" in check_quotes(undone)[0].message["zh"]


def test_a_line_break_between_words_is_layout_and_one_within_a_word_is_an_error() -> None:
    quote = Quote(exact="甲办公室 2024年")
    assert codes(base("甲办公室 2024年", quote, received="甲办公室\n\n2024年")) == []
    assert codes(base("甲办公室 2024年", quote, received="甲办\n公室 2024年")) == [
        "repair-mismatch"
    ]


@pytest.mark.parametrize(
    "repairs", [(("甲", "乙"),), (("丁", "丙"),), (("乙丙", "x"), ("丙甲", "y"))]
)
def test_a_repair_must_fit_in_one_place_and_not_overlap(
    repairs: tuple[tuple[str, str], ...],
) -> None:
    assert apply_repairs("甲乙丙甲", repairs) is None
    assert codes(base("x", Quote(exact="x"), received="甲乙丙甲", repairs=repairs)) == [
        "repair-mismatch"
    ]


def test_a_problem_says_where_when_it_is_told_how() -> None:
    rulebase = base("甲巡查。", Quote(exact="甲巡查"), Quote(exact="无"))
    (problem,) = check_quotes(rulebase, lambda iri: ("m.ttl", {"urn:2": 7}[iri]))
    assert (problem.source, problem.row) == ("m.ttl", 7)


@given(
    st.text(alphabet="甲乙丙, 。", max_size=12),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4),
)
def test_coverage_counts_every_word_character_once(text: str, cuts: list[tuple[int, int]]) -> None:
    quotes = tuple(Quote(exact=text[a:b]) for a, b in cuts if text[a:b])
    (row,) = coverage(base(text, *quotes))
    left = sum(1 for words in row.uncovered for c in words if c in "甲乙丙")
    assert row.characters == sum(c in "甲乙丙" for c in text) == row.quoted + row.unquoted + left
