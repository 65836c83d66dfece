"""How large a record file may be, so that no file costs unbounded memory or time."""

from __future__ import annotations

import msgspec

MIB = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on what is read; sizes in bytes unless another unit is named.

    JSONL is read line by line, so a file of it has no bound; the other formats are read whole.

    Attributes:
        max_yaml, max_json, max_jsonld, max_turtle: Size of a whole document.
        max_record: One line of JSONL, or one element of a JSON array.
        max_depth: How deep lists and mappings may nest.
        max_values: Values in one list.
        max_nodes: Values of one YAML record, nested ones included.
        max_text: Characters in one value.
        max_workbook, max_delimited: Size of a workbook, and of a CSV file.
        max_unpacked, max_members: What a workbook unpacks to, and how many parts it may have.
        max_rows, max_columns, max_cells: How far a table may reach, and the area that it covers.
        max_broken: Broken records in one YAML or JSON file after which reading stops.
        max_restarts: Malformed YAML documents behind which reading is taken up again.
    """

    max_yaml: int = 16 * MIB
    max_json: int = 64 * MIB
    max_jsonld: int = 8 * MIB
    max_turtle: int = 8 * MIB
    max_record: int = MIB
    max_depth: int = 32
    max_values: int = 1000
    max_nodes: int = 20_000
    max_text: int = 100_000
    max_workbook: int = 64 * MIB
    max_delimited: int = 64 * MIB
    max_unpacked: int = 512 * MIB
    max_members: int = 2_000
    max_rows: int = 200_000
    max_columns: int = 500
    max_cells: int = 8_000_000
    max_broken: int = 10_000
    max_restarts: int = 100


DEFAULT_LIMITS = Limits()
