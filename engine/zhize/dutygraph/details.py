"""What the page says of each norm or duty, and by what it is found: pure values in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..explain.memo_page import memo_items
from ..explain.names import Names
from ..explain.norm_page import norm_rows
from ..explain.words import LANGUAGES
from ..pages import Said, Voices
from ..validation.quotes import find_quote
from .gathering import gathered
from .labels import how
from .signs import is_optional

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..explain.memo_page import Item
    from ..model.decision import Decision
    from ..model.incident import Incident
    from ..model.rulebase import Norm, RuleBase, Text
    from .model import DutyGraph

Say = Callable[[Names], str]
Rows = Callable[[Names], "Iterable[tuple[str, str]]"]

_SHOWN_APART = frozenset({"norm.article", "norm.quote", "norm.also", "norm.mode", "memo.basis"})
"""Rows of a norm or an item that stand in its heading or beside its passage."""


_FIRST = ("norm.trigger", "norm.exception", "norm.recipients", "norm.urgency", "norm.recurs")
"""Rows of a norm that a reader asks for first."""


class Row(NamedTuple):
    """A label and a text, which may have several lines."""

    label: tuple[Said, ...]
    text: tuple[Said, ...]


class Stretch(NamedTuple):
    """Some words of a provision, quoted by the norm or not."""

    text: str
    quoted: bool


class Detail(NamedTuple):
    """All that is shown of one norm, or of one item of a decision.

    Attributes:
        norm, article, mode: Codes.
        agencies: Codes of those that bear it and of those that it may be owed to.
        number: Of an item of a decision; None for a norm by itself.
        cited: The provision, and the code of the norm.
        who: Who bears it, and towards whom.
        how: Its mode, and its role.
        what: The action.
        rows: All else.
        quote: The words quoted.
        passage: The provision's own text, the quoted words marked.
        search: All words by which it is found, in every language there is.
        optional: Of an item of a decision: it is a duty only where an agency chooses so.
    """

    norm: str
    article: str
    mode: str
    agencies: tuple[str, ...]
    number: int | None
    cited: tuple[Said, ...]
    who: tuple[Said, ...]
    how: tuple[Said, ...]
    what: tuple[Said, ...]
    rows: tuple[Row, ...]
    quote: str
    passage: tuple[Stretch, ...]
    search: str
    optional: bool = False


def norm_details(graph: DutyGraph, voices: Voices) -> tuple[Detail, ...]:
    """Return the norms of the graph of a mechanism, or of a part of it, in its order."""
    norms = {norm.code: norm for norm in voices.rulebase.norms}
    drawn = gathered(graph)
    labels = {node.id: node.label for node in drawn.nodes}

    def ends(norm: str, kind: str) -> list[Text]:
        """Return what the ends of a norm's arrows are called, each once."""
        ids = dict.fromkeys(e.target for e in drawn.edges if e.kind == kind and norm in e.norms)
        return [labels[end] for end in ids]

    return tuple(
        _detail(
            voices,
            norm,
            agencies=_agencies_of(graph, norm.code),
            who=_from_to(norm, ends(norm.code, "binds"), ends(norm.code, "owes")),
            rows=lambda names, norm=norm: norm_rows(norm, names),  # type: ignore[misc]
        )
        for norm in (norms[node.code] for node in graph.nodes if node.kind == "norm")
    )


def duty_details(decision: Decision, incident: Incident, voices: Voices) -> tuple[Detail, ...]:
    """Return the items of a decision, numbered as in its memo."""
    norms = {norm.code: norm for norm in voices.rulebase.norms}
    items: dict[str, tuple[Item, ...]] = {
        lang: memo_items(decision, Names(voices.rulebase, lang), incident=incident)
        for lang in {*voices.languages, *LANGUAGES}
    }

    def detail(place: int, item: Item) -> Detail:
        duties = item.entry.duties
        agencies = [d.bearer for d in duties] + [code for d in duties for code in d.to]
        return _detail(
            voices,
            norms[item.entry.first.norm],
            number=item.entry.number,
            optional=any(map(is_optional, duties)),
            agencies=tuple(dict.fromkeys(agencies)),
            who=lambda names: items[names.words.lang][place].who,
            rows=lambda names: items[names.words.lang][place].rows,
        )

    return tuple(detail(*found) for found in enumerate(items[voices.lang]))


