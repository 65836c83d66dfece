"""How the compiler of shapes says no: always with the shape and the term at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDFS, BNode, URIRef
from rdflib.namespace import OWL, SH, XSD

from .._errors import CompilationError
from ..loading.reader import ZZ, local_name

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_DEEPEST = 64


class Refusals:
    """Makes the errors about the shapes of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def _name(self, node: Node) -> str:
        """Return the name of a shape; for one without a name, that of the shape around it."""
        for _ in range(_DEEPEST):
            if not isinstance(node, BNode):
                return local_name(node)
            node = next(iter(self._graph.subjects(None, node)), URIRef("?"))
        return "?"

    def because(self, node: Node, zh: str, en: str) -> CompilationError:
        """Return the error that names a shape and says why; `zh` and `en` follow the name."""
        name = self._name(node)
        return CompilationError(f"形状 {name} {zh}。", f"shape `{name}` {en}")

    def unknown(self, node: Node, term: Node, value: Node | None = None) -> CompilationError:
        """Return the error about a term that the compiled engine does not know."""
        what = shown(term) + ("" if value is None else f" {shown(value)}")
        return self.because(
            node,
            f"用了 {what}，编译引擎不认识它；请改用 docs/rule-language.md 所列的写法",
            f"uses {what}, which the compiled engine does not know; "
            "use what docs/rule-language.md lists",
        )

    def misplaced(self, node: Node, term: Node) -> CompilationError:
        """Return the error about a term in the wrong place, or there twice."""
        return self.because(
            node,
            f"在这里不能用 {shown(term)}，或用了不止一次",
            f"cannot use {shown(term)} here, or uses it more than once",
        )


def shown(term: Node) -> str:
    """Return a term for a message, in backticks, with a usual prefix where it has one."""
    for prefix, namespace in (("sh", SH), ("zz", ZZ), ("rdfs", RDFS), ("owl", OWL), ("xsd", XSD)):
        if str(term).startswith(str(namespace)):
            return f"`{prefix}:{local_name(term)}`"
    if isinstance(term, BNode):
        return "`[…]`"
    return f"`{local_name(term)}`" if isinstance(term, URIRef) else f"`{term}`"
