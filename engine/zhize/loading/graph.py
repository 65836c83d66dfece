"""From a folder of Turtle to one RDF graph, and to the hash that names its content."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import MechanismError
from .._resources import data_folder

if TYPE_CHECKING:
    from rdflib import Graph

CORE = "core.ttl"
CORE_WORDS = ("core-words.ttl", "core-words-en.ttl", "core-words-zh.ttl", "core-narratives.ttl")
"""What every mechanism stands on: the core, and the words of questions and narratives."""


def core_file() -> Path:
    """Return the core ontology, which every mechanism stands on."""
    return data_folder("ontology") / CORE


def ontology_files(folder: Path) -> tuple[Path, ...]:
    """Return the Turtle files that say what a mechanism means, the core first, then by name.

    The words by which running text speaks of it are apart (`word_files`): no decision needs them.

    Raises:
        MechanismError: The folder does not exist or holds no `mechanism.ttl`.
    """
    if not (folder / "mechanism.ttl").is_file():
        raise MechanismError(
            f"“{folder}”不是机制文件夹：其中没有 mechanism.ttl。请指定含有该文件的文件夹。",
            f"`{folder}` is no mechanism: it holds no mechanism.ttl; name the folder that does",
        )
    own = (p for p in sorted(folder.glob("*.ttl")) if p.name != CORE and not _is_words(p))
    return (core_file(), *own)


def word_files(folder: Path) -> tuple[Path, ...]:
    """Return the Turtle files of words: those of the core, then the mechanism's own, by name."""
    shipped = data_folder("ontology")
    core = tuple(shipped / name for name in CORE_WORDS if (shipped / name).is_file())
    return (*core, *own_word_files(folder))


def own_word_files(folder: Path) -> tuple[Path, ...]:
    """Return a mechanism's own files of words: their names have `words` in them."""
    found = (p for p in sorted(folder.glob("*.ttl")) if _is_words(p))
    return tuple(p for p in found if p.name not in CORE_WORDS)


def _is_words(path: Path) -> bool:
    return path.name in CORE_WORDS or "words" in path.stem


def shapes_files(folder: Path) -> tuple[Path, ...]:
    """Return the record shapes of a mechanism: those for any record, then its own.

    The notice keeps its shapes in the project's `shapes/`; any other mechanism beside its Turtle.
    """
    shipped = data_folder("shapes")
    common = shipped / "any-record.ttl"
    if folder.resolve() == data_folder("ontology").resolve():
        return (common, shipped / "record.ttl")
    return (common, *sorted((folder / "shapes").glob("*.ttl")))


def content_hash(folder: Path) -> str:
    """Return the SHA-256 over names and contents of a mechanism's Turtle, as 64 hex digits.

    Line ends are made equal first, so that a checkout on Windows has the same hash.
    """
    digest = hashlib.sha256()
    for path in (*ontology_files(folder), *word_files(folder), *shapes_files(folder)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def parse_turtle(paths: tuple[Path, ...]) -> Graph:
    """Parse Turtle files into one graph, in order.

    Nothing is fetched: `owl:imports` is not followed, and only the named files are opened.

    Raises:
        MechanismError: A file is not UTF-8 or not Turtle; the message says where.
    """
    from rdflib import Graph

    graph = Graph()
    for path in paths:
        try:
            graph.parse(
                data=path.read_bytes().decode("utf-8"), format="turtle", publicID="urn:zhize:"
            )
        except UnicodeDecodeError as error:
            raise MechanismError(
                f"{path.name} 不是 UTF-8 编码（第 {error.start} 字节）。请另存为 UTF-8。",
                f"{path.name} is not UTF-8 (byte {error.start}); save it as UTF-8",
            ) from error
        except Exception as error:  # rdflib's parsers raise many kinds
            line = getattr(error, "lines", None)
            where = f"{path.name}:{line + 1}" if isinstance(line, int) else path.name
            reason = str(getattr(error, "message", error)).splitlines()[0][:300]
            raise MechanismError(
                f"{where}：不是合法的 Turtle：{reason}。",
                f"{where}: not valid Turtle: {reason}",
            ) from error
    return graph


def load_graph(folder: Path) -> Graph:
    """Return the core ontology and what a mechanism folder means, as one graph."""
    return parse_turtle(ontology_files(folder))


def load_words_graph(folder: Path) -> Graph:
    """Return the same with the words by which running text speaks of it."""
    return parse_turtle((*ontology_files(folder), *word_files(folder)))


def load_shapes(folder: Path) -> Graph:
    """Return the record shapes of a mechanism as one graph."""
    return parse_turtle(shapes_files(folder))
