"""The commands, declared: their options, help and examples, and what is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import bulk, core, examination, ledgers, proofs, queries, questions, showing, spark

if TYPE_CHECKING:
    import click

    from ..messages import Messages


def declared(messages: Messages) -> list[click.Command]:
    """Return all commands in one language, in the order in which help lists them."""
    groups = (core, ledgers, bulk, spark, questions, proofs, queries, examination, showing)
    return [command for group in groups for command in group.commands(messages)]
