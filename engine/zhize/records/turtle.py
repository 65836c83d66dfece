"""Records from Turtle, by rdflib's parser without its graph.

The statements are taken one by one, so that those before a damage count, numbers stay as they are
written, and no literal is ever converted (a decimal with a huge exponent would fill the memory).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser

from . import faults
from .faults import Fault, FaultFound
from .limits import DEFAULT_LIMITS
from .source import bad_byte
from .triples import OWL_IMPORTS, Statement, Value, imports_fault, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import RuleBase
    from .raw import RawRecord

_MOST_TERMS = 1_200_000  # of 8 MiB of ordinary records; each costs about 10 µs
_LONGEST = 4 * DEFAULT_LIMITS.max_text
_STRING_END = {
    quote * count: re.compile(
        rf"[^{quote}\\]*+(?:(?:\\.|{quote}(?!{quote}{quote}))[^{quote}\\]*+)*+{quote * 3}"
        if count == 3
        else rf"[^{quote}\\\r\n]*+(?:\\.[^{quote}\\\r\n]*+)*+{quote}",
        re.DOTALL,
    )
    for quote in ("'", '"')
    for count in (1, 3)
}
_BASE = "https://records.invalid/"  # relative IRIs need one; nothing is there


def read_turtle(data: bytes, source: str, rulebase: RuleBase) -> Iterator[RawRecord]:
    """Yield the records of a Turtle document.

    Raises:
        FileError: It is not Turtle, or imports another file; where it is merely damaged, the
            records whose statements ended before the damage came first.
    """
    bad = bad_byte(data)
    text = data[: len(data) if bad is None else bad[0]].decode("utf-8")
    statements, fault = _parse(text)
    if bad is not None and (fault is None or fault.code != "imports"):
        fault = bad[1]
    if fault is not None and fault.code == "imports":
        raise fault.error(source)
    found = False
    for record in records_of(statements, rulebase, source):
        found = True
        yield record
    if fault is not None:
        raise fault.error(source)
    if not found:
        raise faults.no_record("zz:Incident").error(source)


def _parse(text: str) -> tuple[list[Statement], Fault | None]:
    """Return the statements that ended before the first damage, and the damage."""
    sink = _Sink()
    parser = _Parser(sink, baseURI=_BASE, turtle=True)
    done: list[Statement] = []
    at = 0
    try:
        parser.startDoc()
        while True:
            following = parser.skipSpace(text, at)
            if following < 0:
                return done, None
            sink.line = parser.lines + 1
            sink.pending = []
            at = parser.directiveOrStatement(text, following)
            if at < 0:
                parser.BadSyntax(text, following, "expected directive or statement")
            done += sink.pending
    except FaultFound as found:
        return done, found.fault.at(sink.line)
    except BadSyntax as error:
        return done, _fault(text, error)
    except RecursionError:
        return done, faults.too_deep(DEFAULT_LIMITS.max_depth).at(sink.line)
    except IndexError:  # the parser looks behind the end of the text
        return done, faults.truncated("Turtle", *faults.line_column(text, len(text)), sink.line)
    except Exception as error:  # hostile text trips the parser in more ways than it declares
        if isinstance(error, AssertionError) and "Quote expected" in str(error):
            place = faults.line_column(text, len(text))
            return done, faults.truncated("Turtle", *place, sink.line)
        return done, faults.syntax("Turtle", "", "", sink.line, None)


def _fault(text: str, error: BadSyntax) -> Fault:
    at: int = error._i
    why: str = error._why
    if at < 0 or not text[at:].strip() or "EOF" in why or "end of file" in why:
        return faults.truncated("Turtle", *faults.line_column(text, len(text)))
    line, column = faults.line_column(text, at)
    return faults.syntax("Turtle", text[at : at + 200], why, line, column)


class _Sink(RDFSink):
    """Collects statements as text instead of storing them."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self.pending: list[Statement] = []
        self.line = 1
        self._nodes = 0
        self._terms = 0

    def count(self) -> None:
        """Count one more term; a file of mere punctuation would fill the memory."""
        self._terms += 1
        if self._terms > _MOST_TERMS:
            raise FaultFound(faults.too_much("Turtle"))

    def newFormula(self) -> Any:  # noqa: N802 - rdflib's name
        raise FaultFound(faults.syntax("Turtle", "{", "formulas are not Turtle", None, None))

    newGraph = newFormula  # type: ignore[assignment]  # noqa: N815

    def newSymbol(self, *args: str) -> URIRef:  # noqa: N802
        self.count()
        return str.__new__(URIRef, args[0])  # without rdflib's warning about odd characters

    def newBlankNode(self, arg: Any = None, uri: Any = None, why: Any = None) -> BNode:  # noqa: ARG002, N802
        self.count()
        self._nodes += 1
        return BNode(f"b{self._nodes}")

    def newLiteral(self, s: str, dt: Any = None, lang: Any = None) -> Literal:  # noqa: ARG002, N802
        self.count()
        if not s.isascii() and not _encodable(s):
            raise FaultFound(faults.syntax("Turtle", "", "half a character", None, None))
        return Literal(s)

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: ARG002, N802
        _, predicate, subject, value = quadruple
        if isinstance(predicate, tuple):  # so the parser gives `a`: a kind of term, and its IRI
            predicate = predicate[1]
        if str(predicate) == OWL_IMPORTS:
            raise FaultFound(imports_fault(str(value)))
        name = f"_:{subject}" if isinstance(subject, BNode) else str(subject)
        self.pending.append(Statement(name, str(predicate), _value(value), self.line))


class _Parser(SinkParser):
    """Keeps numbers as they are written, and strings within bounds."""

    def strconst(self, argstr: str, i: int, delim: str) -> tuple[int, str]:
        end = _STRING_END[delim].match(argstr, i)
        if end is None:
            if len(argstr) - i < _LONGEST:
                super().strconst(argstr, i, delim)  # which says what is wrong
            raise FaultFound(faults.syntax("Turtle", argstr[i : i + 80], "unended string", 0, 0))
        if end.end() - i > _LONGEST:  # rdflib's time grows with the square of the length
            raise FaultFound(faults.record_too_large(_LONGEST))
        text: tuple[int, str] = super().strconst(argstr, i, delim)
        return text

    def uriOf(self, sym: Any) -> str:  # noqa: N802
        # A prefix as plain text: rdflib's own addition of IRIs logs odd ones to standard error.
        return str(super().uriOf(sym))

    def nodeOrLiteral(self, argstr: str, i: int, res: Any) -> int:  # noqa: N802
        end = super().nodeOrLiteral(argstr, i, res)
        if end >= 0 and not isinstance(res[-1], bool | URIRef | BNode | Literal):
            self._store.count()  # type: ignore[attr-defined]
            res[-1] = Literal(argstr[i:end].split()[-1])
        return end


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _value(value: Any) -> Value:
    if isinstance(value, BNode):
        return Value(f"_:{value}", is_node=True)
    if isinstance(value, bool):
        return Value("true" if value else "false")
    return Value(str(value), is_iri=isinstance(value, URIRef))
