"""What two versions of a mechanism write differently, term by term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ...model.rulebase import LexSpecialis, Norm, RuleBase, norm_key
from ...validation.checks import Check
from .correspondence import Correspondence, condition, matched
from .values import ADDED, CHANGED, REMOVED, RENAMED, Attribute, TermChange

KINDS = (
    "mechanism", "provision", "norm", "exception", "recipient-rule", "interpretation",
    "facet", "value", "agency", "agency-kind", "role", "place", "repair", "unquoted",
    "record-shape",
)  # fmt: skip
"""The kinds of terms, in the order in which they are reported."""

_NEVER = {"code", "iri", "name", "article", "values"}
"""Not compared: a code is told as a renaming, an article's number by its provision, the values of a
facet as terms of their own."""


def term_changes(
    before: RuleBase,
    after: RuleBase,
    same: Correspondence,
    shapes: tuple[tuple[Check, ...], tuple[Check, ...]],
) -> tuple[TermChange, ...]:
    """Return every term that is added, removed, renamed or written differently.

    Args:
        before: The earlier version.
        after: The later one.
        same: Which term of the one is which of the other.
        shapes: The record shapes of both.
    """
    found = [
        *_one("mechanism", before.info.code, after.info.code, _info(before), _info(after)),
        *_coded("provision", before.provisions, after.provisions),
        *_norms(before, after, same),
        *_exceptions(before, after, same),
        *_coded("recipient-rule", before.recipient_rules, after.recipient_rules),
        *_coded("interpretation", before.interpretations, after.interpretations),
        *_coded("facet", before.facets, after.facets),
        *_values(before, after, same),
        *_coded("agency", before.agencies, after.agencies),
        *_coded("agency-kind", before.kinds, after.kinds),
        *_coded("role", before.roles, after.roles),
        *_keyed("place", _by(before.places, "iri"), _by(after.places, "iri"), "code"),
        *_keyed("repair", _numbered(before.repairs), _numbered(after.repairs), "provision"),
        *_keyed("unquoted", _numbered(before.unquoted), _numbered(after.unquoted), "provision"),
        *_keyed("record-shape", _by(shapes[0], "name"), _by(shapes[1], "name"), "name"),
    ]
    return tuple(sorted(found, key=lambda row: (KINDS.index(row.kind), _code_key(row))))


def _code_key(row: TermChange) -> tuple[object, ...]:
    return norm_key(row.before or row.after or ""), row.change


def _info(rulebase: RuleBase) -> dict[str, Any]:
    return _plain(rulebase.info)


def _plain(term: Any) -> dict[str, Any]:
    """Return all that a term says; what it leaves out has no entry."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(term))
    return plain


