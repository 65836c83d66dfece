"""Every sentence of the command line, each in zh and en."""

from __future__ import annotations

from . import bulk, core, examination, proofs, queries, questions, sheets, showing, spark

MESSAGES: dict[str, dict[str, str]] = {
    **core.MESSAGES,
    **bulk.MESSAGES,
    **spark.MESSAGES,
    **questions.MESSAGES,
    **queries.MESSAGES,
    **proofs.MESSAGES,
    **examination.MESSAGES,
    **showing.MESSAGES,
    **sheets.MESSAGES,
}
"""Sentences by key. `{…}` are filled by the caller."""


class Messages:
    """The sentences of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **parts: object) -> str:
        """Return the sentence of a key, filled with its parts."""
        text = MESSAGES[key][self.lang]
        return text.format(**parts) if parts else text

    def listed(self, names: list[str] | tuple[str, ...]) -> str:
        """Join names."""
        return ("、" if self.lang == "zh" else ", ").join(names)

    def near(self, names: list[str]) -> str:
        """Return the question whether one of these was meant, or nothing."""
        return self("did-you-mean", names=self.listed(names)) if names else ""
