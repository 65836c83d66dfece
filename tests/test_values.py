"""Decisions, errors and mechanisms as values: pickled, frozen, shared by threads, shown."""

from __future__ import annotations

import dataclasses
import json
import pickle
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

import zhize
from tests.test_api import EXAMPLE, FIELDS, incidents
from zhize import RecordError, Report
from zhize.records import FileError

# ---------------------------------------------------------------- values that travel

TRAVELLERS: dict[str, Callable[[zhize.Mechanism], object]] = {
    "decision": lambda m: m.decide(FIELDS),
    "inapplicable": lambda m: m.decide({**FIELDS, "reported_on": "2020-01-01"}),
    "incident": lambda m: m.incident(FIELDS),
    "record": lambda m: next(iter(m.records(EXAMPLE))),
    "report": lambda m: m.validate({"id": "A"}),
    "rule base": lambda m: m.rulebase,
}


@pytest.mark.parametrize("name", sorted(TRAVELLERS))
def test_values_survive_pickling(name: str, notice: zhize.Mechanism) -> None:
    value = TRAVELLERS[name](notice)
    assert pickle.loads(pickle.dumps(value)) == value


def test_errors_survive_pickling(notice: zhize.Mechanism) -> None:
    errors: list[zhize.ZhizeError] = [
        zhize.UsageError("错", "wrong"),
        zhize.MechanismError("a", "b"),
    ]
    with pytest.raises(RecordError) as refused:
        notice.decide({"id": "A"})
    with pytest.raises(FileError) as unreadable:
        list(notice.records("nowhere.yaml"))
    for error in (*errors, refused.value, unreadable.value):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
        assert again.exit_code == error.exit_code


def test_a_mechanism_survives_pickling(notice: zhize.Mechanism) -> None:
    again = pickle.loads(pickle.dumps(notice))
    for incident in incidents(notice, 5, 20):
        assert again.decide(incident) == notice.decide(incident)


def test_values_are_frozen(notice: zhize.Mechanism) -> None:
    decision = notice.decide(FIELDS)
    for value, name in (
        (decision, "incident"),
        (decision.duties[0], "norm"),
        (notice.norms[0], "code"),
    ):
        with pytest.raises(AttributeError):
            setattr(value, name, "other")


def test_a_decision_is_what_its_fields_say(notice: zhize.Mechanism) -> None:
    fields = [field.name for field in dataclasses.fields(zhize.Decision)]
    assert fields[0] == "incident"
    assert "open" in fields
    for given in (
        FIELDS,
        {**FIELDS, "reported_on": "2020-01-01"},
        {**FIELDS, "township": "演礼乡"},
    ):
        decision = zhize.load().decide(given)
        values = {field: getattr(decision, field) for field in fields}
        made = zhize.Decision(**values)
        assert made == decision
        assert made.to_json() == decision.to_json()
        for field in fields:
            assert dataclasses.replace(decision, **{field: "other"}) != decision
            with pytest.raises(AttributeError):
                setattr(decision, field, values[field])
        shown = ", ".join(f"{field}={value!r}" for field, value in values.items())
        assert repr(decision) == f"Decision({shown})"
        fresh = zhize.load().decide(given)
        assert msgspec.to_builtins(fresh) == {f: msgspec.to_builtins(v) for f, v in values.items()}
        assert list(msgspec.json.decode(msgspec.json.encode(fresh))) == fields
        with pytest.raises(TypeError):  # its texts by language are dicts
            hash(decision)


# ---------------------------------------------------------------- open questions


def _supposed(mechanism: zhize.Mechanism) -> tuple[list[None], zhize.Mechanism]:
    """Return a list that grows whenever the mechanism looks for open questions."""
    asked: list[None] = []
    questions = mechanism.decider.questions
    ask = questions.ask

    def counted(*given: Any) -> tuple[Any, ...]:
        asked.append(None)
        return ask(*given)

    questions.ask = counted  # type: ignore[method-assign]
    return asked, mechanism


