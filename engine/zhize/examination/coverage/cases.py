"""The cases of a mechanism: YAML files of records with the duties that are expected.

A file holds a list. Of an entry these are read: `case`, its name; `record`, an incident; `duties`,
each with its `norm`; `not`, norms that must not apply. An entry without a record states what one
`norm` says that no incident triggers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..._errors import UnreadableError

MOST_BYTES = 4 << 20
_MOST_FILES = 2000


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case.

    Attributes:
        name, source: What it is called, and its file.
        record: Its record; None where it is about a norm that no incident triggers.
        expects: Norms of the duties that it expects, or the norm that it is about.
        misses: Norms that must not apply.
    """

    name: str
    source: str
    record: dict[str, Any] | None
    expects: tuple[str, ...]
    misses: tuple[str, ...]


def find_cases(folder: Path, *, shipped: bool) -> Path | None:
    """Return where the cases of a mechanism lie, if they lie where they usually do.

    That is `cases/` or `cases.yaml` in its folder; for the shipped mechanism `tests/cases` of the
    checkout it stands in.
    """
    places = [folder / "cases", folder / "cases.yaml"]
    if shipped:
        places.append(folder.parent / "tests" / "cases")
    return next((place for place in places if place.exists()), None)


def read_cases(place: Path) -> tuple[Case, ...]:
    """Read a file of cases, or all of a folder, in the order of their names.

    Raises:
        UnreadableError: There is no such file, or it is not what cases look like.
    """
    if place.is_dir():
        files = sorted(p for p in place.iterdir() if p.suffix in {".yaml", ".yml"})[:_MOST_FILES]
        if not files:
            raise _unreadable(
                place.name, "文件夹里没有 .yaml 文件", "the folder holds no .yaml file"
            )
    else:
        files = [place]
    return tuple(case for path in files for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    entries = _load(path)
    if not isinstance(entries, list):
        raise _unreadable(path.name, "应是一个列表", "it must be a list of cases")
    for rank, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise _unreadable(
                path.name, f"第 {rank} 项不是字段与值", f"item {rank} is no mapping of fields"
            )
        record = entry.get("record")
        about = entry.get("norm")
        if isinstance(record, dict):
            expects = tuple(_norm(duty) for duty in _listed(entry.get("duties")))
            name = str(entry.get("case") or f"{path.name} {rank}")
        elif about is not None:
            record, expects = None, (str(about),)
            name = str(entry.get("case") or f"{path.name} {about}")
        else:
            raise _unreadable(
                path.name,
                f"第 {rank} 项既没有 record，也没有 norm",
                f"item {rank} has neither a record nor a norm",
            )
        yield Case(
            name=name,
            source=path.name,
            record=record,
            expects=tuple(dict.fromkeys(n for n in expects if n)),
            misses=tuple(str(norm) for norm in _listed(entry.get("not"))),
        )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _norm(duty: Any) -> str:
    return str(duty.get("norm", "")) if isinstance(duty, Mapping) else ""


def _load(path: Path) -> Any:
    """Return what a YAML file holds; aliases and other tags are refused, and very large files."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Builds plain values, and no value twice."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            """Refuse an alias."""
            if self.check_event(yaml.events.AliasEvent):
                raise yaml.YAMLError("an alias, as in *name")
            return super().compose_node(parent, index)

    try:
        data = path.read_bytes()
        if len(data) > MOST_BYTES:
            raise _unreadable(
                path.name,
                f"大于 {MOST_BYTES >> 20} MiB；请分成几个文件",
                f"it is larger than {MOST_BYTES >> 20} MiB; split it",
            )
        return yaml.load(data.decode("utf-8-sig"), Loader)
    except FileNotFoundError:
        raise _unreadable(
            str(path), "没有这个文件或文件夹", "there is no such file or folder"
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unreadable(
            path.name, f"无法读取（{reason}）", f"it cannot be read ({reason})"
        ) from None
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        what = " ".join(str(error).split())[:200]
        raise _unreadable(
            path.name, f"不是可读的 YAML（{what}）", f"no readable YAML ({what})"
        ) from None


def _unreadable(name: str, zh: str, en: str) -> UnreadableError:
    return UnreadableError(f"用例 {name}：{zh}。", f"cases {name}: {en}")
