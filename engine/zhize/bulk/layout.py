"""Where a batch puts what it writes."""

from __future__ import annotations

from pathlib import Path

from .._errors import UsageError
from .manifest import NAME
from .sinks import FORMATS


class Layout:
    """The names of all files of one batch.

    A file OUT gets its companions beside it (OUT.refused.jsonl …), and a folder OUT.parts while the
    work goes on. A folder keeps the parts; its companions begin with an underscore, so that
    whoever reads the folder as one table leaves them out.

    Attributes:
        out: The output. `work`: the folder with the parts. `whole`: it becomes one file.
        kind: The format of the output.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.whole = bool(out.suffix) and not out.is_dir()
        kind = FORMATS.get(out.suffix.lower()) if self.whole else "parquet"
        if kind is None:
            names = "、".join(FORMATS)
            raise UsageError(
                f"不会写“{out.name}”这种格式。输出可用 {names}，"
                "或一个文件夹（其中各部分为 Parquet）。",
                f"cannot write the format of `{out.name}`; use {', '.join(FORMATS)}, or a folder, "
                "which gets parts in Parquet",
            )
        self.kind = kind
        self.work = out.with_name(f"{out.name}.parts") if self.whole else out
        if not out.parent.is_dir():
            raise UsageError(
                f"没有文件夹“{out.parent}”。请先建立它。",
                f"there is no folder `{out.parent}`; make it first",
            )

    @property
    def progress(self) -> Path:
        """The manifest while the work goes on; for a folder also the final one."""
        return self.work / f"_{NAME}"

    @property
    def manifest(self) -> Path:
        """The final manifest."""
        return self._companion(NAME)

    @property
    def refused(self) -> Path:
        """The records that were refused, with the reasons."""
        return self._companion("refused.jsonl")

    @property
    def duties(self) -> Path:
        """What the codes of duties stand for."""
        return self._companion(f"duties.{self._legend}")

    @property
    def problems(self) -> Path:
        """What the codes of problems stand for."""
        return self._companion(f"problems.{self._legend}")

    @property
    def legend_kind(self) -> str:
        """The format of the two."""
        return "parquet" if self.kind == "parquet" else "jsonl"

    @property
    def _legend(self) -> str:
        return self.legend_kind

    def _companion(self, name: str) -> Path:
        if self.whole:
            return self.out.with_name(f"{self.out.name}.{name}")
        return self.work / f"_{name}"

    def part(self, number: int) -> Path:
        """The rows of a part: as they will stay in a folder, else in Arrow's own format."""
        return self.work / f"part-{number:06}.{'arrow' if self.whole else 'parquet'}"

    def part_refused(self, number: int) -> Path:
        """The refused records of a part."""
        return self.work / f"_part-{number:06}.refused.jsonl"

    def part_legend(self, number: int, name: str, *, again: bool = False) -> Path:
        """What the part has added to a legend, when it was judged first or again."""
        return self.work / f"_part-{number:06}.{'again.' if again else ''}{name}.legend"

    def part_hashes(self, number: int) -> Path:
        """The hashes of the identifiers of a part."""
        return self.work / f"_part-{number:06}.hashes"
