"""The compiled rule base, as plain values.

Every way in which a norm can come to bear on an agency by the facts is one bit: one for each
(norm, bearer, trigger). For each facet and value there is the set of bits that the value leaves
standing; a record's facts are the AND, over facets, of the OR over its values.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ..model.rulebase import Norm, Trigger


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One norm on one bearer: what becomes a duty.

    Attributes:
        norm, bearer: Units are kept in the order of a decision, so their index is their rank.
        bits: The bits of its triggers, lowest first; `mask` is their union.
        triggers: The triggers, in the order of the bits.
        needs_recipient: True for modes notify and feedback.
        fixed: Recipients that the norm itself names.
        acting: Index of the recipient rule that finds acting agencies, or -1.
        senders: Recipients include those whose duty this one follows.
        facets: Facets that its triggers test, for the grounds of a duty.
    """

    norm: Norm
    bearer: str
    bits: tuple[int, ...]
    mask: int
    triggers: tuple[Trigger, ...]
    needs_recipient: bool
    fixed: tuple[str, ...]
    acting: int
    senders: bool
    facets: tuple[str, ...]


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """One unit that yields to others.

    `by` are units, each with the bits of the exception's own condition (0: unconditional) and the
    exception's interpretations.
    """

    unit: int
    by: tuple[tuple[int, int, tuple[str, ...]], ...]


class ActingRule(msgspec.Struct, frozen=True, kw_only=True):
    """A recipient rule: the units whose bearers count, and the facets whose agencies do not."""

    code: str
    units: frozenset[int]
    except_named_in: tuple[str, ...]


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Bits that stand only from `start` to `end`, both included; None is open."""

    mask: int
    start: date | None
    end: date | None


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Bits that stand only within one of these places (codes)."""

    mask: int
    places: frozenset[str]


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled mechanism.

    Attributes:
        units: In the order of a decision.
        unit_of_bit: For each bit its unit, or -1 for the condition of an exception.
        tested: Facets that some trigger tests, in the order of the record.
        free: For each tested facet, the bits that do not test it.
        lookup: For each tested facet, the bits that each value satisfies, `free` included.
        aware_free, aware: Bits that need no knowledge, and those that each agency's needs.
        knowledge: Facets whose agencies know; `makes_aware`: (bits, agency) pairs.
        edges: Who yields to whom, in an order in which every possible displacer is settled first.
        acting_rules: The recipient rules; `follow_ups`: for each level of chains, the pairs
            (source units, follower unit by bearer).
        windows, areas: Norms that hold for a time or in a place only.
        uses_date: Some norm sets a deadline, so that duties differ by the day known.
    """

    units: tuple[Unit, ...]
    unit_of_bit: tuple[int, ...]
    all_bits: int
    tested: tuple[str, ...]
    free: dict[str, int]
    lookup: dict[str, dict[str, int]]
    aware_free: int
    aware: dict[str, int]
    knowledge: tuple[str, ...]
    makes_aware: tuple[tuple[int, str], ...]
    edges: tuple[Edge, ...]
    acting_rules: tuple[ActingRule, ...]
    follow_ups: tuple[tuple[tuple[int, frozenset[int]], ...], ...]
    windows: tuple[Window, ...]
    areas: tuple[Area, ...]
    uses_date: bool


def bits_of(numbers: Iterable[int]) -> int:
    """Return the set of bits with these numbers, in time by their number and not by its square."""
    numbers = list(numbers)
    content = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        content[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(content, "little")


def numbers_of(bits: int) -> list[int]:
    """Return the numbers of the bits of a set, the highest first.

    From above what is left gets shorter, and its highest bit is known at once.
    """
    found = []
    while bits:
        top = bits.bit_length() - 1
        bits ^= 1 << top
        found.append(top)
    return found
