"""Free queries that would do more than read are refused, however they are spelt."""

from __future__ import annotations

import pytest

from zhize import QueryError, UnreadableError
from zhize.queries import DEFAULT_LIMITS, Limits
from zhize.queries.guard import guarded

CALL = "SERVICE <http://service.invalid/> { ?s ?p ?o }"

REACHING_OUT = [
    "SELECT * { SERVICE <http://service.invalid/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
    "SELECT * { sErViCe <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://service.invalid/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053\\u0045RVICE <http://service.invalid/> { ?s ?p ?o } }",
    "SELECT * { SERVICE# a remark\n<http://service.invalid/> { ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p ?o OPTIONAL {{ {CALL} }} }}",
    f"SELECT * {{ ?s ?p ?o MINUS {{ {CALL} }} }}",
    f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ {CALL} }} }}",
    f"SELECT * {{ {{ SELECT ?s {{ {{ SELECT ?s {{ {CALL} }} }} }} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {CALL} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ ?s ?p ?o FILTER EXISTS {{ {CALL} }} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER (1 = 1 && (2 = 2 || !EXISTS {{ {CALL} }})) }}",
    f"SELECT * {{ BIND (IF(EXISTS {{ {CALL} }}, 1, 2) AS ?x) }}",
    f"SELECT (EXISTS {{ {CALL} }} AS ?x) {{}}",
    f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING (EXISTS {{ {CALL} }})",
    f"SELECT (SUM(IF(EXISTS {{ {CALL} }}, 1, 2)) AS ?x) {{ ?s ?p ?o }} GROUP BY ?s",
    f"SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {CALL} }})",
    f"SELECT * {{ ?s ?p ?o }} GROUP BY (EXISTS {{ {CALL} }} AS ?x)",
    f"ASK {{ {CALL} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {CALL} }}",
    f"DESCRIBE ?s {{ {CALL} }}",
    f"SELECT * {{ ?s ?p ?o {CALL} {CALL} }}",
]

OTHER_GRAPHS = [
    "SELECT * FROM <http://graph.invalid/> { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://graph.invalid/> { ?s ?p ?o }",
    "ASK \\u0046ROM <http://graph.invalid/> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <http://graph.invalid/> WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:x> FROM <http://graph.invalid/>",
]

UPDATES = [
    "LOAD <http://graph.invalid/>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>",
    "\\u004cOAD <http://graph.invalid/>",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ {CALL} }}",
    "CLEAR ALL",
    "DROP SILENT DEFAULT",
    "CREATE GRAPH <urn:g>",
    "COPY DEFAULT TO <urn:g>",
    "PREFIX x: <urn:x> DROP ALL ; LOAD x:y",
]


def refused(query: str) -> str:
    with pytest.raises(QueryError) as found:
        guarded(query.encode(), DEFAULT_LIMITS, {})
    assert found.value.exit_code == 1
    assert set(found.value.message) == {"zh", "en"}
    return found.value.code


@pytest.mark.parametrize("query", REACHING_OUT)
def test_service_is_refused_wherever_it_stands(query: str) -> None:
    assert refused(query) == "service"


@pytest.mark.parametrize("query", OTHER_GRAPHS)
def test_other_graphs_are_refused(query: str) -> None:
    assert refused(query) == "dataset"


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused(query: str) -> None:
    assert refused(query) == "update"


def test_named_graphs_are_refused() -> None:
    assert refused("SELECT * { GRAPH ?g { ?s ?p ?o } }") == "named-graph"
    assert refused("SELECT * { ?s ?p ?o FILTER EXISTS { GRAPH <urn:g> {} } }") == "named-graph"


@pytest.mark.parametrize(
    "call", ["<http://function.invalid/f>(?s)", "<urn:x>()", "x:shell('id')", "xsd:date(?s)"]
)
def test_functions_that_sparql_does_not_define_are_refused(call: str) -> None:
    prefixes = "PREFIX x: <urn:x:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    for query in (
        f"SELECT ({call} AS ?x) {{ ?s ?p ?o }}",
        f"SELECT * {{ ?s ?p ?o FILTER ({call} = 1) }}",
        f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ ?s ?p ?q FILTER ({call} = 1) }} }}",
        f"SELECT * {{ ?s ?p ?o }} ORDER BY {call}",
    ):
        assert refused(prefixes + query) == "function"


def test_a_node_of_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhize.queries import guard

    monkeypatch.setattr(guard, "_READING", guard._READING - {"Bind"})
    assert refused("SELECT * { BIND (1 AS ?x) }") == "not-reading"


