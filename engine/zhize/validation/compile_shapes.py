"""From SHACL shapes of records to checks that need no RDF.

Only the part of SHACL Core is taken that `checks` has a value for. Everything else is refused with
an error that names the shape and the term: a shape that the compiled engine passed over in silence
would accept records that the standard refuses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, SH, SKOS, XSD

from ..loading.reader import ZZ, local_name
from ..model.report import ERROR, INFO, WARNING
from . import safe_patterns
from .checks import (
    BROADER,
    RECORD,
    SHARING,
    VALUE,
    XSD_DATE,
    XSD_STRING,
    And,
    Check,
    Class,
    Constraint,
    Datatype,
    HasValue,
    In,
    LessThanOrEquals,
    MaxCount,
    MinCount,
    Node,
    NodeKind,
    Not,
    Or,
    Path,
    Pattern,
    Shape,
    Term,
    parts,
)
from .conformance import CHECKED_ON, NONE, UNKNOWN, UNRECOGNISED, Vocabulary
from .refusals import Refusals, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node as RdfNode

    from ..model.rulebase import RuleBase

_SEVERITIES = {str(SH.Violation): ERROR, str(SH.Warning): WARNING, str(SH.Info): INFO}
_NODE_KINDS = {
    str(SH.IRI): NodeKind(iri=True, literal=False),
    str(SH.Literal): NodeKind(iri=False, literal=True),
    str(SH.IRIOrLiteral): NodeKind(iri=True, literal=True),
}
_COUNTS: dict[URIRef, type[MinCount | MaxCount]] = {SH.minCount: MinCount, SH.maxCount: MaxCount}
_LISTS: dict[URIRef, type[And | Or]] = {SH["and"]: And, SH["or"]: Or}
_SHAPES: dict[URIRef, type[Not | Node]] = {SH["not"]: Not, SH.node: Node, SH.property: Node}
_ON_RECORDS = frozenset({*_LISTS, *_SHAPES})
"""Constraints that a shape about the record itself may have."""
_CONSTRAINTS = _ON_RECORDS | {
    *_COUNTS, SH["class"], SH.datatype, SH.nodeKind, SH["in"], SH.hasValue, SH.pattern,
    SH.lessThanOrEquals,
}  # fmt: skip
_DESCRIBING = frozenset(
    {SH.path, SH.targetClass, SH.message, SH.severity, SH.deactivated}
    | {SH.name, SH.description, SH.order, SH.group, SH.inversePath, SH.zeroOrMorePath}
)
_OWN = frozenset({ZZ.problemCode, ZZ.problemField})
_TYPES = frozenset({SH.NodeShape, SH.PropertyShape, SH.PropertyGroup})
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_NEEDED_LANGUAGES = ("zh", "en")


def compile_checks(shapes: Graph, rulebase: RuleBase) -> tuple[Check, ...]:
    """Compile the record shapes of a mechanism.

    Args:
        shapes: Shapes with target class zz:Incident, and the shapes they are made of.
        rulebase: The mechanism, for the meaning of paths, classes and values.

    Returns:
        The checks in the order of the record's fields, then by name.

    Raises:
        CompilationError: A shape uses what the compiled engine does not know, names no problem
            code or no message in zh and en, or is used by no shape that has a target.
    """
    return _Compiler(shapes, rulebase).checks()


class _Compiler:
    def __init__(self, shapes: Graph, rulebase: RuleBase) -> None:
        self._graph = shapes
        self._refuse = Refusals(shapes)
        self._vocabulary = Vocabulary(rulebase)
        self._positions = {facet.code: facet.position for facet in rulebase.facets}
        self._visited: set[RdfNode] = set()

    def checks(self) -> tuple[Check, ...]:
        self._refuse_unknown_terms()
        found: dict[str, Check] = {}
        for node in dict.fromkeys(self._graph.subjects(SH.targetClass)):
            for check in self._of_target(node):
                found[check.name] = check
        self._refuse_unused_shapes()
        position = self._positions
        return tuple(sorted(found.values(), key=lambda c: (position.get(c.field or "", 0), c.name)))

    # ------------------------------------------------------------ what must not be passed over

    def _refuse_unknown_terms(self) -> None:
        """Refuse every term of SHACL or of ours that would otherwise have no effect here."""
        known = _CONSTRAINTS | _DESCRIBING | _OWN
        ours = (str(SH), str(ZZ), str(OWL.imports))
        for subject, prop, value in self._graph:
            if str(prop).startswith(ours) and prop not in known:
                raise self._refuse.unknown(subject, prop)
            if prop == RDF.type and str(value).startswith(str(SH)) and value not in _TYPES:
                raise self._refuse.unknown(subject, value)
            if prop == RDF.type and value == RDFS.Class:  # an implicit target (2.1.3.3)
                raise self._refuse.unknown(subject, value)

    def _refuse_unused_shapes(self) -> None:
        declared = {
            *self._graph.subjects(RDF.type, SH.NodeShape),
            *self._graph.subjects(RDF.type, SH.PropertyShape),
            *(s for prop in _CONSTRAINTS for s in self._graph.subjects(prop)),
        }
        for node in sorted(declared - self._visited, key=str):
            raise self._refuse.because(
                node,
                "没有被任何带目标的形状使用，永远不会被检查",
                "is used by no shape that has a target, so it would never be checked",
            )

    # ------------------------------------------------------------ shapes that are reported

    def _of_target(self, node: RdfNode) -> Iterator[Check]:
        for target in self._graph.objects(node, SH.targetClass):
            if target != ZZ.Incident:
                raise self._refuse.because(
                    node,
                    f"的目标类是 {local_name(target)}，只能是 zz:Incident",
                    f"has the target class `{local_name(target)}`; it can only be zz:Incident",
                )
        active = self._is_active(node)
        reported = [*self._graph.objects(node, SH.property)]
        own = [p for p in self._graph.predicates(node) if p in _CONSTRAINTS - {SH.property}]
        if self._graph.value(node, SH.path) is not None:
            if reported:
                raise self._refuse.misplaced(node, SH.property)
            reported = [node]
        elif own:
            yield from self._check(node, active, skip=SH.property)
        self._visited.add(node)
        for part in reported:
            yield from self._check(part, active)

    def _check(self, node: RdfNode, active: bool, skip: URIRef | None = None) -> Iterator[Check]:
        if not isinstance(node, URIRef):
            raise self._refuse.because(
                node,
                "没有名称；会被报告的形状须有 IRI",
                "has no name; a shape that is reported needs an IRI",
            )
        shape = self._shape(node, RECORD, (), skip)
        self._require_plain_sharing(node, shape)
        check = Check(
            name=local_name(node),
            shape=shape,
            reads=tuple(sorted({*_reads(shape)})),
            code=self._problem_code(node),
            severity=self._severity(node),
            message=self._message(node),
            field=self._field(node, shape),
        )
        if active and self._is_active(node):
            yield check

    def _require_plain_sharing(self, node: RdfNode, shape: Shape) -> None:
        """Only “no two records share a value”, as a shape of its own, can be checked in passing."""
        if any(part.path and part.path.then == SHARING for part in parts(shape)) and not (
            shape.path and shape.path.then == SHARING and shape.constraints == (MaxCount(1),)
        ):
            raise self._refuse.because(
                node,
                "在 sh:inversePath 之外还有别的；只能单独用 sh:maxCount 1",
                "uses `sh:inversePath`, which can only stand alone with `sh:maxCount 1`",
            )

    def _problem_code(self, node: RdfNode) -> str:
        codes = [str(code) for code in self._graph.objects(node, ZZ.problemCode)]
        if len(codes) != 1 or not _CODE.match(codes[0]):
            raise self._refuse.because(
                node,
                "须恰有一个 zz:problemCode，用小写字母和连字符",
                "must have exactly one `zz:problemCode`, in lower case with hyphens",
            )
        return codes[0]

    def _severity(self, node: RdfNode) -> str:
        found = list(self._graph.objects(node, SH.severity)) or [SH.Violation]
        if len(found) != 1 or str(found[0]) not in _SEVERITIES:
            raise self._refuse.unknown(node, SH.severity)
        return _SEVERITIES[str(found[0])]

    def _message(self, node: RdfNode) -> dict[str, str]:
        texts: dict[str, str] = {}
        for text in self._graph.objects(node, SH.message):
            language = text.language if isinstance(text, Literal) else None
            if not language or language in texts:
                raise self._refuse.because(
                    node,
                    "的 sh:message 每种语言须恰有一条，并标明语言",
                    "must have one `sh:message` in each language, each with its language tag",
                )
            texts[language] = str(text)
        for language in _NEEDED_LANGUAGES:
            if not texts.get(language, "").strip():
                raise self._refuse.because(
                    node,
                    f"缺少语言 {language} 的 sh:message",
                    f"has no `sh:message` in language `{language}`",
                )
        return {language: texts[language] for language in sorted(texts, reverse=True)}

    def _field(self, node: RdfNode, shape: Shape) -> str | None:
        named = list(self._graph.objects(node, ZZ.problemField))
        facets = self._vocabulary.facets
        if len(named) > 1 or any(str(n) not in facets for n in named):
            raise self._refuse.because(
                node,
                "的 zz:problemField 须是一个事实项",
                "must name one facet by `zz:problemField`",
            )
        if named:
            return facets[str(named[0])].code
        facet = facets.get(shape.path.property) if shape.path else None
        return facet.code if facet else None

    def _is_active(self, node: RdfNode) -> bool:
        flags = list(self._graph.objects(node, SH.deactivated))
        if len(flags) > 1 or any(not isinstance(f.toPython(), bool) for f in flags):  # type: ignore[attr-defined]
            raise self._refuse.unknown(node, SH.deactivated)
        return flags in ([], [Literal(False)])

    # ------------------------------------------------------------ shapes and what they are made of

    def _shape(
        self, node: RdfNode, about: str, inside: tuple[RdfNode, ...], skip: URIRef | None = None
    ) -> Shape:
        """Return a shape about the record or about one of its values."""
        if node in inside:
            raise self._refuse.because(node, "直接或间接引用自己", "refers to itself")
        self._visited.add(node)
        paths = list(self._graph.objects(node, SH.path))
        if len(paths) > 1 or (paths and about != RECORD):
            raise self._refuse.misplaced(node, SH.path)
        path = self._path(node, paths[0]) if paths else None
        inner = VALUE if path else about
        constraints: list[Constraint] = []
        for prop, value in self._graph.predicate_objects(node):
            if prop in _CONSTRAINTS and prop != skip:
                constraints.append(
                    self._constraint(node, URIRef(str(prop)), value, path, inner, (*inside, node))
                )
        if not constraints:
            raise self._refuse.because(node, "没有任何约束", "has no constraint")
        if inside and not self._is_active(node):
            raise self._refuse.misplaced(node, SH.deactivated)
        return Shape(tuple(constraints), path)

    def _path(self, node: RdfNode, path: RdfNode) -> Path:
        facets = self._vocabulary.facets
        if isinstance(path, URIRef) and (str(path) in facets or str(path) == UNRECOGNISED):
            return Path(str(path))
        steps = list(Collection(self._graph, path)) if isinstance(path, BNode) else []
        if len(steps) == 2 and str(steps[0]) in facets:
            first, then = steps[0], next(self._graph.predicate_objects(steps[1]), None)
            if then == (SH.zeroOrMorePath, SKOS.broader) and facets[str(first)].kind == "concept":
                return Path(str(first), BROADER)
            if then == (SH.inversePath, first):
                return Path(str(first), SHARING)
        raise self._refuse.because(
            node,
            "的 sh:path 不认识；可用：事实项、( 事实项 [ sh:zeroOrMorePath skos:broader ] )、"
            "( 事实项 [ sh:inversePath 同一事实项 ] )",
            "has an `sh:path` that the compiled engine does not know; use a facet, "
            "( facet [ sh:zeroOrMorePath skos:broader ] ) or "
            "( facet [ sh:inversePath the-same-facet ] )",
        )

    def _constraint(
        self,
        node: RdfNode,
        prop: URIRef,
        value: RdfNode,
        path: Path | None,
        about: str,
        inside: tuple[RdfNode, ...],
    ) -> Constraint:
        if about == RECORD and prop not in _ON_RECORDS:
            raise self._refuse.misplaced(node, prop)
        if prop in _SHAPES:
            has_path = self._graph.value(value, SH.path) is not None
            if (prop == SH.property and not has_path) or (prop == SH.node and has_path):
                raise self._refuse.unknown(node, prop, value)
            return _SHAPES[prop](self._shape(value, about, inside))
        if prop in _LISTS:
            members = tuple(Collection(self._graph, value))
            if not members:
                raise self._refuse.unknown(node, prop, value)
            return _LISTS[prop](tuple(self._shape(member, about, inside) for member in members))
        if prop in _COUNTS or prop == SH.lessThanOrEquals:
            if path is None or len(list(self._graph.objects(node, prop))) > 1:
                raise self._refuse.misplaced(node, prop)
            return self._count_or_order(node, prop, value, path)
        return self._about_value(node, prop, value)

    def _count_or_order(
        self, node: RdfNode, prop: URIRef, value: RdfNode, path: Path
    ) -> Constraint:
        if prop in _COUNTS:
            count = value.toPython() if isinstance(value, Literal) else None
            if type(count) is not int or count < 0:
                raise self._refuse.unknown(node, prop, value)
            return _COUNTS[prop](count)
        dates = {iri for iri, facet in self._vocabulary.facets.items() if facet.kind == "date"}
        if path.property not in dates or str(value) not in {CHECKED_ON, *dates}:
            raise self._refuse.unknown(node, prop, value)
        return LessThanOrEquals(str(value))

    def _about_value(self, node: RdfNode, prop: URIRef, value: RdfNode) -> Constraint:
        if prop == SH.hasValue:
            return HasValue(self._term(node, value))
        if prop == SH["class"]:
            if str(value) not in self._vocabulary.members:
                raise self._refuse.because(
                    node,
                    f"的 sh:class {local_name(value)} 不是任何事实项的取值类（zz:valueClass）",
                    f"has the `sh:class` `{local_name(value)}`, "
                    "which is the zz:valueClass of no facet",
                )
            return Class(str(value))
        if len(list(self._graph.objects(node, prop))) > 1:
            raise self._refuse.misplaced(node, prop)
        if prop == SH["in"]:
            return In(tuple(self._term(node, term) for term in Collection(self._graph, value)))
        if prop == SH.datatype and value in (XSD.date, XSD.string):
            return Datatype(str(value))
        if prop == SH.nodeKind and str(value) in _NODE_KINDS:
            return _NODE_KINDS[str(value)]
        if prop == SH.pattern and isinstance(value, Literal):
            why = safe_patterns.objection(str(value))
            if why is None:
                return Pattern(str(value))
            raise self._refuse.because(
                node, f"的 sh:pattern {why['zh']}", f"has an `sh:pattern` {why['en']}"
            )
        raise self._refuse.unknown(node, prop, value)

    def _term(self, node: RdfNode, value: RdfNode) -> Term:
        """Return a value that a record can have; anything else would never match."""
        if isinstance(value, URIRef):
            if str(value) in self._vocabulary.codes or Term(str(value)) in (NONE, UNKNOWN):
                return Term(str(value))
        elif isinstance(value, Literal) and not value.language:
            # A typed "…"^^xsd:string would be another term than the plain text of a record.
            if value.datatype is None:
                return Term(str(value), XSD_STRING)
            if value.datatype == XSD.date:
                return Term(str(value), XSD_DATE)
        raise self._refuse.because(
            node,
            f"提到 {shown(value)}，而记录中不会有这个值",
            f"mentions {shown(value)}, which is no value that a record can have",
        )


def _reads(shape: Shape) -> Iterator[str]:
    """Yield the properties of a record that the outcome of a shape depends on."""
    for part in parts(shape):
        if part.path:
            yield part.path.property
        for constraint in part.constraints:
            if isinstance(constraint, LessThanOrEquals):
                yield constraint.property
