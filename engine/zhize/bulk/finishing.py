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
    from .manifest import Manifest

Spread = Callable[[pa.Table], pa.Table]
"""Makes one row for each duty of a table of codes."""


def finish(manifest: Manifest, layout: Layout, coder: Coder, spread: Spread | None) -> None:
    """Complete the output; killed at any moment, it can be done again with the same result.

    Args:
        manifest: All parts are in it.
        layout: Where everything lies.
        coder: What the codes stand for.
        spread: Given where the output has a row for each duty.
    """
    written = [layout.refused, layout.duties, layout.problems]
    if layout.whole:
        _join(manifest, layout, coder.columns.schema, spread)
        written.append(layout.out)
    with manifests.temporary_name(layout.refused).open("wb") as file:
        for part in manifest.parts:
            with layout.part_refused(part.number).open("rb") as piece:
                shutil.copyfileobj(piece, file)
    _write_legend(coder.duties, DUTIES, layout.duties, layout.legend_kind)
    _write_legend(coder.problems, PROBLEMS, layout.problems, layout.legend_kind)
    for path in written[:3]:
        manifests.settle(path)
    ended = msgspec.structs.replace(
        manifest,
        finished=True,
        files={path.name: manifests.sha256_of_file(path) for path in sorted(written)},
    )
    if not layout.whole:
        ended = msgspec.structs.replace(ended, parts=tuple(
            msgspec.structs.replace(part, files={
                name: hashed for name, hashed in part.files.items() if not name.startswith("_")
            }) for part in ended.parts
        ))  # fmt: skip
    manifests.save(ended, layout.manifest)
    remove_parts(layout, keep=not layout.whole)


def _join(manifest: Manifest, layout: Layout, schema: pa.Schema, spread: Spread | None) -> None:
    shape = schema if spread is None else spread(schema.empty_table()).schema
    with Writing(manifests.temporary_name(layout.out), layout.kind, shape) as sink:
        for part in manifest.parts:
            with pa.memory_map(str(layout.part(part.number))) as file:
                for batch in pa.ipc.open_stream(file):
                    table = pa.Table.from_batches([batch])
                    sink.write(table if spread is None else spread(table))
    manifests.settle(layout.out)


def _write_legend(legend: Legend, schema: pa.Schema, path: Path, kind: str) -> None:
    with Writing(manifests.temporary_name(path), kind, schema) as sink:
        sink.write(legend.table(schema))


def remove_parts(layout: Layout, *, keep: bool = False) -> None:
    """Remove what only the work itself needed; or, unless `keep`, all parts."""
    if not layout.work.is_dir():
        return
    patterns = [".*.tmp", ".lock", "_part-*.refused.jsonl", "_part-*.legend.json", "_part-*.hashes"]
    if not keep:
        patterns.append("part-*")
    for pattern in patterns:
        for path in layout.work.glob(pattern):
            path.unlink()
    if layout.whole:
        layout.progress.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody else put something there
            layout.work.rmdir()
