"""From what a user writes for a parameter to the thing of the mechanism that it names.

A value is a code or a label, as in a record. What is found goes into the query as a term bound to
a variable, or into the graph as a statement of an incident; it never becomes part of its text.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from .._errors import UsageError
from ..model.rulebase import Named
from ..records.words import fold, table, words_of
from .values import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..model.rulebase import Facet, Norm, RuleBase
    from .values import CompetencyQuery, Parameter

INCIDENT = "urn:zhize:incident-asked-about"
"""The incident that states the facts a query is asked about."""

_LISTED = 24
"""How many allowed words a message names."""
_LONGEST = 1000
"""Characters of a value."""


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """What the parameters of one call mean.

    Attributes:
        iris: The IRI for a variable.
        words: The plain text for a variable.
        stated: What `INCIDENT` states: the IRIs of facet and value.
        asked: The same for people.
    """

    iris: dict[str, str]
    words: dict[str, str]
    stated: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]


def _norm(norm: Norm) -> Named:
    return Named(code=norm.code, iri=norm.iri, label={})


KINDS: dict[str, Callable[[RuleBase], Iterable[Named]]] = {
    "agency": lambda base: base.agencies,
    "kind-of-agency": lambda base: base.kinds,
    "norm": lambda base: [_norm(norm) for norm in base.norms],
    "provision": lambda base: [
        Named(code=p.code, iri=p.iri, label=p.label) for p in base.provisions
    ],
    "facet": lambda base: [f for f in base.facets if f.kind == "concept"],
    "interpretation": lambda base: base.interpretations,
    "mode": lambda base: base.modes,
    "modality": lambda base: base.modalities,
    "role": lambda base: base.roles,
}
"""The kinds of parameter that take one thing of the mechanism, and where these come from."""


def bind(
    query: CompetencyQuery, given: Mapping[str, str | Sequence[str]], rulebase: RuleBase
) -> Bound:
    """Look up the values given for the parameters of a query.

    Args:
        query: The query.
        given: Value or values by the name of a parameter; where the query takes facts, also by
            the code or label of a field of a record.
        rulebase: The mechanism whose words they are.

    Raises:
        UsageError: A parameter is unknown or missing, or its value is not one of the mechanism's.
    """
    return _Binder(query, rulebase).bind(given)


class _Binder:
    def __init__(self, query: CompetencyQuery, rulebase: RuleBase) -> None:
        self._query = query
        self._rulebase = rulebase
        self._parameters = {
            fold(word): parameter
            for parameter in query.parameters
            for word in (*parameter.label.values(), parameter.name)
        }
        self._facts = next((p for p in query.parameters if p.kind == "facts"), None)
        self._facets = {f.code: f for f in rulebase.facets if f.kind == "concept"}
        self._iris: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._stated: list[tuple[str, str]] = []
        self._asked: list[Asked] = []

    def bind(self, given: Mapping[str, str | Sequence[str]]) -> Bound:
        for name, values in given.items():
            self._take(name, [values] if isinstance(values, str) else list(values))
        for parameter in self._query.parameters:
            self._complete(parameter)
        return Bound(
            iris=self._iris,
            words=self._words,
            stated=tuple(sorted(set(self._stated))),
            asked=tuple(self._asked),
        )

    def _take(self, name: str, values: list[str]) -> None:
        parameter = self._parameters.get(fold(name))
        facet = None if parameter is not None else self._facet(name)
        if parameter is None and facet is None:
            raise self._unknown_parameter(name)
        if parameter is None or parameter.kind == "facts":
            for value in values:
                self._state(name, facet, value)
            return
        if parameter.name in self._iris or parameter.name in self._words or len(values) != 1:
            raise UsageError(
                f"参数“{name}”须恰有一个值，实有 {len(values)} 个。请只写一次。",
                f"parameter `{name}` takes exactly one value; give it once",
            )
        self._set(parameter, values[0])

    def _set(self, parameter: Parameter, value: str) -> None:
        if parameter.kind == "words":
            self._words[parameter.name] = words = value.strip()
            if not words or len(words) > _LONGEST:
                raise UsageError(
                    f"参数“{parameter.name}”须是 1 至 {_LONGEST} 个字符的文字。",
                    f"parameter `{parameter.name}` takes a text of 1 to {_LONGEST} characters",
                )
            self._asked.append(Asked(name=parameter.label, value={}, code=words))
            return
        things = list(KINDS[parameter.kind](self._rulebase))
        found = _look_up(things, value)
        if found is None:
            raise _unknown_value(parameter.name, value, things)
        self._iris[parameter.name] = found.iri
        self._asked.append(Asked(name=parameter.label, value=found.label, code=found.code))

    def _facet(self, name: str) -> Facet | None:
        if self._facts is None:
            return None
        code = table(self._facets.values()).get(fold(name))
        return None if code is None else self._facets[code]

    def _state(self, name: str, facet: Facet | None, value: str) -> None:
        """Let the incident state a value; without a facet, on the only one that has it."""
        facets = [facet] if facet is not None else list(self._facets.values())
        found: list[tuple[Facet, Named]] = []
        allowed: list[Named] = []
        for one in facets:
            values = [c for c in self._rulebase.concepts if one.code in c.facets]
            allowed += values
            named = _look_up(values, value)
            if named is not None:
                found.append((one, named))
        if not found:
            raise _unknown_value(name, value, allowed)
        if len(found) > 1:
            codes = [f.code for f, _ in found]
            raise UsageError(
                f"“{value}”是几个字段的值：{'、'.join(codes)}。请写明字段，如 {codes[0]}={value}。",
                f"`{value}` is a value of several fields, {', '.join(codes)}; name the field, as "
                f"in {codes[0]}={value}",
            )
        where, what = found[0]
        self._stated.append((where.iri, what.iri))
        self._asked.append(Asked(name=where.label, value=what.label, code=what.code))

    def _complete(self, parameter: Parameter) -> None:
        """Fill in the default of a parameter not given, or say that it is missing."""
        if parameter.kind == "facts":
            if self._stated:
                self._iris[parameter.name] = INCIDENT
                return
        elif parameter.name in self._iris or parameter.name in self._words:
            return
        if parameter.default is not None:
            self._set(parameter, parameter.default)
        elif parameter.required:
            raise self._missing(parameter)

    def _missing(self, parameter: Parameter) -> UsageError:
        name = self._query.name
        if parameter.kind == "facts":
            codes = sorted(self._facets, key=lambda code: self._facets[code].position)
            return UsageError(
                f"查询“{name}”要说明事实，写成 --param 字段=值，可多个。字段：{'、'.join(codes)}。",
                f"query `{name}` must be told facts, as --param FIELD=VALUE, one or more; fields: "
                + ", ".join(codes),
            )
        if parameter.kind == "words":
            allowed_zh = allowed_en = ""
        else:
            things = list(KINDS[parameter.kind](self._rulebase))
            allowed_zh, allowed_en = _listed(things, "zh"), _listed(things, "en")
        return UsageError(
            f"查询“{name}”缺少参数 {parameter.name}（{parameter.label['zh']}）。"
            f"请写 --param {parameter.name}=…{allowed_zh}",
            f"query `{name}` needs parameter {parameter.name} ({parameter.label['en']}); write "
            f"--param {parameter.name}=…{allowed_en}",
        )

    def _unknown_parameter(self, name: str) -> UsageError:
        names = [p.name for p in self._query.parameters if p.kind != "facts"]
        if self._facts is not None:
            names += [self._facts.name, *self._facets]
        if not names:
            return UsageError(
                f"查询“{self._query.name}”没有参数。请去掉“{name}”。",
                f"query `{self._query.name}` takes no parameters; leave out `{name}`",
            )
        near = get_close_matches(name, names, n=1, cutoff=0.5)
        return UsageError(
            f"查询“{self._query.name}”没有参数“{name}”。可用：{'、'.join(names)}。"
            + (f"是否指 {near[0]}？" if near else ""),
            f"query `{self._query.name}` has no parameter `{name}`; use one of {', '.join(names)}"
            + (f"; did you mean {near[0]}?" if near else ""),
        )


def _look_up(things: Sequence[Named], value: str) -> Named | None:
    if len(value) > _LONGEST:
        return None
    code = table(things).get(fold(value))
    return next((thing for thing in things if thing.code == code), None)


def _unknown_value(name: str, value: str, things: Sequence[Named]) -> UsageError:
    shown = value if len(value) <= 60 else value[:60] + "…"
    words = {fold(word): thing.code for thing in things for word in words_of(thing)}
    close = get_close_matches(fold(value)[:100], words, n=1, cutoff=0.5)
    near = words[close[0]] if close else None
    return UsageError(
        f"参数“{name}”没有值“{shown}”。"
        + (f"是否指 {near}？" if near else "")
        + _listed(things, "zh"),
        f"parameter `{name}` has no value `{shown}`"
        + (f"; did you mean `{near}`?" if near else "")
        + _listed(things, "en"),
    )


def _listed(things: Sequence[Named], lang: str) -> str:
    """Return the words allowed, by code, and how many more there are."""
    codes = list(dict.fromkeys(thing.code for thing in things))
    first, rest = codes[:_LISTED], len(codes) - _LISTED
    if lang == "zh":
        return f"可用：{'、'.join(first)}" + (f" 等 {len(codes)} 个。" if rest > 0 else "。")
    return f"; allowed: {', '.join(first)}" + (f" and {rest} more" if rest > 0 else "")
