"""The cache on disk: used where it fits, never stale, never in the way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

import zhize
from zhize import _cache
from zhize.loading.graph import content_hash

MECHANISMS = Path(__file__).resolve().parent / "mechanisms"
RECORD = {"id": "P-1", "seen_on": "2025-03-01", "village": "Millbrook", "trouble": "dead-fish"}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder; it does not exist yet."""
    folder = tmp_path / "cache" / "zhize"
    monkeypatch.setenv("ZHIZE_CACHE", str(folder))
    return folder


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy mechanism that a test may change."""
    return Path(shutil.copytree(MECHANISMS / "toy", tmp_path / "toy"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The mechanisms that were made from Turtle and not taken from the cache."""
    found: list[Path] = []
    make = _cache._make

    def noting(folder: Path, sha256: str) -> _cache.Entry:
        found.append(folder)
        return make(folder, sha256)

    monkeypatch.setattr(_cache, "_make", noting)
    return found


def entries(kept: Path) -> list[Path]:
    return sorted(kept.iterdir())


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def decided(folder: Path) -> bytes:
    return zhize.load(folder).decide(RECORD).to_json()


def test_the_first_load_writes_one_entry_and_the_second_uses_it(
    kept: Path, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = zhize.load(toy)
    [entry] = entries(kept)
    assert entry.suffix == ".msgpack"

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the cache was not used")

    monkeypatch.setattr(_cache, "_make", refuse)
    second = zhize.load(toy)
    assert second.rulebase == first.rulebase
    assert second.checks == first.checks
    assert second.decide(RECORD).to_json() == first.decide(RECORD).to_json()
    assert entries(kept) == [entry]


def test_what_comes_from_the_cache_is_what_was_made(kept: Path) -> None:
    for folder in (zhize.load().folder, MECHANISMS / "harbour"):
        sha256 = content_hash(folder)
        fresh = _cache._make(folder, sha256)
        assert _cache.load_entry(folder) == fresh
        assert _cache.load_entry(folder) == fresh
    assert len(entries(kept)) == 2


def test_changed_turtle_is_read_anew(kept: Path, toy: Path, made: list[Path]) -> None:
    before = zhize.load(toy)
    change(toy / "mechanism.ttl", '"at once"@en', '"straight away"@en')
    after = zhize.load(toy)
    assert made == [toy, toy]
    assert after.rulebase.sha256 != before.rulebase.sha256
    urgencies = [[d.urgency for d in m.decide(RECORD).duties] for m in (before, after)]
    assert urgencies == [[None, {"en": "at once"}], [None, {"en": "straight away"}]]


def test_a_new_turtle_file_is_read(kept: Path, toy: Path, made: list[Path]) -> None:
    zhize.load(toy)
    (toy / "more.ttl").write_text(
        "@prefix toy: <https://example.org/toy#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'toy:third-village a toy:Village ; rdfs:label "Elmham"@en .\n',
        encoding="utf-8",
    )
    assert "Elmham" in [place.code for place in zhize.load(toy).rulebase.places]
    assert made == [toy, toy]


def test_a_changed_shape_is_read_anew(kept: Path, toy: Path, made: list[Path]) -> None:
    def message() -> str:
        [problem] = zhize.load(toy).validate({**RECORD, "trouble": "rain"})
        return problem.message["en"]

    assert "no trouble that the notice knows" in message()
    change(toy / "shapes" / "record.ttl", "no trouble that the notice knows", "no word of ours")
    assert "no word of ours" in message()
    assert made == [toy, toy]


def test_line_ends_alone_change_nothing(kept: Path, toy: Path, made: list[Path]) -> None:
    before = zhize.load(toy)
    for path in (*toy.glob("*.ttl"), *toy.glob("shapes/*.ttl")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    after = zhize.load(toy)
    assert made == [toy]
    assert after.rulebase.sha256 == before.rulebase.sha256
    assert _cache._make(toy, after.rulebase.sha256).rulebase == before.rulebase


def test_the_same_content_elsewhere_shares_the_entry(
    kept: Path, toy: Path, made: list[Path], tmp_path: Path
) -> None:
    zhize.load(toy)
    zhize.load(shutil.copytree(toy, tmp_path / "elsewhere"))
    assert made == [toy]


def test_other_code_makes_its_own_entry(
    kept: Path, toy: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    zhize.load(toy)
    monkeypatch.setattr(_cache, "_code_hash", lambda: "0" * 64)
    zhize.load(toy)
    assert made == [toy, toy]
    assert len(entries(kept)) == 2


# ---------------------------------------------------------------- entries that cannot be used

DAMAGE: dict[str, Callable[[bytes], bytes] | bytes] = {
    "empty": b"",
    "half of it": lambda entry: entry[: len(entry) // 2],
    "its last byte is missing": lambda entry: entry[:-1],
    "something behind it": lambda entry: entry + b"\xc0",
    "garbage": b"\xff\x00garbage" * 100,
    "another value": msgspec.msgpack.encode({"rulebase": None, "checks": 1}),
    "deep": b"\x81\xa1x" + b"\x91" * 200_000,
    "text": b'{"rulebase": {}}',
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_damaged_entry_is_made_anew(damage: str, kept: Path, toy: Path, made: list[Path]) -> None:
    before = decided(toy)
    [entry] = entries(kept)
    content = entry.read_bytes()
    spoilt = DAMAGE[damage]
    entry.write_bytes(spoilt if isinstance(spoilt, bytes) else spoilt(content))
    assert decided(toy) == before
    assert made == [toy, toy]
    assert entry.read_bytes() == content
    assert entries(kept) == [entry]


def test_an_entry_of_another_mechanism_is_not_believed(
    kept: Path, toy: Path, made: list[Path]
) -> None:
    zhize.load(toy)
    [entry] = entries(kept)
    content = entry.read_bytes()
    zhize.load(MECHANISMS / "harbour")
    [other] = set(entries(kept)) - {entry}
    entry.write_bytes(other.read_bytes())
    made.clear()
    assert zhize.load(toy).rulebase.info.code == "village-pond"
    assert made == [toy]
    assert entry.read_bytes() == content


def test_a_folder_in_the_place_of_an_entry_is_no_hindrance(kept: Path, toy: Path) -> None:
    before = decided(toy)
    [entry] = entries(kept)
    entry.unlink()
    entry.mkdir()
    assert decided(toy) == before
    assert entries(kept) == [entry]


def test_a_cache_folder_that_is_a_file_costs_time_only(
    toy: Path, made: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    for name in (file, file / "below"):
        monkeypatch.setenv("ZHIZE_CACHE", str(name))
        assert zhize.load(toy).decide(RECORD).duties
    assert made == [toy, toy]
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_cache_that_cannot_be_written_costs_time_only(
    kept: Path, toy: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(_cache.tempfile, "mkstemp", refuse)  # root writes everywhere
    assert decided(toy) == decided(toy)
    assert made == [toy, toy]
    assert entries(kept) == []


def test_a_full_disk_leaves_nothing_behind(
    kept: Path, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_cache.Path, "replace", full)
    assert zhize.load(toy).decide(RECORD).duties
    assert entries(kept) == []


# ---------------------------------------------------------------- where, and how many


def test_old_entries_are_pruned(kept: Path, toy: Path) -> None:
    kept.mkdir(parents=True)
    for age in range(20):
        old = kept / f"{age:02}.msgpack"
        old.write_bytes(b"old")
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    (kept / "notes.txt").write_text("of somebody else", encoding="utf-8")
    zhize.load(toy)
    left = [path.name for path in entries(kept) if path.suffix == ".msgpack"]
    assert len(left) == _cache._KEEP
    kept_old = [f"{n:02}.msgpack" for n in range(_cache._KEEP - 1)]
    assert [name for name in left if len(name) < 20] == kept_old
    assert (kept / "notes.txt").exists()


def test_the_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cache.sys, "platform", "linux")
    monkeypatch.setattr(_cache.Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("ZHIZE_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert _cache.cache_folder() == tmp_path / "home" / ".cache" / "zhize"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert _cache.cache_folder() == tmp_path / "zhize"
    monkeypatch.setenv("ZHIZE_CACHE", str(tmp_path / "own"))
    assert _cache.cache_folder() == tmp_path / "own"
    monkeypatch.delenv("ZHIZE_CACHE")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(_cache.sys, "platform", "win32")
    assert _cache.cache_folder() == tmp_path / "home" / "AppData" / "Local" / "zhize"


def test_somebody_without_a_home_has_no_cache(
    toy: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> NoReturn:
        raise RuntimeError("Could not determine home directory.")

    for name in ("ZHIZE_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(_cache.Path, "home", homeless)
    assert _cache.cache_folder() is None
    assert zhize.load(toy).decide(RECORD).duties
    assert made == [toy]
