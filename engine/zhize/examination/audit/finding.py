"""What an audit finds, as frozen values, and the JSON of it."""

from __future__ import annotations

from typing import Any

import msgspec

from ...model.rulebase import Text

SERIOUS, NOTABLE, INFO = "serious", "notable", "info"
SEVERITIES = (SERIOUS, NOTABLE, INFO)
"""From the gravest on; the rule behind them stands at `zz:Severity` in the core ontology."""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the text that a finding points to.

    Attributes:
        provision: The provision's code.
        exact: The words, a substring of the provision's repaired text.
        note: What is to be said of these words alone, by language; mostly empty.
    """

    provision: str
    exact: str
    note: Text = {}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a mechanism leaves undone, undecided or unused.

    Attributes:
        code: Stable name of the sort of finding.
        severity: `serious`, `notable` or `info`.
        title, text: What it is, by interface language: a heading, then whole sentences.
        articles: Article numbers or provision codes, in reading order.
        norms, agencies: Codes of what it is about.
        values: (facet, value) pairs it is about.
        quotes: The words it rests on.
        witness: A record that shows it when decided, or None where no incident is needed.
        count: In how many classes of incidents it occurs, or how many passages or norms it covers.
        see: Commands that show it.
    """

    code: str
    severity: str
    title: Text
    text: Text
    articles: tuple[int | str, ...] = ()
    norms: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Passage, ...] = ()
    witness: dict[str, Any] | None = None
    count: int = 1
    see: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return one entry of `findings`: the attributes, each value as `fact` and `value`."""
        row: dict[str, Any] = msgspec.to_builtins(self)
        row["values"] = [{"fact": facet, "value": value} for facet, value in self.values]
        return row


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """How much was examined.

    Attributes:
        combinations: Records that differ in what norms could look at: every set of values of every
            facet of concepts and agencies, whether a norm tells them apart or not.
        questions: How many questions were put to the space of facts.
        classes: Classes of incidents that were decided to answer them.
        complete: Whether the classes stand for every combination.
    """

    combinations: int
    questions: int
    classes: int
    complete: bool


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """All findings of one mechanism, the gravest first."""

    mechanism: dict[str, str]
    extent: Extent
    findings: tuple[Finding, ...]

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON; the combinations are text, as they are many."""
        return {
            "mechanism": dict(self.mechanism),
            "extent": {
                "combinations": str(self.extent.combinations),
                "questions": self.extent.questions,
                "classes": self.extent.classes,
                "complete": self.extent.complete,
            },
            "counts": {severity: self.count(severity) for severity in SEVERITIES},
            "findings": [finding.to_dict() for finding in self.findings],
        }
