"""What all pages share: the languages they speak, the shell they stand in, their style.

A page is one HTML file that needs nothing else: no other host, no font, no script but its own,
each named by its hash in a content security policy. Templates lie beside the code that fills them.
"""

from __future__ import annotations

from .shell import page_html
from .voices import LANGUAGE_CHOICES, Said, Voices, language_tag, languages_of

__all__ = ["LANGUAGE_CHOICES", "Said", "Voices", "language_tag", "languages_of", "page_html"]
