"""One norm on one page, and the list of all norms."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec

from .._errors import UsageError
from .names import Names
from .recurrence import recurrence_words
from .width import DEFAULT_WIDTH, display_width, pad, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import LexSpecialis, Norm, RecipientRule, RuleBase, Trigger


def norm_text(rulebase: RuleBase, code: str, lang: str, width: int = DEFAULT_WIDTH) -> str:
    """Return all that the mechanism says of one norm, for a person.

    Raises:
        UsageError: There is no such norm; the message names the nearest ones.
    """
    norm, names = find_norm(rulebase, code), Names(rulebase, lang)
    rows = [(names.words(key), text) for key, text in norm_rows(norm, names)]
    column = max(display_width(label) for label, _ in rows) + 2
    lines = wrap(f"{norm.code}  {norm_heading(norm, names)}", width)
    lines.append("─" * max(display_width(line) for line in lines))
    for label, text in rows:
        lines += _row(pad(label, column), text, width)
    return visible("\n".join(lines)) + "\n"


def norm_heading(norm: Norm, names: Names) -> str:
    """Return who bears a norm and what it asks."""
    return names.words.heading(norm_head(norm, names))


def norm_rows(norm: Norm, names: Names, bearer: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return all that the mechanism says of a norm: the key of each label, and its text.

    A text may have several lines; the points of a list begin with a dot.

    Args:
        norm: The norm.
        names: What things are called.
        bearer: The one bearer to whom it is said: what can only concern others is left out.
    """
    return tuple((key, text) for key, text in _Page(norm, names, bearer).rows() if text)


def resting_on(norm: Norm, rulebase: RuleBase, bearer: str | None = None) -> tuple[str, ...]:
    """Return the interpretations of a norm, and of what makes its bearers know of a matter."""
    codes = [*norm.interpretations, *norm.awareness_interpretations]
    for reports in _informed(norm, rulebase, bearer).values():
        for report in reports:
            codes += report.awareness_interpretations
    return tuple(dict.fromkeys(codes))


def _informed(
    norm: Norm, rulebase: RuleBase, bearer: str | None = None
) -> dict[str, tuple[Norm, ...]]:
    """Return the bearers who need to know, each with the norms of others by which it does."""
    if not any(trigger.known_to_bearer for trigger in norm.triggers):
        return {}
    reports = [other for other in rulebase.norms if other.makes_aware and other is not norm]
    found = {
        code: tuple(report for report in reports if code in report.makes_aware)
        for code in norm.bearers
        if bearer in (None, code)
    }
    return {code: norms for code, norms in found.items() if norms}


def norm_dict(rulebase: RuleBase, code: str) -> dict[str, Any]:
    """Return one norm as data: its fields in the rule base, and what refers to it.

    Raises:
        UsageError: There is no such norm; the message names the nearest ones.
    """
    norm = find_norm(rulebase, code)
    row: dict[str, Any] = {f: getattr(norm, f) for f in norm.__struct_fields__}
    row["label"] = {
        lang: norm_head(norm, Names(rulebase, lang)) for lang in sorted(rulebase.info.languages)
    }
    row["trigger_text"] = {
        lang: list(_Page(norm, Names(rulebase, lang)).conditions())
        for lang in sorted(rulebase.info.languages)
    }
    row["displaces"] = [e for e in rulebase.exceptions if norm.code in e.displacing]
    row["displaced_by"] = [e for e in rulebase.exceptions if norm.code in e.displaced]
    row["alternatives"] = [n.code for n in rulebase.norms if n.alternative_to == norm.code]
    row["interpretations"] = [
        {"code": i.code, "label": i.label, "definition": i.definition}
        for i in rulebase.interpretations
        if i.code in resting_on(norm, rulebase)
    ]
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(row))
    return plain


def norm_list(rulebase: RuleBase, lang: str, width: int = DEFAULT_WIDTH) -> str:
    """Return all norms, one under the other: code, how it works, who bears it, and the action."""
    names = Names(rulebase, lang)
    norms = rulebase.norms
    codes = max((display_width(n.code) for n in norms), default=0) + 2
    parts = max((display_width(names.part(n.code)) for n in norms), default=0) + 2
    lines: list[str] = []
    for norm in norms:
        first = pad(norm.code, codes) + pad(names.part(norm.code), parts)
        lines += wrap(norm_head(norm, names), width, first=first)
    return visible("\n".join(lines)) + "\n"


