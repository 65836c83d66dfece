"""The drift of a text as text for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...explain.width import DEFAULT_WIDTH, display_width, pad, visible, wrap
from .page import Page
from .values import (
    AMBIGUOUS,
    CHANGED,
    FOUND,
    GONE,
    MOVED,
    NEW,
    ORPHANED,
    ClauseDrift,
    Drift,
    Proposal,
    QuoteDrift,
)

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase

_MARGIN = "    "


def drift_text(drift: Drift, rulebase: RuleBase, lang: str, width: int = DEFAULT_WIDTH) -> str:
    """Return the drift of a text: the sums, then quotes and clauses that need a look.

    Args:
        drift: What was found.
        rulebase: The mechanism, for its labels.
        lang: `zh` or `en`.
        width: Columns of a line.
    """
    page = _DriftPage(rulebase, lang, width)
    return visible("\n".join(page.lines(drift))) + "\n"


class _DriftPage(Page):
    def lines(self, drift: Drift) -> Iterator[str]:
        """Yield the lines of the page."""
        label = self.names.text(self.names.rulebase.info.label)
        yield from self.head(self.say("drift.title", label=label, source=drift.source))
        yield from self.table(list(self._totals(drift)))
        norms = [q for q in drift.quotes if q.norm is not None]
        for status in (ORPHANED, AMBIGUOUS, MOVED):
            found = [q for q in norms if q.status == status]
            yield from self._quotes(f"drift.{status}", found)
        yield from self._context([q for q in norms if q.status == FOUND and not q.context])
        passages = [q for q in drift.quotes if q.norm is None and q.status in {ORPHANED, AMBIGUOUS}]
        yield from self._quotes("drift.passages", passages)
        clauses = [c for c in drift.clauses if not _marks_only(c)]
        if clauses:
            yield from self._section("drift.changes")
        for clause in clauses:
            yield from self._clause(clause)
        if not drift.clauses and all(q.status == FOUND and q.context for q in norms):
            yield ""
            yield self.say("drift.same")

    def _totals(self, drift: Drift) -> Iterator[tuple[str, str]]:
        counts = drift.counts()
        yield self.say("drift.quotes"), self.say("drift.tally", all=sum(counts.values()), **counts)
        tally = {
            status: sum(c.status == status and not _marks_only(c) for c in drift.clauses)
            for status in (NEW, CHANGED, GONE, MOVED)
        }
        marks = sum(map(_marks_only, drift.clauses))
        yield self.say("drift.clauses"), self.say("drift.clause-tally", marks=marks, **tally)
        if drift.repairs:
            needed = [r.needed for r in drift.repairs]
            yield (
                self.say("drift.repairs"),
                self.say(
                    "drift.repair-tally",
                    all=len(needed),
                    needed=needed.count(True),
                    unneeded=needed.count(False),
                    neither=needed.count(None),
                ),
            )

    # ------------------------------------------------------------ quotes

    def _quotes(self, key: str, quotes: list[QuoteDrift]) -> Iterator[str]:
        if not quotes:
            return
        yield from self._section(key)
        column = max(display_width(self.say(k)) for k in ("quote", "proposal")) + 2
        for quote in quotes:
            where = self.provision(quote.provision)
            title = where if quote.norm is None else f"{where} [{quote.norm}]"
            if quote.status == AMBIGUOUS:
                title = self.words.aside(title, self.say("places", count=quote.places))
            yield from wrap(title, self.width, first="· ")
            yield from wrap(quote.exact, self.width, first=_MARGIN + pad(self.say("quote"), column))
            if quote.status == ORPHANED:
                first = _MARGIN + pad(self.say("proposal"), column)
                yield from wrap(self._proposal(quote.proposal), self.width, first=first)

    def _proposal(self, proposal: Proposal | None) -> str:
        if proposal is None:
            return self.say("nothing-like")
        if proposal.same_words:
            return self.say("marks-only", text=proposal.text)
        like = f"{round(proposal.similarity * 100)}%"
        return self.say("like", text=proposal.text, share=like)

    def _context(self, quotes: list[QuoteDrift]) -> Iterator[str]:
        """Yield the norms with a quote whose neighbours have changed, in one paragraph."""
        if quotes:
            yield from self._section("drift.context")
            codes = dict.fromkeys(q.norm for q in quotes if q.norm is not None)
            yield from wrap(self.words.listed(codes), self.width)

    # ------------------------------------------------------------ clauses

    def _clause(self, clause: ClauseDrift) -> Iterator[str]:
        column = max(display_width(self.say(k)) for k in ("before", "after")) + 2
        title = f"{self.say(f'change.{clause.status}')} {self._where(clause)}"
        if clause.norms:
            quoted = self.say("quoted-by", norms=self.words.listed(clause.norms))
            title = self.words.clauses((title, quoted))
        yield from wrap(title, self.width, first="· ")
        for key, text in (("before", clause.before), ("after", clause.after)):
            if text is not None and not (clause.status == MOVED and key == "after"):
                yield from wrap(text, self.width, first=_MARGIN + pad(self.say(key), column))

    def _where(self, clause: ClauseDrift) -> str:
        if clause.status != NEW:
            return self.provision(clause.provision)
        if clause.provision is None:
            return self.say("at-start")
        return self.say("behind", provision=self.provision(clause.provision))

    def _section(self, key: str) -> Iterator[str]:
        yield ""
        yield self.words.heading(self.say(key))


def _marks_only(clause: ClauseDrift) -> bool:
    return clause.status == CHANGED and clause.same_words
