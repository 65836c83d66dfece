"""The public Python interface: what it takes, what it gives back, and what it promises."""

from __future__ import annotations

import io
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

import zhize
from tests.engine.space import anything
from zhize import Decision, Incident, RecordError, Report
from zhize.model.encoding import DecisionEncoder
from zhize.model.incident import Record

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "reservoir-sand.yaml"
HARBOUR = ROOT / "tests" / "mechanisms" / "harbour"
FIELDS: dict[str, Any] = {
    "id": "YC-1",
    "reported_on": "2024-08-01",
    "township": "凤城镇",
    "violations": ["unlicensed-mining", "illegal-sand-mining"],
    "zones": ["reservoir-area"],
    "mineral": "sand",
    "operator_licence": "none",
    "circumstances": ["unknown"],
    "discovered_by": ["ecology-environment"],
    "reported_to": [],
}
DECISION_KEYS = [
    "incident", "applicable", "reason", "reason_text", "duties", "displaced", "unaddressed", "open",
    "interpretations", "notes", "mechanism",
]  # fmt: skip
DUTY_KEYS = [
    "norm", "article", "bearer", "bearer_place", "mode", "role", "to", "action", "due", "recurs",
    "urgency", "quote", "because", "interpretations", "alternative_to", "conditional_on",
]  # fmt: skip
ROW_KEYS = [
    "record", "field", "value", "severity", "code", "message", "allowed", "nearest", "source",
    "row", "sheet", "cell",
]  # fmt: skip


def incidents(mechanism: zhize.Mechanism, seed: int, count: int) -> list[Incident]:
    rng = random.Random(seed)
    found = [anything(mechanism, rng) for _ in range(count)]
    return [msgspec.structs.replace(one, id=f"X-{n}") for n, one in enumerate(found)]


# ---------------------------------------------------------------- names


def test_public_names_are_sorted_and_importable() -> None:
    assert list(zhize.__all__) == sorted(zhize.__all__)
    assert len(zhize.__all__) == len(set(zhize.__all__))
    for name in zhize.__all__:
        assert getattr(zhize, name) is not None
    scope: dict[str, object] = {}
    exec("from zhize import *", scope)
    assert set(zhize.__all__) <= set(scope)


def test_public_names_carry_a_docstring() -> None:
    for name in set(zhize.__all__) - {"__version__"}:
        assert getattr(zhize, name).__doc__, name


def test_the_package_is_typed() -> None:
    assert (Path(zhize.__file__).parent / "py.typed").is_file()


# ---------------------------------------------------------------- load


def test_load_gives_the_notice_by_default_and_any_folder_by_path() -> None:
    assert zhize.load().rulebase.info.code == "yangcheng-2024-24"
    assert zhize.load(HARBOUR).rulebase.info.code == "kerlanic-7"
    assert zhize.load(str(HARBOUR)).rulebase == zhize.load(HARBOUR).rulebase


@pytest.mark.parametrize("path", ["nowhere", ROOT / "examples", EXAMPLE])
def test_a_folder_that_is_no_mechanism_is_an_error(path: str | Path) -> None:
    with pytest.raises(zhize.MechanismError) as caught:
        zhize.load(path)
    assert str(path) in caught.value.message["zh"]
    assert "mechanism.ttl" in caught.value.message["en"]
    assert caught.value.exit_code == 2


def test_norms_and_agencies_are_those_of_the_notice(notice: zhize.Mechanism) -> None:
    assert isinstance(notice.norms[0], zhize.Norm)
    assert isinstance(notice.agencies[0], zhize.Agency)
    assert {"8.1", "15.6"} <= {norm.code for norm in notice.norms}
    assert {"water", "ecology-environment"} <= {agency.code for agency in notice.agencies}


# ---------------------------------------------------------------- decide


def test_a_dict_a_record_and_an_incident_are_decided_alike(notice: zhize.Mechanism) -> None:
    by_dict = notice.decide(FIELDS)
    assert isinstance(by_dict, Decision)
    [record] = notice.records(EXAMPLE)
    assert isinstance(record, Record)
    of_file = notice.decide(record)
    assert of_file.incident == "YC-2024-0107"
    assert of_file.duties == by_dict.duties
    incident = notice.incident(FIELDS)
    assert isinstance(incident, Incident)
    assert notice.decide(incident) == by_dict
    assert notice.decide(incident.to_dict()) == by_dict
    made = Incident(id="YC-1", values={**incident.values}, unknown=incident.unknown)
    assert notice.decide(made) == by_dict


