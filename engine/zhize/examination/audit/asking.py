"""What text and structure leave open: the queries of `queries/audit/`, and terms in quotes.

A query says at its head what its rows mean, so that another query is another sort of finding:

    # Which …?                      the question
    # columns: …                    for the reader
    # severity: notable             unless the rows have ?severity; then the gravest counts
    # title.zh, title.en: …         the heading; text.zh, text.en: the sentences

Rows with the same ?group (all rows, where there is none) are one finding. Of the columns, ?norm,
?agency, ?counterpart, ?by and ?provision name terms of the mechanism; ?words are words of the
provision; ?term, ?sort and ?note are terms with a label and a definition (or a note); ?code
replaces the name of the file as the finding's code; others are literals. In the sentences,
{norms}, {agencies}, {others}, {by}, {provisions}, {words}, {count}, {label}, {definition}, {sort},
{sort_definition} and the names of literal columns are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from ..._resources import data_folder
from ..._terms import ZZ
from ...explain.words import LANGUAGES
from ...model.rulebase import norm_key
from .finding import INFO, NOTABLE, SERIOUS, SEVERITIES, Finding, Passage

if TYPE_CHECKING:
    from rdflib import Graph

    from ...model.rulebase import Text
    from .findings import Desk

_SHOWN = 60
"""Passages of one finding; a text may have more, and they are counted."""

_QUOTED = re.compile('“([^“”]{2,40})”|"([^"]{2,40})"|«\\s*([^«»]{2,40}?)\\s*»|「([^「」]{2,40})」')
_SEVERITIES = {"serious": SERIOUS, "notable": NOTABLE, "informative": INFO}


class AuditQuery(msgspec.Struct, frozen=True, kw_only=True):
    """One question about text and structure."""

    code: str
    question: str
    severity: str
    title: dict[str, str]
    text: dict[str, str]
    sparql: str


@cache
def audit_queries() -> tuple[AuditQuery, ...]:
    """Return the shipped queries, by name."""
    paths = sorted((data_folder("queries") / "audit").glob("*.rq"))
    return tuple(_query(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def _query(code: str, text: str) -> AuditQuery:
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    header = dict(line.split(": ", 1) for line in comments[1:] if ": " in line)
    return AuditQuery(
        code=code,
        question=comments[0],
        severity=header["severity"],
        title={lang: header[f"title.{lang}"] for lang in LANGUAGES},
        text={lang: header[f"text.{lang}"] for lang in LANGUAGES},
        sparql=text,
    )


class Reading:
    """Puts the queries to a mechanism's graph.

    Args:
        desk: Where findings are written.
        graph: The mechanism, core included.
    """

    def __init__(self, desk: Desk, graph: Graph) -> None:
        self._desk, self._voice, self._graph = desk, desk.voice, graph
        rulebase = desk.space.rulebase
        self._norms = {norm.iri: norm for norm in rulebase.norms}
        self._agencies = {agency.iri: agency.code for agency in rulebase.agencies}
        self._provisions = {provision.iri: provision for provision in rulebase.provisions}
        self._order = {p.code: place for place, p in enumerate(rulebase.provisions)}

    def ask(self, query: AuditQuery) -> Iterator[Finding]:
        """Yield the findings of one query, in the order of its rows."""
        groups: dict[Any, list[dict[str, Any]]] = {}
        for row in self._graph.query(query.sparql):
            found = row.asdict()  # type: ignore[union-attr]
            groups.setdefault(found.get("group"), []).append(found)
        for rows in groups.values():
            yield self._finding(query, rows)

    def _finding(self, query: AuditQuery, rows: list[dict[str, Any]]) -> Finding:
        norms = sorted({self._norms[str(n)].code for n in _column(rows, "norm")}, key=norm_key)
        by = sorted({self._norms[str(n)].code for n in _column(rows, "by")}, key=norm_key)
        agencies = [self._agencies[str(a)] for a in _column(rows, "agency")]
        others = [self._agencies[str(a)] for a in _column(rows, "counterpart")]
        provisions = [self._provisions[str(p)] for p in _column(rows, "provision")]
        provisions.sort(key=lambda p: self._order[p.code])
        quotes = self._passages(rows) or tuple(self._desk.passage(norm) for norm in norms)
        articles = self._articles([p.code for p in provisions], [*norms])
        first = rows[0]
        count = len(norms) or len(rows)
        if "note" in first:
            count = len(rows)
        parts: dict[str, Text | str | int] = {
            name: str(value)
            for name, value in first.items()
            if name
            not in {"norm", "by", "agency", "counterpart", "provision", "term", "sort", "note"}
        }
        parts |= {
            "norms": self._voice.norms(norms),
            "by": self._voice.norms(by),
            "agencies": self._voice.agencies(agencies),
            "others": self._voice.agencies(others),
            "provisions": self._voice.joined(self._voice.of(p.label) for p in provisions),
            "count": count,
        }
        for name, prefix in (("term", ""), ("sort", "sort_")):
            if name in first:
                label = self._text(first[name], "label")
                parts[prefix + "label"] = label
                parts[prefix + "definition"] = self._text(first[name], "definition")
                parts[name] = label
        code = str(first.get("code", query.code))
        severity = query.severity
        if "severity" in first:
            found = {_SEVERITIES[str(row["severity"]).removeprefix(ZZ)] for row in rows}
            severity = min(found, key=SEVERITIES.index)
        return Finding(
            code=code,
            severity=severity,
            title=self._voice.filled(query.title, parts),
            text=self._voice.filled(query.text, parts),
            articles=articles,
            norms=tuple(norms),
            agencies=(*self._voice.in_order(agencies), *self._voice.in_order(others)),
            quotes=quotes[:_SHOWN],
            count=count,
            see=tuple(f"zhize norm {norm}" for norm in norms[:3]),
        )

    def _passages(self, rows: list[dict[str, Any]]) -> tuple[Passage, ...]:
        found = {
            (self._provisions[str(row["provision"])].code, str(row["words"])): (
                self._text(row["note"], "note") if "note" in row else {}
            )
            for row in rows
            if "provision" in row and "words" in row
        }
        ordered = sorted(found.items(), key=lambda item: self._order[item[0][0]])
        return tuple(
            Passage(provision=provision, exact=words, note=note)
            for (provision, words), note in ordered
        )

    def _articles(self, provisions: list[str], norms: list[str]) -> tuple[int | str, ...]:
        known = {p.code: p for p in self._provisions.values()}
        codes = {*provisions, *(n.provision for n in self._norms.values() if n.code in norms)}
        ordered = sorted((known[code] for code in codes), key=lambda p: self._order[p.code])
        return tuple(p.code if p.number is None else p.number for p in ordered)

    def _text(self, node: Any, name: str) -> Text:
        """Return a label, definition or note of a term in each language of the interface."""
        from rdflib import RDFS, SKOS, Literal

        prop = RDFS.label if name == "label" else SKOS[name]
        return self._voice.of(
            {
                str(o.language): str(o)
                for o in self._graph.objects(node, prop)
                if isinstance(o, Literal) and o.language
            }
        )

    def quoted_terms(self) -> Iterator[Finding]:
        """Yield terms that the text sets in quotation marks and nothing defines.

        Labels of the mechanism define; so do open terms, which say that nothing does.
        """
        from rdflib import RDF, RDFS, SKOS, URIRef
        from rdflib.namespace import Namespace

        oa = Namespace("http://www.w3.org/ns/oa#")
        graph = self._graph
        known = {str(o) for p in (RDFS.label, SKOS.altLabel) for o in graph.objects(None, p)}
        opened = list(graph.subjects(RDF.type, URIRef(ZZ + "OpenTerm")))
        known |= {str(o) for term in opened for o in graph.objects(term, oa.exact)}
        met: dict[str, list[str]] = {}
        for provision in self._desk.space.rulebase.provisions:
            for found in _QUOTED.finditer(provision.text):
                words = next(group for group in found.groups() if group)
                if not any(words in text for text in known):
                    met.setdefault(words, []).append(provision.code)
        for words, codes in met.items():
            norms = [
                norm.code
                for norm in self._norms.values()
                if norm.provision in codes
                and any(words in quote.exact for quote in (norm.quote, *norm.also_quotes))
            ]
            triggered = any(n.triggers for n in self._norms.values() if n.code in norms)
            finding = self._desk.stated(
                "quoted-term-undefined", NOTABLE if triggered else INFO, norms=norms, words=words
            )
            yield msgspec.structs.replace(
                finding,
                articles=self._articles(codes, norms),
                quotes=tuple(Passage(provision=code, exact=words) for code in codes),
            )


def _column(rows: list[dict[str, Any]], name: str) -> list[Any]:
    return list(dict.fromkeys(row[name] for row in rows if name in row))
