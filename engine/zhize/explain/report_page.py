"""A report as text: the problems grouped by record, then one line that sums them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.report import ERROR, INFO, WARNING, Problem, Report
from .width import DEFAULT_WIDTH, display_width, pad, visible, wrap
from .words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def report_text(
    report: Report,
    lang: str,
    width: int = DEFAULT_WIDTH,
    *,
    fallback: Sequence[str] = (),
    summary: bool = True,
) -> str:
    """Return a report for a person.

    Args:
        report: The findings, in the order to show them.
        lang: `zh` or `en`.
        width: Columns of a line.
        fallback: Languages to take where a message lacks `lang`.
        summary: Whether to close with the counts.

    Returns:
        Lines ending in a line feed; empty where there is nothing to say.
    """
    words = Words(lang)
    labels = {s: words(f"report.{s}") for s in (ERROR, WARNING, INFO)}
    column = max(map(display_width, labels.values())) + 2
    lines: list[str] = []
    for head, problems in _by_record(report.problems, words).items():
        if lines:
            lines.append("")
        lines += wrap(head, width)
        for problem in problems:
            message = _message(problem, (words.lang, *fallback))
            begins = words.sentence(message)
            if problem.source and message.startswith(problem.source):  # a name keeps its letters
                begins = message[:1] + begins[1:]
            told = problem.cell is None or problem.cell in message
            where = "" if told else f"{problem.cell} "
            first = "  " + pad(labels.get(problem.severity, problem.severity), column)
            lines += wrap(f"{where}{begins} [{problem.code}]", width, first=first)
    if summary:
        if lines:
            lines.append("")
        lines += wrap(_summary(report, words), width)
    return visible("\n".join(lines)) + "\n" if lines else ""


def _by_record(problems: Iterable[Problem], words: Words) -> dict[str, list[Problem]]:
    """Group problems by record, file and line, in the order in which these first appear."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_head(problem, words), []).append(problem)
    return groups


def _head(problem: Problem, words: Words) -> str:
    """Return whose problem it is: the record, and where it stands."""
    source = words("report.stdin") if problem.source == "-" else problem.source
    where = [] if source is None else [source]
    if problem.sheet is not None:
        where.append(words("report.sheet", sheet=problem.sheet.replace("\n", " ")))
    if problem.row is not None:
        in_table = problem.sheet is not None or problem.cell is not None
        where.append(words("report.table-row" if in_table else "report.row", row=problem.row))
    if problem.record is not None:
        name = words("report.record", id=problem.record.replace("\n", " "))
    elif where:
        return words("comma").join(where)
    else:
        return words("report.mechanism")
    return words.aside(name, words("comma").join(where)) if where else name


def _message(problem: Problem, languages: Iterable[str]) -> str:
    for language in languages:
        if language in problem.message:
            return problem.message[language]
    return problem.message[min(problem.message)] if problem.message else problem.code


def _summary(report: Report, words: Words) -> str:
    if not report.problems:
        return words("report.clean", examined=report.examined)
    return words(
        "report.summary",
        examined=report.examined,
        errors=len(report.with_severity(ERROR)),
        warnings=len(report.with_severity(WARNING)),
        infos=len(report.with_severity(INFO)),
    )
