"""The mechanism examined: audit, differences between versions, coverage of the text."""
