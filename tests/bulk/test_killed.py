"""A batch that is killed, at whatever moment, ends as one that was not."""

from __future__ import annotations

import contextlib
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import zhize
from tests.bulk.files import files_in, write
from tests.bulk.rows import TODAY, random_rows

_NURSERY = """
import os, signal, sys
import numpy, pyarrow.parquet
import zhize.bulk.finishing, zhize.bulk.job
from zhize.cli import main

def fall(*given):
    os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    falls, *argv = line.split()
    child = os.fork()
    if not child:
        if falls == "finishing":  # the output is joined, and what lies beside it half written
            zhize.bulk.finishing.shutil.copyfileobj = fall
        os._exit(main(argv))
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Starts the command in processes of their own, sparing each the time to import it."""


def parts_in(folder: Path) -> int:
    """Return how many parts were entered, or nearly."""
    # Folders come and go meanwhile: a walk passes over those that are gone.
    return sum(name.startswith("part-") for _, _, names in os.walk(folder) for name in names)


KINDS = [("in.parquet", "out.parquet", "codes", 20), ("in.jsonl", "out", "rows", 6)]


@pytest.mark.parametrize(("given", "made", "duties", "times"), KINDS)
def test_killed_many_times_and_while_finishing_a_batch_ends_as_if_undisturbed(
    notice: zhize.Mechanism, tmp_path: Path, given: str, made: str, duties: str, times: int
) -> None:
    kinds = random_rows(notice, random.Random(4), 120, bad=0.01)
    rows = [{**row, "id": f"N-{n % 2990}"} for n, row in enumerate(kinds * 25)]
    source = write(tmp_path / given, rows)
    calm, rough, rng = tmp_path / "calm", tmp_path / "rough", random.Random(5)
    nursery = subprocess.Popen(
        [sys.executable, "-c", _NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None

        def ran(folder: Path, parts: int | None = None, falls: str = "-") -> int:
            """Run the command, kill it when so many parts are there, and return how it ended."""
            assert nursery.stdin is not None
            assert nursery.stdout is not None
            folder.mkdir(exist_ok=True)
            line = f"{falls} batch {source} {folder / made} --today 2025-06-01 --part-rows 100"
            nursery.stdin.write(f"{line} --duties {duties}\n")
            nursery.stdin.flush()
            child = int(nursery.stdout.readline())
            if parts is not None:
                until = time.monotonic() + 5
                while parts_in(folder) < parts and time.monotonic() < until:
                    if select.select([nursery.stdout], [], [], 0.001)[0]:  # it has ended
                        break
                time.sleep(rng.uniform(0, 0.02))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            return os.waitstatus_to_exitcode(int(nursery.stdout.readline()))

        assert ran(calm) == 1
        kills, done = 0, set()
        rough.mkdir()
        while kills < times:
            if ran(rough, parts_in(rough) + rng.randrange(6)) == -signal.SIGKILL:
                kills += 1
                done.add(parts_in(rough))
            else:  # it came to its end: begin again
                shutil.rmtree(rough)
                rough.mkdir()
        assert len(done) >= min(4, times // 3), "the kills hit it at different points"
        assert ran(rough, falls="finishing") in (-signal.SIGKILL, 1)
        assert ran(rough) == 1
        shutil.rmtree(rough)
        assert ran(rough, falls="finishing") == -signal.SIGKILL
        assert files_in(rough) != files_in(calm)
        assert ran(rough) == 1
        nursery.stdin.close()
    assert len(files_in(calm)) >= 3
    assert files_in(rough) == files_in(calm)


@pytest.mark.parametrize("duties", ["codes", "rows"])
@pytest.mark.parametrize("made", ["out.parquet", "out.csv", "folder"])
def test_a_kill_at_every_step_on_disk_leaves_a_batch_that_goes_on(
    notice: zhize.Mechanism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    made: str, duties: str,
) -> None:  # fmt: skip
    rows = random_rows(notice, random.Random(6), 60, bad=0.05)
    source = write(tmp_path / "in.jsonl", rows)
    monkeypatch.setattr("zhize.bulk.job.KEPT", 7)  # so that outcomes are forgotten on the way
    original: Callable[[Path, Path], Path] = Path.replace
    calm, rough = tmp_path / "calm" / made, tmp_path / "rough" / made

    def batch(out: Path, *, restart: bool = False) -> None:
        notice.batch(source, out, today=TODAY, part_rows=16, duties=duties, restart=restart)

    for path in (calm, rough):
        path.parent.mkdir()
    batch(calm)
    for step in range(1, 200):
        left = [step]

        def falling(path: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
            return original(path, target)

        monkeypatch.setattr(Path, "replace", falling)
        try:
            batch(rough, restart=step % 3 == 0)
        except KeyboardInterrupt:
            continue
        else:
            break
        finally:
            monkeypatch.setattr(Path, "replace", original)
    assert left[0] > 0
    assert step > 12, "it was stopped at many steps"
    batch(rough)
    assert len(files_in(calm.parent)) >= 3
    assert files_in(rough.parent) == files_in(calm.parent)
