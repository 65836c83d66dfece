"""A comparison as text for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...explain.width import DEFAULT_WIDTH, display_width, pad, visible, wrap
from .saying import Voice
from .values import (
    ALTERED,
    APPLIES,
    Attribute,
    Difference,
    DutyChange,
    DutyForm,
    FacetRange,
    IncidentClass,
    Record,
    Version,
    Witness,
)

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase

MOST_CLASSES = 20
"""Classes that are shown; JSON has all."""

_NUMERALS = "一二三四五"
_MARGIN = "   "
_END = "...\n"
"""The mark that YAML puts behind a bare value."""
_FORM = ("role", "modality", "conditional_on", "alternative_to", "due_days")


def diff_text(
    difference: Difference,
    before: RuleBase,
    after: RuleBase,
    lang: str,
    width: int = DEFAULT_WIDTH,
) -> str:
    """Return a comparison as text.

    Args:
        difference: What was found.
        before: The earlier version, for its labels.
        after: The later one.
        lang: `zh` or `en`; texts that lack it are given in the mechanism's first language.
        width: Columns of a line.

    Returns:
        Lines ending in a line feed.
    """
    page = _Page(difference, Voice(before, after, lang), width)
    return visible("\n".join(page.lines())) + "\n"


class _Page:
    def __init__(self, difference: Difference, voice: Voice, width: int) -> None:
        self.difference = difference
        self.voice = voice
        self.width = width
        self._sections = 0

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        voice, found = self.voice, self.difference
        title = wrap(voice("title", label=voice.names[1].text(found.after.label)), self.width)
        yield from title
        yield "─" * max(map(display_width, title))
        heads = max(display_width(voice(key)) for key in ("before", "after")) + 2
        for key, version in (("before", found.before), ("after", found.after)):
            yield from wrap(self._version(version), self.width, first=pad(voice(key), heads))
        if found.same:
            yield ""
            yield from wrap(voice("same"), self.width)
        else:
            yield from self._terms()
            yield from self._duties()
        yield from self._enumerated()

    def _version(self, version: Version) -> str:
        return self.voice(
            "version",
            label=self.voice.names[0].text(version.label),
            id=version.id,
            version=version.version,
            sha=version.sha256[:12],
        )

    # ------------------------------------------------------------ terms

    def _terms(self) -> Iterator[str]:
        voice = self.voice
        yield from self._section("terms")
        if not self.difference.terms:
            yield from wrap(voice("no-terms"), self.width)
        for row in self.difference.terms:
            what = f"{voice(f'change.{row.change}')} {voice(f'kind.{row.kind}')} {voice.term(row)}"
            yield from wrap(what, self.width, first="· ")
            for attribute in voice.attributes(row):
                yield from wrap(attribute, self.width, first=_MARGIN)

    # ------------------------------------------------------------ classes

    def _duties(self) -> Iterator[str]:
        voice, found = self.voice, self.difference
        yield from self._section("duties")
        if not found.classes:
            yield from wrap(voice("no-duties"), self.width)
            return
        yield from wrap(
            voice(
                "summary",
                cases=f"{found.enumerated.cases:,}",
                changed=f"{found.enumerated.changed:,}",
                share=self._share(found.enumerated.changed),
                classes=len(found.classes),
            ),
            self.width,
        )
        for rank, row in enumerate(found.classes[:MOST_CLASSES], start=1):
            yield ""
            yield from self._class(rank, row)
        if len(found.classes) > MOST_CLASSES:
            yield ""
            rest = len(found.classes) - MOST_CLASSES
            yield from wrap(voice("more-classes", count=rest), self.width)
        if found.consequences:
            yield ""
            norms = voice.words.listed(found.consequences)
            yield from wrap(voice("consequences", norms=norms), self.width)
        if len(found.classes) > 1 and found.totals:
            yield from self._totals()

    def _class(self, rank: int, row: IncidentClass) -> Iterator[str]:
        first = f"{rank}. "
        for line in self._changes(row):
            yield from wrap(line, self.width, first=first, rest=" " * (display_width(first) + 2))
            first = " " * display_width(first)
        cases = self.voice("of-all", cases=f"{row.cases:,}", share=self._share(row.cases))
        yield from self._labelled("cases", cases)
        if row.witness is None:
            yield from wrap(self.voice("no-witness"), self.width, first=_MARGIN)
        else:
            yield from self._witness(row, row.witness)

    def _changes(self, row: IncidentClass) -> Iterator[str]:
        """Yield what changes in a class: its duties, or that only one version applies."""
        before, after = row.reach
        if before != APPLIES:
            yield self.voice("only-after", reason=self.voice(f"reason.{before}"))
        elif after != APPLIES:
            yield self.voice("only-before", reason=self.voice(f"reason.{after}"))
        for duty in row.duties:
            yield self._change(duty)

    def _change(self, change: DutyChange) -> str:
        """Return one duty that is lost, gained or altered."""
        voice, form = self.voice, change.form
        side = 0 if change.before is not None else 1
        names = voice.names[side]
        norm = names.norm(form.norm)
        who = voice("whoever") if form.bearer is None else names.agency(form.bearer)
        text = voice.words.colon(who, names.text({} if norm is None else norm.action))
        text = f"{voice(f'change.{change.change}')} {names.citation(form.norm)} {text}"
        if change.change == ALTERED:
            return voice.words.clauses((text, *self._altered(change)))
        if form.to:
            listed = voice.words.listed(map(names.agency, form.to))
            return f"{text} → {listed}"
        return text

    def _altered(self, change: DutyChange) -> Iterator[str]:
        """Yield the properties in which a duty differs."""
        before, after = change.before, change.after
        if before is None or after is None:
            return
        if before.mode != after.mode:
            yield self.voice.attribute(Attribute("mode", before.mode, after.mode))
        for name in _FORM:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield self.voice.attribute(Attribute(name, old or None, new or None))
        if before.to or after.to:
            yield self._recipients(before, after)
        elif change.recipients:
            yield self.voice("recipients-differ")

    def _recipients(self, before: DutyForm, after: DutyForm) -> str:
        voice = self.voice
        parts = []
        for key, names, form in (
            ("more", voice.names[1], after),
            ("less", voice.names[0], before),
        ):
            if form.to:
                parts.append(voice(key, items=voice.words.listed(map(names.agency, form.to))))
        return voice("edited", name=voice("of.to"), what=voice.words.clauses(parts))

    # ------------------------------------------------------------ witnesses

    def _witness(self, row: IncidentClass, witness: Witness) -> Iterator[str]:
        voice = self.voice
        side = 0 if witness.after is None else 1
        facts = voice.words.clauses(self._facts(side, witness.after or witness.before or {}))
        yield from self._labelled("smallest", facts)
        rest = [c for c in witness.duties if not _told(c, row)]
        if row.duties and rest:
            first = True
            for change in rest:
                yield from self._labelled("also" if first else "", self._change(change))
                first = False
        for key, words, side in (
            ("new-words", witness.new_words, 1),
            ("old-words", witness.old_words, 0),
        ):
            if words and witness.before is not None and witness.after is not None:
                items = [voice.names[side].value(f, v) for f, v in words]
                text = voice(key, items=voice.words.listed(items))
                yield from wrap(text, self.width, first=_MARGIN)
        if witness.refused:
            which = voice.words.listed(voice(side_name) for side_name in witness.refused)
            yield from wrap(voice("refused", which=which), self.width, first=_MARGIN)
        if witness.before is None or witness.after is None or witness.before == witness.after:
            yield from self._record("record", witness.after or witness.before or {})
        else:
            yield from self._record("record-before", witness.before)
            yield from self._record("record-after", witness.after)

    def _facts(self, side: int, record: Record) -> Iterator[str]:
        names = self.voice.names[side]
        for facet, value in record.items():
            known = names.facet_of(facet)
            if known is None or known.kind == "text":
                continue
            values = value if isinstance(value, list) else [value]
            listed = self.voice.words.listed(names.value(facet, v) for v in values)
            yield self.voice.words.equals(names.facet(facet), listed)

    def _record(self, key: str, record: Record) -> Iterator[str]:
        """Yield a record as YAML, to be copied into a file."""
        import yaml

        label = self.voice(key)
        for field, value in record.items():
            text: str = yaml.safe_dump(
                value, allow_unicode=True, default_flow_style=True, width=1 << 20
            )
            line = f"{field}: {text.removesuffix(_END).strip()}"
            yield _MARGIN + pad(label, self._column()) + line
            label = ""

    def _totals(self) -> Iterator[str]:
        voice = self.voice
        yield from self._section("totals")
        rows = []
        for row in self.difference.totals:
            names = voice.names[1 if row.change == "gained" else 0]
            who = voice("whoever") if row.bearer is None else names.agency(row.bearer)
            what = f"{voice(f'change.{row.change}')} {names.citation(row.norm)} {who}"
            rows.append((what, f"{row.cases:,}", self._share(row.cases)))
        widths = [max(display_width(row[i]) for row in rows) for i in range(3)]
        for what, cases, share in rows:
            number = " " * (widths[1] - len(cases)) + cases
            yield f"{pad(what, widths[0] + 2)}{number}  {' ' * (widths[2] - len(share))}{share}"

    # ------------------------------------------------------------ the range

    def _enumerated(self) -> Iterator[str]:
        voice, done = self.voice, self.difference.enumerated
        yield from self._section("enumerated")
        for row in done.facets:
            yield from wrap(self._range(row), self.width, first="· ")
        yield from wrap(voice("settings", count=done.settings), self.width, first="· ")
        if not self.difference.classes:
            yield from wrap(voice("unchanged", cases=f"{done.cases:,}"), self.width)
        yield from wrap(voice("complete" if done.complete else "incomplete"), self.width)

    def _range(self, row: FacetRange) -> str:
        voice = self.voice
        names = [voice.names[0 if voice.names[0].facet_of(f) else 1].facet(f) for f in row.facets]
        facet = voice.names[0].facet_of(row.facets[0]) or voice.names[1].facet_of(row.facets[0])
        if facet is not None and not facet.many:
            most = voice("most.one")
        else:
            most = voice("most.any") if row.most is None else voice("most.some", most=row.most)
        return voice(
            "range",
            facets=voice.words.listed(names),
            values=row.values,
            distinct=row.distinct,
            most=most,
        )

    # ------------------------------------------------------------ lines

    def _share(self, cases: int) -> str:
        return share(cases, self.difference.enumerated.cases)

    def _section(self, key: str) -> Iterator[str]:
        numeral = f"{_NUMERALS[self._sections]}、" if self.voice.lang == "zh" else ""
        self._sections += 1
        title = numeral + self.voice(key)
        yield ""
        yield title.upper() if self.voice.lang == "en" else title

    def _column(self) -> int:
        keys = ("cases", "smallest", "also", "record", "record-before", "record-after")
        return max(display_width(self.voice(key)) for key in keys) + 2

    def _labelled(self, key: str, text: str) -> Iterator[str]:
        """Yield a text behind its label, aligned with the other labels."""
        label = self.voice(key) if key else ""
        yield from wrap(text, self.width, first=_MARGIN + pad(label, self._column()))


def _told(change: DutyChange, row: IncidentClass) -> bool:
    """Tell whether the class itself names a change of its witness, recipients and all."""
    for told in row.duties:
        same = told.change == change.change and told.form.norm == change.form.norm
        if same and told.form.bearer in {None, change.form.bearer}:
            return told.form.to == change.form.to or not change.form.to
    return False


def share(part: int, whole: int) -> str:
    """Return a part in per cent, one digit behind the point; what is little is said to be."""
    if not part or not whole:
        return "0.0%"
    if part * 1000 < whole:
        return "<0.1%"
    if part < whole and part * 1000 > whole * 999:
        return ">99.9%"
    tenths = (part * 2000 + whole) // (whole * 2)
    return f"{tenths // 10}.{tenths % 10}%"
