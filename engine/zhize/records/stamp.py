"""The stamp of a ledger: for which mechanism, and which version of it, a workbook was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..model.report import WARNING, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.rulebase import RuleBase

SHEET = "_zhize"
"""The hidden sheet that holds it, and the words of drop-downs."""

_MARK = "zhize"


class Stamp(msgspec.Struct, frozen=True):
    """What a workbook says of itself.

    Attributes:
        mechanism, version, sha256: Those of the mechanism it was made for.
        guides: Names of the sheets that only explain.
    """

    mechanism: str
    version: str
    sha256: str
    guides: tuple[str, ...] = ()

    def rows(self) -> list[tuple[str, ...]]:
        """Return it as rows of a sheet."""
        return [
            (_MARK, "1"),
            ("mechanism", self.mechanism),
            ("version", self.version),
            ("sha256", self.sha256),
            ("guides", *self.guides),
        ]


def stamp_of(rulebase: RuleBase, guides: Sequence[str] = ()) -> Stamp:
    """Return the stamp of a mechanism."""
    info = rulebase.info
    return Stamp(info.code, info.version, rulebase.sha256, tuple(guides))


def read_stamp(rows: Iterable[Sequence[Any]]) -> Stamp | None:
    """Return the stamp that stands in the first rows of a sheet, or None."""
    found: dict[str, tuple[str, ...]] = {}
    for row, _ in zip(rows, range(5), strict=False):
        name, *values = (str(value) for value in row)
        found[name] = tuple(value for value in values if value)
    if _MARK not in found:
        return None

    def first(name: str) -> str:
        return next(iter(found.get(name, ())), "")

    return Stamp(first("mechanism"), first("version"), first("sha256"), found.get("guides", ()))


def outdated(stamp: Stamp, rulebase: RuleBase, source: str) -> Problem | None:
    """Return the warning about a workbook that was made for another mechanism, or None."""
    info = rulebase.info
    if stamp.sha256 == rulebase.sha256:
        return None
    if stamp.mechanism != info.code:
        zh = f"工作簿是为另一机制“{stamp.mechanism}”制作的，现用机制是“{info.code}”"
        en = f"the workbook was made for the mechanism `{stamp.mechanism}`, not `{info.code}`"
    else:
        same = stamp.version == info.version
        old, new = stamp.version, info.version
        zh = f"工作簿是按机制的{'同一版本号的另一文本' if same else f'版本 {old} '}制作的" + (
            "" if same else f"，现用版本 {new}"
        )
        en = (
            f"the workbook was made for another text of version {new}"
            if same
            else f"the workbook was made for version {old}; this is version {new}"
        )
    return Problem(
        code="other-version",
        severity=WARNING,
        message={
            "zh": f"{zh}；下拉列表可能不全或已过时，请用 zhize template 重新生成。",
            "en": f"{en}; its drop-down lists may be out of date: make a new one by "
            "`zhize template`",
        },
        source=source,
        sheet=SHEET,
    )
