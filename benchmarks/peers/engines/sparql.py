"""The rules as SPARQL under Oxigraph (pyoxigraph), in memory.

What the rules say is data in the store, indexed from the values to the tests they pass; the meaning
is a dozen updates, one for each stratum, that name no norm. They go in one request, because
pyoxigraph has no prepared queries; and one request decides any number of incidents, so that bulk
parses once for many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Store

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Condition, Incident, Limits, Rule, Rules, Test

_BASE = "urn:p:"
_AT_ONCE = 250

FORGET = "DELETE { ?i ?p ?o } WHERE { ?i a :Incident ; ?p ?o }"

SATISFIES = """INSERT { ?i :satisfies ?t } WHERE {
    ?i a :Incident ; :states ?v . ?v :passes ?t }"""

MEETS = """INSERT { ?i :meets ?c } WHERE { ?i a :Incident . %s }"""

FIRST = """INSERT { ?i :first ?r } WHERE {
    ?i a :Incident ; :meets ?c . ?r :trigger ?c ; :limited ?l . ?i :within ?l } ;
INSERT { ?i :first ?r } WHERE {
    ?i a :Incident ; :meets ?c . ?r :triggerIfKnown ?c ; :limited ?l ; :bearer ?a .
    ?i :within ?l ; :states ?v . ?v :informs ?a } ;
INSERT { ?i :candidate ?r } WHERE {
    ?i a :Incident . { ?i :first ?r } UNION {
    ?i :first ?q . ?q :makesAware ?a . ?r :bearer ?a ; :triggerIfKnown ?c ; :limited ?l .
    ?i :meets ?c ; :within ?l } }"""

DISPLACED = """INSERT { ?i :displaced ?r } WHERE {
    ?i a :Incident ; :candidate ?r . ?y :low%d ?r ; :high ?h . ?i :candidate ?h .
    { ?y :always true } UNION { ?y :where ?c . ?i :meets ?c }
    FILTER NOT EXISTS { ?i :displaced ?h } }"""

LEFT = """INSERT { ?i :left ?r } WHERE {
    ?i a :Incident ; :candidate ?r FILTER NOT EXISTS { ?i :displaced ?r } } ;
INSERT { ?i ?p ?a } WHERE {
    ?i a :Incident ; :left ?r . ?r :to ?p ; :fixed ?a } ;
INSERT { ?i ?found ?a } WHERE {
    ?i a :Incident ; :left ?x . ?x :counts ?f ; :bearer ?a . ?f :found ?found ; :except ?except .
    FILTER NOT EXISTS { ?i :states ?v . ?v ?except ?a } } ;
INSERT { ?i ?p ?a } WHERE {
    ?i a :Incident ; :left ?r . ?r :to ?p ; :finder ?f ; :bearer ?b . ?f :found ?found .
    ?i ?found ?a FILTER (?a != ?b) } ;
INSERT { ?i :duty ?r } WHERE {
    ?i a :Incident ; :left ?r . { ?r :act true } UNION { ?r :to ?p . ?i ?p ?a } }"""

FOLLOW = """INSERT { ?i :holds ?r . ?i ?p ?a } WHERE {
    ?i a :Incident ; :duty ?s . ?r :follows%d ?s ; :bearer ?b ; :to ?p ; :limited ?l . ?s :to ?to .
    ?i ?to ?b ; :within ?l
    OPTIONAL { { ?r :fixed ?a } UNION { ?r :senders true . ?s :bearer ?a } UNION
               { ?r :finder/:found ?found . ?i ?found ?a FILTER NOT EXISTS { ?r :bearer ?a } } } } ;
