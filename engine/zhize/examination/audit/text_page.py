"""The audit as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...explain.width import DEFAULT_WIDTH, pad, visible, wrap
from .finding import SEVERITIES, AuditReport, Finding
from .page import Page, yaml_of

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase

_QUOTES_SHOWN = 3
_INDENT = "    "
_LABEL = 10
"""Columns of the labels under a finding."""


def audit_text(report: AuditReport, rulebase: RuleBase, lang: str) -> str:
    """Return the whole audit as text."""
    page = Page(rulebase, lang)
    lines = wrap(page.title())
    for sentence in page.head(report):
        lines += wrap(sentence)
    number = 0
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if not found:
            continue
        heading = page.say("heading", severity=page.say(severity), count=len(found))
        lines += ["", "", f"== {heading} =="]
        lines += wrap(page.say(f"{severity}.rule"))
        for finding in found:
            number += 1
            lines += ["", *_finding(page, finding, number)]
    return visible("\n".join(lines)) + "\n"


def _finding(page: Page, finding: Finding, number: int) -> list[str]:
    lines = wrap(f"{page.of(finding.title)} [{finding.code}]", first=f"{number}. ")
    lines += wrap(page.of(finding.text), first=_INDENT)
    for key, text in (
        ("basis", page.articles(finding)),
        ("norms", page.norms(finding)),
        ("agencies", page.agencies(finding)),
    ):
        if text:
            lines += _row(page.say(key), text)
    quotes = page.quotes(finding)
    for quote in quotes[:_QUOTES_SHOWN]:
        note = f" — {quote.note}" if quote.note else ""
        said = page.names.words.aside(page.names.words.quoted(quote.exact), quote.where)
        lines += _row(page.say("quote"), said + note)
    if len(quotes) > _QUOTES_SHOWN:
        lines += _row("", page.say("more", count=len(quotes) - _QUOTES_SHOWN))
    if finding.witness is not None:
        lines += _row(page.say("witness"), page.say("witness.shown"))
        indent = " " * (len(_INDENT) + _LABEL)
        lines += [indent + line for line in yaml_of(finding.witness).splitlines()]
    elif finding.see:
        lines += _row(page.say("see"), page.names.words.listed(finding.see))
    return lines


def _row(label: str, text: str) -> list[str]:
    first = _INDENT + pad(label, _LABEL)
    return wrap(text, DEFAULT_WIDTH, first=first)
