"""What a free query may be: one that only reads, and only the mechanism's graph.

A query is refused by what its parse tree holds, not by how it is spelt: every node must be of a
kind that is listed here, wherever it stands and whatever escapes it was written with. What the
parser does not know is a syntax error, so nothing gets through for want of a rule.

Specification: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/ (19.2 escapes,
19.8 grammar) and SPARQL 1.1 Update, which is refused whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .._errors import QueryError, UnreadableError
from ..records.faults import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyparsing import ParseResults
    from rdflib.plugins.sparql.sparql import Query

    from .limits import Limits

_READING = frozenset((
    "AdditiveExpression", "AskQuery", "Base", "Bind", "ConditionalAndExpression",
    "ConditionalOrExpression", "ConstructQuery", "DescribeQuery", "FakeGroupGraphPatten",
    "Filter", "Function", "GroupAs", "GroupClause", "GroupGraphPatternSub",
    "GroupOrUnionGraphPattern", "HavingClause", "InlineData", "InversePath", "LimitOffsetClauses",
    "MinusGraphPattern", "MultiplicativeExpression", "OptionalGraphPattern", "OrderClause",
    "OrderCondition", "PathAlternative", "PathElt", "PathEltOrInverse", "PathNegatedPropertySet",
    "PathSequence", "PrefixDecl", "RelationalExpression", "SelectQuery", "SubSelect",
    "TriplesBlock", "UnaryMinus", "UnaryNot", "UnaryPlus", "ValuesClause", "literal", "pname",
    "vars",
))  # fmt: skip
"""The nodes of a parse tree that read the graph at hand and nothing else."""

_FAMILIES = ("Builtin_", "Aggregate_")
"""Beginnings of the names of the functions that SPARQL itself defines."""

_CASTS = frozenset(
    "http://www.w3.org/2001/XMLSchema#" + name
    for name in ("boolean", "dateTime", "decimal", "double", "float", "integer", "string")
)
"""The functions named by an IRI that SPARQL itself defines (17.5)."""

_REFUSED: dict[str, dict[str, str]] = {
    "ServiceGraphPattern": {
        "code": "service",
        "zh": "SERVICE 会访问网络，不允许。查询只读本机制的图；请去掉 SERVICE。",
        "en": "SERVICE would reach out to the network and is refused; a query reads the "
        "mechanism's own graph only: leave SERVICE out",
    },
    "DatasetClause": {
        "code": "dataset",
        "zh": "FROM 和 FROM NAMED 会读取别的图，不允许。查询只读本机制的图；请去掉。",
        "en": "FROM and FROM NAMED would read other graphs and are refused; a query reads the "
        "mechanism's own graph only: leave them out",
    },
    "GraphGraphPattern": {
        "code": "named-graph",
        "zh": "GRAPH 不适用：本机制只有一个图，没有命名图。请直接写图模式。",
        "en": "GRAPH does not apply: the mechanism is one graph without named ones; write the "
        "pattern as it is",
    },
}

_PREFIX = re.compile(r"Unknown namespace prefix : (.*)")

_SPELLING = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<text>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    | (?P<open>[\[({])
    | (?P<close>[\])}])
    """,
    re.VERBOSE | re.DOTALL,
)


def check_size(content: bytes, limits: Limits) -> None:
    """Refuse a query that is too long to be read.

    Raises:
        UnreadableError: It has more bytes than the limit allows.
    """
    if len(content) > limits.size:
        raise UnreadableError(
            f"查询有 {len(content)} 字节，超过上限 {limits.size}。请缩短查询。",
            f"the query has {len(content)} bytes, more than the {limits.size} allowed; shorten it",
        )


def guarded(content: bytes, limits: Limits, prefixes: Mapping[str, object]) -> Query:
    """Parse a query and make sure that it only reads.

    Args:
        content: The query, UTF-8.
        limits: Size and depth.
        prefixes: Namespaces that a query may use without declaring them.

    Raises:
        UnreadableError: It is not UTF-8, no SPARQL, or nested too deeply.
        QueryError: It would do something else than read the mechanism's graph.
    """
    check_size(content, limits)
    try:
        tree = _parsed(_text(content, limits))
        _check(tree)
        return _translated(tree, prefixes)
    except RecursionError as error:
        raise _too_deep() from error


def _parsed(text: str) -> ParseResults:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return parseQuery(text)
    except ParseBaseException as error:
        if _is_update(text):
            raise QueryError(
                "update",
                "这是更新（INSERT、DELETE、LOAD、CLEAR、DROP 等），不允许。"
                "只接受 SELECT、ASK、CONSTRUCT、DESCRIBE。",
                "this is an update (INSERT, DELETE, LOAD, CLEAR, DROP …) and is refused; only "
                "SELECT, ASK, CONSTRUCT and DESCRIBE are taken",
            ) from error
        raise _syntax(error.lineno, error.column, error.line[error.column - 1 :]) from error


