"""What is compressed apart and joined is what any reader of zip files unpacks."""

from __future__ import annotations

import io
import random
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from zhize.documents.packing import Packed, add_packed, add_small


def packed(before: bytes, rows: list[bytes], after: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, ThreadPoolExecutor(max_workers=1) as worker:
        add_small(archive, "first", b"1")
        some = Packed(worker)
        for row in rows:
            some.add(row)
        add_packed(archive, "rows", before, some, after)
        add_small(archive, "last", b"3")
    return out.getvalue()


MANY = [random.Random(n).randbytes(300_000) + b"<row/>" * 40_000 for n in range(9)]


@pytest.mark.parametrize("before", [b"", b"<sheet>"])
@pytest.mark.parametrize("rows", [[], [b""], [b"<row/>"] * 9, MANY])
@pytest.mark.parametrize("after", [b"", b"</sheet>"])
def test_members_are_read_back_whole(before: bytes, rows: list[bytes], after: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(before, rows, after))) as archive:
        assert archive.testzip() is None, "sizes and CRCs are right"
        assert archive.namelist() == ["first", "rows", "last"]
        assert archive.read("rows") == before + b"".join(rows) + after
        assert archive.read("last") == b"3"


def test_the_bytes_are_the_same_on_every_run() -> None:
    assert packed(b"<sheet>", MANY, b"</sheet>") == packed(b"<sheet>", MANY, b"</sheet>")
