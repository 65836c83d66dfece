"""Whom a training kit is for: agencies, and the norms that they are asked about."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from .._errors import UsageError
from ..evaluation.naming import agency_of
from .telling import ALWAYS

if TYPE_CHECKING:
    from ..factspace import Space
    from ..model.rulebase import RuleBase


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a kit is for.

    Attributes:
        agency, role: What was asked for; both None for everybody.
        agencies: Those that get a card, in the order of the ontology.
        units: The duties that may be asked about, by number: norms that incidents trigger, each
            with a bearer among the agencies.
    """

    agency: str | None
    role: str | None
    agencies: tuple[str, ...]
    units: tuple[int, ...]


def audience_of(space: Space, agency: str | None = None, role: str | None = None) -> Audience:
    """Return whom a kit is for.

    Args:
        space: The mechanism, and its space of facts.
        agency: Code or label of one agency.
        role: Code or label of a role of acts: its norms, and the agencies that bear them.

    Raises:
        UsageError: There is no such agency or role, no norm has the role, or both are given.
    """
    if agency is not None and role is not None:
        raise UsageError(
            "机关和角色只能给出一个。", "give either an agency or a role, not both of them"
        )
    rulebase = space.rulebase
    if agency is not None:
        code = agency_of(rulebase, agency)
        units = tuple(u for u, unit in enumerate(space.units) if unit.bearer == code)
        return Audience(agency=code, role=None, agencies=(code,), units=units)
    if role is not None:
        role = _role_of(rulebase, role)
        units = tuple(u for u, unit in enumerate(space.units) if unit.norm.role == role)
        bearers = {space.units[u].bearer for u in units}
    else:
        units = tuple(range(len(space.units)))
        bearers = {bearer for norm in rulebase.norms for bearer in norm.bearers}
        bearers |= {to for u in units for to in space.possible_recipients(u)}
        bearers |= {to for n in rulebase.norms if n.mode in ALWAYS for to in n.recipients}
    agencies = tuple(a.code for a in rulebase.agencies if a.code in bearers)
    return Audience(agency=None, role=role, agencies=agencies, units=units)


def _role_of(rulebase: RuleBase, word: str) -> str:
    """Return the code of a role that some norm has."""
    used = {norm.role for norm in rulebase.norms}
    roles = [role for role in rulebase.roles if role.code in used]
    spellings = {
        text.casefold(): role.code for role in roles for text in (role.code, *role.label.values())
    }
    asked = word.strip().casefold()
    if asked in spellings:
        return spellings[asked]
    near = get_close_matches(asked, sorted(spellings), n=1, cutoff=0.5)
    meant = spellings[near[0]] if near else None
    zh = "、".join(f"{r.code}（{next(iter(r.label.values()), r.code)}）" for r in roles)
    en = ", ".join(r.code for r in roles)
    shown = "".join(c if c.isprintable() else " " for c in word[:60])
    raise UsageError(
        f"没有规范的角色是“{shown}”。" + (f"是否指 {meant}？" if meant else "") + f"可用：{zh}。",
        f"no norm has the role `{shown}`"
        + (f"; did you mean `{meant}`?" if meant else ";")
        + f" roles: {en}",
    )
