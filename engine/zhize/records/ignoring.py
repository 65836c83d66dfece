"""Columns that are no fields, and that somebody has said are to be passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._errors import UsageError
from .faults import Fault, FaultFound
from .words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .lexicon import Lexicon


def names_in(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return names, each once; a text by itself is one name, not a list of letters.

    Raises:
        UsageError: One of them is no text.
    """
    try:
        names = (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
    except TypeError:  # it is no list, or holds lists
        names = (given,)  # type: ignore[assignment]
    for name in names:
        if not isinstance(name, str):
            raise UsageError(
                f"名称要写成文字，或文字的列表；“{name!r}”不是。",
                f"a name is a text, and names are a list of texts; `{name!r}` is neither",
            )
    return names


class Ignored:
    """Names of columns that are not read.

    Args:
        names: As they are written in the head of a table; a text is one name.
        lexicon: The words of the mechanism.

    Raises:
        UsageError: A name means a field of the mechanism: without it, other duties would follow;
            or it is no text.
    """

    def __init__(self, names: str | Iterable[str], lexicon: Lexicon) -> None:
        self.names = names_in(names)
        self._folded = {fold(name) for name in self.names}
        for name in self.names:
            facet = lexicon.field(name)
            if facet is not None:
                raise UsageError(
                    f"不能忽略“{name}”：它是字段 {facet.code}，忽略会改变认定的职责。"
                    "请从 --ignore-columns（ignore=）中去掉它。",
                    f"`{name}` cannot be ignored: it is the field `{facet.code}`, without which "
                    "other duties would follow; take it out of --ignore-columns (ignore=)",
                )

    def __bool__(self) -> bool:
        return bool(self.names)

    def __contains__(self, name: object) -> bool:
        return bool(self._folded) and isinstance(name, str) and fold(name) in self._folded

    def missing(self, names: Iterable[str]) -> Fault | None:
        """Return what is wrong where a table lacks a column that is to be ignored, or None.

        Args:
            names: The columns of the table.
        """
        had = list(names)
        have = {fold(name) for name in had}
        lacking = next((name for name in self.names if fold(name) not in have), None)
        if lacking is None:
            return None
        return Fault(
            "no-such-column",
            f"没有要忽略的列“{lacking}”；有：{'、'.join(had)}",
            f"there is no column `{lacking}` to be ignored; there are "
            f"{', '.join(f'`{name}`' for name in had)}",
        )

    def check(self, names: Iterable[str]) -> None:
        """Refuse a table of a file that lacks a column.

        Raises:
            FaultFound: `no-such-column`.
        """
        fault = self.missing(names)
        if fault is not None:
            raise FaultFound(fault)