def find_norm(rulebase: RuleBase, code: str) -> Norm:
    """Return the norm with a code.

    Raises:
        UsageError: There is none; the message names the nearest ones.
    """
    for norm in rulebase.norms:
        if norm.code == code:
            return norm
    codes = [norm.code for norm in rulebase.norms]
    article = code.strip("[]第条 ").split(".", maxsplit=1)[0]
    near = [c for c in codes if c.split(".", maxsplit=1)[0] == article]
    near = near or get_close_matches(code, codes, n=3, cutoff=0.4)
    raise UsageError(
        f"没有编号为“{code}”的规范。"
        + (f"是否指 {'、'.join(near)}？" if near else "")
        + "全部编号见 zhize norm --list。",
        f"no norm `{code}`"
        + (f"; did you mean {', '.join(f'`{c}`' for c in near)}?" if near else ";")
        + " run `zhize norm --list` for all of them",
    )


def _row(first: str, text: str, width: int) -> list[str]:
    """Return the lines of a row; the points of a list hang behind their dot."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        dot = "· " if paragraph.startswith("· ") else ""
        lines += wrap(paragraph.removeprefix(dot), width, first=first + dot)
        first = " " * display_width(first)
    return lines


def _bearers(norm: Norm, names: Names) -> list[str]:
    """Return who bears a norm, a kind of agency for its members."""
    kinds = set(norm.bearer_kinds)
    members = {a.code for a in names.rulebase.agencies if kinds & set(a.kinds)}
    return [
        *(names.kind(kind) for kind in norm.bearer_kinds),
        *(names.agency(code) for code in norm.bearers if code not in members),
    ]


def norm_head(norm: Norm, names: Names) -> str:
    """Return who bears a norm and what it asks, in one line."""
    who, action = names.words.listed(_bearers(norm, names)), names.text(norm.action)
    return names.words.colon(who, action) if who else action


def condition_words(trigger: Trigger, names: Names, also_known: str = "") -> str:
    """Return a trigger in words: all of its parts must hold.

    Args:
        trigger: The trigger.
        names: What things are called.
        also_known: How else than by being named a bearer may know of the matter.
    """
    words = names.words
    parts = []
    for test in trigger.tests:
        facet = names.facet(test.facet)
        if test.any_value:
            parts.append(words("norm.any-value", facet=facet))
            continue
        values = words.any_of(names.value(test.facet, value) for value in test.any_of)
        part = words("norm.test", facet=facet, values=values)
        if any(
            test.facet in c.facets and set(c.broader) & set(test.any_of)
            for c in names.rulebase.concepts
        ):
            part += words("norm.narrower")
        parts.append(part)
    if trigger.known_to_bearer:
        facets = [f for f in names.rulebase.facets if "knowledge" in f.serves]
        listed = words.any_of(names.text(f.label) for f in facets)
        known = words("norm.known-by", facets=listed) if facets else words("norm.known")
        parts.append(known + also_known)
    if trigger.follows:
        parts.append(words("norm.follows", norms=words.listed(trigger.follows)))
    return words("norm.and").join(parts)


def exception_limits(rule: LexSpecialis, names: Names) -> str:
    """Return for whom and where alone an exception counts, to stand behind what it says."""
    said = names.words("norm.same-bearer") if rule.same_bearer else ""
    if rule.only_where:
        cases = names.words("or").join(condition_words(t, names) for t in rule.only_where)
        said += names.words("norm.only-where", condition=cases)
    return said


class _Page:
    """The rows of a norm's page."""

    def __init__(self, norm: Norm, names: Names, bearer: str | None = None) -> None:
        self.norm = norm
        self.names = names
        self.words = names.words
        self.bearer = bearer

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield the key of a label and its text, which may be empty."""
        norm, names, words = self.norm, self.names, self.words
        mode = names.mode(norm.mode)
        yield "norm.article", names.citation(norm.code)
        yield "norm.quote", words.quoted(norm.quote.exact)
        for quote in norm.also_quotes:
            yield "norm.also", words.quoted(quote.exact)
        yield "norm.bearer", words.listed(self._members())
        yield "norm.modality", names.modality(norm.modality)
        yield "norm.mode", mode if norm.role is None else words.aside(mode, names.role(norm.role))
        yield "norm.object", names.text(norm.object)
        yield "norm.trigger", self._triggers() or words("norm.untriggered")
        yield "norm.exception", "\n".join(self._exceptions())
        yield "norm.recipients", words.clauses(self._recipients())
        yield "norm.alternative", words.clauses(self._alternatives())
        yield "norm.aware", words.listed(names.agency(code) for code in norm.makes_aware)
        yield "norm.urgency", names.text(norm.urgency or {})
        if norm.due_days is not None:
            yield "norm.due", words("norm.days", days=norm.due_days)
        yield "norm.recurs", recurrence_words(norm.recurrence or "", words)
        yield "norm.valid", self._validity()
        yield "norm.where", words.listed(norm.applies_in)
        codes = resting_on(norm, names.rulebase, self.bearer)
        yield "norm.interpretations", "\n".join(map(names.interpretation_in_full, codes))
        yield "norm.scope", names.text(norm.scope_note)
        yield "norm.editorial", names.text(norm.editorial_note)

    def _members(self) -> Iterator[str]:
        """Yield the bearers; a kind with the agencies that are of it."""
        names = self.names
        expanded: set[str] = set()
        for kind in self.norm.bearer_kinds:
            members = [
                a.code for a in names.rulebase.agencies
                if kind in a.kinds and a.code in self.norm.bearers
            ]  # fmt: skip
            expanded.update(members)
            yield self.words.aside(names.kind(kind), self.words.listed(map(names.agency, members)))
        yield from (names.agency(code) for code in self.norm.bearers if code not in expanded)

    def conditions(self) -> Iterator[str]:
        """Yield the triggers in words."""
        also = self._also_known()
        for trigger in self.norm.triggers:
            yield condition_words(trigger, self.names, also)

    def _also_known(self) -> str:
        """Return which bearers know of a matter through which norms, without being named."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for code, reports in _informed(self.norm, self.names.rulebase, self.bearer).items():
            groups.setdefault(tuple(report.code for report in reports), []).append(code)
        key = "norm.known-through" if self.bearer is None else "norm.or-through"
        return "".join(
            self.words(
                key,
                who=self.words.listed(map(self.names.agency, agencies)),
                norms=self.words.either(norms),
            )
            for norms, agencies in groups.items()
        )

    def _triggers(self) -> str:
        conditions = list(self.conditions())
        if len(conditions) < 2:
            return "".join(conditions)
        return "\n".join([self.words("norm.any"), *(f"· {text}" for text in conditions)])

    def _exceptions(self) -> Iterator[str]:
        for rule in self.names.rulebase.exceptions:
            for key, here, there in (
                ("norm.displaces", rule.displacing, rule.displaced),
                ("norm.displaced-by", rule.displaced, rule.displacing),
            ):
                there = self._concerned(rule, there)
                if self.norm.code not in here or not there:
                    continue
                text = self.words(key, norms=self.words.listed(there))
                text += exception_limits(rule, self.names)
                rests = self.words.listed(map(self.names.interpretation, rule.interpretations))
                yield self.words.clauses(filter(None, (text, rests)))

    def _concerned(self, rule: LexSpecialis, others: tuple[str, ...]) -> tuple[str, ...]:
        """Return the other norms of an exception, without those that the one bearer has not."""
        if self.bearer is None or not rule.same_bearer:
            return others
        norms = {norm.code: norm for norm in self.names.rulebase.norms}
        return tuple(code for code in others if self.bearer in norms[code].bearers)

    def _recipients(self) -> Iterator[str]:
        if self.norm.recipients:
            yield self.words.listed(map(self.names.agency, self.norm.recipients))
        for rule in self.names.rulebase.recipient_rules:
            if rule.code == self.norm.recipient_rule:
                yield self.words.colon(self.names.text(rule.label), self._rule(rule))

    def _rule(self, rule: RecipientRule) -> str:
        names, words = self.names, self.words
        if rule.kind != "acting":
            return words("rule.senders")
        parts = [words("rule.acting")]
        if rule.roles:
            roles = words.either(map(names.role, rule.roles))
            parts.append(words("rule.roles", roles=roles))
        if rule.kinds:
            kinds = words.either(map(names.kind, rule.kinds))
            parts.append(words("rule.kinds", kinds=kinds))
        if rule.except_named_in:
            facets = words.any_of(map(names.facet, rule.except_named_in))
            parts.append(words("rule.except", facets=facets))
        return words("comma").join(parts)

    def _alternatives(self) -> Iterator[str]:
        norm, names = self.norm, self.names
        if norm.alternative_to is not None:
            yield self.words("norm.instead", norms=names.citation(norm.alternative_to))
        others = [n.code for n in names.rulebase.norms if n.alternative_to == norm.code]
        if others:
            listed = self.words.listed(map(names.citation, others))
            yield self.words("norm.instead-of-it", norms=listed)

    def _validity(self) -> str:
        """Return the norm's own window, or the mechanism's where it has none."""
        norm, info, words = self.norm, self.names.rulebase.info, self.words
        start, end = norm.valid_from or info.valid_from, norm.valid_until or info.valid_until
        return words("comma").join(
            words(key, day=day) for key, day in (("norm.from", start), ("norm.until", end)) if day
        )
