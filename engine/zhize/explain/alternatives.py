"""Changes of facts in words; those that differ in one value only are told together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .tree import Branch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..evaluation.changes import Change, ChangeSet
    from .proof_text import Page


class _Choice(NamedTuple):
    """One change with all the values that would do; `sample` is the first of them."""

    sample: Change
    values: tuple[str, ...]

    @property
    def slot(self) -> tuple[str | None, ...]:
        """What changes must share to be told together."""
        one = self.sample
        gone = one.value if one.action == "remove" else None
        return (
            one.field,
            one.action,
            one.instead_of,
            gone,
            one.within,
            one.not_before,
            one.not_after,
        )


class Way(NamedTuple):
    """Choices that have to be made together, and what the record shapes say of the outcome."""

    choices: tuple[_Choice, ...]
    told: tuple[str, ...]
    refused: bool


def ways(sets: Iterable[ChangeSet], page: Page) -> list[Way]:
    """Return sets of changes, those that differ in the values of one change joined."""
    found = [
        Way(
            tuple(_Choice(change, (change.value,)) for change in one.changes),
            tuple(page.names.text(p.message) for p in one.problems),
            one.refused,
        )
        for one in sets
    ]
    widest = max((len(way.choices) for way in found), default=0)
    for place in range(widest - 1, -1, -1):
        found = _joined(found, place)
    return found


def _joined(found: Sequence[Way], place: int) -> list[Way]:
    """Join the ways that differ only in the values of the change at one place."""
    groups: dict[object, list[Way]] = {}
    for way in found:
        slots = tuple(choice.slot for choice in way.choices)
        others = tuple(c.values for rank, c in enumerate(way.choices) if rank != place)
        groups.setdefault((slots, others, way.told, way.refused), []).append(way)
    joined = []
    for group in groups.values():
        first = group[0]
        choices = list(first.choices)
        if place < len(choices):
            values = tuple(dict.fromkeys(v for way in group for v in way.choices[place].values))
            choices[place] = _Choice(choices[place].sample, values)
        joined.append(first._replace(choices=tuple(choices)))
    return joined


def way_branch(way: Way, page: Page) -> Branch:
    """Return one way in words, with what the record shapes say of it."""
    changes = [_choice_text(choice, page) for choice in way.choices]
    text = changes[0] if len(changes) == 1 else page.say("change.together")
    if way.told:
        key = "not.refused" if way.refused else "not.warned"
        text = page.words.aside(text, page.say(key, why=page.words.clauses(way.told)))
    return Branch(text, tuple(map(Branch, changes)) if len(changes) > 1 else ())


def change_text(change: Change, page: Page) -> str:
    """Return one change of a record in words."""
    return _choice_text(_Choice(change, (change.value,)), page)


def _choice_text(choice: _Choice, page: Page) -> str:
    change = choice.sample
    facet = page.words.quoted(page.names.facet(change.field))
    parts = {"facet": facet, "values": page.words.either(_values(choice, page))}
    if change.action == "replace":
        parts["old"] = page.names.value(change.field, change.instead_of or "")
    return page.say(f"change.{change.action}", **parts)


def _values(choice: _Choice, page: Page) -> Iterator[str]:
    change, say = choice.sample, page.say
    if change.within is not None:
        yield say("change.within", place=page.place(change.within))
    elif change.not_before is not None and change.not_after is not None:
        yield say("change.between", first=change.not_before, last=change.not_after)
    elif change.not_before is not None:
        yield say("change.from", day=change.not_before)
    elif change.not_after is not None:
        yield say("change.until", day=change.not_after)
    else:
        for value in choice.values:
            yield page.words.quoted(page.names.value(change.field, value))
