"""Decisions as JSON in bulk: the same bytes as `Decision.to_json`, put together from parts.

Decisions on equal facts share their body, and many bodies share single duties. A part that was
written before is not written again. Parts are known by identity; an entry keeps its part alive,
so that an identity is never met twice with another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from .decision import Body, Decision, Duty
from .memo import Memo

_MEMO_LIMIT = 1 << 14
_encode = msgspec.json.Encoder().encode


class DecisionEncoder:
    """Encodes decisions, one after another."""

    def __init__(self) -> None:
        self._tails: Memo[int, tuple[Body, bytes]] = Memo(_MEMO_LIMIT)
        self._duties: Memo[int, tuple[Duty, bytes]] = Memo(_MEMO_LIMIT)
        self._stamp: tuple[object, bytes] = (None, b"")

    def encode(self, decision: Decision) -> bytes:
        """Return the JSON object of a decision, UTF-8, without a line end."""
        body = decision.body
        if decision.notes or not body.applicable:
            return decision.to_json()
        entry = self._tails.get(id(body))
        if entry is None:
            entry = self._tails.keep(id(body), (body, self._tail(body)))
        return b'{"incident":' + _encode(decision.incident) + entry[1]

    def _tail(self, body: Body) -> bytes:
        """Return everything after the name of the incident."""
        if self._stamp[0] is not body.mechanism:
            self._stamp = (body.mechanism, _encode(body.mechanism))
        return b"".join(
            (
                b',"applicable":true,"reason":null,"reason_text":null,"duties":[',
                b",".join([self._duty(duty) for duty in body.duties]),
                b'],"displaced":[',
                _plain(body.displaced),
                b'],"unaddressed":[',
                _plain(body.unaddressed),
                b'],"open":[',
                _plain(body.open),
                b'],"interpretations":',
                _encode(body.interpretations),
                b',"notes":[],"mechanism":',
                self._stamp[1],
                b"}",
            )
        )

    def _duty(self, duty: Duty) -> bytes:
        entry = self._duties.get(id(duty))
        if entry is None:
            entry = self._duties.keep(id(duty), (duty, _encode(duty.to_dict())))
        return entry[1]


def _plain(rows: Iterable[Any]) -> bytes:
    """Return rows whose fields are those of the public contract, names and order included."""
    return b",".join([_encode(row) for row in rows])
