"""Where the shipped ontology, shapes and queries are: in the installed package or the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ._errors import MechanismError


@cache
def data_folder(name: str) -> Path:
    """Return the folder `ontology`, `shapes` or `queries`.

    Raises:
        MechanismError: It is neither in the package nor in a checkout around it.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data" / name, package.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise MechanismError(
        f"找不到随附的文件夹“{name}”。请重新安装 zhize，或在源码目录中运行。",
        f"the shipped folder `{name}` is missing; reinstall zhize or run it from a checkout",
    )
