"""The same rules and the same incidents through this engine and through those one might pick."""