def _translated(tree: ParseResults, prefixes: Mapping[str, object]) -> Query:
    from rdflib.plugins.sparql.algebra import translateQuery

    try:
        query = translateQuery(tree, initNs=prefixes)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # rdflib raises bare exceptions
        missing = _PREFIX.fullmatch(str(error))
        if missing:
            raise UnreadableError(
                f"没有声明前缀“{missing[1]}:”。请在查询开头写 PREFIX {missing[1]}: <…>。",
                f"prefix `{missing[1]}:` is not declared; begin the query with "
                f"PREFIX {missing[1]}: <…>",
            ) from error
        reason = " ".join(str(error).split())[:200]
        raise UnreadableError(
            f"查询不能成立：{reason}。请核对变量和分组。",
            f"the query makes no sense: {reason}; look at its variables and groups",
        ) from error
    _check_functions(query.algebra)
    return query


def _text(content: bytes, limits: Limits) -> str:
    """Decode a query, and refuse one whose characters or brackets no parser should see."""
    from rdflib.plugins.sparql.parser import expandUnicodeEscapes

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"查询不是 UTF-8 编码（第 {error.start} 字节）。请另存为 UTF-8。",
            f"the query is not UTF-8 (byte {error.start}); save it as UTF-8",
        ) from error
    try:
        expanded = expandUnicodeEscapes(text)  # as the parser will (SPARQL 1.1, 19.2)
        expanded.encode()
    except ValueError as error:  # beyond the code points, or half of one
        raise UnreadableError(
            "查询中有不成立的 \\u 转义。请直接写出该字符。",
            "the query has a \\u escape that is no character; write the character itself",
        ) from error
    _check_depth(expanded, limits)
    if "\0" in expanded:
        raise UnreadableError(
            "查询中有空字符（U+0000），不是文本文件。请另存为 UTF-8 文本。",
            "the query has a null character (U+0000) and is no text; save it as UTF-8 text",
        )
    return text


def _check_depth(text: str, limits: Limits) -> None:
    """Count brackets, those in comments, IRIs and texts left out."""
    depth = 0
    for found in _SPELLING.finditer(text):
        if found.lastgroup == "open":
            depth += 1
        elif found.lastgroup == "close":
            depth -= 1
        if depth > limits.depth:
            raise _too_deep()


def _check(node: Any) -> None:
    """Walk a parse tree; its depth is bounded by the depth of the text."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        name = node.name
        if name in _REFUSED:
            raise QueryError(**_REFUSED[name])
        if name not in _READING and not name.startswith(_FAMILIES):
            raise QueryError(
                "not-reading",
                f"查询含有“{name}”，不在允许之列。只接受读取本机制的图的查询。",
                f"the query holds `{name}`, which is not among what is allowed: only what reads "
                "the mechanism's graph",
            )
    for part in _parts(node):
        _check(part)


def _check_functions(node: Any) -> None:
    """Walk the algebra, where the names of functions are full IRIs."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue) and node.name == "Function" and str(node.iri) not in _CASTS:
        raise QueryError(
            "function",
            f"没有函数 <{node.iri}>。可用：SPARQL 1.1 自带的函数和 xsd 的类型转换。",
            f"there is no function <{node.iri}>; use those of SPARQL 1.1 itself and the casts "
            "of xsd",
        )
    for part in _parts(node):
        _check_functions(part)


def _parts(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):  # rdflib keeps the pattern of a translated EXISTS as an attribute
        return (*node.values(), *getattr(node, "__dict__", {}).values())
    if isinstance(node, str) or not hasattr(node, "__iter__"):
        return ()
    return node  # type: ignore[no-any-return]


def _is_update(text: str) -> bool:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(parseUpdate(text).request)  # the empty text is an update of no operations
    except ParseBaseException:
        return False


def _too_deep() -> UnreadableError:
    return UnreadableError(
        "查询嵌套过深，或一个模式里的三元组过多。请拆成几个查询。",
        "the query nests too deeply, or has too many triples in one pattern; split it",
    )


def _syntax(line: int, column: int, rest: str) -> UnreadableError:
    """Return the error for what is no SPARQL, with the place where the parser gave up."""
    seen = excerpt(rest)
    zh = f"从“{seen}”起不成句" if seen else "没有写完"
    en = f"cannot go on at `{seen}`" if seen else "it ends too early"
    return UnreadableError(
        f"不是合法的 SPARQL 查询：第 {line} 行第 {column} 列{zh}。请核对该处和之前的标点、括号。",
        f"no valid SPARQL query: line {line}, column {column}: {en}; look at the punctuation and "
        "brackets there and before",
    )
