"""What one call of the command line shares between its parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .commands import Wrong
from .streams import Output, say, standard_input

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import zhize

    from .._errors import UnreadableError, ZhizeError
    from ..model.incident import Record
    from ..model.report import Problem
    from .messages import Messages

STDIN = "-"


class Session:
    """The language and the mechanism of one call.

    Attributes:
        messages: The sentences of the interface language.
        folder: The mechanism's folder, or None for the shipped one.
        asked: The language that was asked for, `zh`, `en` or `both`; None where none was.
        shown: The languages of what is shown: those asked for, else the interface's.
    """

    def __init__(self, messages: Messages, folder: str | None, *, asked: str | None = None) -> None:
        self.messages = messages
        self.lang = messages.lang
        self.folder = folder
        self.asked = asked
        self.shown = asked or messages.lang

    def mechanism(self) -> zhize.Mechanism:
        """Load the mechanism.

        Raises:
            MechanismError: The folder is no mechanism.
        """
        import zhize

        return zhize.load(self.folder)

    def output(self, out: str | None, files: Iterable[str] = ()) -> Output:
        """Return where data goes.

        Raises:
            Wrong: The output is one of the inputs.
        """
        if out is not None and out != STDIN:
            target = Path(out).resolve()
            for name in files:
                if name != STDIN and Path(name).resolve() == target:
                    raise Wrong(self.messages("is-input", name=out))
        return Output(out, self.messages)

    def tell(self, error: ZhizeError) -> None:
        """Say an error's sentence on standard error."""
        from ..explain.width import visible

        say(self.messages("error") + visible(error.message[self.lang]))

    def report(self, problems: Iterable[Problem], languages: Iterable[str] = ()) -> None:
        """Write problems to standard error."""
        found = tuple(problems)
        if found:
            from ..explain import report_text
            from ..model.report import Report

            say(report_text(Report(found), self.lang, fallback=tuple(languages), summary=False))


class Inputs:
    """The records of all input files, one after the other, past files that cannot be read.

    Attributes:
        code: 3 once a file could not be read, or not to its end; else 0.
        unread: What was wrong with such files, as problems.
    """

    def __init__(
        self,
        session: Session,
        mechanism: zhize.Mechanism,
        files: tuple[str, ...],
        input_format: str | None,
        sheet: str | None = None,
        ignore: tuple[str, ...] = (),
    ) -> None:
        if files.count(STDIN) > 1:
            raise Wrong(session.messages("stdin-twice"))
        self._session = session
        self._mechanism = mechanism
        self._files = files
        self._format = input_format
        self._sheet = sheet
        self._ignore = ignore
        self.code = 0
        self.unread: list[Problem] = []

    def __iter__(self) -> Iterator[Record]:
        for name in self._files:
            yield from self._records(name)

    def _records(self, name: str) -> Iterator[Record]:
        from .._errors import UnreadableError

        source: Path | BinaryIO = standard_input() if name == STDIN else Path(name)
        try:
            yield from self._mechanism.records(
                source, name=name, format=self._format, sheet=self._sheet, ignore=self._ignore
            )
        except UnreadableError as error:
            self.code = max(self.code, error.exit_code)
            self.unread.append(_problem(error, name))


def _problem(error: UnreadableError, name: str) -> Problem:
    """Return an unreadable file as a problem; a file error carries its own, with code and line."""
    from ..model.report import ERROR, Problem

    found = getattr(error, "problem", None)
    if isinstance(found, Problem):
        return found
    return Problem(code="unreadable", severity=ERROR, message=error.message, source=name)
