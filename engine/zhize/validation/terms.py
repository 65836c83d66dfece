"""What the terms of a mechanism are called, and where in its files they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.report import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

_AT_COLUMN_0 = re.compile(r"(<[^>\s]+>|[^\s@#<][^\s;,]*)\s")


class Terms:
    """Names of terms, and the lines on which they begin (each begins at column 0)."""

    def __init__(self, *folders: dict[Path, Graph]) -> None:
        self._places: dict[str, tuple[str, int]] = {}
        self._prefixes: dict[str, str] = {}
        for path, graph in (pair for folder in folders for pair in folder.items()):
            prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces()}
            lines = path.read_text(encoding="utf-8").splitlines()
            # Where a file spells a namespace, its own prefix is what the author knows it by.
            used = {p for p in prefixes if any(line.startswith(f"@prefix {p}:") for line in lines)}
            self._prefixes |= {prefixes[p]: p for p in sorted(used)}
            for number, line in enumerate(lines, start=1):
                iri = self._iri(line, prefixes)
                if iri is not None:
                    self._places.setdefault(iri, (path.name, number))

    @staticmethod
    def _iri(line: str, prefixes: dict[str, str]) -> str | None:
        found = _AT_COLUMN_0.match(line + " ")
        if found is None:
            return None
        word = found[1]
        if word.startswith("<"):
            return word[1:-1]
        prefix, colon, name = word.partition(":")
        return prefixes[prefix] + name if colon and prefix in prefixes else None

    def locate(self, iri: str) -> tuple[str | None, int | None]:
        """Return the file and line where a term begins."""
        return self._places.get(iri, (None, None))

    def name(self, node: Node) -> str:
        """Return a term as an author writes it: with its prefix, or a literal's own text."""
        text = str(node)
        spaces = [iri for iri in self._prefixes if text.startswith(iri) and len(iri) < len(text)]
        if not spaces:
            return text
        space = max(spaces, key=len)
        return f"{self._prefixes[space]}:{text[len(space) :]}"

    def problem(
        self,
        code: str,
        severity: str,
        message: dict[str, str],
        *,
        term: Node | None = None,
        value: Node | None = None,
        path: Node | None = None,
    ) -> Problem:
        """Return the problem of one term: its name goes before the message, the value after."""
        value = None if value == term else value
        zh, en = message["zh"], message["en"]
        if value is not None:
            zh, en = f"{zh}（{self.name(value)}）", f"{en} (`{self.name(value)}`)"
        if term is not None:
            zh, en = f"{self.name(term)}：{zh}", f"`{self.name(term)}`: {en}"
        places = (self.locate(str(node)) for node in (term, value) if node is not None)
        source, row = next((p for p in places if p[0] is not None), (None, None))
        return Problem(
            code=code,
            severity=severity,
            message={"zh": f"{zh}。", "en": en},
            field=None if path is None else self.name(path),
            value=None if value is None else self.name(value),
            source=source,
            row=row,
        )
