"""Values of Arrow columns as Python values, also where Python has no such value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .faults import Fault, FaultFound, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa


def check_zones(schema: pa.Schema) -> None:
    """Make sure that the days and hours of all columns can be told.

    Raises:
        FaultFound: A column has times in a zone that nobody knows here.
    """
    import pyarrow as pa

    for field in schema:
        for zone in _zones(field.type):
            try:
                pa.lib.string_to_tzinfo(zone)
            except (KeyError, ValueError, OSError):
                name, shown = excerpt(field.name), excerpt(zone)
                raise FaultFound(
                    Fault(
                        "unknown-time-zone",
                        f"列“{name}”的时间属于时区“{shown}”，这里不认识这个时区，无法断定是哪一天；"
                        "请改用 Asia/Shanghai、+08:00 之类的时区，或把该列存为日期",
                        f"the times of column `{name}` are in time zone `{shown}`, which is not "
                        "known here, so that their days cannot be told; use a zone such as "
                        "`Asia/Shanghai` or `+08:00`, or store the column as dates",
                    )
                ) from None


def _zones(kind: pa.DataType) -> Iterator[str]:
    """Yield the time zones in a type, however deep."""
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        yield from _zones(kind.storage_type)
    elif pa.types.is_timestamp(kind) and kind.tz is not None:
        yield kind.tz
    elif pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        yield from _zones(kind.value_type)
    else:
        for number in range(kind.num_fields):
            yield from _zones(kind.field(number).type)


def python_values(array: pa.Array) -> list[Any]:
    """Return the values of a column; a day or a time too far for Python is a text."""
    try:
        return list(array.to_pylist())
    except (OverflowError, ValueError):
        return [python_value(scalar) for scalar in array]


def python_value(scalar: pa.Scalar) -> Any:
    """Return one value, as `python_values` does."""
    import pyarrow as pa

    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        held = getattr(scalar, "values", None)
        if isinstance(held, pa.Array):
            return python_values(held)
        try:
            return scalar.cast(pa.string()).as_py()
        except pa.ArrowException:  # it has no form as a text: no value of a record
            return {}
