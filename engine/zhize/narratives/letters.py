"""Who writes and to whom: letters, reports with a head and a signature, calls with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .view import View

_COLONS = frozenset(":：")
_ENDS = frozenset("。.!！?？,，;；、:：-—–()（）[]【】\n")
_NEAR = 5.0
"""Words between 我是 and what the speaker is."""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """An agency where a text mentions it."""

    code: str
    first: int
    last: int


class Correspondence(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks to whom.

    Attributes:
        parties: The agencies mentioned, without head and signature; words for the writer and the
            reader (我局, 你局) among them, where it is known who these are.
        addressee: Whom a letter is written to, where it says so in its head.
        speakers: Who says what a call or a note reports, by a label or by their own words.
    """

    parties: tuple[Party, ...]
    addressee: Party | None = None
    speakers: tuple[Party, ...] = ()


def correspondence(view: View, parties: Sequence[Party]) -> Correspondence:
    """Return who speaks to whom in a text."""
    head = _head(view, parties)
    foot = _foot(view, parties)
    formal = head is not None and (
        (foot is not None and foot.code != head.code)
        or any(True for _ in view.marked("means-you", "formally"))
    )
    addressee = head if formal else None
    own = [p for p in parties if p is not foot and p is not addressee]
    speakers = tuple(_speakers(view, own))
    writer = foot or (speakers[0] if speakers else None)
    if writer is not None:
        own += _standing_for(view, writer, own, "means-us")
    if addressee is not None:
        own += _standing_for(view, addressee, own, "means-you")
    own.sort(key=lambda p: (p.first, p.last))
    return Correspondence(parties=tuple(own), addressee=addressee, speakers=speakers)


def _head(view: View, parties: Sequence[Party]) -> Party | None:
    """Return the agency that a text begins by addressing: `县公安局：`, `To the police.`."""
    if not parties:
        return None
    party = parties[0]
    led = any(
        m.last < party.first
        and (m.first == 0 or view.clause[m.first - 1] != view.clause[m.first])
        and view.same_clause(m.first, party.first)
        and view.words_between(m.last, party.first) <= 1.0
        for m in view.marked("salutes")
    )
    begins = party.first == 0 or view.clause[party.first - 1] != view.clause[party.first]
    following = view.tokens[party.last + 1].key if party.last + 1 < len(view.tokens) else ""
    if (led and following in _ENDS) or (begins and following in _COLONS):
        return party
    return None


def _foot(view: View, parties: Sequence[Party]) -> Party | None:
    """Return the agency that signs: it stands alone at the end, with a date at most behind it."""
    if len(view.tokens) < 2 or not parties:
        return None
    party = parties[-1]
    first, last = party.first, party.last
    if first == 0:
        return None
    before = view.tokens[first - 1]
    apart = view.clause[first - 1] != view.clause[first]
    ended = before.key in {"。", ".", "！", "!", "\n"} or (apart and not before.punctuation)
    rest = view.text[view.tokens[last].end :]
    bare = all(not c.isalpha() or c in "年月日号" for c in rest)
    return party if ended and bare else None


def _speakers(view: View, parties: Sequence[Party]) -> Iterator[Party]:
    """Yield who says of themselves what they are, and who is labelled as speaking."""
    for mark in view.marked("is-speaker"):
        for party in parties:
            if party.first > mark.last and view.same_clause(mark.last, party.first):
                if view.words_between(mark.last, party.first) <= _NEAR:
                    yield party
                    break
    for party in parties:
        begins = party.first == 0 or (
            view.clause[party.first - 1] != view.clause[party.first]
            or view.tokens[party.first].sentence != view.tokens[party.first - 1].sentence
        )
        end = party.last + 1
        if begins and end < len(view.tokens) and view.tokens[end].key in _COLONS:
            yield party


def _standing_for(view: View, meant: Party, parties: Sequence[Party], use: str) -> list[Party]:
    taken = {p for party in parties for p in range(party.first, party.last + 1)}
    return [
        Party(code=meant.code, first=mark.first, last=mark.last)
        for mark in view.marked(use)
        if taken.isdisjoint(range(mark.first, mark.last + 1))
    ]
