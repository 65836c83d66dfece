"""The frozen values that every layer above speaks: no RDF, no SHACL, no files."""
