"""From the bytes of a record file to `Record` values: formats, words, and RDF."""

from __future__ import annotations

from .context import context_iri, jsonld_context
from .faults import FileError
from .formats import FORMATS, read_records
from .ignoring import Ignored
from .lexicon import Lexicon
from .limits import Limits
from .resolve import resolve

__all__ = [
    "FORMATS",
    "FileError",
    "Ignored",
    "Lexicon",
    "Limits",
    "context_iri",
    "jsonld_context",
    "read_records",
    "resolve",
]
