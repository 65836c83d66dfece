"""Another mechanism is read by its own labels, and by words that it states in Turtle alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from zhize.narratives import draft_yaml

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    """A mechanism in French and English, about a harbour."""
    return zhize.load(HARBOUR)


def test_its_own_labels_are_read(harbour: zhize.Mechanism) -> None:
    draft = harbour.read(
        "On 3 March 2025 a passer-by saw oil from a tanker, and told the harbour office."
    )
    assert draft.record["constate_le"] == "2025-03-03"
    assert draft.record["pollutions"] == ("hydrocarbures",)
    assert draft.record["navires"] == ("petrolier",)
    assert draft.record["constate_par"] == ("passant",)
    assert draft.record["signale_a"] == ("capitainerie",)


def test_french_is_read_by_its_words(harbour: zhize.Mechanism) -> None:
    draft = harbour.read(
        "Le passant a constaté du gazole, aucune eaux usées, et a averti la mairie."
    )
    assert draft.record["constate_par"] == ("passant",)
    assert draft.record["signale_a"] == ("mairie",)
    assert draft.record["pollutions"] == ("gazole",)
    assert [(s.field, s.value) for s in draft.negated] == [("pollutions", "eaux-usees")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_draft_is_written(harbour: zhize.Mechanism, lang: str) -> None:
    written = draft_yaml(harbour.read("Rien à signaler."), harbour.rulebase, lang)
    assert written.startswith("remarques: |-\n  Rien à signaler.\n")
    assert "numero" in written
