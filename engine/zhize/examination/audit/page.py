"""What the text page and the HTML page share: a finding's parts as words of one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ...explain.names import Names
from .page_words import PAGE

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase, Text
    from .finding import AuditReport, Finding

_NORMS_SHOWN = 12


class ShownQuote(msgspec.Struct, frozen=True):
    """A provision's label, its words, and what is to be said of them."""

    where: str
    exact: str
    note: str


class Page:
    """The words of one language.

    Args:
        rulebase: The mechanism, for labels.
        lang: `zh` or `en`.
    """

    def __init__(self, rulebase: RuleBase, lang: str) -> None:
        self.names = Names(rulebase, lang)
        self.words = self.names.words
        self.lang = self.words.lang
        self.own_language = rulebase.info.languages[0]
        self._rulebase = rulebase
        self._provisions = {p.code: p for p in rulebase.provisions}
        self._numbers = {p.number: p for p in rulebase.provisions if p.number is not None}

    def say(self, key: str, **parts: object) -> str:
        """Return the words of a key."""
        text = PAGE[key][self.lang]
        return text.format(**parts) if parts else text

    def heading(self, key: str) -> str:
        """Return the words of a key as they begin a line."""
        return self.words.heading(self.say(key))

    def rows(self, finding: Finding) -> tuple[tuple[str, str], ...]:
        """Return what a finding is about: the key of a label, and a text that may be empty."""
        return (
            ("basis", self.articles(finding)),
            ("norms", self.norms(finding)),
            ("agencies", self.agencies(finding)),
        )

    def of(self, text: Text) -> str:
        """Return a text of a finding."""
        return text.get(self.lang, "")

    def title(self) -> str:
        """Return the title of the page."""
        return self.say("page", label=self.names.text(self._rulebase.info.label))

    def head(self, report: AuditReport) -> tuple[str, ...]:
        """Return what stands above the findings: the stamp, the tally, the extent."""
        extent = report.extent
        tally = (
            self.say(
                "tally",
                all=len(report.findings),
                **{s: report.count(s) for s in ("serious", "notable", "info")},
            )
            if report.findings
            else self.say("clean")
        )
        return (
            self.say(
                "stamp",
                id=report.mechanism["id"],
                version=report.mechanism["version"],
                sha=report.mechanism["sha256"][:12],
            ),
            tally,
            self.say(
                "extent" if extent.complete else "extent.partial",
                combinations=large(extent.combinations),
                questions=f"{extent.questions:,}",
                classes=f"{extent.classes:,}",
            ),
        )

    def articles(self, finding: Finding) -> str:
        """Return the labels of a finding's provisions."""
        labels = []
        for article in finding.articles:
            found = (
                self._numbers.get(article)
                if isinstance(article, int)
                else self._provisions.get(article)
            )
            labels.append(str(article) if found is None else self.names.text(found.label))
        return self.names.words.listed(self._some(labels))

    def norms(self, finding: Finding) -> str:
        """Return the codes of a finding's norms."""
        return self.names.words.listed(self._some(finding.norms))

    def agencies(self, finding: Finding) -> str:
        """Return the labels of a finding's agencies."""
        return self.names.words.listed(map(self.names.agency, finding.agencies))

    def _some(self, items: tuple[str, ...] | list[str]) -> list[str]:
        """Return the first of many, and how many there are."""
        if len(items) <= _NORMS_SHOWN:
            return list(items)
        shown = [str(item) for item in items[: _NORMS_SHOWN - 1]]
        return [*shown, self.say("and-more", count=len(items))]

    def quotes(self, finding: Finding) -> tuple[ShownQuote, ...]:
        """Return the words of a finding, each with the label of its provision."""
        return tuple(
            ShownQuote(
                self.names.text(self._provisions[quote.provision].label)
                if quote.provision in self._provisions
                else quote.provision,
                quote.exact,
                self.names.text(quote.note) if quote.note else "",
            )
            for quote in finding.quotes
        )


def large(number: int) -> str:
    """Return a number as a reader takes it in: 47,001,600, or 1.55 × 10²¹."""
    if number < 10**12:
        return f"{number:,}"
    power = len(str(number)) - 1
    digits = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{number / 10**power:.2f} × 10{digits}"


def yaml_of(record: dict[str, Any]) -> str:
    """Return a record in YAML, one field a line."""
    import yaml

    written: str = yaml.safe_dump(
        record, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000
    )
    return written