READING = [
    "SELECT * { ?s ?p ?o }",
    "SELECT DISTINCT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) LIMIT 5",
    "SELECT REDUCED ?s { ?s (<urn:a>|^<urn:b>)/<urn:c>+/!(<urn:d>|^<urn:e>)? ?o } OFFSET 2",
    "SELECT * { { SELECT ?s { ?s ?p ?o } } OPTIONAL { ?s ?q ?r } MINUS { ?s ?t 1, 2.5, 1e3 } }",
    "SELECT * { VALUES (?a ?b) { (UNDEF 'x'@en) (true '''y''') } BIND (-?a + +1 * 2 / 3 AS ?c) }",
    "SELECT * { ?s ?p ?o FILTER (?o IN (1, 2) && REGEX(STR(?s), 'a', 'i') || !BOUND(?p)) }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p ?o } } VALUES ?s { <urn:a> }",
    "BASE <urn:b:> PREFIX : <urn:x:> SELECT * { :a <c> [ :b ( 1 2 ) ] }",
    "SELECT (GROUP_CONCAT(?s; SEPARATOR=' ') AS ?all) (SAMPLE(?p) AS ?one) { ?s ?p ?o }",
    "SELECT (<http://www.w3.org/2001/XMLSchema#integer>('5') AS ?five) {}",
    "SELECT (IRI('http://service.invalid/') AS ?x) { ?x ?p 'SERVICE <http://x.invalid/> {}' }",
    "PREFIX SERVICE: <urn:x:> SELECT ?SERVICE { ?SERVICE SERVICE:load 'FROM <urn:x>' # LOAD\n}",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:x> ?s { ?s ?p ?o }",
    "\ufeffSELECT * { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", READING)
def test_what_only_reads_is_taken(query: str) -> None:
    assert guarded(query.encode(), DEFAULT_LIMITS, {}).algebra


def test_prefixes_of_the_mechanism_need_no_declaration() -> None:
    assert guarded(b"SELECT * { ?s x:y ?o }", DEFAULT_LIMITS, {"x": "urn:x:"})


UNREADABLE = [
    (b"", "line 1, column 1: it ends too early"),
    (b"# nothing but a remark", "it ends too early"),
    (b"SELECT ?s WHERE {\n  ?s ?p ?o .\n  FILTR(?o) }", "line 3, column 3: cannot go on at `FILTR"),
    (b"SELECT ?s WHERE {\n  ?s ?p ?o .\n", "line 3, column 1: it ends too early"),
    (b"SELECT * { ?s ?p ?o } ; DROP ALL", "line 1, column 23: cannot go on at `; DROP ALL`"),
    (b"SELECT * { ?s x:y ?o }", "prefix `x:` is not declared"),
    (b"DESCRIBE * { ?s ?p ?o }", "makes no sense"),
    (b'SELECT * { ?s ?p "\xff" }', "not UTF-8 (byte 18)"),
    ("SELECT * { ?s ?p ?o }".encode("utf-16"), "not UTF-8 (byte 0)"),
    (b'SELECT * { ?s ?p "\x00" }', "null character"),
    (b'SELECT * { ?s ?p "\\u0000" }', "null character"),
    (b'SELECT * { ?s ?p "\\uD800" }', "is no character"),
    (b'SELECT * { ?s ?p "\\UFFFFFFFF" }', "is no character"),
    (b"SELECT * " + b"{" * 41 + b"?s ?p ?o" + b"}" * 41, "nests too deeply"),
    (b"SELECT * { FILTER " + b"(" * 5000, "nests too deeply"),
    (b"SELECT * " + b"\\u007b" * 41 + b"?s ?p ?o" + b"}" * 41, "nests too deeply"),
    (b"SELECT * {" + b"?s ?p ?o . " * 5000 + b"}", "too many triples"),
    (b"SELECT * {" + b" " * (1 << 18) + b"}", "more than the 262144 allowed"),
]


@pytest.mark.parametrize(("content", "said"), UNREADABLE)
def test_what_is_no_query_is_unreadable_and_says_where(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as found:
        guarded(content, DEFAULT_LIMITS, {})
    assert said in found.value.message["en"]
    assert found.value.message["zh"].endswith("。")
    assert found.value.exit_code == 3


def test_brackets_in_texts_iris_and_remarks_do_not_count() -> None:
    many = "({[" * 50
    query = f"""SELECT * {{ # {many}
        ?s <urn:{"(" * 50}> "{many}", '{many}', '''{many}''', "\\"{many}" }}"""
    assert guarded(query.encode(), Limits(depth=2), {})


def test_the_limit_of_depth_is_exact() -> None:
    query = b"SELECT * " + b"{" * 5 + b"?s ?p ?o" + b"}" * 5
    assert guarded(query, Limits(depth=5), {})
    with pytest.raises(UnreadableError):
        guarded(query, Limits(depth=4), {})
