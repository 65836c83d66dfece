"""Small readings of an RDF graph, each with an error that names the term at fault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, Literal, Namespace, URIRef
from rdflib.namespace import OWL, SKOS

from .._errors import MechanismError
from .._terms import OA as OA_IRI
from .._terms import ZZ as ZZ_IRI
from ..model.rulebase import Text

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

ZZ = Namespace(ZZ_IRI)
OA = Namespace(OA_IRI)
__all__ = ["OA", "OWL", "RDF", "SKOS", "ZZ", "Reader", "local_name"]


def local_name(node: Node) -> str:
    """Return the part of an IRI after its `#` or last `/`."""
    text = str(node)
    return text.rsplit("#", 1)[-1] if "#" in text else text.rsplit("/", 1)[-1]


class Reader:
    """Reads values off one graph; what is missing or doubled is a `MechanismError`.

    Subjects come in the order of the files: rdflib's store keeps insertion order.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def instances(self, cls: URIRef) -> Iterator[URIRef]:
        """Yield the IRIs typed with a class or one of its subclasses, each once."""
        seen: set[URIRef] = set()
        for sub in self.graph.transitive_subjects(RDFS.subClassOf, cls):
            for node in self.graph.subjects(RDF.type, sub):
                if isinstance(node, URIRef) and node not in seen:
                    seen.add(node)
                    yield node

    def is_a(self, node: URIRef, cls: URIRef) -> bool:
        """Tell whether a node is typed with a class or one of its subclasses."""
        return any(
            cls in self.graph.transitive_objects(kind, RDFS.subClassOf)
            for kind in self.graph.objects(node, RDF.type)
        )

    def refs(self, node: URIRef, prop: URIRef) -> tuple[URIRef, ...]:
        """Return the IRIs a property leads to, in the order written."""
        return tuple(o for o in self.graph.objects(node, prop) if isinstance(o, URIRef))

    def ref(self, node: URIRef, prop: URIRef) -> URIRef | None:
        """Return the one IRI a property leads to, or None."""
        found = self.refs(node, prop)
        if len(found) > 1:
            raise self.error(node, prop, "不止一个值", "has more than one value")
        return found[0] if found else None

    def need_ref(self, node: URIRef, prop: URIRef) -> URIRef:
        """Return the one IRI a property leads to."""
        found = self.ref(node, prop)
        if found is None:
            raise self.error(node, prop, "缺少", "is missing")
        return found

    def code(self, node: Node) -> str:
        """Return the code (skos:notation) of a term."""
        codes = sorted({str(o) for o in self.graph.objects(node, SKOS.notation)})
        if len(codes) != 1:
            raise self.error(
                node, SKOS.notation, "应恰有一个代码", "must have exactly one code (notation)"
            )
        return codes[0]

    def codes(self, node: URIRef, prop: URIRef) -> tuple[str, ...]:
        """Return the codes of the terms a property leads to, in the order written."""
        return tuple(self.code(o) for o in self.refs(node, prop))

    def optional_code(self, node: URIRef, prop: URIRef) -> str | None:
        """Return the code of the one term a property leads to, or None."""
        found = self.ref(node, prop)
        return None if found is None else self.code(found)

    def text(self, node: Node, prop: URIRef) -> Text:
        """Return the texts of a property by language."""
        out: dict[str, str] = {}
        for literal in self.graph.objects(node, prop):
            if isinstance(literal, Literal) and literal.language:
                if literal.language in out:
                    raise self.error(
                        node,
                        prop,
                        f"语言 {literal.language} 有两个值",
                        f"has two values in language `{literal.language}`",
                    )
                out[literal.language] = str(literal)
        return out

    def label(self, node: Node) -> Text:
        """Return rdfs:label by language; at least one is needed."""
        label = self.text(node, RDFS.label)
        if not label:
            raise self.error(node, RDFS.label, "缺少标签", "has no label")
        return label

    def texts(self, node: Node, prop: URIRef) -> dict[str, tuple[str, ...]]:
        """Return all texts of a property by language, in the order written."""
        out: dict[str, list[str]] = {}
        for literal in self.graph.objects(node, prop):
            if isinstance(literal, Literal):
                out.setdefault(literal.language or "", []).append(str(literal))
        return {language: tuple(found) for language, found in out.items()}

    def string(self, node: Node, prop: URIRef) -> str | None:
        """Return the one literal of a property as text, or None."""
        found = sorted({str(o) for o in self.graph.objects(node, prop) if isinstance(o, Literal)})
        if len(found) > 1:
            raise self.error(node, prop, "不止一个值", "has more than one value")
        return found[0] if found else None

    def flag(self, node: Node, prop: URIRef) -> bool:
        """Return a truth value; absent is False."""
        return self.string(node, prop) in {"true", "1"}

    def integer(self, node: Node, prop: URIRef) -> int | None:
        """Return a whole number, or None."""
        text = self.string(node, prop)
        if text is None:
            return None
        try:
            return int(text)
        except ValueError:
            raise self.error(
                node, prop, f"“{text}”不是整数", f"`{text}` is no whole number"
            ) from None

    def day(self, node: Node, prop: URIRef) -> date | None:
        """Return a calendar date, or None."""
        text = self.string(node, prop)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.error(
                node, prop, f"“{text}”不是日期", f"`{text}` is no date; write YYYY-MM-DD"
            ) from None

    def error(self, node: Node, prop: Node, zh: str, en: str) -> MechanismError:
        """Return the error about one property of one term."""
        term, name = local_name(node), local_name(prop)
        return MechanismError(f"{term} 的 {name}：{zh}。", f"{name} of `{term}` {en}")
