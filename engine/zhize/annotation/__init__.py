"""The text article by article, marked with all that is made of it, as a page or a document."""

from __future__ import annotations

from .annotator import annotate_text
from .html_page import annotation_html
from .values import Annotation
from .word_page import annotation_docx

__all__ = ["Annotation", "annotate_text", "annotation_docx", "annotation_html"]
