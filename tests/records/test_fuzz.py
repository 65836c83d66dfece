"""Whatever the bytes: records or a `FileError`, soon, and the good ones before the damage."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from zhize.model.incident import Record

from .reading import KINDS, dump, format_of, good, numbered, read

FUZZ = settings(
    max_examples=60,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
FILES = {kind: dump(kind, numbered(1, 2, 3)) for kind in KINDS}
PIECES = [
    b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b",", b":", b": ", b"\n", b"\r", b"\n---\n", b"- ",
    b"&a ", b"*a", b"!!x ", b"%", b"#", b"<", b">", b".", b";", b"^^", b"@prefix", b"@context",
    b"\x00", b"\xff", b"\xe2\x80\xa8", b"\xc2\x85", b"\xed\xa0\x80", b"\\ud800", b"NaN", b"1e9999",
    b"null", b"true", "死".encode(), b"\xef\xbb\xbf", b"<?xml", b"?", b"|", b"    ", b"\t",
    b'"@context": "http://x.example/"', b"http://x.example/", b"a", b'"""', b"_:",
]  # fmt: skip


def check(data: bytes, kind: str | None) -> list[Record]:
    """Read, and look that whatever came can be shown."""
    records, error = read(data, kind, name="-")
    for record in records:
        assert isinstance(record, Record)
        assert repr(record).encode()
        for problem in (*record.problems, *record.notes):
            assert set(problem.message) >= {"zh", "en"}
            assert str(problem.to_dict()).encode()
    if error is not None:
        assert error.message["zh"].encode()
        assert error.message["en"].encode()
        assert error.exit_code == 3
    else:
        assert records
    return records


@pytest.mark.parametrize("kind", [*sorted({format_of(k) for k in KINDS}), None])
@FUZZ
@given(data=st.binary(max_size=300))
@example(data=b"")
def test_arbitrary_bytes(kind: str | None, data: bytes) -> None:
    check(data, kind)


@pytest.mark.parametrize("kind", [*sorted({format_of(k) for k in KINDS}), None])
@FUZZ
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
def test_arbitrary_pieces(kind: str | None, pieces: list[bytes]) -> None:
    check(b"".join(pieces), kind)


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(data=st.data())
def test_a_good_file_damaged(kind: str, data: st.DataObject) -> None:
    content = FILES[kind]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 8))
        piece = data.draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
        content = content[:at] + piece + content[at + gone :]
    check(content, format_of(kind))


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(data=st.data())
def test_the_records_before_the_damage_are_read(kind: str, data: st.DataObject) -> None:
    content = FILES[kind]
    second = content.index(b"P-2")  # the first record ends somewhere before
    at = data.draw(st.integers(second + 3, len(content)))
    piece = data.draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
    rest = data.draw(st.sampled_from([b"", content[at:]]))
    records = check(content[:at] + piece + rest, format_of(kind))
    if b"\x00" not in piece:  # which makes it a binary file
        assert "P-1" in good(records)


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(cut=st.integers(0, 3000))
def test_a_truncated_file(kind: str, cut: int) -> None:
    content = FILES[kind]
    records = check(content[: min(cut, len(content))], format_of(kind))
    assert set(good(records)) <= {"P-1", "P-2", "P-3", "P", "P-"}
