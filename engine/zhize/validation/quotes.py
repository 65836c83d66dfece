"""Do the quotes stand in the text, and is every word of it accounted for?

Pure values: a `RuleBase` in, problems and figures out; no RDF. A quote is a text-quote selector of
the Web Annotation Data Model (section 4.2.4): it is anchored where prefix, exact words and suffix
stand side by side in the repaired text, and that must be one place only. Every word of a provision
must lie in some quote or in an unquoted passage that says why no norm quotes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import msgspec

from ..model.report import ERROR, Problem
from ..model.rulebase import Provision, Quote, RuleBase

Place = tuple[str | None, int | None]
"""File name and line (from 1) of a term, each None where it is not known."""

Locate = Callable[[str], Place]
"""From the IRI of a term to the place of its first line."""

Span = tuple[int, int]
"""Start and end of a stretch of text, in characters; the end is not included."""

LINE_BREAK = re.compile(r"[ \t]*[\r\n]\s*")
"""What counts as one space where a text and its copy as received are compared."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one provision is accounted for; counts leave out white space and punctuation.

    Attributes:
        provision: Code of the provision.
        characters: Characters of the text that count.
        quoted: Of these, the ones that some norm quotes.
        unquoted: The ones in unquoted passages, with a reason.
        uncovered: The words that are in neither, in reading order.
    """

    provision: str
    characters: int
    quoted: int
    unquoted: int
    uncovered: tuple[str, ...] = ()


def check_quotes(rulebase: RuleBase, locate: Locate | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with repairs, quotes and coverage, by provision in reading order.

    Codes: `repair-mismatch`, `quote-orphaned`, `quote-ambiguous`, `unquoted-but-quoted`,
    `text-uncovered`.

    Args:
        rulebase: The mechanism.
        locate: Where a term stands in the files; without it problems name no line.
    """
    find = locate or _nowhere
    problems: list[Problem] = []
    for provision in rulebase.provisions:
        problems += _check_repairs(rulebase, provision, find)
        problems += _check_anchors(rulebase, provision, find)
    for row in coverage(rulebase):
        if row.uncovered:
            iri = next(p.iri for p in rulebase.provisions if p.code == row.provision)
            words = row.uncovered
            problems.append(
                _problem(
                    "text-uncovered",
                    iri,
                    find,
                    " … ".join(words),
                    f"条款 {row.provision} 中有文字既无规范引用，也未列为未引用的文字："
                    f"{'、'.join(f'“{w}”' for w in words)}。",
                    f"words of provision `{row.provision}` are neither quoted by a norm nor listed "
                    f"as unquoted: {', '.join(f'`{w}`' for w in words)}",
                )
            )
    return tuple(problems)


def _nowhere(_iri: str) -> Place:
    return None, None


def coverage(rulebase: RuleBase) -> tuple[Coverage, ...]:
    """Return for each provision, in reading order, how much of it is accounted for.

    A quote or passage that cannot be anchored in one place covers nothing.
    """
    rows = []
    for provision in rulebase.provisions:
        text = provision.text
        quoted = _marks(text, [span for _, _, _, span in _anchored(rulebase, provision)])
        passages = _marks(text, [span for _, span in _passages(rulebase, provision)])
        counts = [_counts(character) for character in text]
        rows.append(
            Coverage(
                provision=provision.code,
                characters=sum(counts),
                quoted=sum(c and q for c, q in zip(counts, quoted, strict=True)),
                unquoted=sum(
                    c and p and not q for c, q, p in zip(counts, quoted, passages, strict=True)
                ),
                uncovered=tuple(_gaps(text, counts, quoted, passages)),
            )
        )
    return tuple(rows)


def find_quote(text: str, quote: Quote) -> tuple[Span, ...]:
    """Return every stretch of a text that a quote could mean, in order."""
    whole = quote.prefix + quote.exact + quote.suffix
    return tuple(
        (start + len(quote.prefix), start + len(quote.prefix) + len(quote.exact))
        for start in _occurrences(text, whole)
    )


def apply_repairs(received: str, repairs: tuple[tuple[str, str], ...]) -> str | None:
    """Return a text with each (received, repaired) pair carried out, whatever their order.

    Returns:
        The repaired text, or None where some wording does not occur exactly once, or two overlap.
    """
    cuts = []
    for old, new in repairs:
        found = _occurrences(received, old)
        if len(found) != 1:
            return None
        cuts.append((found[0], found[0] + len(old), new))
    cuts.sort()
    out, done = [], 0
    for start, end, new in cuts:
        if start < done:
            return None
        out += [received[done:start], new]
        done = end
    return "".join((*out, received[done:]))


def _check_repairs(rulebase: RuleBase, provision: Provision, find: Locate) -> Iterator[Problem]:
    repairs = tuple(
        (r.received, r.repaired) for r in rulebase.repairs if r.provision == provision.code
    )
    # A text that came clean need not be written twice.
    received = provision.text_as_received or provision.text
    result = apply_repairs(received, repairs)
    if result is None:
        bad = [old for old, _ in repairs if len(_occurrences(received, old)) != 1] or [
            old for old, _ in repairs
        ]
        yield _problem(
            "repair-mismatch",
            provision.iri,
            find,
            bad[0],
            f"条款 {provision.code} 的订正无法实施：“{bad[0]}”在原样文本中须恰好出现一次，"
            "且各处订正互不重叠。",
            f"a repair of provision `{provision.code}` cannot be carried out: `{bad[0]}` must "
            "occur exactly once in the text as received, and repairs must not overlap",
        )
        return
    result, text = _without_line_breaks(result), _without_line_breaks(provision.text)
    if result != text:
        at = _first_difference(result, text)
        yield _problem(
            "repair-mismatch",
            provision.iri,
            find,
            result[at : at + 20],
            f"条款 {provision.code} 的原样文本经订正后与 zz:text 不一致，从第 {at + 1} 字起："
            f"订正后为“{result[at : at + 20]}”，zz:text 为“{text[at : at + 20]}”。",
            f"the text of provision `{provision.code}` as received, once repaired, differs from "
            f"its zz:text at character {at + 1}: `{result[at : at + 20]}` against "
            f"`{text[at : at + 20]}`",
        )


