"""Answers to questions asked in plain words, from norms and text alone."""

from .answer import Answer
from .answerer import Answerer

__all__ = ["Answer", "Answerer"]
