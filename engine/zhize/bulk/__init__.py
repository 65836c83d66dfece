"""Many records at once: tables decided column by column, and files of any length in parts.

The words of each distinct value are looked up once, by the same lexicon as for a single record. The
facts of a row are then a few small numbers; rows that no norm can tell apart share a *state*, and
each state is decided once, by the same evaluator. So there is one meaning, and a row costs a few
look-ups in tables. What is out of the ordinary (a value of the wrong type, a field that the
mechanism does not have) is read and checked row by row, as a single record would be.

The modules of this package need NumPy and PyArrow (the extra `bulk`); call `need_arrow` first.
"""

from __future__ import annotations

from importlib.util import find_spec

from .._errors import UsageError

__all__ = ["need_arrow"]


def need_arrow() -> None:
    """Make sure that the libraries for tables are installed.

    Raises:
        UsageError: They are not.
    """
    if find_spec("pyarrow") is None or find_spec("numpy") is None:
        raise UsageError(
            "处理表格和大批记录需要 NumPy 和 PyArrow。请安装：pip install 'zhize[bulk]'。",
            "tables and large batches need NumPy and PyArrow; install them by "
            "`pip install 'zhize[bulk]'`",
        )