def _check_anchors(rulebase: RuleBase, provision: Provision, find: Locate) -> Iterator[Problem]:
    text = provision.text
    for code, iri, quote in _quotes(rulebase, provision):
        yield from _anchor_problem(f"规范 {code}", f"norm `{code}`", iri, quote, provision, find)
    quoted = _marks(text, [span for _, _, _, span in _anchored(rulebase, provision)])
    for exact in _exact_passages(rulebase, provision):
        yield from _anchor_problem(
            f"条款 {provision.code} 的未引用文字",
            f"unquoted passage of provision `{provision.code}`",
            provision.iri,
            Quote(exact=exact),
            provision,
            find,
        )
    for exact, (start, end) in _passages(rulebase, provision):
        clash = "".join(text[i] for i in range(start, end) if quoted[i] and _counts(text[i]))
        if clash:
            yield _problem(
                "unquoted-but-quoted",
                provision.iri,
                find,
                clash,
                f"条款 {provision.code} 的“{exact}”列为未引用的文字，但规范引用了其中的“{clash}”。",
                f"`{exact}` of provision `{provision.code}` is listed as unquoted, but a norm "
                f"quotes `{clash}` of it",
            )


def _anchor_problem(
    zh: str, en: str, iri: str, quote: Quote, provision: Provision, find: Locate
) -> Iterator[Problem]:
    """Yield the problem of a quote that is anchored in no place, or in several."""
    found = len(find_quote(provision.text, quote))
    if found == 0:
        yield _problem(
            "quote-orphaned",
            iri,
            find,
            quote.exact,
            f"{zh}的引文在条款 {provision.code} 中找不到：“{quote.exact}”（连同前后文）。",
            f"the quote of {en} is not in provision `{provision.code}`: `{quote.exact}` "
            "(with its prefix and suffix)",
        )
    elif found > 1:
        yield _problem(
            "quote-ambiguous",
            iri,
            find,
            quote.exact,
            f"{zh}的引文在条款 {provision.code} 中出现 {found} 次：“{quote.exact}”。"
            "请用 oa:prefix、oa:suffix 写明前后文。",
            f"the quote of {en} occurs {found} times in provision `{provision.code}`: "
            f"`{quote.exact}`; give it oa:prefix or oa:suffix",
        )


def _quotes(rulebase: RuleBase, provision: Provision) -> Iterator[tuple[str, str, Quote]]:
    for norm in rulebase.norms:
        if norm.provision == provision.code:
            for quote in (norm.quote, *norm.also_quotes):
                yield norm.code, norm.iri, quote


def _anchored(rulebase: RuleBase, provision: Provision) -> Iterator[tuple[str, str, Quote, Span]]:
    for code, iri, quote in _quotes(rulebase, provision):
        found = find_quote(provision.text, quote)
        if len(found) == 1:
            yield code, iri, quote, found[0]


def _exact_passages(rulebase: RuleBase, provision: Provision) -> Iterator[str]:
    return (p.exact for p in rulebase.unquoted if p.provision == provision.code)


def _passages(rulebase: RuleBase, provision: Provision) -> Iterator[tuple[str, Span]]:
    for exact in _exact_passages(rulebase, provision):
        found = find_quote(provision.text, Quote(exact=exact))
        if len(found) == 1:
            yield exact, found[0]


def _occurrences(text: str, words: str) -> list[int]:
    """Return where some words begin, overlapping occurrences included; empty words are nowhere."""
    found: list[int] = []
    start = text.find(words) if words else -1
    while start >= 0:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _marks(text: str, spans: list[Span]) -> list[bool]:
    marks = [False] * len(text)
    for start, end in spans:
        marks[start:end] = [True] * (end - start)
    return marks


def _counts(character: str) -> bool:
    """Tell whether a character is a word's: not white space, not punctuation, not a symbol."""
    return unicodedata.category(character)[0] not in "ZPSC"


def _gaps(text: str, counts: list[bool], quoted: list[bool], passages: list[bool]) -> Iterator[str]:
    """Yield the stretches that nothing covers, without the punctuation at their ends."""
    start: int | None = None
    last = 0
    for i, counted in enumerate(counts):
        if quoted[i] or passages[i]:
            if start is not None:
                yield text[start : last + 1]
            start = None
        elif counted:
            start, last = (i if start is None else start), i
    if start is not None:
        yield text[start : last + 1]


def _without_line_breaks(text: str) -> str:
    """Return a text with each line break as one space: layout is no wording, so it needs no repair.

    A break inside a word does need one, because the word has no space there.
    """
    return LINE_BREAK.sub(" ", text)


def _first_difference(one: str, two: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )


def _problem(code: str, iri: str, find: Locate, value: str, zh: str, en: str) -> Problem:
    source, row = find(iri)
    return Problem(
        code=code,
        severity=ERROR,
        message={"zh": zh, "en": en},
        value=value,
        source=source,
        row=row,
    )
