"""What is marked in the text: all of it, completely, and what is wrong with it in plain sight."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import zhize
from tests.annotation.conftest import HARBOUR
from tests.coverage.texts import base
from zhize.annotation import Annotation, annotate_text
from zhize.annotation.values import GAP, NORM, OPEN, PASSAGE, REPAIR, MarkedProvision
from zhize.examination.coverage import Case, coverage_report
from zhize.examination.coverage.words_of_text import counts
from zhize.loading.openness import open_terms
from zhize.model.rulebase import Quote


def words_of(marked: MarkedProvision, kind: str, key: str, part: int = 1) -> str:
    """Return the words that bear a mark."""
    return "".join(
        run.text
        for run in marked.runs
        if any((m.kind, m.key, m.part) == (kind, key, part) for m in run.marks)
    )


def by_code(annotation: Annotation) -> dict[str, MarkedProvision]:
    return {p.provision.code: p for p in annotation.provisions}


@pytest.fixture(params=["notice", "harbour"])
def both(request: pytest.FixtureRequest) -> tuple[zhize.Mechanism, Annotation]:
    """Each of the two mechanisms with its annotated text."""
    names = {"notice": ("notice", "marked"), "harbour": ("harbour", "harbour_marked")}
    mechanism, annotation = map(request.getfixturevalue, names[request.param])
    return mechanism, annotation


def test_the_runs_of_every_provision_are_its_text(
    both: tuple[zhize.Mechanism, Annotation],
) -> None:
    mechanism, annotation = both
    texts = ["".join(run.text for run in p.runs) for p in annotation.provisions]
    assert texts == [p.text for p in mechanism.rulebase.provisions]


def test_every_quote_of_every_norm_is_marked_in_one_place(
    both: tuple[zhize.Mechanism, Annotation],
) -> None:
    mechanism, annotation = both
    provisions = by_code(annotation)
    for norm in mechanism.norms:
        marked = provisions[norm.provision]
        quotes = (norm.quote, *norm.also_quotes)
        for part, quote in enumerate(quotes, start=1):
            assert words_of(marked, NORM, norm.code, part) == quote.exact
        (card,) = [card for card in marked.cards if card.norm == norm.code]
        assert (card.lost, card.parts) == (False, tuple(range(1, len(quotes) + 1)))


def test_every_repair_and_every_reason_stands_where_its_words_do(
    both: tuple[zhize.Mechanism, Annotation],
) -> None:
    mechanism, annotation = both
    provisions = by_code(annotation)
    assert [note.key for note in annotation.repairs] == [
        str(n) for n in range(1, len(mechanism.rulebase.repairs) + 1)
    ]
    for note in annotation.repairs:
        assert note.placed
        assert words_of(provisions[note.repair.provision], REPAIR, note.key) == note.repair.repaired
    notes = [(p, note) for p in annotation.provisions for note in p.passages]
    assert len(notes) == len(mechanism.rulebase.unquoted) > 0
    for marked, note in notes:
        assert note.placed
        assert words_of(marked, PASSAGE, note.key) == note.passage.exact


def test_no_word_is_without_a_mark(both: tuple[zhize.Mechanism, Annotation]) -> None:
    _, annotation = both
    for marked in annotation.provisions:
        for run in marked.runs:
            if not (run.of(NORM) or run.of(PASSAGE)):
                assert not any(map(counts, run.text)), run.text


def test_the_figures_are_those_of_coverage(both: tuple[zhize.Mechanism, Annotation]) -> None:
    _, annotation = both
    totals = annotation.report.totals
    assert sum(p.characters for p in annotation.provisions) == totals.characters
    assert sum(p.quoted for p in annotation.provisions) == totals.quoted
    assert sum(len(p.cards) for p in annotation.provisions) == totals.norms

    named = {name for p in annotation.provisions for name in p.cases}
    assert {row.name for row in annotation.cases if row.norms} == named
    assert len(named) > 10


def test_the_norm_that_quotes_most_closely_comes_first() -> None:
    rulebase = base(
        "甲负责巡查，发现的，及时报告。",
        quotes=(
            ("1.1", Quote(exact="甲负责巡查，发现的，及时报告")),
            ("1.2", Quote(exact="发现的，及时报告")),
        ),
    )
    (marked,) = annotate_text(rulebase, coverage_report(rulebase)).provisions
    shown = [(run.text, [mark.key for mark in run.of(NORM)]) for run in marked.runs]
    assert shown == [("甲负责巡查，", ["1.1"]), ("发现的，及时报告", ["1.2", "1.1"]), ("。", [])]


def test_words_that_a_norm_quotes_besides_belong_first_to_those_whose_own_they_are(
    marked: Annotation,
) -> None:
    article = by_code(marked)["5"]
    bearer = next(run for run in article.runs if run.text == "县公安机关")
    assert [mark.key for mark in bearer.of(NORM)] == ["5.1", "5.4", "5.2", "5.3"]


def test_open_terms_are_marked_wherever_their_words_stand(
    notice: zhize.Mechanism, marked: Annotation
) -> None:
    terms = {term.name: term for term in open_terms(notice.graph())}
    notes = {note.term.name: note for note in marked.open_notes}
    assert set(notes) == set(terms)
    assert len(notes) > 40
    provisions = by_code(marked)
    for name, note in notes.items():
        assert note.places == terms[name].provisions, name
        for code in note.places:
            assert words_of(provisions[code], OPEN, note.key) in note.term.words
    standards = next(note for note in marked.open_notes if note.term.words == ("六条标准",))
    assert standards.term.sort.code == "undefined-term"
    assert standards.places == ("3",)


def test_interpretations_are_listed_with_what_rests_on_them(marked: Annotation) -> None:
    readings = {reading.code: reading for reading in marked.readings}
    assert readings["I-11"].norms == ("3.1", "3.3", "3.4", "5.2")
    assert readings["I-9"].norms == ("3.3",), "awareness may rest on one too"
    assert (("4.2",), ("8.1",)) in readings["I-2"].exceptions
    assert [code for code, reading in readings.items() if reading.whole] == ["I-8", "I-10"]
    assert all(r.norms or r.exceptions or r.whole for r in readings.values())


def test_documents_come_in_reading_order_with_their_names(marked: Annotation) -> None:
    names = [d.document.code for d in marked.documents if d.document is not None]
    assert names == ["letter", "notice"]


# ---------------------------------------------------------------- what is wrong


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> zhize.Mechanism:
    """The harbour with words nobody accounts for, a quote that is lost, and a repair that fails."""
    folder = tmp_path_factory.mktemp("spoilt") / "harbour"
    shutil.copytree(HARBOUR, folder)
    turtle = folder / "mechanism.ttl"
    text = turtle.read_text(encoding="utf-8")
    for old, new in (
        ('oa:exact "Arrêté n° 7 relatif aux pollutions du port"', 'oa:exact "Arrêté n° 7"'),
        ('oa:exact "La mairie enlève les déchets flottants"', 'oa:exact "La mairie enlève tout"'),
        ('zz:received "capitainene"', 'zz:received "capitaineme"'),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    turtle.write_text(text, encoding="utf-8")
    return zhize.load(folder)


def test_words_that_nobody_accounts_for_are_a_gap(spoilt: zhize.Mechanism) -> None:
    annotation = spoilt.annotate()
    gaps = {p.provision.code: p.gaps for p in annotation.provisions if p.gaps}
    assert set(gaps.values()) == {
        ("relatif aux pollutions du port",),
        ("La mairie enlève les déchets flottants",),
    }
    for code, (words,) in gaps.items():
        assert words_of(by_code(annotation)[code], GAP, "1") == words


def test_a_lost_quote_and_a_failed_repair_are_said(spoilt: zhize.Mechanism) -> None:
    annotation = spoilt.annotate()
    cards = {card.norm: card for p in annotation.provisions for card in p.cards}
    assert (cards["5.a"].lost, cards["5.a"].parts, cards["5.a"].cases) == (True, (), None)
    assert [code for code, card in cards.items() if card.lost] == ["5.a"]
    assert [(note.repair.received, note.placed) for note in annotation.repairs] == [
        ("capitaineme", False)
    ]


def test_cases_stand_beside_the_norms_that_they_exercise_or_fail() -> None:
    rulebase = base(
        "甲巡查。乙报告。丙配合。",
        quotes=tuple((f"1.{n}", Quote(exact=w)) for n, w in ((1, "甲巡查"), (2, "乙报告"),
                                                              (3, "丙配合"))),
    )  # fmt: skip
    cases = [
        Case(name="好", source="f", record=None, expects=("1.1",), misses=("1.2",)),
        Case(name="坏", source="f", record={}, expects=("1.2",), misses=()),
    ]
    report = coverage_report(rulebase, cases, lambda _: ["1.1"])
    (marked,) = annotate_text(rulebase, report).provisions
    first, second, third = marked.cards
    assert first.cases is not None
    assert first.cases.cases == marked.cases == ("好",)
    assert second.cases is not None
    assert (second.cases.cases, second.cases.misses, second.failures) == ((), ("好",), ("坏",))
    assert third.cases is not None
    assert (third.cases.cases, third.failures) == ((), ())


def test_without_cases_no_card_has_any(notice: zhize.Mechanism) -> None:
    annotation = annotate_text(notice.rulebase, coverage_report(notice.rulebase))
    cards = [card for p in annotation.provisions for card in p.cards]
    assert {card.cases for card in cards} == {None}
    assert annotation.cases == ()


def test_cases_of_another_folder_are_taken(harbour: zhize.Mechanism, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text('- {norm: "9.a", case: le mien}\n', encoding="utf-8")
    annotation = harbour.annotate(tmp_path)
    assert [(row.name, row.norms) for row in annotation.cases] == [("le mien", ("9.a",))]
