"""One JSON object from its bytes: fast where it is plain, careful where it is not."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import msgspec

from . import faults
from .faults import Fault, FaultFound
from .limits import DEFAULT_LIMITS
from .source import bad_byte

_decoder = msgspec.json.Decoder(float_hook=str)  # numbers stay as they are written
_KEY_END = re.compile(rb'"\s*:')


class Pairs(dict[str, Any]):
    """An object that gave some name twice: `again` holds the later values."""

    again: tuple[tuple[str, Any], ...] = ()


def parse_object(data: bytes, *, last: bool = False) -> dict[str, Any]:
    """Return one JSON object; names given twice are kept in a `Pairs`.

    Args:
        data: The bytes of one JSON value.
        last: Whether nothing follows, so that an unfinished value is a truncated file.

    Raises:
        FaultFound: It is not valid JSON (line and column within `data`), or not an object.
    """
    try:
        value = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = parse_json(data, last=last)
    if type(value) is not dict and type(value) is not Pairs:
        raise FaultFound(faults.no_object("JSON").at(1))
    # The fast decoder keeps the last of two values without a word. Each name ends with a quote
    # and a colon; as many of these as names means that none came twice and nothing is nested.
    if data.count(b":") != len(value) != len(_KEY_END.findall(data)):
        value = parse_json(data, last=last)
    fields: dict[str, Any] = value
    return fields


def parse_json(data: bytes, *, last: bool = True) -> Any:
    """Return any JSON value, numbers as text, names given twice kept in a `Pairs`.

    Raises:
        FaultFound: As `parse_object`.
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError:
        found = bad_byte(data)
        raise FaultFound(found[1] if found else faults.not_utf8(1, 1, None)) from None
    except json.JSONDecodeError as error:
        unfinished = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        line, column = faults.line_column(text, error.pos)
        if last and unfinished:
            raise FaultFound(faults.truncated("JSON", line, column)) from None
        raise FaultFound(
            faults.syntax("JSON", text[error.pos :], error.msg.lower(), line, column)
        ) from None
    except RecursionError:
        raise FaultFound(faults.too_deep(DEFAULT_LIMITS.max_depth).at(1)) from None
    if "\\u" in text or "\\U" in text:
        _refuse_surrogates(value, text)
    return value


def _number(text: str) -> str:
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise FaultFound(
        Fault(
            "syntax",
            f"JSON 里不能写 {name}；没有值就不写这个字段",
            f"`{name}` is no JSON value; leave the field out",
            1,
        )
    )


def _refuse_surrogates(value: Any, text: str) -> None:
    """Half a character (a lone surrogate) cannot be written out again as UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        found = re.search(r"\\[uU][dD][89a-fA-F]", text)
        at = found.start() if found else 0
        raise FaultFound(
            faults.syntax("JSON", text[at:], "half a character", *faults.line_column(text, at))
        ) from None
    except RecursionError:
        raise FaultFound(faults.too_deep(DEFAULT_LIMITS.max_depth).at(1)) from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    first = Pairs()
    again = []
    for name, value in pairs:
        if name in first:
            again.append((name, value))
        else:
            first[name] = value
    first.again = tuple(again)
    return first
