"""Check a mechanism itself: its Turtle, shapes, hygiene, quotes, logic and compilation.

The steps, in order: the files are read (each on its own, so that every syntax error is reported);
SHACL (`shapes/norms.ttl`) and the hygiene queries (`queries/hygiene/`) look at the graph; where
those find no error, the rule base is read, its quotes are looked up in the text, and it is
compiled; OWL consistency comes last. A step that earlier errors make pointless is left out, and
the report says so.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from .._errors import MechanismError
from .._resources import data_folder
from .._terms import ZZ as ZZ_IRI
from ..loading import ontology_files, shapes_files
from ..loading.graph import core_file, own_word_files, parse_turtle, word_files
from ..model.report import ERROR, INFO, WARNING, Problem, Report
from .terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib import Graph
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Node

_SEVERITIES = {"Violation": ERROR, "Warning": WARNING, "Info": INFO}
_AFTER_SYNTAX = {
    "zh": "形状、卫生查询、引文、编译、OWL 一致性",
    "en": "shapes, hygiene queries, quotes, compilation, OWL consistency",
}
_AFTER_GRAPH = {
    "zh": "引文、编译、OWL 一致性",
    "en": "quotes, compilation, OWL consistency",
}


class HygieneQuery(msgspec.Struct, frozen=True, kw_only=True):
    """One query that should find nothing.

    Attributes:
        code: The sin it looks for, which is the name of its file and the code of its problems.
        question: Its first comment.
        severity: `error`, `warning` or `info`.
        message: What to say of each row, by language.
        sparql: The query. Column `term` names the term at fault, `value` what is wrong with it,
            `path` the property it is wrong in; each may be missing.
    """

    code: str
    question: str
    severity: str
    message: dict[str, str]
    sparql: str


def check_mechanism(folder: Path, *, owl: bool = True) -> Report:
    """Check the mechanism in a folder.

    Args:
        folder: Holds `mechanism.ttl` and the mechanism's other Turtle, record shapes in `shapes/`.
        owl: Also ask an OWL reasoner whether the ontology is consistent (takes Java and seconds).

    Returns:
        Every finding, with file and line where there is one; `examined` counts the norms.
    """
    try:
        paths = ontology_files(folder)
    except MechanismError as error:
        return Report.of([_of_error("no-mechanism", error, source=str(folder))])
    words = word_files(folder) if own_word_files(folder) else ()
    with _quiet():
        return _check(paths, shapes_files(folder), words, owl=owl)


def _check(
    paths: tuple[Path, ...],
    shape_paths: tuple[Path, ...],
    word_paths: tuple[Path, ...],
    *,
    owl: bool,
) -> Report:
    files, problems = _read(paths)
    shapes_read, shape_problems = _read(shape_paths)
    words_read, word_problems = _read(word_paths)
    problems += shape_problems + word_problems
    if problems:
        return Report.of([*_in_order(problems), _left_out(_AFTER_SYNTAX)])
    graph, shapes = _union(files.values()), _union(shapes_read.values())
    terms = Terms(files, shapes_read)
    problems += _own_words_in_core(files, terms)
    problems += _shacl(graph, terms)
    problems += _hygiene(graph, terms)
    problems += _record_shapes(graph, shapes, terms)
    problems = _causes(problems)
    last: list[Problem] = []
    if problems_of_error(problems):
        last.append(_left_out(_AFTER_GRAPH))
    else:
        problems += _rulebase(graph, terms)
        if word_paths and not problems_of_error(problems):
            problems += _words(graph, words_read.values())
        if owl:
            from .owl import check_owl

            problems += check_owl(paths)
    return Report.of([*_in_order(problems), *last], examined=_count(graph, "Norm"))


def problems_of_error(problems: list[Problem]) -> bool:
    """Tell whether some problem is an error."""
    return any(problem.severity == ERROR for problem in problems)


def _words(graph: Graph, words: Iterable[Graph]) -> Iterator[Problem]:
    """Yield what is wrong with the words by which running text speaks of the mechanism."""
    from ..loading.rulebase import rulebase_of
    from ..loading.wordbase import wordbase_of

    try:
        wordbase_of(_union([graph, *words]), rulebase_of(graph, ""))
    except MechanismError as error:
        yield _of_error("words", error)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback of each malformed date: the report has them."""
    logger, handler = logging.getLogger("rdflib.term"), logging.NullHandler()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


