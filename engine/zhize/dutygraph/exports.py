"""The duty graph for other programs: GraphML, GEXF and node-link JSON, as networkx writes them.

Beside the texts in each language stands `label`, in the language asked for: what most programs
show. No date and no name of a program is written, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from ..explain.width import visible

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from ..model.rulebase import Text
    from ..pages import Voices
    from .model import DutyGraph

    Attributed = MultiDiGraph[str]


def graphml(graph: DutyGraph, voices: Voices) -> str:
    """Return GraphML 1.0; the `id` of an edge is unlike that of any other.

    Source: http://graphml.graphdrawing.org/specification.html
    """
    from networkx.readwrite.graphml import GraphMLWriter

    held = labelled(graph, voices)
    writer = GraphMLWriter(held, named_key_ids=False, edge_id_from_attribute="id")
    return _document(writer.xml)


def gexf(graph: DutyGraph, voices: Voices) -> str:
    """Return GEXF 1.2, without the date that networkx would write.

    Source: https://gexf.net/1.2/gexf.xsd
    """
    from networkx.readwrite.gexf import GEXFWriter

    held = labelled(graph, voices)
    held.graph["name"] = visible(voices.line(voices.of(graph.title)))
    root = GEXFWriter(held).xml
    for stamp in root.findall("meta"):
        root.remove(stamp)
    return _document(root)


def node_link(graph: DutyGraph, voices: Voices) -> str:
    """Return the node-link JSON that networkx and d3 read."""
    from networkx import node_link_data

    data = node_link_data(labelled(graph, voices), edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def labelled(graph: DutyGraph, voices: Voices) -> Attributed:
    """Return the graph for networkx with a `label` on all that has one; an edge shows its norms."""
    held = graph.to_networkx()
    _clean(held.graph)
    for node in graph.nodes:
        attributes = held.nodes[node.id]
        attributes["label"] = _first(voices, node.label) or node.code
        _clean(attributes)
    for _, _, attributes in held.edges(data=True):
        attributes["label"] = attributes.get("norms", "") or attributes["kind"]
        _clean(attributes)
    return held


def _first(voices: Voices, text: Text) -> str:
    return next((said.text for said in voices.of(text)), "")


def _clean(attributes: dict[str, Any]) -> None:
    """Spell out control characters: XML cannot hold them, even escaped."""
    for name, value in attributes.items():
        if isinstance(value, str):
            attributes[name] = visible(value)


def _document(root: ET.Element) -> str:
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'