def test_labels_and_dates_may_stand_for_codes_and_text(notice: zhize.Mechanism) -> None:
    chinese = {
        "编号": "YC-1",
        "reported_on": date(2024, 8, 1),
        "乡镇": "凤城镇",
        "违法类型": ["无证采矿", "非法违法采砂"],
        "zones": ("reservoir-area",),
        "mineral": "sand",
        "operator_licence": ["none"],
        "circumstances": "unknown",
        "discovered_by": "ecology-environment",
        "reported_to": [],
    }
    assert notice.decide(chinese).duties == notice.decide(FIELDS).duties


def test_what_is_given_is_left_as_it_was(notice: zhize.Mechanism) -> None:
    fields = json.loads(json.dumps(FIELDS))
    notice.decide(fields)
    notice.validate(fields)
    assert fields == FIELDS


def test_many_are_decided_in_their_order_and_one_by_one(notice: zhize.Mechanism) -> None:
    given: list[Any] = [{**FIELDS, "id": "A"}, notice.incident({**FIELDS, "id": "B"})]
    assert [d.incident for d in notice.decide_many(given)] == ["A", "B"]
    assert list(notice.decide_many([])) == []
    decisions = notice.decide_many([given[0], {"id": "C"}])
    assert next(decisions).incident == "A"
    with pytest.raises(RecordError):
        next(decisions)


def test_equal_fields_give_equal_incidents(notice: zhize.Mechanism) -> None:
    given = [{**FIELDS, "title": "x"}, {**FIELDS, "title": "x"}, {**FIELDS, "title": "y"}]
    one, again, other = map(notice.incident, given)
    assert one == again == zhize.load().incident(given[0])
    assert one == Incident(id=one.id, values=one.values, unknown=one.unknown)
    assert one != other
    assert one != one.to_dict()


def test_a_changed_incident_is_decided_on_what_it_says_now(notice: zhize.Mechanism) -> None:
    before = notice.incident({**FIELDS, "zones": ["wetland"]})
    notice.decide(before)
    zones = {**before.values, "zones": ("grassland",)}
    after = msgspec.structs.replace(before, values=zones)
    assert notice.decide(after) == notice.decide({**FIELDS, "zones": ["grassland"]})


def test_a_changed_record_is_checked_on_what_it_says_now(notice: zhize.Mechanism) -> None:
    lines = "".join(json.dumps({**FIELDS, "id": f"A-{n}"}) + "\n" for n in range(4))
    records = list(notice.records(io.BytesIO(lines.encode()), name="lines.jsonl"))
    checker = notice.checker(date(2025, 1, 1))
    assert [checker.check(record) for record in records] == [()] * 4
    changed = {**records[-1].values, "id": ("B",), "violations": ()}
    found = checker.check(msgspec.structs.replace(records[-1], values=changed))
    assert [(p.code, p.field) for p in found] == [("missing-field", "violations")]


def test_two_calls_may_use_one_id(notice: zhize.Mechanism) -> None:
    assert notice.decide(FIELDS) == notice.decide(FIELDS)


def test_a_refused_record_says_all_that_is_wrong(notice: zhize.Mechanism) -> None:
    wrong = {**FIELDS, "township": "凤凰镇", "mineral": "gold", "colour": "red"}
    del wrong["discovered_by"]
    with pytest.raises(RecordError) as caught:
        notice.decide(wrong)
    error = caught.value
    assert error.exit_code == 1
    assert {(p.code, p.field) for p in error.problems} == {  # type: ignore[attr-defined]
        ("unknown-place", "township"),
        ("unknown-code", "mineral"),
        ("unknown-field", "colour"),
        ("missing-field", "discovered_by"),
    }
    assert all(isinstance(p, zhize.Problem) for p in error.problems)
    for word in ("凤凰镇", "gold", "colour"):
        assert word in error.message["zh"]
        assert word in error.message["en"]
    assert str(error) == error.message["en"]
    assert "YC-1" in str(error)


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"id": None}, {"id": {}}, {"id": [[]]}, {"id": 1.5}, {1: 2}, {None: "x"},
        {**FIELDS, "id": ["A", "B"]}, {**FIELDS, "zones": {"a": 1}}, {**FIELDS, "zones": {"a"}},
        {**FIELDS, "reported_on": 20240801}, {**FIELDS, "violations": [[]]},
        {**FIELDS, "violations": [None]}, {**FIELDS, "township": b"x"}, {**FIELDS, ("a",): "b"},
        {**FIELDS, "violations": ["\ud800"]},
    ],
    ids=repr,
)  # fmt: skip
def test_odd_values_are_refused_and_no_fault(fields: Any, notice: zhize.Mechanism) -> None:
    with pytest.raises(RecordError) as caught:
        notice.decide(fields)
    assert caught.value.problems
    report = notice.validate(fields)
    assert not report.ok
    assert report._repr_html_()


