"""Terms and their properties in words: the values of the two versions side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from ...explain.names import Names
from ...explain.words import Words
from .values import Attribute, TermChange
from .words import WORDS

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase

_AROUND = 8
"""Characters of a long text that are shown on either side of what differs."""
_SHORT = 40
"""Longer texts are shown by what differs."""
_LISTED = 3
"""Longer lists are shown by what differs."""

_OF_AGENCIES = {"bearers", "recipients", "makes_aware", "to"}
_OF_FACETS = {"facets", "except_named_in", "placed_by"}
_OF_INTERPRETATIONS = {
    "interpretations", "awareness_interpretations", "time_interpretations",
    "place_interpretations",
}  # fmt: skip


class Voice:
    """Speaks of the codes of both versions, each by its own labels."""

    def __init__(self, before: RuleBase, after: RuleBase, lang: str) -> None:
        self.names = (Names(before, lang), Names(after, lang))
        self.words: Words = self.names[0].words
        self.lang = self.words.lang
        self._rulebases = (before, after)

    def __call__(self, key: str, **parts: object) -> str:
        """Return the words of a key, filled with their parts."""
        text = WORDS[key][self.lang]
        return text.format(**parts) if parts else text

    # ------------------------------------------------------------ terms

    def term(self, row: TermChange) -> str:
        """Return what a term is called: its code, and its label where that says more."""
        side, code = (1, row.after) if row.before is None else (0, row.before)
        if code is None:
            return ""
        label = self._label(side, row.kind, code)
        if row.change == "renamed" and row.after is not None:
            code = f"{row.before} → {row.after}"
        if label in {"", code}:
            return code
        return self.words.colon(code, label) if row.kind == "exception" else f"{code} {label}"

    def _label(self, side: int, kind: str, code: str) -> str:
        names, rulebase = self.names[side], self._rulebases[side]
        if kind == "norm":
            norm = names.norm(code)
            if norm is None:
                return ""
            who = self.words.listed(map(names.agency, norm.bearers[:_LISTED]))
            return self.words.colon(who, names.text(norm.action)) if who else ""
        if kind == "exception":
            found = next((e for e in rulebase.exceptions if e.name == code), None)
            return (
                ""
                if found is None
                else self(
                    "exception",
                    displacing=self.words.either(found.displacing),
                    displaced=self.words.listed(found.displaced),
                )
            )
        terms: Iterable[Any] = {
            "provision": rulebase.provisions,
            "recipient-rule": rulebase.recipient_rules,
            "interpretation": rulebase.interpretations,
            "facet": rulebase.facets,
            "value": rulebase.concepts,
            "agency": rulebase.agencies,
            "agency-kind": rulebase.kinds,
            "role": rulebase.roles,
            "mechanism": (rulebase.info,),
            "repair": rulebase.provisions,
            "unquoted": rulebase.provisions,
        }.get(kind, ())
        return next((names.text(t.label) for t in terms if t.code == code), "")

    def attributes(self, row: TermChange) -> Iterable[str]:
        """Yield what differs in a term that both versions have."""
        for attribute in row.attributes:
            if attribute.name == "text_as_received" and any(
                a.name == "text" for a in row.attributes
            ):
                continue  # the same change a second time
            yield self.attribute(attribute)

    def attribute(self, attribute: Attribute) -> str:
        """Return the name of a property, and its values in both versions or what changes in it."""
        name = self(f"of.{attribute.name}") if f"of.{attribute.name}" in WORDS else attribute.name
        before, after = attribute.before, attribute.after
        both = (before, after)
        if attribute.name == "shape":  # a tree of constraints: the Turtle says it better
            return self("edited", name=name, what=self("differs"))
        if any(isinstance(v, list) and len(v) > _LISTED for v in both) and all(
            v is None or isinstance(v, list) for v in both
        ):
            return self("edited", name=name, what=self._edit(attribute.name, before, after))
        one, other = self._text(attribute.name, before, after)
        return self("turned", name=name, before=one, after=other)

    def _edit(self, name: str, before: Sequence[Any] | None, after: Sequence[Any] | None) -> str:
        """Return what a list gains and loses."""
        old, new = before or (), after or ()
        more = [self._value(1, name, v) for v in new if v not in old]
        less = [self._value(0, name, v) for v in old if v not in new]
        parts = []
        if more:
            parts.append(self("more", items=self.words.listed(more)))
        if less:
            parts.append(self("less", items=self.words.listed(less)))
        return self.words.clauses(parts) or self.words.listed(self._value(1, name, v) for v in new)

    def _text(self, name: str, before: Any, after: Any) -> tuple[str, str]:
        """Return both values; of texts in several languages one that differs."""
        if name in {"quote", "also_quotes"}:
            before, after = (_exact(v) for v in (before, after))
        for language in self.names[0].languages:
            if not (isinstance(before, dict) and isinstance(after, dict)):
                break
            if before.get(language) != after.get(language):
                before, after = before.get(language), after.get(language)
        texts = [self._value(side, name, v) for side, v in enumerate((before, after))]
        if isinstance(before, str) and isinstance(after, str):
            return excerpts(*texts)
        return texts[0], texts[1]

    # ------------------------------------------------------------ values

    def _value(self, side: int, name: str, value: Any) -> str:
        names = self.names[side]
        if value is None or value == [] or value == "":
            return self("nothing")
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if name in {"triggers", "only_where"}:
            triggers = value if isinstance(value, list) else [value]
            return self("either").join(self._trigger(side, t) for t in triggers)
        if isinstance(value, list):
            return self.words.listed(self._value(side, name, v) for v in value)
        if isinstance(value, dict):
            if "exact" in value:
                return self.words.quoted(value["exact"])
            return self.words.listed(self._value(side, name, v) for v in value.values())
        code = str(value)
        if name in _OF_AGENCIES:
            return names.agency(code)
        if name in _OF_FACETS:
            return names.facet(code)
        if name in _OF_INTERPRETATIONS:
            return names.interpretation(code)
        if name in {"role", "roles"}:
            return names.role(code)
        if name in {"kinds", "bearer_kinds"}:
            return names.kind(code)
        if name == "mode":
            return names.mode(code)
        if name == "modality":
            return names.modality(code)
        return code

    def _trigger(self, side: int, trigger: Mapping[str, Any]) -> str:
        names, parts = self.names[side], []
        for test in trigger.get("tests", ()):
            facet = test["facet"]
            values = [names.value(facet, v) for v in test.get("any_of", ())]
            said = self.words.either(values) if values else self("any-value")
            parts.append(self.words.equals(names.facet(facet), said))
        if trigger.get("known_to_bearer"):
            parts.append(self("known"))
        if trigger.get("follows"):
            parts.append(self("follows", norms=self.words.listed(trigger["follows"])))
        return self("and").join(parts)


def _exact(value: Any) -> Any:
    """Return the words of a quote, or of several."""
    if isinstance(value, dict):
        return value.get("exact")
    if isinstance(value, list):
        return [_exact(v) for v in value]
    return value


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Return two texts, or, where one is long, the parts in which they differ with what is around.

    Texts that have little in common are returned whole.
    """
    if max(len(before), len(after)) <= _SHORT:
        return before, after
    blocks = [
        op for op in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if op[0] != "equal"
    ]  # fmt: skip
    if not blocks:
        return before, after
    _, a, _, b, _ = blocks[0]
    _, _, c, _, d = blocks[-1]
    return _excerpt(before, a, c), _excerpt(after, b, d)


def _excerpt(text: str, start: int, end: int) -> str:
    start, end = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
