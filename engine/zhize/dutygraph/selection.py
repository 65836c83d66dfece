"""Which norms a duty graph is of: those of an article, of an agency, of a value of a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..evaluation.naming import agency_of, article_of, values_of

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen, resolved to codes. What is None or empty leaves everything in.

    Attributes:
        article: Code of a provision.
        agency: Code of an agency.
        values: Facet and value; several where one word names values of several facets.
        norms: Codes of the norms that the article leaves, in the order of the rule base.
    """

    norms: tuple[str, ...]
    article: str | None = None
    agency: str | None = None
    values: tuple[tuple[str, str], ...] = ()


def select(
    rulebase: RuleBase,
    *,
    agency: str | None = None,
    article: str | None = None,
    violation: str | None = None,
) -> Selection:
    """Resolve what a user asks for, by code or by label.

    Args:
        rulebase: The mechanism.
        agency: Who bears the norms, or is owed something by them.
        article: Where they stand.
        violation: A value of any fact; what arises where it holds is shown (`arising`).

    Raises:
        UsageError: A word names nothing; the nearest is proposed.
    """
    bearer = None if agency is None else agency_of(rulebase, agency)
    provision = None if article is None else article_of(rulebase, article)
    values = () if violation is None else values_of(rulebase, violation)
    norms = rulebase.norms
    if provision is not None:
        norms = tuple(norm for norm in norms if norm.provision == provision)
    return Selection(
        norms=tuple(norm.code for norm in norms),
        article=provision,
        agency=bearer,
        values=values,
    )