@cache
def hygiene_queries() -> tuple[HygieneQuery, ...]:
    """Return the shipped hygiene queries, by name."""
    paths = sorted((data_folder("queries") / "hygiene").glob("*.rq"))
    return tuple(_query(path) for path in paths)


@cache
def _prepared() -> tuple[tuple[HygieneQuery, Query], ...]:
    """Return the hygiene queries, parsed: half of their cost."""
    from rdflib.plugins.sparql import prepareQuery

    return tuple((query, prepareQuery(query.sparql)) for query in hygiene_queries())


@cache
def _shapes() -> Graph:
    return parse_turtle((data_folder("shapes") / "norms.ttl",))


def _query(path: Path) -> HygieneQuery:
    text = path.read_text(encoding="utf-8")
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    header = dict(line.split(": ", 1) for line in comments[1:] if ": " in line)
    return HygieneQuery(
        code=path.stem,
        question=comments[0],
        severity=header["severity"],
        message={"zh": header["zh"], "en": header["en"]},
        sparql=text,
    )


# ---------------------------------------------------------------- files


def _read(paths: Iterable[Path]) -> tuple[dict[Path, Graph], list[Problem]]:
    """Parse each file on its own; every file that cannot be parsed is a problem."""
    graphs: dict[Path, Graph] = {}
    problems = []
    for path in paths:
        if not path.is_file():
            continue
        try:
            graphs[path] = parse_turtle((path,))
        except MechanismError as error:
            cause = error.__cause__
            code = "not-utf8" if isinstance(cause, UnicodeDecodeError) else "syntax"
            before = getattr(cause, "lines", None)  # rdflib: lines read before the one at fault
            row = before + 1 if isinstance(before, int) else None
            problems.append(_of_error(code, error, source=path.name, row=row))
    return graphs, problems


def _union(graphs: Iterable[Graph]) -> Graph:
    from rdflib import Graph

    whole = Graph()
    for graph in graphs:
        for triple in graph:
            whole.add(triple)
    return whole


def _count(graph: Graph, name: str) -> int:
    from rdflib import RDF, URIRef

    return len(set(graph.subjects(RDF.type, URIRef(ZZ_IRI + name))))


# ---------------------------------------------------------------- the steps


def _own_words_in_core(files: dict[Path, Graph], terms: Terms) -> Iterator[Problem]:
    """Yield the terms that a mechanism adds to the core's own namespace."""
    from rdflib import URIRef

    core = set(files[core_file()].subjects())
    for path, graph in files.items():
        for node in sorted(set(graph.subjects()) - core, key=str):
            if path != core_file() and isinstance(node, URIRef) and node.startswith(ZZ_IRI):
                yield terms.problem(
                    "unknown-term",
                    ERROR,
                    {
                        "zh": "核心本体没有这个词；请检查拼写，或在机制自己的命名空间里定义",
                        "en": "the core has no such term; check its spelling, or define it in the "
                        "mechanism's own namespace",
                    },
                    term=node,
                )


def _shacl(graph: Graph, terms: Terms) -> Iterator[Problem]:
    """Yield the violations of `shapes/norms.ttl`."""
    from pyshacl import validate
    from rdflib import RDF, SH, Literal, URIRef

    shapes = _shapes()
    _, report, _ = validate(graph, shacl_graph=shapes, inference="none", do_owl_imports=False)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = report.value(result, SH.sourceShape)
        severity = str(report.value(result, SH.resultSeverity)).rsplit("#", 1)[-1]
        messages = {
            m.language: str(m)
            for m in shapes.objects(shape, SH.message)
            if isinstance(m, Literal) and m.language
        }
        path = report.value(result, SH.resultPath)
        code = str(shapes.value(shape, URIRef(ZZ_IRI + "problemCode")))
        term, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        if code == "unknown-term":  # the focus is the mechanism; the author looks for who uses it
            term = _user(graph, value)
        yield terms.problem(
            code,
            _SEVERITIES[severity],
            messages,
            term=term,
            value=value,
            path=path if isinstance(path, URIRef) else None,
        )