@pytest.mark.parametrize("given", ["A", ["A"], None])
def test_what_is_no_record_is_told_what_one_is(given: Any, notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.RecordError) as raised:
        notice.decide(given)
    kind = type(given).__name__
    assert raised.value.message == {
        "zh": f"第 1 条记录应是从字段到值的映射（dict），不是“{kind}”；"
        "表格请用 decide_table 或 validate_table。",
        "en": f"record 1 is to be a mapping of fields to values (a dict), not a `{kind}`; "
        "for a table, use decide_table or validate_table",
    }


def test_an_engine_that_does_not_exist_is_wrong_usage(notice: zhize.Mechanism) -> None:
    for call in (notice.decide, notice.validate):
        with pytest.raises(zhize.UsageError) as caught:
            call(FIELDS, engine="fast")  # type: ignore[operator]
        assert "`fast`" in caught.value.message["en"]
        assert "fast" in caught.value.message["zh"]


# ---------------------------------------------------------------- the JSON of the contract


def test_a_decision_has_the_keys_of_the_contract_in_their_order(notice: zhize.Mechanism) -> None:
    row = notice.decide(FIELDS).to_dict()
    assert list(row) == DECISION_KEYS
    assert row["duties"]
    assert row["displaced"]
    assert row["open"]
    for duty in row["duties"]:
        assert list(duty) == DUTY_KEYS
        assert list(duty["action"]) == ["zh", "en"]
        for ground in duty["because"]:
            assert list(ground) in (["fact", "value"], ["fact", "value", "as"], ["duty", "bearer"])
    for displaced in row["displaced"]:
        assert list(displaced) == ["norm", "bearer", "by", "interpretations"]
    for question in row["open"]:
        assert list(question) == ["fact", "value", "would_add", "would_remove", "would_change"]
        for name in (*question["would_add"], *question["would_remove"], *question["would_change"]):
            assert list(name) == ["norm", "bearer"]
    assert list(row["mechanism"]) == ["id", "version", "sha256"]
    assert row["mechanism"]["sha256"] == notice.rulebase.sha256


def test_an_inapplicable_decision_has_the_same_keys(notice: zhize.Mechanism) -> None:
    for change, reason in (
        ({"reported_on": "2024-06-11"}, "not-in-force"),
        ({"county": "沁水县", "township": "龙港镇"}, "outside-jurisdiction"),
    ):
        row = notice.decide({**FIELDS, **change}).to_dict()
        assert list(row) == DECISION_KEYS
        assert (row["applicable"], row["reason"]) == (False, reason)
        assert list(row["reason_text"]) == ["zh", "en"]
        assert (row["duties"], row["displaced"], row["open"]) == ([], [], [])


def test_duties_come_in_the_order_of_the_contract(notice: zhize.Mechanism) -> None:
    modes = ["act", "notify", "feedback"]
    roles = ["lead", "primary", "territorial", "supervisory", "assisting", "handling"]

    def place(duty: zhize.Duty) -> tuple[Any, ...]:
        role = -1 if duty.role is None else roles.index(duty.role)
        norm = tuple((not part.isdecimal(), part.zfill(3)) for part in duty.norm.split("."))
        return modes.index(duty.mode), role, norm, duty.bearer

    met = set()
    for incident in incidents(notice, 1, 300):
        duties = notice.decide(incident).duties
        assert [place(d) for d in duties] == sorted(map(place, duties))
        assert all(list(d.to) == sorted(d.to) for d in duties)
        assert len({(d.norm, d.bearer) for d in duties}) == len(duties)
        met |= {(d.mode, d.role) for d in duties}
    assert len(met) >= 7


