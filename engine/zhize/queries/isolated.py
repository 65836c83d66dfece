"""Answer a free query in a process of its own, which is killed when it takes too long.

What a query does inside rdflib cannot be interrupted from within: a join, a path or a regular
expression runs for as long as it likes. So it runs elsewhere (`locked`), and this side waits.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec

from .._errors import MechanismError, QueryError, UnreadableError, UsageError, ZhizeError
from .guard import check_size
from .limits import DEFAULT_LIMITS, Limits, too_slow
from .locked import Reply, Request

if TYPE_CHECKING:
    from pathlib import Path

    from .values import Result

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from zhize.queries.locked import main; main()"
"""The process sees the modules that this one sees, wherever they came from."""

_START = 60.0
"""Seconds allowed for starting and for loading the ontology, on a busy machine."""

_KINDS: dict[str, type[ZhizeError]] = {"mechanism": MechanismError, "unreadable": UnreadableError}


def run_free(
    content: bytes,
    folder: Path,
    languages: tuple[str, ...] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Result:
    """Answer a SPARQL query over a mechanism's graph, reading only.

    Args:
        content: The query, UTF-8.
        folder: The mechanism.
        languages: The mechanism's languages, for texts that lack the one wanted.
        limits: Time, rows, size and memory.

    Raises:
        UnreadableError: It is no SPARQL, or too long, or nested too deeply.
        QueryError: It would do more than read the graph, or exceeded a limit.
        UsageError: No process can be started here.
    """
    check_size(content, limits)
    if limits.seconds <= 0 or limits.rows < 1:
        raise UsageError(
            "时限须大于 0 秒，行数须至少为 1。", "allow more than 0 seconds and at least one row"
        )
    request = Request(folder=str(folder.resolve()), query=content, limits=limits)
    ended = _run(msgspec.msgpack.encode(request), limits)
    if ended is None or (ended.returncode and b"Timeout (" in ended.stderr):
        raise too_slow(limits)
    try:
        reply = msgspec.msgpack.decode(ended.stdout, type=Reply)
    except msgspec.DecodeError:
        raise QueryError(
            "crashed",
            f"查询使求值进程异常结束（退出码 {ended.returncode}）。请简化查询。",
            f"the query brought down the process that answers it (exit code {ended.returncode}); "
            "make it simpler",
        ) from None
    if reply.result is not None:
        return msgspec.structs.replace(reply.result, languages=languages)
    if reply.error in _KINDS:
        raise _KINDS[reply.error](reply.message["zh"], reply.message["en"])
    raise QueryError(reply.code, reply.message["zh"], reply.message["en"])


def _run(request: bytes, limits: Limits) -> subprocess.CompletedProcess[bytes] | None:
    """Start the process and wait; None where it had to be killed."""
    if not sys.executable:
        raise UsageError(
            "找不到 Python 解释器，不能启动求值进程。请用普通的 Python 运行 zhize。",
            "there is no Python interpreter to start the answering process with; run zhize under "
            "an ordinary Python",
        )
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console flashes up
    try:
        return subprocess.run(
            [sys.executable, "-B", "-P", "-X", "utf8", "-c", _BOOT, *sys.path],
            input=request,
            capture_output=True,
            timeout=limits.seconds + _START,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # sets have one order: so has the answer
            creationflags=hidden,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
