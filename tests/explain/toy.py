"""A piece of the notice as plain values, and decisions on it by the compiled engine: no Turtle."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhize.compilation import compile_rulebase
from zhize.evaluation.decider import Decider
from zhize.model.incident import Incident
from zhize.model.rulebase import (
    Agency,
    AgencyKind,
    Concept,
    Facet,
    Interpretation,
    LexSpecialis,
    MechanismInfo,
    Named,
    Norm,
    Place,
    Provision,
    Quote,
    RecipientRule,
    Role,
    RuleBase,
    Test,
    Trigger,
)

if TYPE_CHECKING:
    from zhize.model.decision import Decision

BASE = "https://example.org/toy#"


def _named(code: str, zh: str, en: str) -> dict[str, object]:
    return {"code": code, "iri": BASE + code, "label": {"zh": zh, "en": en}}


FACETS = tuple(
    Facet(**_named(code, zh, en), kind=kind, many=many, position=at, serves=serves, values=values)
    for at, (code, zh, en, kind, many, serves, values) in enumerate(
        [
            ("id", "编号", "id", "text", False, ("identifier",), ()),
            ("reported_on", "获知日期", "date known", "date", False, ("date-known",), ()),
            ("county", "县", "county", "place", False, ("jurisdiction",), ()),
            ("township", "乡镇", "township", "place", False, (), ()),
            (
                "violations", "违法类型", "violations", "concept", True, (),
                ("illegal-mining", "unlicensed-mining", "illegal-sand-mining"),
            ),
            (
                "zones", "区域", "zones", "concept", True, (),
                ("river-channel", "reservoir-area", "forest-land"),
            ),
            ("mineral", "矿种", "mineral", "concept", False, (), ("coal", "sand")),
            ("circumstances", "情形", "circumstances", "concept", True, (), ("suspected-crime",)),
            (
                "discovered_by", "发现者", "discovered by", "agency", True, ("knowledge",),
                ("ecology-environment", "forestry", "township-government"),
            ),
        ],
        start=1,
    )
)  # fmt: skip

CONCEPTS = tuple(
    Concept(**_named(code, zh, en), facets=(facet,), broader=broader)
    for code, zh, en, facet, broader in [
        ("illegal-mining", "非法违法采矿", "illegal mining", "violations", ()),
        ("unlicensed-mining", "无证采矿", "unlicensed mining", "violations", ("illegal-mining",)),
        (
            "illegal-sand-mining", "非法违法采砂", "illegal sand extraction", "violations",
            ("illegal-mining",),
        ),
        ("river-channel", "河道", "river channel", "zones", ()),
        ("reservoir-area", "水库库区", "reservoir area", "zones", ("river-channel",)),
        ("forest-land", "林地", "forest land", "zones", ()),
        ("coal", "煤", "coal", "mineral", ()),
        ("sand", "砂", "sand", "mineral", ()),
        (
            "suspected-crime", "涉嫌非法采矿、破坏性采矿犯罪", "suspected mining crime",
            "circumstances", (),
        ),
    ]
)  # fmt: skip

AGENCIES = tuple(
    Agency(**_named(code, zh, en), kinds=("department",) if department else (), placed_by=placed)
    for code, zh, en, department, placed in [
        ("county-government", "县政府", "county government", False, None),
        ("township-government", "乡(镇)人民政府", "township government", False, "township"),
        ("natural-resources", "县自然资源部门", "county natural resources department", True, None),
        ("public-security", "县公安机关", "county public security organ", True, None),
        (
            "ecology-environment", "县生态环境部门", "county ecology and environment department",
            True, None,
        ),
        ("water", "县水务部门", "county water department", True, None),
        ("forestry", "县林业部门", "county forestry department", True, None),
    ]
)  # fmt: skip

DEPARTMENTS = tuple(a.code for a in AGENCIES if a.kinds)
NUMERALS = {3: "三", 4: "四", 5: "五", 6: "六", 8: "八", 9: "九", 15: "十五", 16: "十六"}

MINING = Test(facet="violations", any_of=("illegal-mining",))
FOREST = Test(facet="zones", any_of=("forest-land",))


def _when(code: str, *tests: Test, known: bool = False, follows: tuple[str, ...] = ()) -> Trigger:
    name = f"art{code.replace('.', '-')}-when"
    return Trigger(name=name, tests=tests, known_to_bearer=known, follows=follows)


def _norm(
    code: str,
    bearers: str | tuple[str, ...],
    zh: str,
    en: str,
    quote: str,
    mode: str = "act",
    role: str | None = None,
    triggers: tuple[Trigger, ...] = (),
    **more: object,
) -> Norm:
    article = int(code.split(".", maxsplit=1)[0])
    return Norm(
        code=code,
        iri=f"{BASE}art{code.replace('.', '-')}",
        provision=str(article),
        article=article,
        modality="obligation",
        mode=mode,
        role=role,
        bearers=(bearers,) if isinstance(bearers, str) else bearers,
        action={"zh": zh, "en": en},
        quote=Quote(exact=quote),
        triggers=triggers,
        **more,  # type: ignore[arg-type]
    )


PROMPTLY = {"zh": "及时", "en": "promptly"}
NORMS = (
    _norm(
        "3.1", "township-government", "作为责任主体，对本行政区域内打击非法采矿负责",
        "answer, as the responsible body, for the crackdown on illegal mining in its own area",
        "乡(镇)人民政府是本行政区域内打击非法采矿的责任主体", role="territorial",
        triggers=(_when("3.1", MINING),), interpretations=("I-11",),
    ),
    _norm(
        "3.3", "township-government", "及时向县政府和县自然资源部门报告所发现的违法行为",
        "report promptly the illegal act that was found",
        "发现违法行为及时向县政府及县自然资源部门报告", "notify",
        triggers=(_when("3.3", MINING, known=True),), urgency=PROMPTLY, due_days=3,
        recipients=("county-government", "natural-resources"), interpretations=("I-11",),
    ),
    _norm(
        "4.1", "natural-resources", "牵头组织打击非法违法采矿行为",
        "lead and organise the crackdown on illegal mining",
        "县自然资源部门是打击非法违法采矿行为的牵头单位", role="lead",
        triggers=(_when("4.1", MINING),), interpretations=("I-1",),
    ),
    _norm(
        "4.2", "natural-resources", "组织对无证非法采矿行为的打击查处",
        "organise the investigation and punishment of unlicensed mining",
        "负责组织对无证非法采矿行为的打击查处", role="primary",
        triggers=(_when("4.2", Test(facet="violations", any_of=("unlicensed-mining",))),),
    ),
    _norm(
        "5.2", "public-security", "严厉打击非法采矿、破坏性采矿违法犯罪行为",
        "crack down severely on the crimes of illegal mining and destructive mining",
        "严厉打击非法采矿、破坏性采矿违法犯罪行为", role="primary",
        triggers=(_when("5.2", MINING, Test(facet="circumstances", any_of=("suspected-crime",))),),
    ),
    _norm(
        "6.2", "ecology-environment", "及时将非法违法采矿行为通报相关部门查处",
        "notify the relevant departments promptly of the illegal mining, for them to investigate "
        "and punish",
        "发现存在未经环评审批等非法违法采矿行为,及时通报相关部门查处", "notify",
        triggers=(_when("6.2", MINING, known=True),), urgency=PROMPTLY,
        recipient_rule="relevant-departments", interpretations=("I-5",),
    ),
    _norm(
        "8.1", "water", "打击查处河道（水库库区）范围内的非法违法采砂行为",
        "investigate and punish the illegal sand extraction in the river channel, reservoir areas "
        "included",
        "县水务部门负责河道(水库库区)范围内非法违法采砂行为的打击查处", role="primary",
        triggers=(
            _when(
                "8.1-a", Test(facet="violations", any_of=("illegal-sand-mining",)),
                Test(facet="zones", any_of=("river-channel",)),
            ),
            _when(
                "8.1-b", MINING, Test(facet="mineral", any_of=("sand",)),
                Test(facet="zones", any_of=("river-channel",)),
            ),
        ),
    ),
    _norm(
        "9.1", "forestry", "监管并及时依法查处林地范围内的非法违法采矿",
        "supervise, and investigate promptly by law, the illegal mining on forest land",
        "发现非法违法采矿行为,及时依法查处", role="primary",
        triggers=(_when("9.1", MINING, FOREST),),
    ),
    _norm(
        "9.2", "forestry", "及时将非法违法采矿行为通报相关部门查处",
        "notify the relevant departments promptly of the illegal mining",
        "或通报相关部门查处", "notify", triggers=(_when("9.2", MINING, FOREST, known=True),),
        recipient_rule="relevant-departments", alternative_to="9.1", interpretations=("I-5",),
    ),
    _norm(
        "15.5", DEPARTMENTS, "及时查处所通报的情况",
        "investigate and deal promptly with what it was notified of",
        "对通报的情况要及时查处", role="handling", bearer_kinds=("department",),
        triggers=(_when("15.5", follows=("6.2", "9.2")),), urgency=PROMPTLY,
    ),
    _norm(
        "15.6", DEPARTMENTS, "将查处结果反馈给通报的部门", "feed the result back to each sender",
        "予以反馈", "feedback", triggers=(_when("15.6", follows=("6.2", "9.2")),),
        bearer_kinds=("department",), recipient_rule="those-who-notified",
    ),
    _norm(
        "16.1", "township-government", "报送当月工作开展情况和落实结果清单",
        "submit the month's work and the list of results", "每月 25 日前将当月工作开展情况",
        "periodic", recurrence="FREQ=MONTHLY;BYMONTHDAY=25",
        scope_note={"zh": "可以提前报送。", "en": "It may be sent earlier."},
    ),
    _norm(
        "16.3", "county-government", "每季度进行评估", "evaluate every quarter", "每季度进行评估",
        "periodic", recurrence="FREQ=MONTHLY;INTERVAL=3",
    ),
)  # fmt: skip

INTERPRETATIONS = tuple(
    Interpretation(**_named(code, zh, en), definition={"zh": full_zh, "en": full_en})
    for code, zh, en, full_zh, full_en in [
        ("I-1", "牵头的范围", "reach of the lead", "牵头单位都要行动。", "The lead always acts."),
        (
            "I-2", "第八条优先于第四条", "article 8 goes before article 4",
            "8.1 适用之处，4.2 被排除。", "Where 8.1 applies, 4.2 is displaced.",
        ),
        ("I-5", "相关部门", "the relevant departments", "有处置义务的部门。", "Those that act."),
        ("I-8", "印发之日", "the day of issue", "落款日期即印发之日。", "The date of the notice."),
        ("I-11", "非法采矿", "illegal mining", "读作非法违法采矿。", "Read as illegal mining."),
    ]
)  # fmt: skip


def _core(*rows: tuple[str, str, str]) -> tuple[Named, ...]:
    return tuple(Named(**_named(*row)) for row in rows)  # type: ignore[arg-type]


RULEBASE = RuleBase(
    info=MechanismInfo(
        **_named("toy-24", "联合打击私挖滥采长效机制", "mechanism against illegal mining"),
        version="1.0.0",
        languages=("zh", "en"),
        applies_in="阳城县",
        valid_from=date(2024, 6, 12),
        time_interpretations=("I-8",),
    ),
    sha256="0123456789abcdef" * 4,
    facets=FACETS,
    concepts=CONCEPTS,
    agencies=AGENCIES,
    kinds=(AgencyKind(**_named("department", "职能部门", "functional department")),),
    places=(
        Place(**_named("阳城县", "阳城县", "Yangcheng county"), facets=("county",)),
        Place(
            **_named("凤城镇", "凤城镇", "Fengcheng Town"),
            facets=("township",),
            within=BASE + "阳城县",
        ),
    ),
    roles=tuple(
        Role(**_named(code, zh, code), position=at)
        for at, (code, zh) in enumerate(
            [("lead", "牵头"), ("primary", "主办"), ("territorial", "属地"), ("handling", "承办")],
            1,
        )
    ),
    modes=_core(
        ("act", "处置", "act"),
        ("notify", "通报", "notify"),
        ("feedback", "反馈", "feed back"),
        ("periodic", "定期", "periodic"),
    ),
    modalities=_core(("obligation", "义务", "obligation")),
    unknown=Named(**_named("unknown", "未知", "unknown")),
    none=Named(**_named("none", "无", "none")),
    provisions=tuple(
        Provision(
            code=str(number),
            iri=f"{BASE}article-{number}",
            document="notice",
            label={"zh": f"第{numeral}条", "en": f"article {number}"},
            text="",
            text_as_received="",
            number=number,
            position=number,
        )
        for number, numeral in NUMERALS.items()
    ),
    repairs=(),
    unquoted=(),
    norms=NORMS,
    exceptions=(
        LexSpecialis(
            name="sand", displacing=("8.1",), displaced=("4.2",), interpretations=("I-2",)
        ),
    ),
    recipient_rules=(
        RecipientRule(
            **_named("relevant-departments", "相关部门", "the relevant departments"),
            kind="acting",
            roles=("lead", "primary"),
            kinds=("department",),
            except_named_in=("discovered_by",),
        ),
        RecipientRule(
            **_named("those-who-notified", "通报者", "those who notified"), kind="senders"
        ),
    ),
    interpretations=INTERPRETATIONS,
)

DECIDER = Decider(RULEBASE, compile_rulebase(RULEBASE))

SAND = Incident(
    id="YC-2024-0107",
    values={
        "id": ("YC-2024-0107",),
        "reported_on": ("2024-08-01",),
        "township": ("凤城镇",),
        "violations": ("unlicensed-mining", "illegal-sand-mining"),
        "zones": ("reservoir-area",),
        "mineral": ("sand",),
        "discovered_by": ("ecology-environment",),
    },
    unknown=("circumstances",),
)
"""The worked example."""


def incident(**values: str | tuple[str, ...]) -> Incident:
    """Return the worked example with other values; None takes a field away."""
    changed = {k: (v,) if isinstance(v, str) else v for k, v in values.items()}
    return Incident(id=SAND.id, values={**SAND.values, **changed}, unknown=SAND.unknown)


def decide(given: Incident = SAND) -> Decision:
    """Return the decision of the compiled engine."""
    return DECIDER.decide(given)
