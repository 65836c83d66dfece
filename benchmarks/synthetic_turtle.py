"""The same synthetic mechanisms as folders: `python -m benchmarks.synthetic_turtle 5000 OUT`.

What is copied is found by the classes of the core; IRIs are renamed in the graph. Each sector is a
file of its own. Words for running text are not copied.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef

import zhize
from benchmarks.synthetic import iri_in, name_in, sectors_of, word_in
from zhize._terms import OA, ZZ
from zhize.loading.graph import load_shapes, ontology_files, parse_turtle, shapes_files
from zhize.loading.reader import Reader

if TYPE_CHECKING:
    from rdflib.term import Node

Triple = tuple["Node", "Node", "Node"]
_ZZ = Namespace(ZZ)
_COPIED = (
    *(
        _ZZ[name]
        for name in (
            "Document", "Provision", "Repair", "UnquotedPassage", "Norm", "Trigger", "FacetTest",
            "Exception", "RecipientRule",
        )
    ),
    URIRef(OA + "TextQuoteSelector"),
)  # fmt: skip
_WORDS = (RDFS.label, SKOS.altLabel, SKOS.hiddenLabel)


def write_folder(original: zhize.Mechanism, norms: int, folder: Path) -> None:
    """Write a mechanism of so many norms into a folder, made of copies of an original."""
    writer = _Writer(original)
    (folder / "shapes").mkdir(parents=True, exist_ok=True)
    for sector, kept in enumerate(sectors_of(original.rulebase, norms)):
        name = f"sector-{sector:04}.ttl" if sector else "mechanism.ttl"
        _write(folder / name, writer.sector(sector, kept))
    common = set(parse_turtle(shapes_files(original.folder)[:1]))
    shapes = (triple for triple in _in_order(shapes_of(original)) if triple not in common)
    _write(folder / "shapes" / "record.ttl", shapes)


def _in_order(graph: Graph) -> Iterator[Triple]:
    """Yield statements so that each class keeps its order, and each property of a thing its own."""
    typed = dict.fromkeys(subject for subject, _ in graph.subject_objects(RDF.type))
    for subject in (*typed, *sorted(set(graph.subjects()) - typed.keys())):
        for predicate, obj in graph.predicate_objects(subject):
            yield subject, predicate, obj


def _write(path: Path, triples: Iterable[Triple]) -> None:
    """Write statements one a line, in their order, which is the order of values in a record."""
    lines = [" ".join(term.n3() for term in triple) + " .\n" for triple in triples]
    path.write_text("".join(lines), "utf-8")


class _Writer:
    def __init__(self, original: zhize.Mechanism) -> None:
        files = ontology_files(original.folder)
        everything = parse_turtle(files)
        core = set(parse_turtle(files[:1]))
        self._own = [triple for triple in _in_order(everything) if triple not in core]
        reader = Reader(everything)
        self._values = {
            URIRef(facet.iri): tuple(reader.instances(URIRef(facet.value_class or "")))
            for facet in original.rulebase.facets
            if facet.kind == "concept"
        }
        self._copied = {node for values in self._values.values() for node in values}
        for cls in _COPIED:
            self._copied.update(reader.instances(cls))
        self._copied -= {subject for subject, _, _ in core}
        self._norms = {URIRef(norm.iri): norm.code for norm in original.rulebase.norms}
        self._any = {
            test: self._values[facet]
            for test in reader.instances(_ZZ.FacetTest)
            if reader.flag(test, _ZZ.anyValue)
            and (facet := reader.need_ref(test, _ZZ.onFacet)) in self._values
        }

    def sector(self, sector: int, kept: frozenset[str]) -> Iterator[Triple]:
        """Yield the statements of a sector; those that all share come with the first."""
        dropped = {node for node, code in self._norms.items() if code not in kept}
        dropped |= self._idle(dropped)
        for subject, predicate, obj in self._own:
            if subject in dropped or obj in dropped:
                continue
            shared = subject not in self._copied
            if shared and sector and predicate != _ZZ.hasDocument:
                continue
            if predicate == _ZZ.anyValue and subject in self._any:
                for value in self._any[subject]:
                    yield self._name(sector, subject), _ZZ.anyOf, self._name(sector, value)
                continue
            yield (
                self._name(sector, subject),
                predicate,
                self._object(sector, predicate, obj, shared),
            )

    def _idle(self, dropped: set[URIRef]) -> set[Node]:
        """Return the exceptions that have nothing left to displace, or nothing that displaces."""
        left: dict[Node, dict[Node, set[Node]]] = {}
        for subject, predicate, obj in self._own:
            if predicate in (_ZZ.displaced, _ZZ.displacing):
                left.setdefault(subject, {}).setdefault(predicate, set()).add(obj)
        return {node for node, sides in left.items() if any(s <= dropped for s in sides.values())}

    def _name(self, sector: int, node: Node) -> Node:
        return URIRef(iri_in(sector, str(node))) if node in self._copied else node

    def _object(self, sector: int, predicate: Node, obj: Node, shared: bool) -> Node:
        if not isinstance(obj, Literal) or shared:
            return self._name(sector, obj)
        if predicate == SKOS.notation:
            return Literal(name_in(sector, str(obj)))
        if predicate in _WORDS:
            return Literal(word_in(sector, str(obj)), lang=obj.language)
        return obj


def shapes_of(original: zhize.Mechanism) -> Graph:
    """Return the record shapes of a mechanism without those that name a value of a concept facet.

    A shape that says something of one value would have to be said again of each copy; without it
    no record is decided otherwise.
    """
    shapes = load_shapes(original.folder)
    values = {URIRef(concept.iri) for concept in original.rulebase.concepts}
    for target in set(shapes.subjects(SH.targetClass)):
        for predicate, part in set(shapes.predicate_objects(target)):
            if values & _parts(shapes, [part]):
                # Properties stand each for itself; what else is said belongs together.
                what = part if predicate == SH.property else None
                shapes.remove((target, SH.property if what else SH.targetClass, what))
    used = _parts(shapes, list(shapes.subjects(SH.targetClass)))
    for node in set(shapes.subjects()) - used - set(shapes.subjects(RDF.type, OWL.Ontology)):
        shapes.remove((node, None, None))
    return shapes


def _parts(shapes: Graph, todo: list[Node]) -> set[Node]:
    """Return what some nodes lead to, themselves included."""
    found = set(todo)
    while todo:
        for obj in shapes.objects(todo.pop()):
            if obj not in found and not isinstance(obj, Literal):
                found.add(obj)
                todo.append(obj)
    return found


def main() -> None:
    """Write a folder of so many norms, from the notice."""
    norms, folder = int(sys.argv[1]), Path(sys.argv[2])
    write_folder(zhize.load(), norms, folder)


if __name__ == "__main__":
    main()
