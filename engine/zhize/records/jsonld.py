"""Records from JSON-LD, expanded by rdflib under contexts that stand in the file itself.

Nothing is fetched: a context named by IRI is refused unless it is the mechanism's own, whose
content is at hand. Literals are kept as text and never converted.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import msgspec
from rdflib import BNode, Literal, URIRef
from rdflib.plugins.parsers.jsonld import Parser
from rdflib.plugins.shared.jsonld.context import Context

from .._terms import ZZ
from . import faults
from .context import WORD, context_iri, reading_context
from .faults import Fault, FaultFound
from .json_records import structure
from .json_text import Pairs, parse_json
from .lexicon import scalar_text
from .triples import OWL_IMPORTS, TWICE, Statement, Value, imports_fault, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import RuleBase
    from .limits import Limits
    from .raw import RawRecord

_BASE = "https://records.invalid/"  # relative IRIs need one; nothing is there
_SAFE = "".join(chr(c) for c in range(33, 127) if chr(c) not in '<>"{}|\\^`%')
_MOST_NODES = 800_000  # a file of mere brackets would need a hundred times its size in memory
_NONE = {"@id": ZZ + "none"}


def read_jsonld(
    data: bytes, source: str, rulebase: RuleBase, limits: Limits
) -> Iterator[RawRecord]:
    """Yield the records of a JSON-LD document.

    Raises:
        FileError: It is not JSON-LD, or names a context or a file elsewhere; where it is merely
            damaged, the complete nodes before the damage came first.
    """
    if sum(map(data.count, (b",", b"[", b"{"))) > _MOST_NODES:
        raise faults.too_much("JSON-LD").error(source)
    damage: Fault | None = None
    try:
        value = parse_json(data)
    except FaultFound as found:
        damage = found.fault
        value = None if damage.code == "too-deep" else _before_damage(data, limits)
        if value is None:
            raise damage.error(source) from None
    try:
        document = _Guard(rulebase, limits).document(value)
        statements = _statements(document, rulebase)
    except FaultFound as found:
        raise found.fault.error(source) from None
    except RecursionError:
        raise faults.too_deep(limits.max_depth).error(source) from None
    except Exception as error:  # rdflib declares no errors of its own for a malformed context
        detail = str(error).splitlines()[0][:100] if str(error) else ""
        raise faults.syntax("JSON-LD", "", detail, None, None).error(source) from None
    records = list(records_of(statements, rulebase, source))
    yield from records
    if damage is not None:
        raise damage.error(source)
    if not records:
        raise faults.no_record("zz:Incident").error(source)


def _before_damage(data: bytes, limits: Limits) -> Any:
    """Return the document cut behind the last node that is whole, or None where there is none.

    Nodes are the elements of the outermost list, or of a list directly in the outermost object.
    """
    ends = array("Q")
    open_brackets = b""
    for begin, char in structure(data, 0):
        if char in b"{[":
            open_brackets += bytes((char,))
        else:
            open_brackets = open_brackets[:-1]
            if open_brackets in (b"[", b"{["):
                ends.append(begin + 1)
        if len(open_brackets) > limits.max_depth:
            break
    closing = b"]" if data.lstrip()[:1] == b"[" else b"]}"
    low, high = 0, len(ends)  # all before `low` parse, none from `high` on: a damage stays in
    best: Any = None
    while low < high:
        middle = (low + high) // 2
        try:
            best = parse_json(data[: ends[middle]] + closing)
            low = middle + 1
        except FaultFound:
            high = middle
    return best


class _Guard:
    """Refuses what points elsewhere, and prepares the rest for expansion."""

    def __init__(self, rulebase: RuleBase, limits: Limits) -> None:
        self._own_iri = context_iri(rulebase)
        self._own = reading_context(rulebase.facets)
        self._own = {_escaped(key): value for key, value in self._own.items()}
        self._most = limits.max_depth

    def document(self, value: Any) -> Any:
        """Return the document with its contexts inline and empty lists made explicit.

        Raises:
            FaultFound: `remote-context`, `too-deep`, or no object.
        """
        if not isinstance(value, dict | list):
            raise FaultFound(faults.no_object("JSON-LD"))
        return self._node(value, 1)

    def _node(self, value: Any, depth: int) -> Any:
        if depth > self._most:
            raise FaultFound(faults.too_deep(self._most))
        if isinstance(value, list):
            return [self._node(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        prepared: dict[str, Any] = {}
        for key, item in value.items():
            if key == "@context":
                prepared[key] = self._context(item, depth)
            elif item == [] and (key[:1] != "@" or key in {"@set", "@list"}):
                prepared[_escaped(key)] = [_NONE] if key[:1] == "@" else _NONE
            else:
                prepared[_escaped(key)] = self._node(item, depth + 1)
        if isinstance(value, Pairs):
            names = [name for name, _ in value.again]
            if any(name.startswith("@") for name in names):
                raise FaultFound(faults.syntax("JSON-LD", names[0], "given twice", None, None))
            prepared[TWICE] = [{"@value": name} for name in names]
        return prepared

    def _context(self, value: Any, depth: int) -> Any:
        if depth > self._most:
            raise FaultFound(faults.too_deep(self._most))
        if isinstance(value, str):
            if value != self._own_iri:
                raise FaultFound(self._remote(value))
            return self._own
        if isinstance(value, list):
            return [self._context(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        if "@import" in value:
            raise FaultFound(self._remote(str(value["@import"])))
        return {_escaped(key): self._term(key, item, depth) for key, item in value.items()}

    def _term(self, key: str, value: Any, depth: int) -> Any:
        """Return a term definition; the context that it may hold is guarded as well."""
        if key == "@context":
            return self._context(value, depth + 1)
        if isinstance(value, dict):
            if "@import" in value:
                raise FaultFound(self._remote(str(value["@import"])))
            return {k: self._term(k, item, depth + 1) for k, item in value.items()}
        return value

    def _remote(self, iri: str) -> Fault:
        return Fault(
            "remote-context",
            f"不读取外部的 @context“{faults.excerpt(iri)}”；"
            f"请写 {self._own_iri}，或把上下文写在文件里",
            f"the context `{faults.excerpt(iri)}` is not fetched; name {self._own_iri}, "
            "or write the context into the file",
        )


def _escaped(key: str) -> str:
    """Return a name in which rdflib sees no character that an IRI cannot have."""
    if key[:1] == "@":
        return key
    return "".join(c if ord(c) > 126 or c in _SAFE else quote(c) for c in key)


def _statements(document: Any, rulebase: RuleBase) -> list[Statement]:
    context = Context(base=_BASE, version=1.1)
    context.load({"@version": 1.1, "@vocab": WORD})
    sink = _Sink()
    own = {facet.iri for facet in rulebase.facets}
    documents = document if isinstance(document, list) else [document]
    _Parser(own).parse(documents, context, sink)  # type: ignore[arg-type]
    return sink.statements


class _Sink:
    """Stands where rdflib puts a graph, and keeps the statements in their order."""

    context_aware = False

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def bind(self, *_: Any) -> None:
        """Take no notice of prefixes."""

    def add(self, triple: tuple[Any, Any, Any]) -> None:
        """Keep one statement."""
        subject, predicate, value = triple
        if str(predicate) == OWL_IMPORTS:
            raise FaultFound(imports_fault(str(value)))
        name = f"_:{subject}" if isinstance(subject, BNode) else str(subject)
        item = Value(str(value), isinstance(value, URIRef), isinstance(value, BNode))
        self.statements.append(Statement(name, _plain(str(predicate)), item))


def _plain(predicate: str) -> str:
    """Undo the escaping of names, but for those that are words: these are undone on reading."""
    return predicate if predicate.startswith(WORD) else unquote(predicate)


class _Parser(Parser):
    """Makes words and texts plain literals, for the lexicon to look up."""

    def __init__(self, facets: set[str]) -> None:
        super().__init__()
        self._facets = facets

    def _to_object(
        self, dataset: Any, graph: Any, context: Any, term: Any, node: Any, inlist: bool = False
    ) -> Any:
        if isinstance(node, tuple):
            node = node[0]
        if node is None:
            return None
        if isinstance(node, dict):
            if context.get_key("@value") in node or "@value" in node:
                value = context.get_value(node)
                return None if value is None else Literal(_text(value))
            return super()._to_object(dataset, graph, context, term, node, inlist)
        if isinstance(node, str) and term and term.type in ("@id", "@vocab"):
            return self._reference(context, term.type, node)
        return Literal(_text(node))

    def _reference(self, context: Any, kind: str, text: str) -> Any:
        known = context.terms.get(_escaped(text)) if kind == "@vocab" else None
        if known is not None and known.id and known.id not in self._facets:
            return self._to_rdf_id(context, known.id)
        if ":" not in text:
            return Literal(text)
        return self._to_rdf_id(context, text)

    def _to_rdf_id(self, context: Any, id_val: str) -> Any:
        if self._get_bnodeid(id_val):
            return BNode(id_val[2:])
        return str.__new__(URIRef, context.resolve(id_val))


def _text(value: Any) -> str:
    try:
        return scalar_text(value) or ""
    except TypeError:
        return msgspec.json.encode(value).decode("utf-8")