INSERT { ?i :duty ?r } WHERE {
    ?i a :Incident ; :holds ?r . { ?r :act true } UNION { ?r :to ?p . ?i ?p ?a } }"""

DUTIES = """SELECT ?i ?r ?a WHERE {
    ?i a :Incident ; :duty ?r . ?r :to ?p . OPTIONAL { ?i ?p ?a } }"""


Row = tuple[Any, Any, Any]


class Oxigraph(Engine):
    """SPARQL updates in strata."""

    name = "SPARQL, Oxigraph"
    distributions = ("pyoxigraph",)
    given = f"rules as data, a dozen updates in one request; in bulk {_AT_ONCE} incidents a request"

    def prepare(self, rules: Rules) -> None:
        """Load what the rules say into a store and write the requests."""
        data = _Data(rules)
        self._rules, self._limits = rules, data.limits
        self._store = Store()
        self._store.bulk_extend(data.quads)
        strata = sorted({y.stratum for y in rules.yields})
        updates = [
            SATISFIES,
            *(MEETS % _ways(count) for count in sorted(data.arities)),
            FIRST,
            *(DISPLACED % stratum for stratum in strata),
            LEFT,
            *(FOLLOW % step for step in range(1, rules.steps + 1)),
        ]
        self._updates = " ;\n".join(updates)
        self._prefixes = {"": _BASE}
        self._rule = {_node("r", rule.index): rule for rule in rules.rules}
        self._agency = {node: agency for agency, node in data.agencies.items()}

    def take(self, incident: Incident) -> list[Quad]:
        """Return what an incident states, and the windows and areas it lies in."""
        return self._quads(incident, _node("i", 0))

    def _quads(self, incident: Incident, node: NamedNode) -> list[Quad]:
        quads = [Quad(node, _IS_A, _node("Incident"))]
        for facet, values in incident.facts.items():
            quads += [Quad(node, _node("states"), _node("v", facet, value)) for value in values]
        if self._rules.reach(incident):
            for limits, there in self._limits.items():
                if limits.hold(incident.day, incident.areas):
                    quads.append(Quad(node, _node("within"), there))
        return quads

    def decide(self, taken: list[Quad]) -> list[Row]:
        """Add the facts, run the updates, read the duties, remove what was added."""
        store, prefixes = self._store, self._prefixes
        store.extend(taken)
        store.update(self._updates, prefixes=prefixes)
        found = [(i, r, a) for i, r, a in store.query(DUTIES, prefixes=prefixes)]
        store.update(FORGET, prefixes=prefixes)
        return found

    def answer(self, decided: list[Row]) -> Answer:
        """Return the duties by name."""
        to: dict[Any, list[str]] = {}
        for _, r, a in decided:
            to.setdefault(r, []).extend([] if a is None else [self._agency[a]])
        return frozenset(
            (self._rule[r].norm, self._rule[r].bearer, tuple(sorted(a))) for r, a in to.items()
        )

    def take_many(self, incidents: Sequence[Incident]) -> list[tuple[int, list[Quad]]]:
        """Return the facts of some hundred incidents at a time, and how many they are."""
        groups = [incidents[n : n + _AT_ONCE] for n in range(0, len(incidents), _AT_ONCE)]
        return [
            (
                len(group),
                [q for n, one in enumerate(group) for q in self._quads(one, _node("i", n))],
            )
            for group in groups
        ]

    def decide_many(self, taken: list[tuple[int, list[Quad]]]) -> list[tuple[int, list[Row]]]:
        """Decide some hundred at a time."""
        return [(count, self.decide(group)) for count, group in taken]

    def answers(self, decided: list[tuple[int, list[Row]]]) -> list[Answer]:
        """Return the duties of each incident."""
        found = []
        for count, rows in decided:
            of: dict[Any, list[Row]] = {_node("i", n): [] for n in range(count)}
            for row in rows:
                of[row[0]].append(row)
            found += map(self.answer, of.values())
        return found


class _Data:
    """What the rules say, as quads.

    Attributes:
        quads: All of it.
        limits: The node of each window and area.
        agencies: The node of each agency.
        arities: How many tests conditions have.
    """

    def __init__(self, rules: Rules) -> None:
        self.quads: list[Quad] = []
        self.limits: dict[Limits, NamedNode] = {}
        self.agencies: dict[str, NamedNode] = {}
        self.arities: set[int] = set()
        self._tests: dict[Test, NamedNode] = {}
        self._conditions: dict[tuple[Test, ...], NamedNode] = {}
        for rule in rules.rules:
            self._rule(rule)
        for number, y in enumerate(rules.yields):
            self._add(_node("y", number), f"low{y.stratum}", _node("r", y.low))
            self._add(_node("y", number), "high", _node("r", y.high))
            for condition in y.only_where:
                self._add(_node("y", number), "where", self._condition(condition))
            if not y.only_where:
                self._add(_node("y", number), "always", _YES)
        for facet in rules.knowledge:
            for agency in rules.facets[facet]:
                self._add(_node("v", facet, agency), "informs", self._agency(agency))
        for number, finder in enumerate(rules.finders):
            node, left_out = _node("f", number), _node("except", number)
            self._add(node, "found", _node("found", number))
            self._add(node, "except", left_out)
            for index in finder.acts:
                self._add(_node("r", index), "counts", node)
            for facet in finder.except_named_in:
                for agency in rules.facets[facet]:
                    self.quads.append(
                        Quad(_node("v", facet, agency), left_out, self._agency(agency))
                    )

    def _add(self, subject: NamedNode, predicate: str, value: Any) -> None:
        self.quads.append(Quad(subject, _node(predicate), value))

    def _rule(self, rule: Rule) -> None:
        node = _node("r", rule.index)
        self._add(node, "to", _node("to", rule.index))
        self._add(node, "bearer", self._agency(rule.bearer))
        limits = self.limits.setdefault(rule.limits, _node("l", len(self.limits)))
        self._add(node, "limited", limits)
        for condition in rule.when:
            kind = "triggerIfKnown" if condition.known else "trigger"
            self._add(node, kind, self._condition(condition))
        for agency in rule.makes_aware:
            self._add(node, "makesAware", self._agency(agency))
        for agency in rule.to:
            self._add(node, "fixed", self._agency(agency))
        for source in rule.follows:
            self._add(node, f"follows{rule.step}", _node("r", source))
        if not rule.needs_recipient:
            self._add(node, "act", _YES)
        if rule.senders:
            self._add(node, "senders", _YES)
        if rule.finder is not None:
            self._add(node, "finder", _node("f", rule.finder))

    def _agency(self, code: str) -> NamedNode:
        return self.agencies.setdefault(code, _node("a", code))

    def _condition(self, condition: Condition) -> NamedNode:
        node = self._conditions.get(condition.tests)
        if node is None:
            node = self._conditions[condition.tests] = _node("c", len(self._conditions))
            count = len(condition.tests)
            self.arities.add(count)
            for n, test in enumerate(condition.tests):
                self._add(node, f"test{n}of{count}", self._test(test))
        return node

    def _test(self, test: Test) -> NamedNode:
        node = self._tests.get(test)
        if node is None:
            node = self._tests[test] = _node("t", len(self._tests))
            for value in test.values:
                self._add(_node("v", test.facet, value), "passes", node)
        return node


@cache
def _node(*parts: object) -> NamedNode:
    return NamedNode(_BASE + ":".join(quote(str(part), safe="") for part in parts))


_IS_A = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_YES = Literal(True)


def _ways(count: int) -> str:
    """Return the pattern of a condition with so many tests."""
    return " ".join(f"?i :satisfies ?t{n} . ?c :test{n}of{count} ?t{n} ." for n in range(count))
