"""Records with facts set otherwise, in the words that a record may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from .._errors import UsageError
from ..records import resolve

if TYPE_CHECKING:
    from ..model.incident import Incident, Record
    from ..records import Lexicon
    from ..records.lexicon import FacetWords

Values = Mapping[str, "str | Sequence[str]"]
_SEPARATOR = re.compile("[;；]")


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """What to make otherwise, by field; fields and values are codes or labels.

    Attributes:
        unset: Fields to leave open: what they say is then unknown.
        set: Values that take the place of all that is stated. `none` says that there is none.
        remove, add: Values taken off a field, and put to it.
    """

    unset: tuple[str, ...] = ()
    set: Values = {}
    remove: Values = {}
    add: Values = {}


def edited(incident: Incident, edits: Edits, lexicon: Lexicon) -> Record:
    """Return a record with some facts otherwise, its words looked up and nothing judged.

    Raises:
        UsageError: A field is changed in two ways that exclude each other, or a value is to be
            removed that the record does not state.
    """
    fields: dict[str, Any] = incident.to_dict()
    found = [
        (kind, name, _code(name, lexicon))
        for kind, names in (("unset", edits.unset), ("set", edits.set))
        for name in names
    ]
    codes = [code for _, _, code in found]
    for _, name, code in found:
        if codes.count(code) > 1:
            raise UsageError(
                f"字段“{name}”既要改写又要留空，或改写了两次。请只写一次。",
                f"field `{name}` is set twice, or set and left open; say it once",
            )
    for name in edits.unset:
        _leave_open(fields, _code(name, lexicon), lexicon)
    for name, value in edits.set.items():
        fields[_code(name, lexicon)] = value if isinstance(value, str) else list(value)
    for name, value in edits.remove.items():
        facet = lexicon.field(name)
        if facet is None:
            fields[name] = value  # not a field: the check of the record says which was meant
        else:
            for text in _texts(value):
                _take_off(fields, facet, text, lexicon.rulebase.unknown.code)
    for name, value in edits.add.items():
        code = _code(name, lexicon)
        stated = fields.get(code, [])
        listed = _texts(stated) if isinstance(stated, str) else list(stated)
        fields[code] = [*listed, *_texts(value)]
    return resolve(fields, lexicon, source="")


def _code(name: str, lexicon: Lexicon) -> str:
    """Return the code of a field; a name that is none stays as written."""
    facet = lexicon.field(name)
    return name if facet is None else facet.code


def _leave_open(fields: dict[str, Any], code: str, lexicon: Lexicon) -> None:
    facet = lexicon.facets.get(code)
    if facet is None:
        fields[code] = lexicon.rulebase.unknown.code
    elif facet.facet.values:
        fields[code] = [lexicon.rulebase.unknown.code]
    else:
        fields.pop(code, None)


def _take_off(fields: dict[str, Any], facet: FacetWords, text: str, unknown: str) -> None:
    """Take one value off a field; taking off `unknown` says that no more holds than is stated."""
    stated = list(fields.get(facet.code, []))
    code = facet.code_of(text) if facet.facet.values else text.strip()
    if facet.is_unknown(text):
        code = unknown
    if code not in stated:
        shown_zh, shown_en = "、".join(stated) or "空", ", ".join(stated) or "nothing"
        raise UsageError(
            f"记录的“{facet.code}”没有写“{text}”，无从去掉；现为：{shown_zh}。",
            f"`{text}` cannot be removed: `{facet.code}` does not state it but {shown_en}",
        )
    stated.remove(code)
    if stated or facet.many:
        fields[facet.code] = stated
    else:
        fields.pop(facet.code)


def _texts(value: str | Iterable[str]) -> list[str]:
    if not isinstance(value, str):
        return list(value)
    return [part.strip() for part in _SEPARATOR.split(value) if part.strip()]
