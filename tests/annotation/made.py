"""A mechanism made to be hard: all its words are markup, and something of everything is wrong."""

from __future__ import annotations

import msgspec

from tests.coverage.texts import base
from zhize.annotation import Annotation, annotate_text
from zhize.examination.coverage import Case, coverage_report
from zhize.model.openness import OpenTerm
from zhize.model.rulebase import Interpretation, Named, Quote, RuleBase

RISKY = "<script>alert(\"1\")</script> & '<b>'"
NORM = "1.<i>&'"
TEXT = f"{RISKY}。\n余下{RISKY}"
LEFT = RISKY.strip("<>'")
"""The words of the second half that nothing accounts for, without marks at their ends."""


def made() -> tuple[RuleBase, Annotation]:
    """Return the mechanism, and its text annotated."""
    rulebase = base(
        TEXT,
        quotes=((NORM, Quote(exact=f"{RISKY}。")),),
        unquoted=((1, "余下"),),
        received=(TEXT.replace("余下", "佘<下>"),),
        repairs=((1, "佘<下>", "余下"),),
    )
    rulebase = msgspec.structs.replace(
        rulebase,
        interpretations=(
            Interpretation(
                code="I-<1>", iri="urn:i", label={"zh": RISKY}, definition={"zh": RISKY}
            ),
        ),
    )
    cases = [
        Case(name=RISKY, source=RISKY, record=None, expects=(NORM,), misses=()),
        Case(name=f"{RISKY}2", source="f", record={}, expects=(NORM,), misses=()),
    ]
    report = coverage_report(rulebase, cases, lambda _: [])
    term = OpenTerm(
        name="t", label={"zh": RISKY}, definition={"zh": RISKY}, words=("余下",),
        provisions=("1",), sort=Named(code="s", iri="urn:s", label={"zh": RISKY}),
    )  # fmt: skip
    document = Named(code="d", iri="urn:d", label={"zh": RISKY})
    return rulebase, annotate_text(rulebase, report, [document], [term])


def wrong() -> tuple[RuleBase, Annotation]:
    """Return a mechanism whose quotes, passages and repairs are not found, of no document."""
    rulebase = base(
        "甲巡查。乙报告。",
        quotes=(("1.1", Quote(exact="丙巡查")), ("1.2", Quote(exact="乙报告"))),
        unquoted=((1, "丁"),),
        received=("甲巡查。乙报告。",),
        repairs=((1, "戊", "己"), (1, "庚", "")),
    )
    return rulebase, annotate_text(rulebase, coverage_report(rulebase, []))
