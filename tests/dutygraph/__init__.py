"""Duty graphs: what they say, how they are placed, how they are drawn."""
