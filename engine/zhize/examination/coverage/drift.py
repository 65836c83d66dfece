"""What a change of the text unsettles: quotes that are lost or doubled, clauses that are new.

The other version is a plain file, as a clerk or a scanner gives it: with page breaks, the marks of
Markdown, perhaps the very scanning errors that the mechanism's repairs mend. These are mended
first, so that nobody is told of a change that is none. White space never counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from ..._errors import UnreadableError
from ...model.rulebase import Provision, Quote, RuleBase
from ...validation.quotes import find_quote
from .alignment import Alignment, Folded
from .mending import CONTEXT, mend, without_markdown
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
    RepairDrift,
)
from .words_of_text import counts, words_only

MOST_CHARACTERS = 200_000
"""A longer text is no notice, and would take long to compare."""

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_LIKE = 0.6
"""From here on two clauses are taken for versions of one."""
_PROPOSE = 0.3
"""Below this nothing is proposed."""
_MOST_CLAUSES = 8
"""A proposal spans so many clauses at most."""
_NEAREST = 12
"""So many clauses that share most with a lost quote are looked at."""


def text_drift(rulebase: RuleBase, text: str, source: str = "-") -> Drift:
    """Hold the mechanism's quotes and clauses against another version of the text.

    Args:
        rulebase: The mechanism.
        text: The other version, whole.
        source: The name of its file.

    Raises:
        UnreadableError: The text is longer than `MOST_CHARACTERS`, or has no words.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(
            f"{source}：超过 {MOST_CHARACTERS} 字；这里比较的是一份通知的文本。",
            f"{source} is longer than {MOST_CHARACTERS} characters; a notice is compared here",
        )
    plain = without_markdown(text)
    if not any(map(counts, plain)):
        raise UnreadableError(
            f"{source}：没有文字可以比较。", f"{source} holds no words to compare"
        )
    repairs, mended = mend(rulebase, plain)
    return _Comparison(rulebase, mended).drift(source, repairs)