def test_the_same_input_gives_the_same_bytes(notice: zhize.Mechanism) -> None:
    fresh = zhize.load()
    for incident in incidents(notice, 2, 200):
        first = notice.decide(incident)
        assert (
            first.to_json() == notice.decide(incident).to_json() == fresh.decide(incident).to_json()
        )
        assert json.loads(first.to_json()) == first.to_dict()
        assert b"\n" not in first.to_json()


@pytest.mark.parametrize("folder", [None, HARBOUR], ids=["notice", "harbour"])
def test_the_bulk_encoder_writes_the_same_bytes(folder: Path | None) -> None:
    mechanism = zhize.load(folder)
    encoder = DecisionEncoder()
    seen = set()
    for incident in incidents(mechanism, 3, 600):
        decision = mechanism.decide(incident)
        assert encoder.encode(decision) == decision.to_json()
        assert encoder.encode(decision) == decision.to_json()
        seen.add((decision.applicable, bool(decision.duties), bool(decision.open)))
    assert {(True, True, True), (False, False, False)} <= seen


def test_the_bulk_encoder_writes_notes_and_odd_names(notice: zhize.Mechanism) -> None:
    encoder = DecisionEncoder()
    for change in ({"id": '"\\\n\u2028<é😀'}, {"township": "演礼乡"}, {"id": "B"}):
        decision = notice.decide({**FIELDS, **change})
        assert encoder.encode(decision) == decision.to_json()
        assert json.loads(encoder.encode(decision)) == decision.to_dict()


def test_the_bulk_encoder_tells_mechanisms_apart(notice: zhize.Mechanism) -> None:
    encoder = DecisionEncoder()
    harbour = zhize.load(HARBOUR)
    for one, other in zip(incidents(notice, 4, 100), incidents(harbour, 4, 100), strict=True):
        for decision in (notice.decide(one), harbour.decide(other)):
            assert encoder.encode(decision) == decision.to_json()


# ---------------------------------------------------------------- validate


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_validate_takes_one_record_or_many(engine: str, notice: zhize.Mechanism) -> None:
    today = date(2025, 1, 1)
    report = notice.validate(FIELDS, today=today, engine=engine)
    assert isinstance(report, Report)
    assert (report.ok, len(report), report.examined) == (True, 0, 1)
    [record] = notice.records(EXAMPLE)
    assert notice.validate(record, today=today, engine=engine).ok
    batch = [FIELDS, {**FIELDS, "id": "B", "mineral": "gold"}, FIELDS, record]
    report = notice.validate(iter(batch), today=today, engine=engine)
    assert (report.ok, report.examined) == (False, 4)
    assert [(p.code, p.record) for p in report.with_severity("error")] == [
        ("unknown-code", "B"),
        ("duplicate-id", "YC-1"),
    ]
    assert [list(row) for row in report.to_dict()] == [ROW_KEYS] * len(report)
    for problem in report:
        assert set(problem.message) == {"zh", "en"}


def test_both_engines_of_validate_say_the_same(notice: zhize.Mechanism) -> None:
    batch = [
        FIELDS,
        {**FIELDS, "id": "B", "violations": ["illegal-minning", "coal"], "village": "无名村"},
        {**FIELDS, "id": "C", "operator_licence": "held", "mineral": "coal"},
        {**FIELDS, "id": "D", "reported_on": "2026-02-30", "hue": "red"},
        {**FIELDS, "id": "E", "reported_on": "2999-01-01"},
        {"id": "F"},
        FIELDS,
    ]
    today = date(2025, 1, 1)
    compiled = notice.validate(batch, today=today)
    assert notice.validate(batch, today=today, engine="reference") == compiled
    assert {"error", "warning"} <= {p.severity for p in compiled}


def test_today_is_an_argument(notice: zhize.Mechanism) -> None:
    late = {**FIELDS, "reported_on": "2030-01-01"}
    before, after = (notice.validate(late, today=date(year, 6, 1)) for year in (2029, 2031))
    assert [p.code for p in before] == ["future-date"]
    assert before.ok
    assert list(after) == []
