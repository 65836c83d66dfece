"""The annotated notice and harbour, made once, and the page read back."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from tests.annotation.reading import PageText
from zhize.annotation import Annotation, annotation_html

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


@pytest.fixture(scope="session")
def marked(notice: zhize.Mechanism) -> Annotation:
    """The notice, annotated."""
    return notice.annotate()


@pytest.fixture(scope="session")
def harbour() -> zhize.Mechanism:
    """A mechanism in French and English."""
    return zhize.load(HARBOUR)


@pytest.fixture(scope="session")
def harbour_marked(harbour: zhize.Mechanism) -> Annotation:
    """The harbour, annotated."""
    return harbour.annotate()


@pytest.fixture(scope="session")
def page(notice: zhize.Mechanism, marked: Annotation) -> PageText:
    """The Chinese page of the notice, read back."""
    return PageText(annotation_html(marked, notice.rulebase, "zh"))
