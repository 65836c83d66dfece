"""The namespaces the project uses, as plain strings (no RDF library needed)."""

from __future__ import annotations

ZZ = "https://w3id.org/zhize/core#"
OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

INCIDENT_BASE = "urn:zhize:incident:"
"""IRIs of incidents in RDF: this, then the record's position in its file."""
