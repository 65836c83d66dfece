"""The order of nodes within layers: few crossings, by barycentres and sifting.

Source: Sugiyama, Tagawa and Toda 1981 (layers, barycentres); Matuszewski, Schönfeld and Molitor
1999 (sifting); Barth, Jünger and Mutzel 2002 (counting by an accumulator tree).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

Layers = list[list[str]]
Link = tuple[str, str]
Ends = Sequence[tuple[int, int]]
"""Where the links of a node end in a neighbouring layer, and how many end there."""

_STARTS, _SWEEPS = 12, 8
"""Attempts from other orders, and sweeps by barycentres in each."""
_KICKS = 12
"""Attempts that begin with a part of the best order put elsewhere."""
_ROUNDS = 12
"""Siftings of all layers, at most; most end after three or four."""


def count_crossings(left: Sequence[str], right: Sequence[str], links: Iterable[Link]) -> int:
    """Return how many pairs of links between two ordered layers cross; parallel ones do not."""
    row = {node: place for place, node in enumerate(left)}
    column = {node: place for place, node in enumerate(right)}
    ends = [t for _, t in sorted((row[source], column[target]) for source, target in links)]
    tree = [0] * (len(right) + 1)
    crossings = 0
    for met, end in enumerate(ends):
        below, place = 0, end + 1
        while place:  # how many earlier links end no later
            below += tree[place]
            place &= place - 1
        crossings += met - below
        place = end + 1
        while place < len(tree):
            tree[place] += 1
            place += place & -place
    return crossings


def total_crossings(layers: Sequence[Sequence[str]], links: Sequence[Sequence[Link]]) -> int:
    """Return the crossings of all pairs of neighbouring layers."""
    return sum(
        count_crossings(layers[i], layers[i + 1], between) for i, between in enumerate(links)
    )


def order_layers(
    layers: Sequence[Sequence[str]],
    links: Sequence[Sequence[Link]],
    *,
    pinned: Collection[int] = (),
    seed: int = 1,
) -> Layers:
    """Return the layers in an order with few crossings; the same for the same arguments.

    Args:
        layers: The nodes of each layer, as they are given; the first attempt begins so.
        links: For each layer but the last, its links to the next; a link may occur twice.
        pinned: Indices of layers that stay as they are.
        seed: Of the random orders that further attempts begin with.
    """
    if pinned:
        return _calmed(_ordered(layers, links, pinned, seed), layers, links, pinned)
    ordered: Layers = [[] for _ in layers]
    for part in _components(layers, links):  # side by side, parts do not cross
        own = [[link for link in between if link[0] in part] for between in links]
        mine = [[node for node in layer if node in part] for layer in layers]
        for layer, found in zip(ordered, _ordered(mine, own, (), seed), strict=True):
            layer += found
    return _calmed(ordered, layers, links, pinned)


def _components(layers: Sequence[Sequence[str]], links: Sequence[Sequence[Link]]) -> list[set[str]]:
    """Return the parts that no link joins, in the order of their first nodes."""
    joined: dict[str, set[str]] = {node: {node} for layer in layers for node in layer}
    for source, target in (link for between in links for link in between):
        small, large = sorted((joined[source], joined[target]), key=len)
        if small is not large:
            large |= small
            for node in small:
                joined[node] = large
    place = {node: at / len(layer) for layer in layers for at, node in enumerate(layer)}
    parts = {id(part): part for part in joined.values()}
    return sorted(parts.values(), key=lambda part: sum(place[n] for n in part) / len(part))


def _ordered(
    layers: Sequence[Sequence[str]],
    links: Sequence[Sequence[Link]],
    pinned: Collection[int],
    seed: int,
) -> Layers:
    sifter = _Sifter(len(layers), links)
    free = [i for i in range(len(layers)) if i not in pinned and len(layers[i]) > 1]
    rng = random.Random(seed)
    best: Layers = [list(layer) for layer in layers]
    least = (total_crossings(best, links), 0)

    def attempt(order: Layers) -> None:
        nonlocal best, least
        found = (total_crossings(order, links), _disorder(layers, order))
        if found <= least:
            best, least = order, found

    for start in range(_STARTS):
        if not least[0] or not free:
            return best
        order = [list(layer) for layer in layers]
        if start > 1:
            walk = sifter.walk(layers, rng)
            for i in free:
                order[i].sort(key=walk.__getitem__)
        sifter.settle(order, free, sweeps=start > 0)
        attempt(order)
    for _ in range(_KICKS):
        if not least[0]:
            break
        order = [list(layer) for layer in best]
        sifter.kick(order, free, rng)
        attempt(order)
    return best


def _disorder(given: Sequence[Sequence[str]], order: Sequence[Sequence[str]]) -> int:
    """Return how many pairs stand otherwise than they were given."""
    return sum(
        count_crossings(before, after, zip(before, before, strict=True))
        for before, after in zip(given, order, strict=True)
    )


def _calmed(
    order: Layers,
    given: Sequence[Sequence[str]],
    links: Sequence[Sequence[Link]],
    pinned: Collection[int],
) -> Layers:
    """Let neighbours stand as they were given wherever that crosses no more."""
    sifter = _Sifter(len(order), links)
    for i, layer in enumerate(order):
        if i not in pinned:
            rank = {node: place for place, node in enumerate(given[i])}
            gain = sifter.gains(order, i)
            while sum(_swapped(layer, at, rank, gain) for at in range(len(layer) - 1)):
                pass
    return order


def _swapped(
    layer: list[str], at: int, rank: Mapping[str, int], gain: Callable[[str, str], int]
) -> bool:
    first, second = layer[at], layer[at + 1]
    if rank[first] < rank[second] or gain(first, second) > 0:
        return False
    layer[at], layer[at + 1] = second, first
    return True


class _Sifter:
    """Moves nodes to better places, one layer at a time."""

    def __init__(self, count: int, links: Sequence[Sequence[Link]]) -> None:
        self._before: list[dict[str, list[str]]] = [{} for _ in range(count)]
        self._after: list[dict[str, list[str]]] = [{} for _ in range(count)]
        for i, between in enumerate(links):
            for source, target in between:
                self._after[i].setdefault(source, []).append(target)
                self._before[i + 1].setdefault(target, []).append(source)

    def settle(self, order: Layers, free: Sequence[int], *, sweeps: bool) -> None:
        """Sweep to and fro by barycentres if `sweeps`, then sift until nothing gets better."""
        for sweep in range(_SWEEPS if sweeps else 0):
            forth = sweep % 2 == 0
            for i in free if forth else reversed(free):
                self._by_barycentre(order, i, self._before[i] if forth else self._after[i], forth)
        self._sift_all(order, free)

    def walk(self, layers: Sequence[Sequence[str]], rng: random.Random) -> dict[str, int]:
        """Return the number of each node in a random walk that goes deep before it goes on.

        What hangs together then stands together, as no sifting of single nodes would bring about.
        """
        layer_of = {node: i for i, layer in enumerate(layers) for node in layer}
        todo = list(layer_of)
        rng.shuffle(todo)
        met: dict[str, int] = {}
        while todo:
            node = todo.pop()
            if node not in met:
                met[node] = len(met)
                i = layer_of[node]
                near = [*self._before[i].get(node, ()), *self._after[i].get(node, ())]
                rng.shuffle(near)
                todo += near
        return met

    def kick(self, order: Layers, free: Sequence[int], rng: random.Random) -> None:
        """Move a stretch of one layer elsewhere, let the others follow it, and sift."""
        i = rng.choice(free)
        layer = order[i]
        start = rng.randrange(len(layer))
        stretch = layer[start : start + rng.randint(1, max(1, len(layer) // 4))]
        rest = [node for node in layer if node not in stretch]
        at = rng.randint(0, len(rest))
        layer[:] = [*rest[:at], *stretch, *rest[at:]]
        for j in range(i + 1, len(order)):
            if j in free:
                self._by_barycentre(order, j, self._before[j], True)
        for j in range(i - 1, -1, -1):
            if j in free:
                self._by_barycentre(order, j, self._after[j], False)
        self._sift_all(order, free)

    def _sift_all(self, order: Layers, free: Sequence[int]) -> None:
        for _ in range(_ROUNDS):
            if not sum(self._sift(order, i) for i in (*free, *reversed(free))):
                return

    @staticmethod
    def _by_barycentre(
        order: Layers, i: int, neighbours: dict[str, list[str]], forth: bool
    ) -> None:
        other = order[i - 1] if forth else order[i + 1] if i + 1 < len(order) else []
        if not other:
            return
        place = {node: float(at) for at, node in enumerate(other)}
        scale = len(other) / len(order[i])
        keys = {
            node: sum(place[n] for n in neighbours[node]) / len(neighbours[node])
            if neighbours.get(node)
            else at * scale  # nothing draws it anywhere: it stays about where it is
            for at, node in enumerate(order[i])
        }
        order[i].sort(key=keys.__getitem__)

    def gains(self, order: Layers, i: int) -> Callable[[str, str], int]:
        """Return how many more crossings there are if a node of a layer stands behind another."""
        sides = []
        for neighbours, j in ((self._before[i], i - 1), (self._after[i], i + 1)):
            if 0 <= j < len(order):
                place = {node: at for at, node in enumerate(order[j])}
                ends = {n: Counter(place[m] for m in ns) for n, ns in neighbours.items()}
                sides.append({n: tuple(counts.items()) for n, counts in ends.items()})
        known: dict[Link, int] = {}

        def gain(node: str, other: str) -> int:
            pair = (node, other)
            if pair not in known:
                known[pair] = sum(_inverted(s.get(node, ()), s.get(other, ())) for s in sides)
                known[other, node] = -known[pair]
            return known[pair]

        return gain

    def _degree(self, i: int, node: str) -> int:
        return len(self._before[i].get(node, ())) + len(self._after[i].get(node, ()))

    def _sift(self, order: Layers, i: int) -> bool:
        """Put each node of a layer where it crosses least; tell whether that made it better."""
        gain = self.gains(order, i)
        layer = order[i]
        better = False
        for node in sorted(layer, key=lambda n: (-self._degree(i, n), n)):
            at = layer.index(node)
            rest = layer[:at] + layer[at + 1 :]
            gains = [0]
            for other in rest:
                gains.append(gains[-1] + gain(node, other))
            least = min(gains)
            if least < gains[at]:
                better = True
                best = [place for place, found in enumerate(gains) if found == least]
                near = min(best, key=lambda place: abs(place - at))
                layer[:] = [*rest[:near], node, *rest[near:]]
        return better


def _inverted(mine: Ends, others: Ends) -> int:
    """Return how many more crossings there are with my links behind the others' than before."""
    found = 0
    for m, many in mine:
        for o, more in others:
            if o > m:
                found += many * more
            elif o < m:
                found -= many * more
    return found
