"""`zhize read`: a narrative becomes a draft record, with the words behind every fact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from .commands import Wrong
from .session import STDIN
from .streams import standard_input

if TYPE_CHECKING:
    from .session import Session


def read(
    session: Session,
    words: tuple[str, ...],
    *,
    file: str | None,
    identifier: str | None,
    title: str | None,
    no_description: bool,
    output_format: str,
    out: str | None,
) -> int:
    """Write the draft of a narrative, and return the exit code."""
    from ..narratives import draft_yaml, text_fields

    text = _text(session, words, file)
    mechanism = session.mechanism()
    rulebase = mechanism.rulebase
    draft = mechanism.read(text)
    serving = rulebase.facet_serving("identifier")
    titles = text_fields(rulebase)[:-1]
    if title and not titles:
        raise Wrong(session.messages("no-title"))
    given = {"" if serving is None else serving.code: identifier or ""}
    if title:
        given[titles[0]] = title
    order = [f.code for f in sorted(rulebase.facets, key=lambda f: f.position)]
    draft = draft.completed(given, order)
    content: bytes | str
    if output_format == "json":
        content = msgspec.json.format(msgspec.json.encode(draft.to_dict()), indent=2) + b"\n"
    else:
        content = draft_yaml(draft, rulebase, session.lang, description=not no_description)
    with session.output(out, [file] if file else []) as output:
        output.write(content)
    return 0


def _text(session: Session, words: tuple[str, ...], file: str | None) -> str:
    """Return the narrative: the arguments, a file, or standard input."""
    if bool(words) == (file is not None):
        raise Wrong(session.messages("text-or-file"))
    if file is None and words != (STDIN,):
        return " ".join(words).strip()
    if file in (None, STDIN):
        return _decoded(standard_input(), STDIN)
    try:
        with Path(str(file)).open("rb") as stream:
            return _decoded(stream, str(file))
    except OSError as error:
        from .._errors import UnreadableError

        raise UnreadableError(
            f"不能读取“{file}”：{error.strerror}。请检查文件名和权限。",
            f"cannot read `{file}`: {error.strerror}; check its name and your rights",
        ) from error


def _decoded(stream: BinaryIO, name: str) -> str:
    """Return a text in UTF-8 or, as Windows in Chinese writes it, GB 18030."""
    from .._errors import UnreadableError
    from ..text.tokens import LIMIT

    data = stream.read(4 * LIMIT + 4)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).strip()
        except UnicodeDecodeError:
            if len(data) > 4 * LIMIT:
                return data.decode(encoding, "replace")  # too long to be read, whatever it says
    raise UnreadableError(
        f"“{name}”不是文本文件（UTF-8 或 GB 18030）。请另存为 UTF-8。",
        f"`{name}` is no text in UTF-8 or GB 18030; save it as UTF-8",
    )