class _Comparison:
    """The mechanism's text and another version, both without white space."""

    def __init__(self, rulebase: RuleBase, text: str) -> None:
        self._rulebase = rulebase
        self._starts: dict[str, int] = {}
        pieces, length = [], 0
        for provision in rulebase.provisions:
            self._starts[provision.code] = length
            pieces.append(provision.text)
            length += sum(not c.isspace() for c in provision.text)
        self.before = Folded("\n\n".join(pieces))
        self.after = Folded(text)
        self._alignment = Alignment(self.before, self.after)
        ends = [*list(self._starts.values())[1:], length]
        self._ends = dict(zip(self._starts, ends, strict=True))
        self._old = self.before.clauses(frozenset(ends))
        self._new = self.after.clauses(self._breaks())
        self._pieces: dict[str, list[int]] = {}
        for rank, (start, end) in enumerate(self._new):
            for piece in {self.after.folded[i : i + 2] for i in range(start, end - 1)}:
                self._pieces.setdefault(piece, []).append(rank)

    def drift(self, source: str, repairs: tuple[RepairDrift, ...]) -> Drift:
        """Return all that differs."""
        return Drift(
            source=source,
            quotes=tuple(self._quotes()),
            clauses=tuple(self._clauses()),
            repairs=repairs,
        )

    def _breaks(self) -> frozenset[int]:
        """Return where a clause ends in the other version though no mark says so.

        That is where a provision ends, and at an empty line; but not at one in the middle of words
        that the mechanism's text has side by side, which is a page break.
        """
        where = {place: rank for rank, place in enumerate(self.after.at)}
        folded = self.after.folded
        homes = [_fold(provision.text) for provision in self._rulebase.provisions]
        found = {self._alignment.end(end) for end in self._ends.values()}
        found |= {self._alignment.place(start) for start in self._starts.values()}
        for gap in _BREAK.finditer(self.after.text):
            at = where.get(gap.end())
            if at is None or not at:
                continue
            # Words that were edited on one side of the break still tell it by the other.
            beside = (
                folded[max(at - long, 0) : at + short]
                for long, short in ((CONTEXT, 2), (2, CONTEXT))
            )
            if not any(words in home for words in beside for home in homes):
                found.add(at)
        return frozenset(found)

    # ------------------------------------------------------------ quotes

    def _quotes(self) -> Iterator[QuoteDrift]:
        for provision in self._rulebase.provisions:
            rows: list[tuple[str | None, Quote]] = [
                (norm.code, quote)
                for norm in self._rulebase.norms
                if norm.provision == provision.code
                for quote in (norm.quote, *norm.also_quotes)
            ]
            rows += [
                (None, Quote(exact=passage.exact))
                for passage in self._rulebase.unquoted
                if passage.provision == provision.code
            ]
            for norm, quote in rows:
                yield self._quote(provision, norm, quote)

    def _quote(self, provision: Provision, norm: str | None, quote: Quote) -> QuoteDrift:
        folded = Quote(
            exact=_fold(quote.exact), prefix=_fold(quote.prefix), suffix=_fold(quote.suffix)
        )
        bare = Quote(exact=folded.exact)
        start, end = self._range(provision.code)
        here, whole = self.after.folded[start:end], self.after.folded
        status, context, places = ORPHANED, False, 0
        for text, found_as in ((here, FOUND), (whole, MOVED)):
            for selector in (folded, bare):
                places = len(find_quote(text, selector))
                if places:
                    status = found_as if places == 1 else AMBIGUOUS
                    context = selector is folded
                    break
            if places:
                break
        proposal = None
        if status == ORPHANED:
            proposal = self._nearest(provision, quote)
        return QuoteDrift(
            norm=norm,
            provision=provision.code,
            exact=quote.exact,
            status=status,
            context=context,
            places=places,
            proposal=proposal,
        )

    def _range(self, provision: str) -> tuple[int, int]:
        """Return where a provision stands in the other version."""
        start = self._alignment.place(self._starts[provision])
        return start, max(start, self._alignment.end(self._ends[provision]))

    def _nearest(self, provision: Provision, quote: Quote) -> Proposal | None:
        """Return the passage most like a quote: what stands in its place, or any run of clauses."""
        found = find_quote(provision.text, quote) or find_quote(
            provision.text, Quote(exact=quote.exact)
        )
        candidates: list[tuple[int, int]] = []
        if found:
            first = self._starts[provision.code] + len(_fold(provision.text[: found[0][0]]))
            last = first + len(_fold(quote.exact))
            candidates.append((self._alignment.place(first), self._alignment.end(last)))
        words = _fold(quote.exact)
        candidates += self._runs(words)
        best, ratio = None, _PROPOSE
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words)
        for start, end in candidates:
            if start >= end:
                continue
            matcher.set_seq1(self.after.folded[start:end])
            if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio:
                like = matcher.ratio()
                if like > ratio:
                    best, ratio = (start, end), like
        if best is None:
            return None
        text = _trimmed(self.after.original(*best), quote.exact)
        return Proposal(
            text=text,
            similarity=round(ratio, 2),
            same_words=words_only(text) == words_only(quote.exact),
        )

    def _runs(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield runs of clauses that are about as long as a quote, and share pieces of it."""
        length = len(words)
        shared: Counter[int] = Counter()
        for piece in {words[i : i + 2] for i in range(length - 1)}:
            shared.update(self._pieces.get(piece, ()))
        near = {rank for rank, _ in sorted(shared.items(), key=lambda p: (-p[1], p[0]))[:_NEAREST]}
        firsts = {first for rank in near for first in range(max(rank - 2, 0), rank + 1)}
        for first in sorted(firsts):
            start = self._new[first][0]
            for _, end in self._new[first : first + _MOST_CLAUSES]:
                if end - start > length * 2 + CONTEXT:
                    break
                if (end - start) * 2 >= length:
                    yield start, end

    # ------------------------------------------------------------ clauses

    def _clauses(self) -> Iterator[ClauseDrift]:
        """Yield what is gone, changed, moved and new, in reading order."""
        old = [self.before.folded[s:e] for s, e in self._old]
        new = [self.after.folded[s:e] for s, e in self._new]
        pairs: list[tuple[int | None, int | None]] = []
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                pairs += [
                    (None if a is None else i + a, None if b is None else k + b)
                    for a, b in _pairs(old[i:j], new[k:m])
                ]
        lone = {new[b]: b for a, b in reversed(pairs) if a is None and b is not None}
        moved = {lone[old[a]] for a, b in pairs if b is None and a is not None and old[a] in lone}
        for earlier, later in pairs:
            if earlier is None and later in moved:
                continue
            if later is None and earlier is not None and old[earlier] in lone:
                later = lone[old[earlier]]
            yield self._clause(earlier, later)

    def _clause(self, before: int | None, after: int | None) -> ClauseDrift:
        norms: tuple[str, ...] = ()
        provision: str | None
        one = None if before is None else self.before.original(*self._old[before])
        other = None if after is None else self.after.original(*self._new[after])
        if before is not None:
            provision, norms = self._norms_of(self._old[before])
        else:
            provision = self._behind(after or 0)
        status, like = NEW if one is None else GONE, None
        if one is not None and other is not None:
            same = _fold(one) == _fold(other)
            status = MOVED if same else CHANGED
            like = round(SequenceMatcher(None, _fold(one), _fold(other), autojunk=False).ratio(), 2)
        return ClauseDrift(
            status=status,
            provision=provision,
            before=one,
            after=other,
            norms=norms,
            similarity=like,
            same_words=one is not None
            and other is not None
            and words_only(one) == words_only(other),
        )

    def _behind(self, clause: int) -> str | None:
        """Return the provision behind which a clause of the other version stands."""
        at = self._new[clause][0]
        found = [code for code, start in self._starts.items() if self._alignment.place(start) <= at]
        return found[-1] if found else None

    def _norms_of(self, span: tuple[int, int]) -> tuple[str, tuple[str, ...]]:
        """Return the provision of an earlier clause, and the norms that quote some of it."""
        code = max(
            (c for c in self._starts if self._starts[c] <= span[0]), key=lambda c: self._starts[c]
        )
        provision = next(p for p in self._rulebase.provisions if p.code == code)
        found: dict[str, None] = {}
        for norm in self._rulebase.norms:
            if norm.provision != code:
                continue
            for quote in (norm.quote, *norm.also_quotes):
                for start, end in find_quote(provision.text, quote)[:1]:
                    first = self._starts[code] + len(_fold(provision.text[:start]))
                    last = first + len(_fold(provision.text[start:end]))
                    if first < span[1] and span[0] < last:
                        found[norm.code] = None
        return code, tuple(found)


def _fold(text: str) -> str:
    return "".join(text.split())


def _trimmed(passage: str, quote: str) -> str:
    """Return a passage without marks at its ends that the quote does not have there."""
    while passage and not counts(passage[-1]) and passage[-1:] != quote[-1:]:
        if passage[-1] in "”’」』）)〕]》":
            break
        passage = passage[:-1]
    while passage and not counts(passage[0]) and passage[:1] != quote[:1]:
        if passage[0] in "“‘「『（(〔[《":
            break
        passage = passage[1:]
    return passage


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """Pair clauses of a stretch that differs: those that are like enough, in their order."""
    done = 0
    for i, words in enumerate(old):
        best, ratio, letters = None, _LIKE, set(words)
        for j in range(done, len(new)):
            if len(letters & set(new[j])) * 2 < len(letters):
                continue
            matcher = SequenceMatcher(None, words, new[j], autojunk=False)
            if matcher.quick_ratio() > ratio and (like := matcher.ratio()) > ratio:
                best, ratio = j, like
        if best is None:
            yield i, None
            continue
        for j in range(done, best):
            yield None, j
        yield i, best
        done = best + 1
    for j in range(done, len(new)):
        yield None, j
