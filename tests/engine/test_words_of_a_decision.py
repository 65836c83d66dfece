"""What decisions share, nobody who holds one can change."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import msgspec
import pytest

import zhize
from zhize.model.wording import Wording

GOOD = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "discovered_by": ["ecology-environment"],
}  # fmt: skip
CHANGES: list[Callable[[dict[str, str]], object]] = [
    lambda text: text.__setitem__("zh", "x"),
    lambda text: text.__delitem__("zh"),
    lambda text: text.update(zh="x"),
    lambda text: text.setdefault("fr", "x"),
    lambda text: text.pop("zh"),
    lambda text: text.popitem(),
    lambda text: text.clear(),
    lambda text: text.__ior__({"zh": "x"}),
]


@pytest.mark.parametrize("change", CHANGES)
def test_no_words_of_a_decision_can_be_changed(
    notice: zhize.Mechanism, change: Callable[[dict[str, str]], object]
) -> None:
    before = notice.decide(GOOD).to_json()
    duties = notice.decide(GOOD).duties
    elsewhere = notice.decide(GOOD | {"county": "沁水县"})
    urgent = [duty.urgency for duty in duties if duty.urgency is not None]
    assert urgent
    for text in (*(duty.action for duty in duties), *urgent, elsewhere.reason_text):
        with pytest.raises(TypeError, match="cannot be changed"):
            change(text)  # type: ignore[arg-type]
    assert notice.decide(GOOD).to_json() == before


def test_nor_those_of_norms_and_agencies(notice: zhize.Mechanism) -> None:
    rulebase = notice.rulebase
    things = (*rulebase.norms, *rulebase.agencies, *rulebase.places, *rulebase.provisions)
    for thing in things:
        for name in type(thing).texts:
            assert not getattr(thing, name) or type(getattr(thing, name)) is Wording


def test_words_are_a_dict_to_all_who_read_copy_or_write_them(notice: zhize.Mechanism) -> None:
    decision = notice.decide(GOOD)
    text = decision.duties[0].action
    plain = dict(text)
    assert text == plain
    assert type(plain) is dict
    assert json.loads(json.dumps(text)) == msgspec.json.decode(msgspec.json.encode(text)) == plain
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(text)) == plain
    for again in (pickle.loads(pickle.dumps(text)), copy.copy(text), copy.deepcopy(text)):
        assert type(again) is Wording
        assert again == plain
    plain["zh"] = "x"
    assert text != plain
    assert pickle.loads(pickle.dumps(decision)) == decision
    again = msgspec.msgpack.decode(
        msgspec.msgpack.encode(notice.rulebase), type=type(notice.rulebase)
    )
    assert again == notice.rulebase
    assert type(again.norms[0].action) is Wording
