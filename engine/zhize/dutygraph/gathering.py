"""A duty graph with its groups drawn together: what a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .model import DutyGraph, Edge, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def gathered(graph: DutyGraph) -> DutyGraph:
    """Return the graph with one node for each group, in the place of its members' edges.

    Members stay where they have edges of their own. No norm, bearer or recipient is lost: a group
    names its members, and its edges stand for one of each member; one that reaches a member stands
    for those of the others, for nobody owes anything to itself.
    """
    if not graph.groups:
        return graph
    groups = {norm: group for group in graph.groups for norm in group.norms}
    members = {group.id: {f"agency:{code}" for code in group.members} for group in graph.groups}
    rests = {node.code: node.interpretations for node in graph.nodes if node.kind == "norm"}
    edges: dict[tuple[str, str, str, str | None], list[Edge]] = {}
    for edge in graph.edges:
        for part in _parted(edge, rests):
            group = groups.get(part.norms[0])
            source, target = part.source, part.target
            if group is not None and target in members[group.id]:
                target = group.id
            if group is not None and source in members[group.id]:
                source = group.id
            edges.setdefault((source, target, part.kind, part.mode), []).append(part)
    drawn = [_joined(source, target, parts) for (source, target, *_), parts in edges.items()]
    met = {end for edge in drawn for end in (edge.source, edge.target)}
    columns = {f"agency:{node.code}": node.column for node in graph.nodes if node.kind == "agency"}
    stands = [
        Node(
            id=group.id,
            kind="group",
            code=group.code,
            column=columns[f"agency:{group.members[0]}"],
            label=group.label,
            members=group.members,
        )
        for group in graph.groups
        if group.id in met
    ]
    kept = [node for node in graph.nodes if node.kind != "agency" or node.id in met]
    nodes = tuple(sorted([*kept, *stands], key=lambda node: node.column))
    place = {node.id: number for number, node in enumerate(nodes)}
    drawn.sort(key=lambda edge: (place[edge.source], place[edge.target], edge.mode or ""))
    return msgspec.structs.replace(graph, nodes=nodes, edges=tuple(drawn), groups=())


def _parted(edge: Edge, rests: Mapping[str, tuple[str, ...]]) -> Iterable[Edge]:
    """Yield the edge for each of its norms by itself."""
    return [
        msgspec.structs.replace(
            edge,
            norms=(norm,),
            interpretations=rests.get(norm, edge.interpretations),
            further=tuple(code for code in edge.further if code == norm),
        )
        for norm in edge.norms
    ] or [edge]


def _joined(source: str, target: str, parts: list[Edge]) -> Edge:
    first = parts[0]
    roles = {part.role for part in parts}
    return msgspec.structs.replace(
        first,
        source=source,
        target=target,
        norms=_all(part.norms for part in parts),
        interpretations=_all(part.interpretations for part in parts),
        further=_all(part.further for part in parts),
        role=first.role if len(roles) == 1 else None,
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return each code once, in the order in which it comes."""
    return tuple(dict.fromkeys(code for part in parts for code in part))