def _user(graph: Graph, node: Node | None) -> Node | None:
    """Return the first term that uses another as value or property, or None."""
    from rdflib import URIRef

    users = {*graph.subjects(None, node), *graph.subjects(node, None)}
    return min((user for user in users if isinstance(user, URIRef)), default=None)


def _hygiene(graph: Graph, terms: Terms) -> Iterator[Problem]:
    """Yield a problem for each row of each hygiene query."""
    for query, prepared in _prepared():
        for row in graph.query(prepared):
            found = row.asdict()  # type: ignore[union-attr]
            yield terms.problem(
                query.code,
                query.severity,
                query.message,
                term=found.get("term"),
                value=found.get("value"),
                path=found.get("path"),
            )


def _record_shapes(graph: Graph, shapes: Graph, terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong between the mechanism and the shapes of its records."""
    from rdflib import RDF, RDFS, SH, URIRef

    known = {*graph.subjects(), *shapes.subjects()}
    mechanisms = sorted(map(str, graph.subjects(RDF.type, URIRef(ZZ_IRI + "Mechanism"))))
    own = (ZZ_IRI, *(m.split("#")[0] for m in mechanisms if "#" in m))
    used = {node for triple in shapes for node in triple[1:]} - known
    for node in sorted(n for n in used if isinstance(n, URIRef)):
        if "#" in node and str(node).startswith(own):  # URIRef.startswith takes no tuple
            yield terms.problem(
                "unknown-term",
                ERROR,
                {
                    "zh": "记录形状用到的词没有定义；请检查拼写",
                    "en": "the record shapes use a term that is nowhere defined; check its "
                    "spelling",
                },
                term=_user(shapes, node),
                value=node,
            )
    constrained = set(shapes.objects(None, SH.path))
    text_facet, facet_class = URIRef(ZZ_IRI + "TextFacet"), URIRef(ZZ_IRI + "Facet")
    kinds = {*graph.transitive_subjects(RDFS.subClassOf, facet_class)} - {text_facet}
    for kind in kinds:
        for facet in graph.subjects(RDF.type, kind):
            if facet not in constrained:
                yield terms.problem(
                    "facet-without-shape",
                    WARNING,
                    {
                        "zh": "没有记录形状检查这一事实项，写错的值不会被发现；"
                        "请在 shapes/ 里补一个形状",
                        "en": "no record shape checks this facet, so wrong values go unnoticed; "
                        "add one under shapes/",
                    },
                    term=facet,
                )


def _rulebase(graph: Graph, terms: Terms) -> Iterator[Problem]:
    """Yield what the reader of rule bases, the quotes and the compiler say."""
    from ..compilation import compile_rulebase
    from ..loading.rulebase import rulebase_of
    from .quotes import check_quotes

    try:
        rulebase = rulebase_of(graph, sha256="")
    except MechanismError as error:
        yield _of_error("incomplete", error)
        return
    yield from check_quotes(rulebase, terms.locate)
    try:
        compile_rulebase(rulebase)
    except MechanismError as error:
        yield _of_error("not-compilable", error)


# ---------------------------------------------------------------- problems


def _causes(problems: list[Problem]) -> list[Problem]:
    """Return the problems without those that only repeat another.

    A misspelt value is both of the wrong kind and unknown: the finding that names the term which
    uses it, and so its line, is the one to keep.
    """
    named = {p.value for p in problems if p.code != "unknown-term" and p.value is not None}
    return [p for p in problems if p.code != "unknown-term" or p.value not in named]


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by file and line, each once; those without a file come last."""
    keyed = {
        (p.source is None, p.source or "", p.row or 0, p.code, p.message["en"]): p for p in problems
    }
    return [keyed[key] for key in sorted(keyed)]


def _of_error(
    code: str, error: MechanismError, *, source: str | None = None, row: int | None = None
) -> Problem:
    return Problem(code=code, severity=ERROR, message=dict(error.message), source=source, row=row)


def _left_out(what: dict[str, str]) -> Problem:
    """Return the note that some steps were not tried."""
    return Problem(
        code="not-checked",
        severity=INFO,
        message={
            "zh": f"因以上错误，未检查：{what['zh']}。",
            "en": f"not checked because of the errors above: {what['en']}",
        },
    )
