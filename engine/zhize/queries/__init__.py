"""Competency questions and read-only SPARQL over the ontology."""
