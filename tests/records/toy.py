"""A tiny rule base for the tests of the records layer: reports about ponds, made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhize.model.rulebase import (
    Agency,
    Concept,
    Facet,
    MechanismInfo,
    Named,
    Place,
    RuleBase,
)

NS = "https://example.org/pond#"
ZZ = "https://w3id.org/zhize/core#"


def _facet(position: int, code: str, zh: str, kind: str, **more: Any) -> Facet:
    return Facet(
        code=code,
        iri=f"{NS}has-{code}",
        label={"zh": zh, "en": code.replace("_", " ") + " field"},
        alt=more.pop("alt", {}),
        kind=kind,
        many=more.pop("many", False),
        position=position,
        **more,
    )


def _concept(code: str, zh: str, facet: str, **more: Any) -> Concept:
    return Concept(
        code=code,
        iri=f"{NS}{facet}-{code}",
        label={"zh": zh, "en": code.replace("-", " ")},
        facets=(facet,),
        **more,
    )


def _place(code: str, facet: str, local: str, within: str | None = None, **more: Any) -> Place:
    return Place(
        code=code,
        iri=f"{NS}{local}",
        label={"zh": code, "en": local},
        facets=(facet,),
        within=None if within is None else NS + within,
        **more,
    )


def rulebase() -> RuleBase:
    """Return the rule base; it has words only, no norms."""
    return RuleBase(
        info=MechanismInfo(
            code="pond",
            iri=f"{NS}mechanism",
            label={"zh": "池塘", "en": "pond"},
            version="1",
            languages=("zh", "en"),
            applies_in="青县",
            valid_from=date(2024, 1, 1),
        ),
        sha256="",
        facets=(
            _facet(1, "id", "编号", "text", serves=("identifier",)),
            _facet(2, "title", "标题", "text"),
            _facet(3, "seen_on", "发现日期", "date", serves=("date-known",)),
            _facet(4, "county", "县", "place", serves=("jurisdiction",)),
            _facet(5, "town", "镇", "place", alt={"zh": ("乡镇",)}),
            _facet(6, "hamlet", "村", "place"),
            _facet(
                7,
                "troubles",
                "问题",
                "concept",
                many=True,
                alt={"zh": ("问题类型",)},
                values=("dead-fish", "litter", "smell-taste"),
            ),
            _facet(8, "permit", "许可", "concept", values=("held", "none")),
            _facet(
                9,
                "seen_by",
                "发现人",
                "agency",
                many=True,
                serves=("knowledge",),
                values=("warden", "title"),
            ),
            _facet(10, "told", "已告知", "agency", many=True, values=("warden", "council")),
            _facet(11, "note", "说明", "text"),
        ),
        concepts=(
            _concept(
                "dead-fish",
                "死鱼",
                "troubles",
                alt={"zh": ("鱼死了",), "en": ("fish kill",)},
            ),
            _concept("litter", "垃圾", "troubles"),
            _concept("smell-taste", "气味;味道", "troubles"),
            _concept("held", "有", "permit"),
            _concept("none", "无证", "permit"),
        ),
        agencies=(
            Agency(code="warden", iri=f"{NS}warden", label={"zh": "看塘人", "en": "pond warden"}),
            Agency(code="council", iri=f"{NS}council", label={"zh": "村委会", "en": "council"}),
            Agency(code="title", iri=f"{NS}registry", label={"zh": "登记处", "en": "registry"}),
        ),
        kinds=(),
        places=(
            _place("青县", "county", "qing", codes=("999001",)),
            _place("东镇", "town", "east", "qing", codes=("999001100",), alt={"zh": ("东关镇",)}),
            _place(
                "西镇",
                "town",
                "west",
                "qing",
                codes=("999001101000",),
                code_note={"zh": "另一套代码相反", "en": "another scheme swaps it"},
            ),
            _place("上村", "hamlet", "upper-east", "east", codes=("999001100201",)),
            _place("上村", "hamlet", "upper-west", "west", codes=("999001101201",)),
            _place("下村", "hamlet", "lower-west", "west"),
            Place(
                code="西乡",
                iri=f"{NS}old-west",
                label={"zh": "西乡"},
                facets=("town",),
                within=f"{NS}qing",
                successor="西镇",
                note={"zh": "西乡现为西镇", "en": "old West is West"},
            ),
        ),
        roles=(),
        modes=(),
        modalities=(),
        unknown=Named(
            code="unknown",
            iri=f"{ZZ}unknown",
            label={"zh": "未知", "en": "unknown"},
            alt={"zh": ("不详",)},
        ),
        none=Named(
            code="none", iri=f"{ZZ}none", label={"zh": "无", "en": "none"}, alt={"zh": ("没有",)}
        ),
        provisions=(),
        repairs=(),
        unquoted=(),
        norms=(),
        exceptions=(),
        recipient_rules=(),
        interpretations=(),
    )


GOOD: dict[str, Any] = {
    "id": "P-1",
    "title": '塘里有死鱼："臭"',
    "seen_on": "2024-08-01",
    "county": "青县",
    "town": "西镇",
    "hamlet": "上村",
    "troubles": ["dead-fish", "litter"],
    "permit": "none",
    "seen_by": ["warden"],
    "told": [],
    "note": "1.0",
}
"""A record in canonical form, one value in every field."""
