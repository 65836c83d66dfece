"""A batch: files decided in numbered parts, which a kill can neither lose nor double.

A part is written under temporary names, put on disk, renamed, and only then entered in the
manifest. Whoever runs the same batch again goes on behind the last part that is entered.

Identifiers that are used again are found without holding them all: each part leaves a hash of each
of its identifiers. When all parts are done, the few hashes that occur twice are known, and only the
parts that hold them are judged again, comparing those identifiers themselves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from .._errors import UnreadableError, UsageError
from .._version import __version__
from . import manifest as manifests
from .apart import alone, keep_apart
from .behind import Behind
from .coding import Coder, exploded
from .collecting import seldom_collected
from .finishing import Whole, finish, remove_parts, remove_working_files
from .layout import Layout
from .legend import DUTIES, KEPT, PROBLEMS
from .manifest import BatchReport, Manifest, Part, report_of
from .parts import Parts, Ready
from .repetitions import Watch, suspects_in
from .sinks import Writing
from .sources import BEGIN, Sources

if TYPE_CHECKING:
    from ..evaluation.decider import Decider
    from ..records import Ignored
    from ..validation.checks import Check
    from .engine import Engine
    from .legend import Legend, Span
    from .parts import Unit
    from .sources import Piece
    from .texts import Hashes

PART_ROWS = 1 << 20
"""Records of a part."""

CODES, DUTY_ROWS = "codes", "rows"
"""What leaves: one row for each record, with codes; or one for each duty."""

Progress = Callable[[int, "int | None"], None]
"""Told how many records are done, and how many there are, if that is known."""


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
        if duties not in (CODES, DUTY_ROWS):
            raise UsageError(
                f"duties 不能是“{duties}”。可用：{CODES}、{DUTY_ROWS}。",
                f"duties cannot be `{duties}`; use `{CODES}` or `{DUTY_ROWS}`",
            )
        if part_rows < 1:
            raise UsageError(
                f"一部分不能有 {part_rows} 条记录。请写 1 或更大的数。",
                f"a part cannot have {part_rows} records; write 1 or more",
            )
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
        self._numbering = Lock()
        keep_apart(self._layout, self._sources, source)

    def run(self, *, restart: bool = False) -> BatchReport:
        """Do what is left to do.

        Args:
            restart: Throw away what earlier runs of a batch with this output have written.

        Raises:
            UsageError: The output was begun with another input, mechanism or setting, or another
                process works on it, or somebody else's files lie in its folder.
            UnreadableError: The input cannot be read, or was changed meanwhile.
            OSError: The output cannot be written; when it can, another run goes on.
        """
        layout = self._layout
        files = self._sources.identity()
        if not restart and (ended := self._ended(self._before(files))):
            return ended
        layout.work.mkdir(exist_ok=True)
        with alone(layout.work):
            if restart:
                self._forget()
            before = self._before(files)  # another process may have written since
            if ended := self._ended(before):
                return ended
            today = self._day(before)
            if before is None or before.finished or not layout.holds(before):
                before = Manifest(
                    settings=self._settings(today),
                    input=files,
                    input_sha256=manifests.sha256_of(files),
                )
                manifests.save(before, layout.progress)
            return self._work(before, today)

    def _forget(self) -> None:
        """Throw away what earlier runs have written, where there was one."""
        layout = self._layout
        if layout.manifest.exists() or layout.progress.exists():
            # Parts first: while there is a manifest, what is left of them is known to be ours.
            remove_working_files(layout, keep=False)
            layout.manifest.unlink(missing_ok=True)
            layout.progress.unlink(missing_ok=True)

    def _before(self, files: list[dict[str, Any]]) -> Manifest | None:
        """Return how far an earlier run came.

        Args:
            files: What the input files are known by.

        Raises:
            UsageError: It had another input, mechanism or setting; or the folder of the output
                holds files of somebody else.
        """
        layout = self._layout
        before = manifests.load(layout.manifest)
        if before is None or not layout.holds(before):  # begun anew, perhaps
            before = manifests.load(layout.progress) or before
        if before is None:
            layout.check_free()
        elif not before.parts and not before.finished:
            return None  # nothing was done that others could be mixed with
        else:
            settings = self._settings(self._day(before))
            manifests.check_same(before, settings, manifests.sha256_of(files), layout.out)
        return before

    def _ended(self, before: Manifest | None) -> BatchReport | None:
        """Return what an earlier run did, where nothing is left to do."""
        layout = self._layout
        if before is None or not before.finished or not layout.holds(before):
            return None
        remove_parts(layout, keep=not layout.whole)
        return report_of(before, already=True)

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

    @seldom_collected()
    def _work(self, manifest: Manifest, today: date) -> BatchReport:
        layout, parts = self._layout, manifest.parts
        resumed = self._done = sum(part.rows for part in parts)
        self._engine = self._make_engine(today)
        self._coder = Coder(self._engine, self._decider, KEPT)
        self._manifest = manifest
        reader = Parts(self._sources, self._part_rows, self._prepare)
        with contextlib.ExitStack() as files, Behind() as behind:
            # Rows of duties are made when all parts are done: what parts hold are codes.
            joining = layout.whole and not self._rows
            self._whole = Whole(layout, self._coder.columns.schema) if joining else None
            if self._whole is not None:
                files.callback(self._whole.close)
                for part in parts:
                    behind.do(self._whole.add, part)
            if not manifest.compared:
                self._recall(parts)
                for unit in reader.after(parts):
                    self._do(unit, Watch(), files, behind, again=False)
                behind.wait()
                self._compare(reader, files, behind)
                self._look_again(manifest)
                self._save(msgspec.structs.replace(self._manifest, compared=True))
        spread = self._exploded if self._rows else None
        finish(self._manifest, layout, self._coder, spread, joined=self._whole is not None)
        return report_of(self._manifest, resumed=resumed)

    def _look_again(self, manifest: Manifest) -> None:
        """Make sure that the input is what it was when the work began.

        Raises:
            UnreadableError: It was changed.
        """
        if self._sources.identity() != manifest.input:
            raise UnreadableError(
                "输入在认定期间被改动了。请等它不再变化，再用 --restart 重新开始。",
                "the input was changed while it was read; wait until it no longer changes, and "
                "begin again by `--restart`",
            )

    def _save(self, manifest: Manifest) -> None:
        manifests.save(manifest, self._layout.progress)
        self._manifest = manifest

    def _recall(self, parts: Sequence[Part]) -> None:
        """Know again what was known when the last of the parts was done."""
        for legend, name in self._legends():
            if self._rows or not parts:
                continue
            last: Span = getattr(parts[-1], name)
            legend.begin(last.known)
            for part in parts:
                added: Span = getattr(part, name)
                if added.count and added.first >= last.known:
                    legend.recall(self._layout.part_legend(part.number, name).read_bytes())
            legend.cut(last.end)

    def _compare(self, reader: Parts, open_files: contextlib.ExitStack, behind: Behind) -> None:
        """Judge parts again that use an identifier which was used before."""
        layout, parts = self._layout, self._manifest.parts
        files = [layout.part_hashes(part.number) for part in parts]
        suspects = suspects_in(files)
        wanted = {
            part.number
            for part, path in zip(parts, files, strict=True)
            if len(suspects) and np.isin(np.fromfile(path, np.uint64), suspects).any()
        }
        if wanted:  # what was joined so far is not what it will be
            self._whole = None
        watch = Watch(suspects)
        ends = {name: legend.span.end for legend, name in self._legends()}
        for unit in reader.again(parts, wanted):
            if not self._rows:
                for legend, name in self._legends():
                    legend.begin(ends[name])
                    before = self._layout.part_legend(unit.number, name)
                    legend.recall(before.read_bytes())
            self._do(unit, watch, open_files, behind, again=True)
            ends = {name: legend.span.end for legend, name in self._legends()}
        behind.wait()

    def _legends(self) -> tuple[tuple[Legend, str], ...]:
        return (self._coder.duties, DUTIES), (self._coder.problems, PROBLEMS)

    def _exploded(self, table: pa.Table) -> pa.Table:
        return exploded(table, self._coder.duties, self._coder.columns)

    # ------------------------------------------------------------ parts

    def _do(
        self, unit: Unit, watch: Watch, files: contextlib.ExitStack, behind: Behind, *, again: bool
    ) -> None:
        """Judge a part; what belongs to it is written behind, and then entered in the manifest."""
        layout, coder, engine = self._layout, self._coder, self._engine
        for legend, _ in self._legends():
            if self._rows:  # codes that mean something within the part
                legend.begin(0)
            elif not again:
                legend.next_part()
        hashes: list[Hashes] = []
        rows = decided = refused = 0
        first, end = 1, BEGIN
        target, side_path = layout.part(unit.number), layout.part_refused(unit.number)
        spread = self._rows and not layout.whole  # else the parts are spread when they are joined
        schema = coder.columns.schema
        if spread:
            schema = self._exploded(schema.empty_table()).schema
        opened = contextlib.ExitStack()
        files.callback(opened.close)  # where an error leaves it open
        kind = "arrow" if layout.whole else layout.kind
        sink = opened.enter_context(Writing(manifests.temporary_name(target), kind, schema))
        side = opened.enter_context(manifests.temporary_name(side_path).open("wb"))
        for piece, block, names, words in unit.pieces:
            if not rows:
                first = piece.first
            end = piece.end
            if words is not engine.words:  # it has forgotten what these rows are numbered by
                block = self._prepare(piece).block
            if not again:
                hashes.append(names.hashes)
            repeated = watch.repetitions(block)
            verdicts = engine.judge(block, repeated)
            table = pa.Table.from_batches([coder.rows(block, verdicts)])
            made = self._exploded(table) if spread else table
            behind.do(sink.write, made, weight=made.nbytes)
            out = np.flatnonzero(verdicts.outcomes < 0).tolist()
            for row, problems in zip(out, engine.problems(block, out, repeated), strict=True):
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
            if not again:
                self._done += block.count
                if self._progress is not None:
                    self._progress(self._done, self._total)
        beside: dict[Path, bytes] = {}
        if not again:
            joined = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
            beside[layout.part_hashes(unit.number)] = joined.tobytes()
        for legend, name in self._legends():
            if not self._rows or (layout.whole and name == DUTIES):
                kept = again and not self._rows
                beside[layout.part_legend(unit.number, name, again=kept)] = legend.dump()
        part = Part(
            number=unit.number, file=unit.file, first=first, end=end,
            duties=coder.duties.span, problems=coder.problems.span,
            rows=rows, decided=decided, refused=refused, files={},
        )  # fmt: skip
        behind.do(opened.close)
        behind.do(self._enter, part, (target, side_path), beside)

    def _prepare(self, piece: Piece) -> Ready:
        """Number the values of some rows; the judge may meanwhile be at those before."""
        with self._numbering:
            words = self._engine.words
            block = piece.block(self._engine.lexicon, words)
            return Ready(piece, block, block.names(), words)

    def _enter(self, part: Part, written: tuple[Path, ...], beside: dict[Path, bytes]) -> None:
        """Let the files of a part appear, and enter it in the manifest.

        Args:
            part: What was done.
            written: Files under their temporary names.
            beside: Files to be written with what they hold.
        """
        for path, data in beside.items():
            manifests.temporary_name(path).write_bytes(data)
        paths = (*written, *beside)
        for path in paths:
            manifests.settle(path)
        kept = () if self._layout.whole else (self._layout.part(part.number),)
        hashed = {
            path.name: manifests.sha256_of_file(path) if path in kept else None for path in paths
        }
        part = msgspec.structs.replace(part, files=hashed)
        self._save(manifests.with_part(self._manifest, part))
        if self._whole is not None:
            self._whole.add(part)
