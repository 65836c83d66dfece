"""Lines of JSON read as columns say what they say when each is read with care."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import zhize
from tests.bulk.files import files_in
from tests.bulk.rows import TODAY, random_rows
from zhize.bulk import json_lines

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
Fields = dict[str, Any]
Damage = Callable[[random.Random, Fields], bytes]


def plain(row: Fields) -> bytes:
    return json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False).encode()


def twice(rng: random.Random, row: Fields) -> bytes:
    name = rng.choice(list(row))
    return plain(row)[:-1] + b', "%s": %s}' % (name.encode(), json.dumps(row[name]).encode())


def with_value(value: object) -> Damage:
    def change(rng: random.Random, row: Fields) -> bytes:
        return json.dumps(row | {rng.choice(list(row)): value}).encode()

    return change


def raw(text: bytes) -> Damage:
    def change(rng: random.Random, row: Fields) -> bytes:
        line = plain(row)
        at = rng.randrange(len(line) + 1)
        return line[:at] + text + line[at:]

    return change


DAMAGES: list[Damage] = [
    twice,
    *map(with_value, (None, 7, 1.5, True, "", " ", [], [None], [["x"]], ["a", 3], {"a": "b"}, "x")),
    *map(raw, (
        b"\xff", b"\x01", b"}", b"{", b'"', b",", b"\\ud800", b"\\u4e00", b"\t", b"}{", b"} {",
        b"\xed\xa0\x80", b"\xef\xbb\xbf", b"NaN", b"/*x*/", b"\x7f", b"[", b"}\n{",
    )),
    lambda _, row: plain(row | {"whatever": "x"}),
    lambda _, row: json.dumps(row | {"whatever": None}).encode(),
    lambda _, row: b" " + plain(row) + b"  ",
    lambda _, row: plain(row) + b"\r",
    lambda _, row: plain(row)[:-3],
    lambda _, row: b"\n \n" + plain(row),
    lambda _, row: plain(row) + plain(row),
    lambda *_: b"[]",
    lambda *_: b"{}",
    lambda *_: b"null",
]  # fmt: skip


def said(mechanism: zhize.Mechanism, data: bytes, folder: Path, *, careful: bool) -> dict[str, Any]:
    folder.mkdir()
    source = folder.parent / "in.jsonl"
    if not source.exists():  # the manifest says when it was changed
        source.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "_PATIENCE", 0 if careful else 3)
        mechanism.batch(source, folder / "out.csv", today=TODAY, part_rows=300, restart=True)
    return files_in(folder)


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    return zhize.load(HARBOUR)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("name", ["notice", "harbour"])
@pytest.mark.parametrize("seed", range(3))
def test_columns_say_what_single_lines_say(
    name: str, seed: int, share: float, notice: zhize.Mechanism, harbour: zhize.Mechanism,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(json_lines, "_FEW", 8)
    mechanism = {"notice": notice, "harbour": harbour}[name]
    rng = random.Random(seed)
    rows = random_rows(mechanism, rng, 700, bad=0.0 if share == 0 else 0.05)
    given = [{k: v for k, v in row.items() if v is not None} for row in rows]
    lines = [rng.choice(DAMAGES)(rng, row) if rng.random() < share else plain(row) for row in given]
    data = b"\n".join(lines) + (b"\n" if seed else b"")
    columns = said(mechanism, data, tmp_path / "columns", careful=False)
    assert columns == said(mechanism, data, tmp_path / "careful", careful=True)
    assert len(columns) >= 3


@pytest.mark.parametrize("damage", range(len(DAMAGES)))
def test_one_odd_line_among_plain_ones(
    damage: int, notice: zhize.Mechanism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "_FEW", 8)
    rng = random.Random(damage)
    rows = [{k: v for k, v in row.items() if v is not None}
            for row in random_rows(notice, rng, 120, bad=0.0)]  # fmt: skip
    lines = [plain(row) for row in rows]
    lines[77] = DAMAGES[damage](rng, rows[77])
    data = b"\n".join(lines) + b"\n"
    columns = said(notice, data, tmp_path / "columns", careful=False)
    assert columns == said(notice, data, tmp_path / "careful", careful=True)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_plain_lines_are_not_read_one_by_one(
    ending: bytes, notice: zhize.Mechanism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{k: v for k, v in row.items() if v is not None}
            for row in random_rows(notice, random.Random(1), 900, bad=0.0)]  # fmt: skip
    rows = [row for row in rows if all(isinstance(v, (str, list)) for v in row.values())]
    lines = [plain(row) for row in rows]
    lines[500] = b'{"whatever": 1}'

    with_care = []
    original = json_lines.block_of_records

    def counting(raws: list[Any], *given: Any, **named: Any) -> Any:
        with_care.append(len(raws))
        return original(raws, *given, **named)

    monkeypatch.setattr(json_lines, "block_of_records", counting)
    source = tmp_path / "in.jsonl"
    source.write_bytes(ending.join(lines))
    assert notice.batch(source, tmp_path / "out.csv", today=TODAY).rows == len(lines)
    assert with_care == [1]
