"""Finding a mechanism's words in running text."""
