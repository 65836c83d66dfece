"""The audit as one HTML file that needs nothing else: no script, no font, no other host.

The content security policy allows nothing but the style in the file, named by its hash. Everything
that comes from a mechanism is escaped. The page prints on A4.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING

from .finding import SEVERITIES, AuditReport, Finding
from .page import Page, yaml_of

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase

_STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --soft: #555555; --line: #c9c9c9; --paper: #fff;
  --serious: #8c1515; --notable: #7a4b00; --info: #1f4e79; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 60rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.6 system-ui, "Noto Sans CJK SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", sans-serif; }
a { color: #0b4f8a; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 2px solid currentColor; }
h3 { font-size: 1.05rem; margin: 0; }
.stamp, .rule, .note { color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem;
  border-bottom: 1px solid var(--line); }
article { margin: 1.25rem 0; padding: .5rem 0 .5rem 1rem; border-left: .35rem solid; }
article > p { color: var(--ink); margin: .4rem 0; }
.serious { color: var(--serious); border-color: var(--serious); }
.notable { color: var(--notable); border-color: var(--notable); }
.info { color: var(--info); border-color: var(--info); }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .15rem .75rem; margin: .4rem 0;
  color: var(--ink); font-size: .95rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; font-size: .9rem; }
pre { margin: 0; white-space: pre-wrap; background: #f4f4f4; padding: .4rem .6rem; }
q { quotes: none; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  .skip { display: none; }
  article, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } }
"""


def audit_html(report: AuditReport, rulebase: RuleBase, lang: str) -> str:
    """Return the whole audit as one HTML document."""
    page = Page(rulebase, lang)
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    stamp, *sentences = page.head(report)
    sections, number = [], 0
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            sections.append(_section(page, severity, found, number))
            number += len(found)
    lang_tag = {"zh": "zh-CN"}.get(page.lang, page.lang)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{lang_tag}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(page.title())}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            f'<a class="skip" href="#findings">{escape(page.say("contents"))}</a>',
            "<header>",
            f"<h1>{escape(page.title())}</h1>",
            *(f"<p>{escape(sentence)}</p>" for sentence in sentences),
            f'<p class="stamp">{escape(stamp)}</p>',
            "</header>",
            *([_overview(page, report)] if report.findings else []),
            '<main id="findings">',
            *sections,
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    )


def _overview(page: Page, report: AuditReport) -> str:
    """Return the table of all findings, each linked to where it is told."""
    heads = "".join(
        f'<th scope="col">{escape(page.names.words.heading(page.say(key)))}</th>'
        for key in ("number", "severity", "finding", "basis")
    )
    rows = [
        f'<tr><td>{number}</td><td class="{finding.severity}">'
        f"{escape(page.say(finding.severity))}</td>"
        f'<td><a href="#f{number}">{escape(page.of(finding.title))}</a></td>'
        f"<td>{escape(page.articles(finding))}</td></tr>"
        for number, finding in enumerate(report.findings, start=1)
    ]
    return "\n".join(
        (
            '<nav aria-labelledby="overview">',
            "<table>",
            f'<caption id="overview">{escape(page.say("overview"))}</caption>',
            f"<thead><tr>{heads}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody>",
            "</table>",
            "</nav>",
        )
    )


def _section(page: Page, severity: str, found: list[Finding], before: int) -> str:
    heading = page.say("heading", severity=page.say(severity), count=len(found))
    return "\n".join(
        (
            f'<section aria-labelledby="{severity}">',
            f'<h2 id="{severity}" class="{severity}">{escape(heading)}</h2>',
            f'<p class="rule">{escape(page.say(f"{severity}.rule"))}</p>',
            *(
                _article(page, finding, number)
                for number, finding in enumerate(found, start=before + 1)
            ),
            "</section>",
        )
    )


def _article(page: Page, finding: Finding, number: int) -> str:
    rows = [
        (page.say("code"), f"<code>{escape(finding.code)}</code>"),
        (page.say("basis"), escape(page.articles(finding))),
        (page.say("norms"), escape(page.norms(finding))),
        (page.say("agencies"), escape(page.agencies(finding))),
    ]
    for quote in page.quotes(finding):
        words = page.names.words.aside(
            f'<q lang="{escape(page.own_language)}">'
            f"{escape(page.names.words.quoted(quote.exact))}</q>",
            escape(quote.where),
        )
        note = f' <span class="note">{escape(quote.note)}</span>' if quote.note else ""
        rows.append((page.say("quote"), words + note))
    if finding.witness is not None:
        shown = f"<pre><code>{escape(yaml_of(finding.witness))}</code></pre>"
        rows.append((page.say("witness"), f"{escape(page.say('witness.shown'))}{shown}"))
    elif finding.see:
        commands = page.names.words.listed(
            f"<code>{escape(command)}</code>" for command in finding.see
        )
        rows.append((page.say("see"), commands))
    heading = f"{number}. {page.of(finding.title)}"
    return "\n".join(
        (
            f'<article id="f{number}" class="{finding.severity}">',
            f"<h3>{escape(heading)}</h3>",
            f"<p>{escape(page.of(finding.text))}</p>",
            "<dl>",
            *(
                f"<dt>{escape(page.names.words.heading(label))}</dt><dd>{content}</dd>"
                for label, content in rows
                if content
            ),
            "</dl>",
            "</article>",
        )
    )
