"""How far a batch has come, on disk: what is written there survives a kill at any moment."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from .._errors import UsageError
from .legend import Span
from .sources import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "manifest.json"


class Part(msgspec.Struct, kw_only=True, frozen=True):
    """One part that is done.

    Attributes:
        number: From 1. `file`: index of the input file. `first`: position of its first row there.
        end: Where the next row begins.
        duties, problems: The codes that it has added.
        rows, decided, refused: Counts.
        files: SHA-256 of what was written, by name; None for what is gone when all is done.
    """

    number: int
    file: int
    first: int
    end: Place
    duties: Span
    problems: Span
    rows: int
    decided: int
    refused: int
    files: dict[str, str | None]


class Manifest(msgspec.Struct, kw_only=True, frozen=True):
    """What a batch works on, and the parts that are done.

    Attributes:
        settings: What makes the output what it is: version, mechanism, day, format. Another run
            with other settings would write something else.
        input: What the input files are known by. `input_sha256`: the hash of that.
        parts: In order.
        compared: Whether parts that use an identifier again have been judged with that in mind.
        finished: Whether the output is complete. `files`: SHA-256 of what was written, by name.
    """

    settings: dict[str, Any]
    input: list[dict[str, Any]]
    input_sha256: str
    parts: tuple[Part, ...] = ()
    compared: bool = False
    finished: bool = False
    files: dict[str, str] = {}


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


def report_of(manifest: Manifest, *, resumed: int = 0, already: bool = False) -> BatchReport:
    """Return what a batch did."""
    return BatchReport(
        rows=sum(part.rows for part in manifest.parts),
        decided=sum(part.decided for part in manifest.parts),
        refused=sum(part.refused for part in manifest.parts),
        resumed=resumed,
        already=already,
    )


def sha256_of(value: Any) -> str:
    """Return the hash of plain values."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load(path: Path) -> Manifest | None:
    """Return what a manifest says, or None where there is none.

    Raises:
        UsageError: It is no manifest.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise UsageError(
            f"“{path}”不是成批认定的清单。请换一个输出，或用 --restart 重新开始。",
            f"`{path}` is no manifest of a batch; choose another output, or begin again by "
            "`--restart`",
        ) from error


def save(manifest: Manifest, path: Path) -> None:
    """Replace a manifest, so that there is always either the old or the new one."""
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears only when all of it is on disk."""
    temporary = temporary_name(path)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def settle(path: Path) -> None:
    """Let a file that was written under its temporary name appear, once it is on disk."""
    temporary = temporary_name(path)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def temporary_name(path: Path) -> Path:
    """Return the name under which a file is written."""
    return path.with_name(f".{path.name}.tmp")


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def with_part(manifest: Manifest, part: Part) -> Manifest:
    """Return the manifest with a part that was done, perhaps again."""
    before = {known.number: known for known in manifest.parts}
    if part.number in before:
        known = before[part.number]
        part = msgspec.structs.replace(
            part, files={**known.files, **part.files}, duties=known.duties, problems=known.problems
        )
    before[part.number] = part
    return msgspec.structs.replace(manifest, parts=tuple(before[n] for n in sorted(before)))


def check_same(manifest: Manifest, wanted: Mapping[str, Any], input_sha256: str, out: Path) -> None:
    """Make sure that a batch goes on with what it was begun with.

    Raises:
        UsageError: The input, the mechanism or a setting is another one.
    """
    if manifest.input_sha256 != input_sha256:
        raise UsageError(
            f"输入已不是“{out}”开始时的输入。请换一个输出，或用 --restart 重新开始。",
            f"the input is not the one that `{out}` was begun with; choose another output, or "
            "begin again by `--restart`",
        )
    for name, value in wanted.items():
        before = manifest.settings.get(name)
        if before != value:
            raise UsageError(
                f"“{out}”开始时的 {name} 是 {_shown(before)}，现在是 {_shown(value)}。"
                "请照旧继续，换一个输出，或用 --restart 重新开始。",
                f"`{out}` was begun with {name} {_shown(before)}, and it is {_shown(value)} now; "
                "go on as before, choose another output, or begin again by `--restart`",
            )


def _shown(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else f"{text[:80]}…"
