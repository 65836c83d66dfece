"""Decisions as JSON in bulk: the same bytes as `Decision.to_json`, put together from parts.

Decisions on equal facts share their tuples of duties, and many decisions share single duties. A
part that was written before is not written again. Parts are known by identity; an entry keeps its
part alive, so that an identity is never met twice with another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from .decision import Decision, Duty

_MEMO_LIMIT = 1 << 14
_encode = msgspec.json.Encoder().encode


class DecisionEncoder:
    """Encodes decisions of one mechanism, one after another."""

    def __init__(self) -> None:
        self._tails: dict[tuple[int, ...], tuple[Decision, bytes]] = {}
        self._duties: dict[int, tuple[Duty, bytes]] = {}
        self._stamp: tuple[object, bytes] = (None, b"")

    def encode(self, decision: Decision) -> bytes:
        """Return the JSON object of a decision, UTF-8, without a line end."""
        if decision.notes or not decision.applicable:
            return decision.to_json()
        key = (
            id(decision.duties),
            id(decision.displaced),
            id(decision.unaddressed),
            id(decision.open),
            id(decision.interpretations),
            id(decision.mechanism),
        )
        entry = self._tails.get(key)
        if entry is None:
            if len(self._tails) >= _MEMO_LIMIT:
                self._tails.clear()
            entry = self._tails[key] = (decision, self._tail(decision))
        return b'{"incident":' + _encode(decision.incident) + entry[1]

    def _tail(self, decision: Decision) -> bytes:
        """Return everything after the name of the incident."""
        if self._stamp[0] is not decision.mechanism:
            self._stamp = (decision.mechanism, _encode(decision.mechanism))
        return b"".join(
            (
                b',"applicable":true,"reason":null,"reason_text":null,"duties":[',
                b",".join([self._duty(duty) for duty in decision.duties]),
                b'],"displaced":[',
                _plain(decision.displaced),
                b'],"unaddressed":[',
                _plain(decision.unaddressed),
                b'],"open":[',
                _plain(decision.open),
                b'],"interpretations":',
                _encode(decision.interpretations),
                b',"notes":[],"mechanism":',
                self._stamp[1],
                b"}",
            )
        )

    def _duty(self, duty: Duty) -> bytes:
        entry = self._duties.get(id(duty))
        if entry is None:
            if len(self._duties) >= _MEMO_LIMIT:
                self._duties.clear()
            entry = self._duties[id(duty)] = (duty, _encode(duty.to_dict()))
        return entry[1]


def _plain(rows: Iterable[Any]) -> bytes:
    """Return rows whose fields are those of the public contract, names and order included."""
    return b",".join([_encode(row) for row in rows])
