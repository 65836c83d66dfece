"""Which term of one version is which of the other: by code, by content, by IRI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from ...model.rulebase import Norm, RuleBase, Trigger

_ABOUT = ("code", "iri", "provision", "article", "also_quotes", "interpretations",
          "awareness_interpretations", "scope_note", "editorial_note")  # fmt: skip
"""What a norm may change without becoming another one: its code, where it stands, what is noted."""


class _Coded(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def iri(self) -> str: ...


T = TypeVar("T", bound=_Coded)


class Correspondence(msgspec.Struct, frozen=True):
    """The codes of the later version in those of the earlier one, where there is one.

    Attributes:
        norms, agencies, facets: By code of the later version.
        values: By (facet of the earlier version, value of the later).
    """

    norms: dict[str, str]
    agencies: dict[str, str]
    facets: dict[str, str]
    values: dict[tuple[str, str], str]


def correspondence(before: RuleBase, after: RuleBase) -> Correspondence:
    """Return which term of the later version is which of the earlier."""
    facets = matched(before.facets, after.facets)
    values = {}
    for facet in after.facets:
        old = facets.get(facet.code)
        if old is None or facet.kind != "concept":
            continue
        mine = [c for c in before.concepts if old in c.facets]
        for code, same in matched(
            mine, [c for c in after.concepts if facet.code in c.facets]
        ).items():
            values[old, code] = same
    return Correspondence(
        norms=_norms(before, after),
        agencies=matched(before.agencies, after.agencies),
        facets=facets,
        values=values,
    )


def matched(before: Iterable[T], after: Iterable[T]) -> dict[str, str]:
    """Match terms by code, and those left over by IRI; return later codes to earlier ones."""
    old = {term.code: term for term in before}
    new = {term.code: term for term in after}
    pairs = {code: code for code in new if code in old}
    by_iri = {term.iri: code for code, term in old.items() if code not in new}
    for code, term in new.items():
        if code not in pairs and term.iri in by_iri:
            pairs[code] = by_iri[term.iri]
    return pairs


def _norms(before: RuleBase, after: RuleBase) -> dict[str, str]:
    """Match norms: equal with their codes, equal but for the codes, by IRI, and by code.

    Content goes before the code, because a norm put in front of others moves their codes on: the
    old 8.1 is then the new 8.2, and not the stranger that now is called 8.1.
    """
    old, new = list(before.norms), list(after.norms)
    pairs: dict[str, str] = {}

    def pair(key: Any) -> None:
        mine = _by_key([n for n in old if n.code not in pairs.values()], key)
        theirs = _by_key([n for n in new if n.code not in pairs], key)
        for name, found in theirs.items():
            if name in mine and len(mine[name]) == len(found):
                pairs.update((n.code, m.code) for m, n in zip(mine[name], found, strict=True))

    pair(lambda norm: (norm.code, _content(norm)))
    pair(_content)
    pair(lambda norm: norm.iri)
    pair(lambda norm: norm.code)
    return pairs


def _by_key(norms: Sequence[Norm], key: Any) -> dict[Any, list[Norm]]:
    out: dict[Any, list[Norm]] = {}
    for norm in norms:
        out.setdefault(key(norm), []).append(norm)
    return out


def _content(norm: Norm) -> str:
    """Return all that a norm asks, as one text; codes of other norms are left out of it."""
    plain = msgspec.to_builtins(norm)
    for name in _ABOUT:
        plain.pop(name, None)
    plain["quote"] = norm.quote.exact
    plain["triggers"] = sorted(map(repr, (condition(t, {}) for t in norm.triggers)))
    if norm.alternative_to:
        plain["alternative_to"] = True
    plain["bearers"] = sorted(norm.bearers)
    return repr(plain)


def condition(trigger: Trigger, norms: dict[str, str]) -> tuple[object, ...]:
    """Return what a trigger says: its name and the order of its tests are left out.

    Args:
        trigger: The trigger.
        norms: What the norms that it follows are called; one that is not there is only counted.
    """
    return (
        tuple(sorted((t.facet, tuple(sorted(t.any_of)), t.any_value) for t in trigger.tests)),
        trigger.known_to_bearer,
        tuple(sorted(norms.get(code, "…") for code in trigger.follows)),
    )
