"""Answers to questions asked in plain words."""