def test_open_questions_are_found_when_they_are_read_and_once_for_equal_facts() -> None:
    asked, mechanism = _supposed(zhize.load())
    one, other = (mechanism.decide({**FIELDS, "id": name}) for name in ("A", "B"))
    assert one.duties
    assert one != other
    assert not asked
    assert one.open
    assert other.open is one.open
    assert json.loads(one.to_json())["open"] == [question.to_dict() for question in one.open]
    assert len(asked) == 1


def test_open_questions_are_about_what_was_given_even_if_it_has_changed_since() -> None:
    expected = zhize.load().decide(FIELDS).open
    assert expected
    mechanism = zhize.load()
    fields = {**FIELDS, "violations": list(FIELDS["violations"])}
    incident = mechanism.incident(fields)
    decisions = [mechanism.decide(fields), zhize.load().decide(incident)]
    fields["violations"].clear()
    incident.values.clear()
    for decision in decisions:
        assert decision.open == expected


# ---------------------------------------------------------------- threads


def test_eight_threads_ask_one_decision_and_read_the_same(notice: zhize.Mechanism) -> None:
    given = incidents(notice, 7, 60)
    alone = zhize.load()
    expected = [alone.decide(incident).open for incident in given]
    assert sum(map(bool, expected)) > 20
    shared = zhize.load()
    decisions = [shared.decide(incident) for incident in given]
    together = threading.Barrier(8)

    def work(number: int) -> list[Any]:
        together.wait(timeout=60)
        return [decision.open for decision in decisions]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(8)):
            assert found == expected


def test_eight_threads_decide_as_one_does(notice: zhize.Mechanism) -> None:
    given = incidents(notice, 6, 400)
    alone = zhize.load()
    expected = [alone.decide(incident).to_json() for incident in given]
    shared = zhize.load()  # with empty memos, so that all threads fill them at once
    together = threading.Barrier(8)

    def work(number: int) -> list[tuple[int, bytes]]:
        order = list(range(len(given)))
        random.Random(number).shuffle(order)
        together.wait(timeout=60)
        return [(n, shared.decide(given[n]).to_json()) for n in order]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(8)):
            assert [json_ for _, json_ in sorted(found)] == expected


def test_eight_threads_refuse_and_validate_as_one_does(notice: zhize.Mechanism) -> None:
    batches = [
        [
            {**FIELDS, "id": f"{t}-{n % 30}", "mineral": "gold" if n % 7 == 0 else "sand"}
            for n in range(40)
        ]
        for t in range(8)
    ]
    expected = [zhize.load().validate(batch) for batch in batches]
    shared = zhize.load()
    together = threading.Barrier(8)

    def work(batch: list[dict[str, Any]]) -> Report:
        together.wait(timeout=60)
        for fields in batch:
            if fields["mineral"] == "gold":
                with pytest.raises(RecordError):
                    shared.decide(fields)
            else:
                assert shared.decide(fields).incident == fields["id"]
        return shared.validate(batch)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, batches)) == expected


# ---------------------------------------------------------------- notebooks

SCRIPT = '<script>alert("x")</script>&'


def test_a_decision_shows_itself_with_everything_escaped(notice: zhize.Mechanism) -> None:
    decision = notice.decide({**FIELDS, "id": SCRIPT})
    shown = decision._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;" in shown
    assert shown.count("<tr>") == len(decision.duties) + 1
    for duty in decision.duties:
        assert duty.quote in shown
    inapplicable = notice.decide({**FIELDS, "id": SCRIPT, "reported_on": "2020-01-01"})
    assert "<script" not in inapplicable._repr_html_()
    assert inapplicable.reason_text is not None
    assert inapplicable.reason_text["zh"] in inapplicable._repr_html_()


def test_a_report_shows_itself_with_everything_escaped(notice: zhize.Mechanism) -> None:
    report = notice.validate({**FIELDS, "id": SCRIPT, "mineral": SCRIPT, SCRIPT: SCRIPT})
    assert len(report) >= 2
    shown = report._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 3
    assert Report(())._repr_html_().count("<tr>") == 1
