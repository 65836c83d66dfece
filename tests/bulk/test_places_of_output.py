"""Where a batch may write: never over its input, never among the files of others."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

import zhize
from tests.bulk.files import files_in, write
from tests.bulk.rows import TODAY, Row, random_rows
from zhize.cli import main

PART = 16
fcntl, resource = pytest.importorskip("fcntl"), pytest.importorskip("resource")


@pytest.fixture(scope="module")
def rows(notice: zhize.Mechanism) -> list[Row]:
    return random_rows(notice, random.Random(8), 60, bad=0.05)


def batch(
    mechanism: zhize.Mechanism, source: Path, out: Path, **more: bool
) -> zhize.bulk.manifest.BatchReport:
    return mechanism.batch(source, out, today=TODAY, part_rows=PART, **more)


@pytest.mark.parametrize("restart", [False, True])
def test_the_folder_of_the_input_is_no_output(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, restart: bool
) -> None:
    source = write(tmp_path / "part-000001.parquet", rows)
    before = files_in(tmp_path)
    with pytest.raises(zhize.UsageError, match="holds the input"):
        batch(notice, source, tmp_path, restart=restart)
    for out in ("out.parquet", "out.csv"):
        with pytest.raises(zhize.UsageError, match="in the folder of the input"):
            batch(notice, tmp_path, tmp_path / out, restart=restart)
    assert files_in(tmp_path) == before
    assert batch(notice, tmp_path, tmp_path / "decided").rows == len(rows)
    assert batch(notice, tmp_path, tmp_path / "decided").already


@pytest.mark.parametrize("restart", [False, True])
def test_files_of_others_are_neither_mixed_with_the_result_nor_thrown_away(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, restart: bool
) -> None:
    source = write(tmp_path / "in.parquet", rows)
    out = tmp_path / "out"
    out.mkdir()
    (out / ".kept.tmp").write_text("a note")
    for name in ("part-000009.parquet", "part-00000-c000.snappy.parquet", "notes.txt"):
        (out / name).write_text("of others")
        with pytest.raises(zhize.UsageError, match=f"holds `{name}` already"):
            batch(notice, source, out, restart=restart)
        assert (out / name).read_text() == "of others"
        (out / name).unlink()
    batch(notice, source, out)
    batch(notice, source, out, restart=True)
    (out / "part-of-others.parquet").write_text("of others")
    with pytest.raises(zhize.UsageError, match="already"):
        batch(notice, source, out, restart=True)
    assert sorted(path.name for path in out.iterdir() if path.name != ".lock") == [
        ".kept.tmp", "_duties.parquet", "_problems.parquet", "_refused.jsonl",
        "part-of-others.parquet",
    ]  # fmt: skip


def test_a_batch_is_not_begun_anew_while_another_process_is_at_it(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.parquet", rows)
    out = tmp_path / "out"
    batch(notice, source, out)
    before = files_in(out)
    with (out / ".lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(zhize.UsageError, match="another process"):
            batch(notice, source, out, restart=True)
    (out / ".lock").unlink()
    assert files_in(out) == before


@pytest.mark.parametrize("made", ["out.csv", "out"])
def test_what_somebody_removed_is_made_again(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, made: str
) -> None:
    source = write(tmp_path / "in.jsonl", rows)
    folder = tmp_path / "made"
    folder.mkdir()
    batch(notice, source, folder / made)
    whole = files_in(folder)
    for name in [name for name in whole if not name.endswith("manifest.json")]:
        (folder / name).unlink()
        assert not batch(notice, source, folder / made).already
        assert files_in(folder) == whole
    assert batch(notice, source, folder / made).already


@pytest.mark.parametrize("made", ["out.csv", "out.jsonl", "out.parquet", "out"])
@pytest.mark.parametrize("duties", ["codes", "rows"])
def test_a_full_disk_is_said_and_the_work_goes_on_when_there_is_room(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path,
    capsys: pytest.CaptureFixture[str], made: str, duties: str,
) -> None:  # fmt: skip
    source = write(tmp_path / "in.jsonl", rows)
    argv = ["--lang", "en", "batch", str(source)]
    more = ["--duties", duties, "--today", TODAY.isoformat(), "--part-rows", "16"]
    for name in ("calm", "rough"):
        (tmp_path / name).mkdir()
    assert main([*argv, str(tmp_path / "calm" / made), *more]) == 1
    capsys.readouterr()
    wanted = files_in(tmp_path / "calm")
    for most in (1, 1000, max(map(len, wanted.values())) - 1):
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
        try:
            code = main([*argv, str(tmp_path / "rough" / made), *more])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        told = capsys.readouterr().err
        assert code == 2, told
        assert f"cannot write `{tmp_path / 'rough' / made}`" in told
        assert os.strerror(27) in told
    assert main([*argv, str(tmp_path / "rough" / made), *more]) == 1
    assert files_in(tmp_path / "rough") == wanted


def test_an_input_that_changes_while_it_is_read_is_not_taken_for_one(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows)

    def grow(done: int, total: int | None) -> None:
        with source.open("ab") as file:
            file.write(b"\n")

    with pytest.raises(zhize.UnreadableError, match="changed while it was read"):
        notice.batch(source, tmp_path / "out.csv", today=TODAY, part_rows=PART, progress=grow)
    assert not (tmp_path / "out.csv").exists()
    with pytest.raises(zhize.UsageError, match="--restart"):
        batch(notice, source, tmp_path / "out.csv")
    assert batch(notice, source, tmp_path / "out.csv", restart=True).rows == len(rows)


@pytest.mark.parametrize(
    ("name", "value"), [("duties", "row"), ("part_rows", 0), ("part_rows", -1)]
)
def test_a_setting_that_means_nothing_is_refused(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, name: str, value: object
) -> None:
    source = write(tmp_path / "in.jsonl", rows)
    with pytest.raises(zhize.UsageError, match=str(value)):
        notice.batch(source, tmp_path / "out.csv", today=TODAY, **{name: value})
