"""A batch: files decided in numbered parts, which a kill can neither lose nor double.

A part is written under temporary names, put on disk, renamed, and only then entered in the
manifest. Whoever runs the same batch again goes on behind the last part that is entered.

Identifiers that are used again are found without holding them all: each part leaves a hash of each
of its identifiers. When all parts are done, the few hashes that occur twice are known, and only the
parts that hold them are judged again, comparing those identifiers themselves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from .._errors import UsageError
from .._version import __version__
from . import manifest as manifests
from .ahead import ahead
from .coding import Coder, exploded
from .engine import Watch
from .finishing import finish, remove_parts
from .layout import Layout
from .legend import Legend
from .manifest import Manifest, Part
from .sinks import Writing
from .sources import Piece, Sources
from .table import ROWS
from .texts import Hashes, repeated

if TYPE_CHECKING:
    from ..evaluation.decider import Decider
    from ..records import Ignored
    from ..validation.checks import Check
    from .engine import Engine

PART_ROWS = 1 << 20
"""Records of a part."""

CODES, DUTY_ROWS = "codes", "rows"
"""What leaves: one row for each record, with codes; or one for each duty."""

_COMPARED = 1 << 25
"""Hashes that are compared at once."""

Progress = Callable[[int, "int | None"], None]
"""Told how many records are done, and how many there are, if that is known."""


class BatchReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch did.

    Attributes:
        rows: Records. `decided`, `refused`: those of them; all others are not applicable.
        resumed: Records that an earlier run had done.
        already: Nothing was left to do.
    """

    rows: int
    decided: int
    refused: int
    resumed: int = 0
    already: bool = False


class Job:
    """One batch.

    Args:
        engine: Makes an engine for a day.
        decider: The mechanism.
        checks: Its record shapes.
        source, out: The input and the output.
        duties: `codes` or `rows`.
        today: The day after which a date is in the future; by default that of the first run.
        part_rows: Records of a part.
        progress: Told how far the work is.
        ignored: Columns that are passed over.
    """

    def __init__(
        self,
        engine: Callable[[date], Engine],
        decider: Decider,
        checks: tuple[Check, ...],
        source: Path,
        out: Path,
        *,
        duties: str = CODES,
        today: date | None = None,
        part_rows: int = PART_ROWS,
        progress: Progress | None = None,
        ignored: Ignored | None = None,
    ) -> None:
        self._make_engine = engine
        self._decider = decider
        self._checks = checks
        self._ignored = sorted(ignored.names) if ignored else None
        self._sources = Sources(source, ignored)
        self._layout = Layout(out)
        self._rows = duties == DUTY_ROWS
        self._today = today
        self._part_rows = part_rows
        self._progress = progress
        self._done, self._total = 0, self._sources.total()
        taken = {path.resolve() for path in (*self._sources.files, source)}
        if {out.resolve(), self._layout.work.resolve()} & taken:
            raise UsageError(
                f"“{out}”既是输入又是输出。请把结果写到别处。",
                f"`{out}` is both input and output; write the result elsewhere",
            )

    def restart(self) -> None:
        """Throw away what earlier runs of a batch with this output have written."""
        layout = self._layout
        for path in (layout.manifest, layout.progress):
            path.unlink(missing_ok=True)
        remove_parts(layout)

    def run(self) -> BatchReport:
        """Do what is left to do.

        Raises:
            UsageError: The output was begun with another input, mechanism or setting, or another
                process works on it.
            UnreadableError: The input cannot be read.
        """
        layout = self._layout
        files = self._sources.identity()
        known = manifests.sha256_of(files)
        done = manifests.load(layout.manifest)
        before = done if done and done.finished else manifests.load(layout.progress)
        today = self._day(before)
        settings = self._settings(today)
        if before is not None:
            manifests.check_same(before, settings, known, layout.out)
        if before is not None and before.finished and layout.out.exists():
            remove_parts(layout, keep=not layout.whole)
            return _report(before, already=True)
        layout.work.mkdir(exist_ok=True)
        with _alone(layout.work):
            if before is None or before.finished:
                before = Manifest(settings=settings, input=files, input_sha256=known)
                manifests.save(before, layout.progress)
            return self._work(before, today)

    def _day(self, before: Manifest | None) -> date:
        if self._today is not None:
            return self._today
        if before is not None:
            return date.fromisoformat(str(before.settings["today"]))
        return date.today()

    def _settings(self, today: date) -> dict[str, Any]:
        info = self._decider.stamp
        return {
            "version": __version__,
            "mechanism": msgspec.to_builtins(info),
            "shapes": manifests.sha256_of(self._checks),
            "today": today.isoformat(),
            "duties": DUTY_ROWS if self._rows else CODES,
            "part_rows": self._part_rows,
            "ignore_columns": self._ignored,
        }

    def _work(self, manifest: Manifest, today: date) -> BatchReport:
        layout, resumed = self._layout, sum(part.rows for part in manifest.parts)
        duties, problems = Legend(), Legend()
        for part in manifest.parts:
            added = msgspec.json.decode(layout.part_legend(part.number).read_bytes())
            duties.extend(added["duties"])
            problems.extend(added["problems"])
        self._engine = self._make_engine(today)
        self._coder = Coder(self._engine, self._decider, duties, problems)
        have = {part.number for part in manifest.parts}
        self._done = resumed
        nothing = np.zeros(0, np.uint64)
        for number, pieces in self._parts():
            if number in have:
                _skip(pieces)
                continue
            part = self._do(number, pieces, Watch(nothing), first_time=True)
            manifest = _with_part(manifest, part)
            manifests.save(manifest, layout.progress)
        suspects = _suspects([layout.part_hashes(part.number) for part in manifest.parts])
        if len(suspects):
            watch = Watch(suspects)
            for number, pieces in self._parts():
                hashes = np.fromfile(layout.part_hashes(number), np.uint64)
                if not np.isin(hashes, suspects).any():
                    _skip(pieces)
                    continue
                part = self._do(number, pieces, watch, first_time=False)
                manifest = _with_part(manifest, part)
                manifests.save(manifest, layout.progress)
        finish(manifest, layout, self._coder, self._exploded if self._rows else None)
        return _report(manifest, resumed=resumed)

    def _exploded(self, table: pa.Table) -> pa.Table:
        return exploded(table, self._coder.duties, self._coder.columns)

    # ------------------------------------------------------------ parts

    def _parts(self) -> Iterator[tuple[int, Iterator[Piece]]]:
        """Yield the parts with what they hold; no part spans two files."""
        most = min(ROWS, self._part_rows)
        number, rows, file = 1, 0, 0

        def numbered() -> Iterator[tuple[int, Piece]]:
            nonlocal number, rows, file
            for piece in ahead(self._sources.pieces(most)):
                if rows and (rows + piece.count > self._part_rows or piece.file != file):
                    number, rows = number + 1, 0
                rows, file = rows + piece.count, piece.file
                yield number, piece

        for key, group in groupby(numbered(), key=lambda pair: pair[0]):
            yield key, (piece for _, piece in group)

    def _do(self, number: int, pieces: Iterator[Piece], watch: Watch, *, first_time: bool) -> Part:
        """Judge a part and write all that belongs to it."""
        layout, coder, engine = self._layout, self._coder, self._engine
        known = len(coder.duties.entries), len(coder.problems.entries)
        hashes: list[Hashes] = []
        rows = decided = refused = 0
        file = first = 0
        target = layout.part(number)
        sides = [target, layout.part_refused(number)]
        spread = self._rows and not layout.whole  # else the parts are spread when they are joined
        schema = (
            self._exploded(coder.columns.schema.empty_table()).schema
            if spread
            else (coder.columns.schema)
        )
        kind = "arrow" if layout.whole else layout.kind
        with (
            Writing(manifests.temporary_name(target), kind, schema) as sink,
            manifests.temporary_name(sides[1]).open("wb") as side,
        ):
            for piece in pieces:
                if not rows:
                    file, first = piece.file, piece.first
                block = piece.block(engine.lexicon, engine.words)
                if first_time:
                    hashes.append(block.names().hashes)
                again = watch.repetitions(block)
                verdicts = engine.judge(block, again)
                table = pa.Table.from_batches([coder.rows(block, verdicts)])
                sink.write(self._exploded(table) if spread else table)
                out = np.flatnonzero(verdicts.outcomes < 0).tolist()
                for row, problems in zip(out, engine.problems(block, out, again), strict=True):
                    line = {
                        "source": block.source,
                        "position": block.position(row),
                        "record": problems[0].record if problems else None,
                        "problems": [problem.to_dict() for problem in problems],
                    }
                    side.write(msgspec.json.encode(line) + b"\n")
                rows += block.count
                refused += len(out)
                decided += table.num_rows - table["duties"].null_count
                if engine.refresh():
                    coder.begin()
                if first_time:
                    self._done += block.count
                    if self._progress is not None:
                        self._progress(self._done, self._total)
        if first_time:
            sides.append(layout.part_hashes(number))
            joined = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
            manifests.temporary_name(sides[-1]).write_bytes(joined.tobytes())
            sides.append(layout.part_legend(number))
            added = {
                "duties": coder.duties.entries[known[0] :],
                "problems": coder.problems.entries[known[1] :],
            }
            manifests.temporary_name(sides[-1]).write_bytes(msgspec.json.encode(added))
        for path in sides:
            manifests.settle(path)
        return Part(
            number=number, file=file, first=first, rows=rows, decided=decided, refused=refused,
            files={path.name: manifests.sha256_of_file(path) for path in sides},
        )  # fmt: skip


