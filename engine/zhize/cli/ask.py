"""`zhize ask`: a question in plain words, answered from norms and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .session import STDIN
from .streams import standard_input

if TYPE_CHECKING:
    from .session import Session

NOT_COVERED = 1


def ask(session: Session, words: tuple[str, ...], *, output_format: str, out: str | None) -> int:
    """Answer a question and return the exit code: 1 where the mechanism does not speak of it."""
    from ..explain.width import DEFAULT_WIDTH, visible, wrap

    question = " ".join(words)
    if question == STDIN:
        question = standard_input().read().decode("utf-8-sig", "replace")
    answer = session.mechanism().ask(question.strip())
    content: bytes | str
    if output_format == "json":
        content = msgspec.json.format(msgspec.json.encode(answer.to_dict()), indent=2) + b"\n"
    else:
        lines = []
        for line in answer.text[session.lang].splitlines():
            indent = len(line) - len(line.lstrip())
            first, body = " " * indent, visible(line.strip())
            if body.startswith("- "):
                first, body = f"{first}- ", body[2:]
            lines += wrap(body, DEFAULT_WIDTH, first=first)
        content = "\n".join(lines) + "\n"
    with session.output(out) as output:
        output.write(content)
    return 0 if answer.covered else NOT_COVERED
