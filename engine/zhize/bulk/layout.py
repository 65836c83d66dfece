"""Where a batch puts what it writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import UsageError
from .manifest import NAME
from .sinks import FORMATS

if TYPE_CHECKING:
    from .manifest import Manifest


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

    def check_free(self) -> None:
        """Make sure that a folder has no rows but those to be written.

        Raises:
            UsageError: It holds files that would be read with the parts as one table.
        """
        if self.whole or not self.out.is_dir():
            return
        found = sorted(p.name for p in self.out.iterdir() if not p.name.startswith((".", "_")))
        if found:
            raise UsageError(
                f"文件夹“{self.out}”里已有“{found[0]}”，会同结果混在一起。请另写一个文件夹。",
                f"folder `{self.out}` holds `{found[0]}` already, which would be mixed with the "
                "result; write to another folder",
            )

    def holds(self, manifest: Manifest) -> bool:
        """Tell whether all files are still there that a manifest names."""
        files = [self.work / name for part in manifest.parts for name in part.files]
        if manifest.finished:
            files += [self.manifest.with_name(name) for name in manifest.files]
        return all(map(Path.exists, files))

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