def _detail(
    voices: Voices,
    norm: Norm,
    *,
    agencies: tuple[str, ...],
    who: Say,
    rows: Rows,
    number: int | None = None,
    optional: bool = False,
) -> Detail:
    def cited(names: Names) -> str:
        return names.citation(norm.code)

    def what(names: Names) -> str:
        return names.words.sentence(names.text(norm.action))

    return Detail(
        norm=norm.code,
        article=norm.provision,
        mode=norm.mode,
        agencies=agencies,
        number=number,
        cited=voices.each(cited),
        who=voices.each(who),
        how=how(norm, voices),
        what=voices.each(what),
        rows=tuple(_rows(voices, rows)),
        quote=norm.quote.exact,
        passage=_passage(voices.rulebase, norm),
        search=_search(voices.rulebase, norm, agencies, (cited, who, what)),
        optional=optional,
    )


def _rows(voices: Voices, rows: Rows) -> Iterable[Row]:
    """Yield the rows that do not stand elsewhere, each in every language of the page."""
    told = {names.words.lang: dict(rows(names)) for names in voices.names}
    keys = told[voices.lang]
    for key in sorted(keys, key=lambda key: key not in _FIRST):
        if key not in _SHOWN_APART:
            yield Row(
                voices.each(lambda names, key=key: _label(names, key)),  # type: ignore[misc]
                voices.each(lambda names, key=key: told[names.words.lang].get(key, "")),  # type: ignore[misc]
            )


def _label(names: Names, key: str) -> str:
    """Return a label as the head of a row: where a line follows, it ends in a colon."""
    return names.words.heading(names.words(key).rstrip("："))


def _from_to(norm: Norm, bearers: list[Text], recipients: list[Text]) -> Say:
    def say(names: Names) -> str:
        words = names.words
        who = words.heading(words.listed(map(names.text, bearers)))
        if not recipients:
            return who
        key = "memo.towards" if norm.mode == "act" else "memo.tells"
        return words(key, who=who, to=words.listed(map(names.text, recipients)))

    return say


def _agencies_of(graph: DutyGraph, norm: str) -> tuple[str, ...]:
    """Return who bears a norm, and to whom it may be owed."""
    nodes = {node.id: node for node in graph.nodes}
    found: dict[str, None] = {}
    for edge in graph.edges:
        if norm in edge.norms:
            for node in (nodes[edge.source], nodes[edge.target]):
                if node.kind in ("agency", "recipient"):
                    found[node.code] = None
                found.update(dict.fromkeys(node.members))
    return tuple(found)


def _passage(rulebase: RuleBase, norm: Norm) -> tuple[Stretch, ...]:
    """Return the text of a norm's provision, cut where its quotes begin and end."""
    text = next((p.text for p in rulebase.provisions if p.code == norm.provision), "")
    spans = sorted(
        span for quote in (norm.quote, *norm.also_quotes) for span in find_quote(text, quote)[:1]
    )
    cuts = sorted({0, len(text), *(end for span in spans for end in span)})
    return tuple(
        Stretch(text[start:end], any(s <= start and end <= e for s, e in spans))
        for start, end in pairwise(cuts)
    )


def _search(
    rulebase: RuleBase, norm: Norm, agencies: tuple[str, ...], says: tuple[Say, ...]
) -> str:
    """Return labels, codes and words of the text, in all languages there are."""
    words = [norm.code, norm.mode, norm.role or "", *agencies]
    words += [quote.exact for quote in (norm.quote, *norm.also_quotes)]
    for lang in dict.fromkeys((*LANGUAGES, *rulebase.info.languages)):
        names = Names(rulebase, lang)
        words += [say(names) for say in says]
        words += [names.part(norm.code), names.mode(norm.mode), *map(names.agency, agencies)]
        words += [names.text(norm.object)]
    return " ".join(dict.fromkeys(word for word in words if word))
