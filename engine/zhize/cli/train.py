"""`zhize train`: a folder with duty cards, exercises, their key, a quiz, and the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .commands import Wrong
from .streams import reason_of, say

if TYPE_CHECKING:
    from ..training import TrainingKit
    from .session import Session


def train(
    session: Session,
    *,
    agency: str | None,
    role: str | None,
    count: int,
    level: str | None,
    seed: int,
    out: str | None,
) -> int:
    """Write a training kit into a folder, and return 0.

    Files of a kit that lie there are replaced, each when all of it has been made; others are left
    alone.
    """
    if out is None or out == "-":
        raise Wrong(session.messages("train.needs-out"))
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise Wrong(session.messages("train.out-is-file", name=out))
    kit = session.mechanism().train(
        agency=agency,
        role=role,
        count=count,
        level=None if level is None else int(level),
        seed=seed,
        lang=session.shown,
    )
    files = kit.files()
    _make(session, folder)
    for name, content in files.items():
        with session.output(str(folder / name)) as output:
            output.write(content)
    say(_made(session, kit, out, count))
    return 0


def _make(session: Session, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = reason_of(error, session.messages)
        raise Wrong(session.messages("train.cannot-make", name=folder, reason=reason)) from error


def _made(session: Session, kit: TrainingKit, out: str, wanted: int) -> str:
    """Return what was made, and what could not be."""
    messages, drawn = session.messages, kit.drawn
    cards, found = len(kit.audience.agencies), len(drawn.scenarios)
    if not found:
        lines = [messages("train.made-cards", out=out, cards=cards)]
    else:
        times = kit.asked()
        lines = [
            messages(
                "train.made",
                out=out,
                cards=cards,
                count=found,
                near=sum(scenario.near_miss is not None for scenario in drawn.scenarios),
                least=min(times.values()),
                most=max(times.values()),
            )
        ]
    if found and drawn.short:
        lines.append(messages("train.short", wanted=wanted, count=found))
    if drawn.never:
        lines.append(messages("train.never", norms=messages.listed(drawn.never)))
    return "\n".join(lines)
