"""Texts in several languages, as values: what many share, nobody can change."""

from __future__ import annotations

from typing import Any, NoReturn

import msgspec


class Wording(dict[str, str]):
    """A text by language tag: a dict for whoever reads or writes it, but one that stays as it is.

    Equal to a dict with the same texts. `dict(wording)` is a copy that can be changed.
    """

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("the words of a mechanism cannot be changed; change a copy: dict(words)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __copy__(self) -> Wording:
        return self

    def __deepcopy__(self, _: object) -> Wording:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Wording, (dict(self),)


def fix(value: msgspec.Struct, fields: tuple[str, ...]) -> None:
    """Let some fields of a new value hold texts that cannot be changed; empty ones stay."""
    for field in fields:
        text = getattr(value, field)
        if text and text.__class__ is dict:
            msgspec.structs.force_setattr(value, field, Wording(text))
