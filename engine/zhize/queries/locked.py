"""The process in which a free query is answered: it can be killed, and it can reach nothing.

`isolated` starts it, hands it one request on standard input and reads one reply from standard
output, both MessagePack. A query that spins inside a regular expression holds the interpreter's
lock, so neither a signal nor a thread could stop it: `faulthandler` ends the process from a thread
of its own that needs no lock, on every system, even when the parent has gone.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from .._errors import MechanismError, QueryError, UnreadableError, ZhizeError
from .limits import Limits, too_large
from .values import Result

if TYPE_CHECKING:
    from rdflib import Graph

_REACHING_OUT = (
    "ctypes.", "ftplib.", "http.", "imaplib.", "nntplib.", "os.exec", "os.fork", "os.link",
    "os.mkdir", "os.posix_spawn", "os.putenv", "os.remove", "os.rename", "os.rmdir", "os.spawn",
    "os.startfile", "os.symlink", "os.system", "os.truncate", "pty.", "shutil.", "smtplib.",
    "socket.", "sqlite3.", "subprocess.", "telnetlib.", "tempfile.", "urllib.", "webbrowser.",
)  # fmt: skip
"""Beginnings of the audit events of what no query may do (PEP 578)."""


_NEEDED = (
    "zhize.queries.free", "zhize.queries.guard",
    "rdflib.compare", "rdflib.plugins.serializers.turtle",
)  # fmt: skip

_RECURSION = 6000
"""Nested calls: rdflib's parser takes a hundred or more for one level of brackets."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is asked: a query over the mechanism of a folder."""

    folder: str
    query: bytes
    limits: Limits


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What it answers: a result, or an error by kind, code and sentence."""

    result: Result | None = None
    error: str = ""
    code: str = ""
    message: dict[str, str] = {}


def main() -> NoReturn:
    """Answer the request on standard input, and leave."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get into the reply
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    content = msgspec.msgpack.encode(answer(request))
    channel.write(content)
    channel.flush()
    os._exit(0)  # no need to take a large graph apart


def answer(request: Request) -> Reply:
    """Load the mechanism, lock the process, answer the query.

    The time limit begins when the graph is there: how long that takes is no fault of the query.
    """
    try:
        from ..loading import load_graph

        graph = load_graph(Path(request.folder))
        _lock(request.limits)
        return Reply(result=_answer(graph, request))
    except MemoryError:
        error: ZhizeError = too_large(request.limits)
    except RecursionError:
        error = QueryError(
            "too-deep",
            "查询的求值嵌套过深，已中止。请拆成几个查询。",
            "the query recurses too deeply and was stopped; split it",
        )
    except ZhizeError as found:
        error = found
    except Exception as fault:  # rdflib's evaluator raises many kinds
        reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
        error = QueryError(
            "not-answered",
            f"查询无法求值：{reason}。请检查其中的变量和表达式。",
            f"the query cannot be answered: {reason}; look at its variables and expressions",
        )
    kind = "mechanism" if isinstance(error, MechanismError) else "refused"
    kind = "unreadable" if isinstance(error, UnreadableError) else kind
    return Reply(error=kind, code=getattr(error, "code", ""), message=error.message)


def _lock(limits: Limits) -> None:
    """Give the process an end and bounds, and take the world away from it."""
    from importlib import import_module

    from rdflib.plugins import sparql

    for name in _NEEDED:  # before the lock, so that nothing is imported behind it
        import_module(name)
    sparql.CUSTOM_EVALS.clear()  # of other packages, by entry points
    sparql.SPARQL_LOAD_GRAPHS = False
    sys.setrecursionlimit(_RECURSION)
    faulthandler.dump_traceback_later(limits.seconds, exit=True, file=sys.stderr)
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows; a lower bound
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    writes = event == "open" and given[2] & _WRITING
    if writes or event.startswith(_REACHING_OUT):
        raise QueryError(
            "reaching-out",
            f"查询试图离开本机制的图（{event}），已拒绝。",
            f"the query tried to leave the mechanism's graph ({event}) and was refused",
        )


def _answer(graph: Graph, request: Request) -> Result:
    from .free import free_result
    from .guard import guarded

    query = guarded(request.query, request.limits, dict(graph.namespaces()))
    return free_result(query, graph, request.limits)