def _with_part(manifest: Manifest, part: Part) -> Manifest:
    """Return the manifest with a part that was done, perhaps again."""
    before = {known.number: known for known in manifest.parts}
    if part.number in before:
        files = {**before[part.number].files, **part.files}
        part = msgspec.structs.replace(part, files=files)
    before[part.number] = part
    return msgspec.structs.replace(manifest, parts=tuple(before[n] for n in sorted(before)))


def _report(manifest: Manifest, *, resumed: int = 0, already: bool = False) -> BatchReport:
    return BatchReport(
        rows=sum(part.rows for part in manifest.parts),
        decided=sum(part.decided for part in manifest.parts),
        refused=sum(part.refused for part in manifest.parts),
        resumed=resumed,
        already=already,
    )


def _suspects(files: list[Path]) -> Hashes:
    """Return the hashes that occur more than once in some files, by shares that fit into memory."""
    count = sum(path.stat().st_size for path in files) // 8
    shares = max(1, -(-count // _COMPARED))
    found = []
    for share in range(shares):
        mine = [
            hashes if shares == 1 else hashes[hashes % np.uint64(shares) == share]
            for hashes in (np.fromfile(path, np.uint64) for path in files)
        ]
        found.append(repeated(np.concatenate(mine)) if mine else np.zeros(0, np.uint64))
    return np.sort(np.concatenate(found))


def _skip(pieces: Iterator[Piece]) -> None:
    for _ in pieces:
        pass


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder; a kill gives it free.

    Raises:
        UsageError: Another process works there.
    """
    try:
        import fcntl
    except ImportError:  # not on this system
        yield
        return
    with (folder / ".lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(
                f"另一个进程正在写“{folder}”。请等它结束。",
                f"another process is writing to `{folder}`; wait for it to end",
            ) from None
        yield
