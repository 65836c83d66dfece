"""Records and mechanisms held against SHACL shapes.

`Checker` runs compiled shapes and needs no RDF library; `reference` runs the same shapes by
pySHACL; `normbase` checks the mechanism itself.
"""

from __future__ import annotations

from .checker import Checker, incident_of, is_refused

__all__ = ["Checker", "incident_of", "is_refused"]
