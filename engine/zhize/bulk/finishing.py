"""The end of a batch: parts become the output, and what belongs to it is put beside it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from . import manifest as manifests
from .legend import DUTIES, PROBLEMS
from .sinks import Writing

if TYPE_CHECKING:
    from pathlib import Path

    from .coding import Coder
    from .layout import Layout
    from .legend import Legend
    from .manifest import Manifest, Part

Spread = Callable[[pa.Table], pa.Table]
"""Makes one row for each duty of a table of codes."""

_BESIDE = ("refused.jsonl", "*legend", "hashes")
"""How the names of the files end that only the work itself needs."""


class Whole:
    """The one file that parts become, under its temporary name.

    Args:
        layout: Where everything lies.
        schema: Of the rows that parts hold.
        spread: Given where the output has a row for each duty.
    """

    def __init__(self, layout: Layout, schema: pa.Schema, spread: Spread | None = None) -> None:
        self._layout = layout
        self._spread = spread
        shape = schema if spread is None else spread(schema.empty_table()).schema
        self._writing = Writing(manifests.temporary_name(layout.out), layout.kind, shape)
        self._sink = self._writing.__enter__()

    def add(self, part: Part) -> None:
        """Add the rows of a part, which stands behind those added before."""
        with pa.memory_map(str(self._layout.part(part.number))) as file:
            for batch in pa.ipc.open_stream(file):
                table = pa.Table.from_batches([batch])
                self._sink.write(table if self._spread is None else self._spread(table))

    def close(self) -> None:
        """Complete the file."""
        self._sink.close()


def finish(
    manifest: Manifest, layout: Layout, coder: Coder, spread: Spread | None, *, joined: bool
) -> None:
    """Complete the output; killed at any moment, it can be done again with the same result.

    Args:
        manifest: All parts are in it.
        layout: Where everything lies.
        coder: Made the codes; what its legends hold is let go.
        spread: Given where the output has a row for each duty: it needs no dictionary then.
        joined: The one file is complete already, under its temporary name.
    """
    beside = [layout.refused]
    written = [layout.out] if layout.whole else []
    if layout.whole:
        if not joined:
            _join(manifest, layout, coder, spread)
        manifests.settle(layout.out)
    with manifests.temporary_name(layout.refused).open("wb") as file:
        for part in manifest.parts:
            with layout.part_refused(part.number).open("rb") as piece:
                shutil.copyfileobj(piece, file)
    if spread is None:
        legends = (DUTIES, coder.duties, layout.duties), (PROBLEMS, coder.problems, layout.problems)
        for name, legend, path in legends:
            _write_legend(manifest, layout, name, legend, path)
            beside.append(path)
    for path in beside:
        manifests.settle(path)
    ended = msgspec.structs.replace(
        manifest,
        finished=True,
        files={path.name: manifests.sha256_of_file(path) for path in sorted([*beside, *written])},
    )
    ended = msgspec.structs.replace(ended, parts=tuple(
        msgspec.structs.replace(part, files={
            name: hashed for name, hashed in part.files.items() if hashed is not None
        }) for part in ended.parts
    ))  # fmt: skip
    manifests.save(ended, layout.manifest)
    remove_parts(layout, keep=not layout.whole)


def _join(manifest: Manifest, layout: Layout, coder: Coder, spread: Spread | None) -> None:
    with contextlib.closing(Whole(layout, coder.columns.schema, spread)) as whole:
        for part in manifest.parts:
            if spread is not None:  # the codes of a part mean something within it
                coder.duties.load(layout.part_legend(part.number, DUTIES).read_bytes())
            whole.add(part)


def _write_legend(
    manifest: Manifest, layout: Layout, name: str, legend: Legend, path: Path
) -> None:
    """Write a dictionary from what the parts have added to it, one after the other."""
    with Writing(manifests.temporary_name(path), layout.legend_kind, legend.schema) as sink:
        for again in (False, True):
            for part in manifest.parts:
                added = layout.part_legend(part.number, name, again=again)
                if added.name in part.files:
                    legend.load(added.read_bytes())
                    for table in legend.tables():
                        sink.write(table)


def remove_parts(layout: Layout, *, keep: bool = False) -> None:
    """Remove what only the work itself needed; or, unless `keep`, all parts."""
    if not layout.work.is_dir():
        return
    remove_working_files(layout, keep=keep)
    (layout.work / ".lock").unlink(missing_ok=True)
    if layout.whole:
        layout.progress.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody else put something there
            layout.work.rmdir()


def remove_working_files(layout: Layout, *, keep: bool) -> None:
    """Do the same, but leave the folder, the lock on it and the manifest."""
    digits = "[0-9]" * 6
    patterns = [".part-*.tmp", "._*.tmp", *(f"_part-{digits}.{end}" for end in _BESIDE)]
    if not keep:
        patterns.append(f"part-{digits}.*")
    for pattern in patterns:
        for path in layout.work.glob(pattern):
            path.unlink()