def _one(
    kind: str, before: str, after: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[TermChange]:
    """Yield the change of a term that both versions have, if there is any."""
    attributes = tuple(
        Attribute(name, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if name not in _NEVER and old.get(name) != new.get(name)
    )
    if attributes or before != after:
        yield TermChange(
            change=CHANGED if before == after else RENAMED,
            kind=kind,
            before=before,
            after=after,
            attributes=attributes,
        )


def _coded(kind: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[TermChange]:
    """Yield the changes of terms that have a code."""
    old, new = _by(before, "code"), _by(after, "code")
    same = matched(old.values(), new.values())
    yield from _paired(kind, old, new, same, _plain, _plain)


def _paired(
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    same: Mapping[str, str],
    say_old: Any,
    say_new: Any,
) -> Iterator[TermChange]:
    for code in old:
        if code not in same.values():
            yield TermChange(change=REMOVED, kind=kind, before=code, after=None)
    for code, term in new.items():
        if code in same:
            yield from _one(kind, same[code], code, say_old(old[same[code]]), say_new(term))
        else:
            yield TermChange(change=ADDED, kind=kind, before=None, after=code)


def _keyed(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], name: str
) -> Iterator[TermChange]:
    """Yield the changes of terms that are found by a key and called by one of their properties."""
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            yield TermChange(change=REMOVED, kind=kind, before=getattr(old[key], name), after=None)
        elif key not in old:
            yield TermChange(change=ADDED, kind=kind, before=None, after=getattr(new[key], name))
        else:
            codes = (getattr(old[key], name), getattr(new[key], name))
            yield from _one(kind, *codes, _plain(old[key]), _plain(new[key]))


def _by(terms: Iterable[Any], name: str) -> dict[str, Any]:
    return {getattr(term, name): term for term in terms}


def _numbered(terms: Iterable[Any]) -> dict[str, Any]:
    """Return terms that have no code by the words they are about."""
    return {
        f"{t.provision}\n{getattr(t, 'exact', None) or getattr(t, 'received', '')}": t
        for t in terms
    }


# ---------------------------------------------------------------- norms, values, exceptions


def _norms(before: RuleBase, after: RuleBase, same: Correspondence) -> Iterator[TermChange]:
    """Yield the changes of norms; triggers are compared by what they say, not by their names."""
    ours = {norm.code: norm.code for norm in before.norms}
    yield from _paired(
        "norm",
        _by(before.norms, "code"),
        _by(after.norms, "code"),
        same.norms,
        lambda norm: _norm(norm, ours),
        lambda norm: _norm(norm, {**{n.code: f"+{n.code}" for n in after.norms}, **same.norms}),
    )


def _norm(norm: Norm, norms: Mapping[str, str]) -> dict[str, Any]:
    plain = _plain(norm)
    plain["triggers"] = sorted(
        (_trigger(t, norms) for t in norm.triggers), key=lambda t: (repr(t), t is None)
    )
    for name in ("bearers", "recipients", "makes_aware", "bearer_kinds", "applies_in"):
        if name in plain:
            plain[name] = sorted(plain[name])
    if norm.alternative_to:
        plain["alternative_to"] = norms.get(norm.alternative_to, norm.alternative_to)
    if not plain["triggers"]:
        del plain["triggers"]
    return plain


def _trigger(trigger: Any, norms: Mapping[str, str]) -> dict[str, Any]:
    tests, known, follows = condition(trigger, dict(norms))
    plain: dict[str, Any] = {}
    if tests:
        plain["tests"] = [
            {"facet": facet, "any_value": True}
            if anything
            else {"facet": facet, "any_of": list(values)}
            for facet, values, anything in tests  # type: ignore[attr-defined]
        ]
    if known:
        plain["known_to_bearer"] = True
    if follows:
        plain["follows"] = list(follows)  # type: ignore[call-overload]
    return plain


def _values(before: RuleBase, after: RuleBase, same: Correspondence) -> Iterator[TermChange]:
    """Yield the changes of concepts; one that several facets take is one term."""
    old, new = _by(before.concepts, "code"), _by(after.concepts, "code")
    pairs = matched(old.values(), new.values())
    del same
    yield from _paired("value", old, new, pairs, _plain, _plain)


def _exceptions(before: RuleBase, after: RuleBase, same: Correspondence) -> Iterator[TermChange]:
    """Yield the changes of exceptions: matched by name, and those left over by what they say."""
    ours = {norm.code: norm.code for norm in before.norms}
    theirs = {**{n.code: f"+{n.code}" for n in after.norms}, **same.norms}
    old, new = _by(before.exceptions, "name"), _by(after.exceptions, "name")
    said_old = {name: _exception(e, ours) for name, e in old.items()}
    said_new = {name: _exception(e, theirs) for name, e in new.items()}
    pairs = {name: name for name in new if name in old}
    for name in new:
        if name not in pairs:
            like = [o for o in old if o not in pairs.values() and said_old[o] == said_new[name]]
            if like:
                pairs[name] = like[0]
    yield from _paired("exception", said_old, said_new, pairs, lambda said: said, lambda said: said)


def _exception(exception: LexSpecialis, norms: Mapping[str, str]) -> dict[str, Any]:
    return {
        "displacing": sorted((norms.get(c, c) for c in exception.displacing), key=norm_key),
        "displaced": sorted((norms.get(c, c) for c in exception.displaced), key=norm_key),
        "same_bearer": exception.same_bearer,
        "only_where": sorted((_trigger(t, norms) for t in exception.only_where), key=repr),
        "interpretations": sorted(exception.interpretations),
    }
