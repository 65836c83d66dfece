"""Files of records for batches, and what stands in their outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet as pq

from tests.bulk.rows import Row, as_table, as_texts


def write(path: Path, rows: list[Row]) -> Path:
    """Write rows in the format of the file's name."""
    if path.suffix == ".parquet":
        pq.write_table(as_table(rows), path)
    elif path.suffix == ".csv":
        pyarrow.csv.write_csv(as_table(as_texts(rows)), path)
    elif path.suffix == ".tsv":
        options = pyarrow.csv.WriteOptions(delimiter="\t")
        pyarrow.csv.write_csv(as_table(as_texts(rows)), path, options)
    else:
        lines = ({k: v for k, v in row.items() if v is not None} for row in rows)
        path.write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
        )
    return path


def lines_of(path: Path) -> list[Any]:
    """Return the objects of a file of lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(out: Path) -> list[tuple[Any, ...]]:
    """Return the rows of an output with what their codes stand for."""
    folder = out.is_dir()
    name = (lambda end: out / f"_{end}") if folder else (lambda end: Path(f"{out}.{end}"))

    def legend(end: str, key: str) -> list[Any]:
        if name(f"{end}.parquet").exists():
            rows = pq.read_table(name(f"{end}.parquet")).to_pylist()
        else:
            rows = lines_of(name(f"{end}.jsonl"))
        assert [row["code"] for row in rows] == list(range(len(rows)))
        return [row[key] for row in rows]

    duties, problems = legend("duties", "duties"), legend("problems", "problems")
    if folder or out.suffix == ".parquet":
        rows = pq.read_table(out).to_pylist()
    elif out.suffix == ".jsonl":
        rows = lines_of(out)
    else:
        table = pyarrow.csv.read_csv(out)
        rows = table.to_pylist()
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    return [
        (
            row["id"] or None, row["status"], row["reason"] or None,
            None if row["duties"] is None else duties[row["duties"]],
            None if row["problems"] is None else problems[row["problems"]],
        )
        for row in rows
    ]  # fmt: skip


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
