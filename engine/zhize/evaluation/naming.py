"""Agencies, norms, articles and values as a user names them: by code or by label."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from .._errors import UsageError
from ..records.words import fold, table, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.rulebase import Norm, RuleBase

_LISTED = 30
_LONGEST = 60


def agency_of(rulebase: RuleBase, word: str) -> str:
    """Return the code of the agency that a word names.

    Args:
        rulebase: The mechanism.
        word: A code, a label in any language, or an IRI.

    Raises:
        UsageError: No agency is called so; the nearest is proposed.
    """
    if any(word == agency.code for agency in rulebase.agencies):
        return word
    found = table(rulebase.agencies).get(fold(word))
    if found is not None:
        return found
    spellings = {
        fold(text): agency.code
        for agency in reversed(rulebase.agencies)
        for text in (*words_of(agency), *(w for words in agency.hidden.values() for w in words))
    }
    label = {a.code: next(iter(a.label.values()), a.code) for a in rulebase.agencies}
    raise _nameless(("机关", "agency", "agencies"), word, spellings, label)


def norm_of(rulebase: RuleBase, code: str, agency: str) -> Norm:
    """Return a norm that an agency bears.

    Raises:
        UsageError: There is no such norm, or others bear it.
    """
    norms = {norm.code: norm for norm in rulebase.norms}
    norm = norms.get(code.strip())
    shown = _shown(code)
    if norm is None:
        near = _nearest(code.strip(), {c: c for c in norms})
        raise UsageError(
            f"没有编号为“{shown}”的规范。"
            + (f"是否指 {near}？" if near else "")
            + "zhize norm --list 列出全部规范。",
            f"there is no norm `{shown}`"
            + (f"; did you mean `{near}`?" if near else ";")
            + " `zhize norm --list` lists all",
        )
    if agency not in norm.bearers:
        mine = [n.code for n in rulebase.norms if agency in n.bearers]
        zh, en = ("、".join(mine), ", ".join(mine)) if mine else ("无", "none")
        bearers = sorted(norm.bearers)
        raise UsageError(
            f"规范 {norm.code} 不由 {agency} 承担"
            + (f"，而由 {'、'.join(bearers)} 承担" if bearers else "，也不由任何机关承担")
            + f"。{agency} 承担的规范：{zh}。",
            f"norm `{norm.code}` does not fall on `{agency}`"
            + (f" but on {', '.join(bearers)}" if bearers else ", nor on any agency")
            + f"; norms of `{agency}`: {en}",
        )
    return norm


def article_of(rulebase: RuleBase, word: str) -> str:
    """Return the code of the provision that a word names.

    Raises:
        UsageError: No provision is called so; the nearest that states a norm is proposed.
    """
    spellings = {
        fold(text): provision.code
        for provision in reversed(rulebase.provisions)
        for text in (*provision.label.values(), provision.code)
    }
    found = spellings.get(fold(word))
    if found is not None:
        return found
    stating = {norm.provision for norm in rulebase.norms}
    near = _nearest(fold(word), {s: code for s, code in spellings.items() if code in stating})
    listed = [provision.code for provision in rulebase.provisions if provision.code in stating]
    shown = _shown(word)
    raise UsageError(
        f"没有“{shown}”这一条。"
        + (f"是否指 {near}？" if near else "")
        + f"有规范的条款：{'、'.join(listed)}。",
        f"there is no article `{shown}`"
        + (f"; did you mean `{near}`?" if near else "")
        + f"{'' if near else ';'} articles with norms: {', '.join(listed)}",
    )


def values_of(rulebase: RuleBase, word: str) -> tuple[tuple[str, str], ...]:
    """Return each facet, and its value that a word names; a word may name values of several.

    Raises:
        UsageError: No value of a concept facet is called so; the nearest is proposed.
    """
    facets = [facet for facet in rulebase.facets if facet.kind == "concept"]
    concepts = {
        facet.code: [c for c in rulebase.concepts if facet.code in c.facets] for facet in facets
    }
    found = tuple(
        (facet.code, code)
        for facet in facets
        if (code := table(concepts[facet.code]).get(fold(word))) is not None
    )
    if found:
        return found
    every = [concept for facet in facets for concept in concepts[facet.code]]
    spellings = {fold(text): c.code for c in every for text in words_of(c)}
    label = {c.code: next(iter(c.label.values()), c.code) for c in every}
    raise _nameless(("事实值", "value of a fact", "values"), word, spellings, label)


def _nameless(
    kind: tuple[str, str, str], word: str, spellings: dict[str, str], label: dict[str, str]
) -> UsageError:
    """Return the error for a word that names nothing.

    Args:
        kind: What it should have named: in Chinese, in English, and in the English plural.
        word: As the user wrote it.
        spellings: Code by folded word, to find the nearest.
        label: Label by code, of all that could be named.
    """
    zh, en, plural = kind
    near = _nearest(fold(word), spellings)
    listed, more = list(label)[:_LISTED], len(label) > _LISTED
    shown = _shown(word)
    return UsageError(
        f"没有名为“{shown}”的{zh}。"
        + (f"是否指 {near}（{label[near]}）？" if near else "")
        + f"可用：{'、'.join(f'{c}（{label[c]}）' for c in listed)}{'……' if more else '。'}",
        f"no {en} is called `{shown}`"
        + (f"; did you mean `{near}`?" if near else "")
        + f"{'' if near else ';'} {plural}: {', '.join(listed)}{', …' if more else ''}",
    )


def _nearest(word: str, spellings: dict[str, str]) -> str | None:
    """Return what is meant by the spelling most like a word, or None."""
    if len(word) > _LONGEST or not word:
        return None
    inside = sorted((s for s in spellings if word in s), key=lambda s: (len(s), s))
    near: Iterable[str] = get_close_matches(word, sorted(spellings), n=1, cutoff=0.55)
    if len(word) > 1 and inside and not near:
        near = inside
    return next((spellings[spelling] for spelling in near), None)


def _shown(text: str) -> str:
    clean = "".join(c if c.isprintable() else " " for c in text[: _LONGEST + 1])
    return f"{clean[:_LONGEST]}…" if len(clean) > _LONGEST else clean
