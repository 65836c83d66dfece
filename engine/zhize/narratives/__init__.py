"""Draft records read from narratives."""
