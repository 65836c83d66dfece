"""A matrix in the format asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .layout import Layout

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase
    from .values import Matrix

FORMATS = ("html", "xlsx", "csv", "md", "json")


def render(
    matrix: Matrix, rulebase: RuleBase, format: str, languages: tuple[str, ...]
) -> str | bytes:
    """Return a matrix as a file; what a format needs is imported when it is asked for.

    Args:
        matrix: The matrix.
        rulebase: Its mechanism, for what things are called.
        format: One of `FORMATS`.
        languages: `("zh",)`, `("en",)` or `("zh", "en")`; JSON has codes, and no language.
    """
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(matrix.to_dict()), indent=2).decode() + "\n"
    layout = Layout(matrix, rulebase, languages)
    if format == "html":
        from .html_page import matrix_html

        return matrix_html(layout)
    if format == "xlsx":
        from .sheets import matrix_workbook

        return matrix_workbook(layout)
    from .plain import matrix_csv, matrix_markdown

    return matrix_csv(layout) if format == "csv" else matrix_markdown(layout)
