"""The language of the interface: asked for by `--lang`, else the locale's, else Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
BOTH = "both"
"""What `--lang` may also ask of commands that show: Chinese with English beside it."""
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return `zh` or `en`, from a quick look at the arguments and the environment.

    The look comes before the arguments are parsed, because what is wrong with them must be said in
    this language too. The last `--lang` counts, as it does in parsing.
    """
    asked = None
    for place, argument in enumerate(argv):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and place + 1 < len(argv):
            asked = argv[place + 1]
    return asked if asked in LANGUAGES else _of_locale(environ)


def _of_locale(environ: Mapping[str, str]) -> str:
    """Return the locale's language; the first variable that is set decides, as POSIX says."""
    value = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return "en" if value.lower().startswith("en") else DEFAULT
