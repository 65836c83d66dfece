"""Rule bases of a few provisions, made without Turtle."""

from __future__ import annotations

from zhize.model.rulebase import (
    MechanismInfo,
    Named,
    Norm,
    Provision,
    Quote,
    Repair,
    RuleBase,
    UnquotedPassage,
)


def base(
    *texts: str,
    quotes: tuple[tuple[str, Quote], ...] = (),
    unquoted: tuple[tuple[int, str], ...] = (),
    received: tuple[str, ...] = (),
    repairs: tuple[tuple[int, str, str], ...] = (),
) -> RuleBase:
    """Return a rule base.

    Args:
        texts: One provision each; their codes are 1, 2 …
        quotes: For each a norm: its code begins with its provision's (`1.1`).
        unquoted: The number of a provision, and words of it.
        received: The texts as received, where they differ.
        repairs: The number of a provision, what was received, and what it is repaired to.
    """
    name = Named(code="x", iri="urn:x", label={})
    return RuleBase(
        info=MechanismInfo(
            code="m", iri="urn:m", label={"zh": "试"}, version="1", languages=("zh",),
            applies_in="x",
        ),
        sha256="", facets=(), concepts=(), agencies=(), kinds=(), places=(), roles=(), modes=(),
        modalities=(), unknown=name, none=name,
        provisions=tuple(
            Provision(
                code=str(i), iri=f"urn:p{i}", document="d", label={"zh": f"第{i}段"}, text=text,
                text_as_received=received[i - 1] if received else "", number=i,
            )
            for i, text in enumerate(texts, start=1)
        ),
        repairs=tuple(Repair(provision=str(i), received=a, repaired=b) for i, a, b in repairs),
        unquoted=tuple(
            UnquotedPassage(provision=str(i), exact=e, reason={"zh": f"因为{e}"})
            for i, e in unquoted
        ),
        norms=tuple(
            Norm(
                code=code, iri=f"urn:{code}", provision=code.split(".")[0],
                article=int(code.split(".")[0]), modality="obligation", mode="standing",
                bearers=(), action={"zh": "…"}, quote=quote,
            )
            for code, quote in quotes
        ),
        exceptions=(), recipient_rules=(), interpretations=(),
    )  # fmt: skip
