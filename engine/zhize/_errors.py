"""The errors a user can meet, each a clear sentence in zh and en with an exit code."""

from __future__ import annotations

from typing import Any


class ZhizeError(Exception):
    """Base of all errors of this package.

    Attributes:
        message: The sentence by language: what is wrong, where, and what to do.
        exit_code: What the command line returns.
    """

    exit_code = 4

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.message = {"zh": zh, "en": en}

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the error whole on its way between processes, whatever its constructor takes."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[ZhizeError], args: tuple[object, ...], state: dict[str, Any]) -> ZhizeError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(ZhizeError):
    """The call is wrong: an unknown norm, a folder that is no mechanism."""

    exit_code = 2


class UnreadableError(ZhizeError):
    """A file cannot be read: missing, binary, wrong encoding, too large, truncated."""

    exit_code = 3


class MechanismError(ZhizeError):
    """The mechanism's Turtle is incomplete or contradictory."""

    exit_code = 2


class CompilationError(MechanismError):
    """The mechanism uses something the compiled engine does not know; it refuses to guess."""


class RecordError(ZhizeError):
    """A record was refused; `problems` says why.

    Raised by `Mechanism.decide` for a record that validation would refuse.
    """

    exit_code = 1

    def __init__(self, problems: tuple[object, ...], zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.problems = problems


class QueryError(ZhizeError):
    """A SPARQL query was refused, or stopped because it asked for too much.

    Attributes:
        code: The stable name of the reason, such as `service`, `update` or `time-limit`.
    """

    exit_code = 1

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.code = code
