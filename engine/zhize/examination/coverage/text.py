"""Coverage as text for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...explain.width import DEFAULT_WIDTH, display_width, pad, visible, wrap
from .page import Page, share
from .values import BARE, EXPLAINED, Clause, CoverageReport, Failure, NormCases

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase


def coverage_text(
    report: CoverageReport, rulebase: RuleBase, lang: str, width: int = DEFAULT_WIDTH
) -> str:
    """Return coverage as text: the sums, then every clause under its provision.

    Args:
        report: What is covered.
        rulebase: The mechanism, for its labels.
        lang: `zh` or `en`.
        width: Columns of a line.
    """
    page = CoveragePage(rulebase, lang, width)
    return visible("\n".join(page.lines(report))) + "\n"


class CoveragePage(Page):
    """Writes coverage in one language."""

    def lines(self, report: CoverageReport) -> Iterator[str]:
        """Yield the lines of the page."""
        label = self.names.text(self.names.rulebase.info.label)
        yield from self.head(self.say("title", label=label))
        yield from self.table(list(self.totals(report)))
        yield from wrap(self.say("definition"), self.width)
        if report.lost:
            norms = self.words.listed(report.lost)
            yield from wrap(self.say("lost", norms=norms), self.width)
        if report.unexercised:
            norms = self.words.listed(report.unexercised)
            yield from wrap(self.say("unexercised", norms=norms), self.width)
        yield from self._failures(report)
        worded = [clause for clause in report.clauses if clause.status != BARE]
        provision = None
        for clause, following in zip(worded, [*worded[1:], None], strict=True):
            if clause.provision != provision:
                provision = clause.provision
                yield ""
                yield self.words.heading(self.provision(provision))
            yield from self._clause(clause, same_reason=_one_passage(clause, following))
        if report.sources:
            yield ""
            files = self.words.listed(report.sources)
            yield from wrap(self.words.sentence(self.say("sources", files=files)), self.width)

    def totals(self, report: CoverageReport) -> Iterator[tuple[str, str]]:
        """Yield the sums, each behind its label."""
        totals = report.totals
        for key, whole in (("normative", totals.normative), ("characters", totals.characters)):
            yield (
                self.say(key),
                self.say(
                    "of-characters",
                    all=self.number(whole),
                    quoted=self.number(totals.quoted),
                    share=share(totals.quoted, whole),
                ),
            )
        yield (
            self.say("clauses"),
            self.say(
                "of-clauses",
                all=totals.clauses,
                encoded=totals.encoded,
                explained=totals.explained,
                open=totals.open,
            ),
        )
        if totals.cases is None:
            yield self.say("tests"), self.say("no-cases")
            yield self.say("norms"), self.say("of-norms-only", all=totals.norms)
            return
        yield (
            self.say("tests"),
            self.say(
                "of-cases",
                cases=totals.cases,
                tested=totals.tested,
                partly=totals.partly_tested,
                untested=totals.encoded - totals.tested - totals.partly_tested,
            ),
        )
        yield (
            self.say("norms"),
            self.say("of-norms", all=totals.norms, exercised=totals.exercised),
        )

    def _failures(self, report: CoverageReport) -> Iterator[str]:
        if not report.failures:
            return
        yield ""
        yield self.say("failures")
        for failure in report.failures:
            yield from wrap(self.failure(failure), self.width, first="  · ")

    def failure(self, failure: Failure) -> str:
        """Return which case fails, and how."""
        parts = []
        if failure.norms:
            parts.append(self.say("failure.missing", norms=self.words.listed(failure.norms)))
        if failure.unexpected:
            norms = self.words.listed(failure.unexpected)
            parts.append(self.say("failure.unexpected", norms=norms))
        what = self.words.clauses(parts) or self.say("failure.refused")
        return self.words.colon(self.words.aside(failure.case, failure.source), what)

    # ------------------------------------------------------------ clauses

    def _clause(self, clause: Clause, *, same_reason: bool) -> Iterator[str]:
        """Yield a clause; the reason for several that are not quoted is told under the last."""
        column = max(
            display_width(self.say(f"status.{s}")) for s in ("encoded", "explained", "open")
        )
        yield from wrap(clause.text, self.width, first=f"{clause.number:>3}  ")
        margin = " " * 5
        norms = self.words.listed(self._norm(n, clause.tested is not None) for n in clause.norms)
        texts = () if same_reason else clause.reasons
        reasons = self.words.clauses(self.names.text(r).rstrip("。.") for r in texts)
        left = self.words.listed(map(self.words.quoted, clause.uncovered))
        for key, text in (("encoded", norms), ("explained", reasons), ("open", left)):
            if text:
                first = margin + pad(self.say(f"status.{key}"), column + 2)
                yield from wrap(text, self.width, first=first)

    def _norm(self, norm: NormCases, given: bool) -> str:
        if not given:
            return norm.norm
        if not norm.cases:
            return self.say("norm-untested", norm=norm.norm)
        if len(norm.cases) == 1:
            return self.say("norm-case", norm=norm.norm, case=norm.cases[0])
        return self.say(
            "norm-cases",
            norm=norm.norm,
            case=norm.cases[0],
            count=len(norm.cases),
            more=len(norm.cases) - 1,
        )


def _one_passage(clause: Clause, following: Clause | None) -> bool:
    """Tell whether two clauses are left unquoted for one and the same reason."""
    return (
        following is not None
        and clause.status == following.status == EXPLAINED
        and clause.provision == following.provision
        and clause.reasons == following.reasons
    )
