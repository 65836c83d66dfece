"""The shell of a page: head, security policy, style, script; and how templates are filled."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from .voices import Said, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

_HERE = Path(__file__).resolve().parent


def page_html(
    folder: Path,
    template: str,
    *,
    lang: str,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    **context: Any,
) -> str:
    """Fill a template that extends `shell.html.j2`, and return the whole document.

    Everything that is filled in is escaped. Inside a template, `{{ said | spoken }}` shows a tuple
    of `Said` with its languages, `{{ value | island }}` a value as JSON within a
    `<script type="application/json">`.

    Args:
        folder: Where the template, its styles and scripts lie.
        template: File name of the template.
        lang: Language of the page.
        styles: File names of style sheets, put behind the style that all pages share.
        scripts: File names of scripts.
        context: What the template asks for; a name that it asks for and does not get is an error.

    Source: Content Security Policy Level 3, 2.3.1 and 6.7 (hashes of inline style and script).
    """
    style = _joined(_read(_HERE, "base.css"), *(_read(folder, name) for name in styles))
    script = _joined(*(_read(folder, name) for name in scripts))
    from markupsafe import Markup

    page = _environment(folder).get_template(template)
    return page.render(
        page_lang=language_tag(lang),
        policy=_policy(style, script),
        style=Markup(style),  # our own file; nothing of a mechanism is in it
        script=Markup(script),
        **context,
    )


def _policy(style: str, script: str) -> str:
    """Return a policy that lets in this style and this script, and nothing else."""
    parts = ["default-src 'none'", f"style-src {_hash(style)}"]
    if script:
        parts.append(f"script-src {_hash(script)}")
    return "; ".join((*parts, "base-uri 'none'", "form-action 'none'"))


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _joined(*contents: str) -> str:
    """Return contents as they stand in their element: hashed to the last line end."""
    return "\n" + "\n".join(contents) + "\n" if contents else ""


@cache
def _read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8").strip()


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([folder, _HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["spoken"] = _spoken
    environment.filters["island"] = _island
    environment.filters["tag"] = language_tag
    return environment


def _spoken(said: Iterable[Said]) -> Markup:
    """Show words with their languages; those behind the first are set apart by the style."""
    from markupsafe import Markup

    shown = [
        Markup('<span lang="{}"{}>{}</span>').format(
            language_tag(part.lang), Markup(' class="second"') if rank else "", part.text
        )
        for rank, part in enumerate(said)
    ]
    return Markup(" ").join(shown)


def _island(value: Any) -> Markup:
    """Return a value as JSON that no HTML parser can take for the end of its element."""
    from markupsafe import Markup

    text = msgspec.json.encode(value).decode()
    for risky in "<>&\u2028\u2029":
        text = text.replace(risky, f"\\u{ord(risky):04x}")
    return Markup(text)
