"""The compiled mechanism on disk, so that a cold command need not parse Turtle.

An entry is named by what it was made from: the mechanism's Turtle and shapes, and the code that
read them. Anything that changes gives another name, so a stale entry is never used; an entry that
cannot be read is made anew. Entries hold data only (MessagePack into typed values), never code.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from .loading.graph import content_hash
from .model.rulebase import RuleBase
from .model.wordbase import WordBase
from .validation.checks import Check

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_READING_CODE = ("model", "loading", "text", "validation")
"""The packages that decide what an entry holds."""

_KEEP = 16
"""How many entries stay in the folder; the oldest go first."""


class Entry(msgspec.Struct, frozen=True):
    """What is kept: the rule base and the compiled record checks."""

    rulebase: RuleBase
    checks: tuple[Check, ...]


def cache_folder() -> Path | None:
    """Return the folder for entries: `ZHIZE_CACHE`, or the user's cache folder.

    None where the user has no home, as in some containers: then nothing is kept.
    """
    named = os.environ.get("ZHIZE_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    if base:
        return Path(base) / "zhize"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("AppData/Local" if sys.platform == "win32" else ".cache") / "zhize"


def load_entry(folder: Path) -> Entry:
    """Return the rule base and the checks of a mechanism folder, from the cache where it has them.

    Raises:
        MechanismError: The folder is no mechanism, or its Turtle cannot be read or compiled.
    """
    sha256 = content_hash(folder)

    def kept(entry: Entry) -> bool:
        return entry.rulebase.sha256 == sha256

    return _load(sha256, "", Entry, kept, lambda: _make(folder, sha256))


def load_words(folder: Path, rulebase: RuleBase) -> WordBase:
    """Return the word base of a mechanism folder, from the cache where it has it.

    Raises:
        MechanismError: Its words point to something that has none.
    """

    def make() -> WordBase:
        from .loading import load_words_graph
        from .loading.wordbase import wordbase_of

        return wordbase_of(load_words_graph(folder), rulebase)

    def kept(words: WordBase) -> bool:
        return words.sha256 == rulebase.sha256

    return _load(rulebase.sha256, "-words", WordBase, kept, make)


def _load(
    sha256: str, what: str, kind: type[T], fits: Callable[[T], bool], make: Callable[[], T]
) -> T:
    """Return a value from its file, or make it and keep it."""
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / f"{sha256[:24]}-{_code_hash()[:16]}{what}.msgpack"
    with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError):
        found = msgspec.msgpack.decode(path.read_bytes(), type=kind)
        if fits(found):
            return found
    made = make()
    with contextlib.suppress(OSError):  # a read-only home costs time, never the answer
        _write(path, msgspec.msgpack.encode(made))
    return made


def _make(folder: Path, sha256: str) -> Entry:
    from .loading import load_graph, load_shapes
    from .loading.rulebase import rulebase_of
    from .validation.compile_shapes import compile_checks

    rulebase = rulebase_of(load_graph(folder), sha256)
    return Entry(rulebase, compile_checks(load_shapes(folder), rulebase))


def _code_hash() -> str:
    """Return a hash of the code that reads ontologies, about 100 kB of source."""
    digest = hashlib.sha256(msgspec.__version__.encode())
    package = Path(__file__).resolve().parent
    for name in _READING_CODE:
        for source in sorted((package / name).glob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    entries = sorted(path.parent.glob("*.msgpack"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in entries[_KEEP:]:
        old.unlink(missing_ok=True)
