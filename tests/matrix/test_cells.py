"""Cells of the notice and of the harbour, held against what a person reads in the text."""

from __future__ import annotations

import pytest

import zhize
from zhize._errors import UsageError
from zhize.matrix import Choice, Condition, Entry, Matrix

RIVER = ("zones", ("river-channel", "reservoir-area"))
WILD = ("zones", ("nature-reserve", "forest-land", "grassland", "wetland"))
SAND, COAL = ("mineral", ("sand",)), ("mineral", ("coal",))
UNLICENSED = ("operator_licence", ("none",))


def entry(matrix: Matrix, agency: str, value: str, part: str, norm: str) -> Entry | None:
    """Return an entry of the table by violation, or None."""
    table = matrix.table("violation")
    column = next(c for c in table.columns if c.code == value)
    return next((e for e in table.cell(agency, column) if (e.part, e.norm) == (part, norm)), None)


def turns(condition: Condition | None) -> list[tuple[object, ...]]:
    """Return the turns of a condition as plain tuples."""
    assert condition is not None
    return [(t.level, dict(t.facts), *t.by) for t in condition.turns]


def test_water_is_primary_for_illegal_sand_only_in_river_channels(matrix: Matrix) -> None:
    found = entry(matrix, "water", "illegal-sand-mining", "primary", "8.1")
    assert found is not None
    assert turns(found.condition) == [(1, dict([RIVER]))]


def test_elsewhere_water_is_primary_where_it_is_sand_and_a_river_channel(matrix: Matrix) -> None:
    found = entry(matrix, "water", "unlicensed-mining", "primary", "8.1")
    assert found is not None
    assert turns(found.condition) == [(1, dict([RIVER, SAND]))]
    assert entry(matrix, "water", "overloaded-vehicle", "primary", "8.1") is None


def test_4_2_yields_to_8_1_and_the_lead_stays(matrix: Matrix) -> None:
    found = entry(matrix, "natural-resources", "unlicensed-mining", "primary", "4.2")
    assert found is not None
    assert turns(found.condition) == [(1, {}), (2, dict([RIVER, SAND]), "8.1")]
    found = entry(matrix, "natural-resources", "illegal-sand-mining", "primary", "4.2")
    assert found is not None
    assert turns(found.condition) == [
        (1, dict([UNLICENSED])),
        (2, dict([RIVER, UNLICENSED]), "8.1"),
    ]
    for value in ("unlicensed-mining", "illegal-sand-mining", "illegal-power-supply"):
        lead = entry(matrix, "natural-resources", value, "lead", "4.1")
        assert lead is not None
        assert lead.condition is not None
        assert lead.condition.always
    assert entry(matrix, "natural-resources", "overloaded-vehicle", "lead", "4.1") is None


def test_the_worked_example_can_be_read_off(matrix: Matrix) -> None:
    """Sand dredged without a licence in a reservoir area, found by ecology-environment."""
    expected = [
        ("township-government", "territorial", "3.1"), ("natural-resources", "lead", "4.1"),
        ("water", "primary", "8.1"), ("ecology-environment", "notify", "6.2"),
        ("natural-resources", "notified", "6.2"), ("water", "notified", "6.2"),
        ("natural-resources", "handling", "15.5"), ("water", "handling", "15.5"),
        ("natural-resources", "feedback", "15.6"), ("water", "feedback", "15.6"),
        ("ecology-environment", "fed-back", "15.6"),
    ]  # fmt: skip
    for agency, part, norm in expected:
        assert entry(matrix, agency, "illegal-sand-mining", part, norm) is not None, (agency, part)
    told = entry(matrix, "water", "illegal-sand-mining", "notified", "6.2")
    assert told is not None
    assert told.others == ("ecology-environment",)
    assert turns(told.condition) == [(1, dict([RIVER]))]


def test_a_special_duty_to_notify_leaves_no_room_for_the_general_one(matrix: Matrix) -> None:
    for agency, norm in (
        ("ecology-environment", "6.2"), ("emergency-management", "7.2"),
        ("development-reform", "12.2"),
    ):  # fmt: skip
        assert entry(matrix, agency, "illegal-mining", "notify", norm) is not None
        assert entry(matrix, agency, "illegal-mining", "notify", "15.4") is None
        assert entry(matrix, agency, "overloaded-vehicle", "notify", "15.4") is not None
    found = entry(matrix, "forestry", "illegal-mining", "notify", "15.4")
    assert found is not None
    assert turns(found.condition) == [(1, {}), (2, dict([WILD]), "9.2")]


def test_a_duty_to_notify_says_who_must_know(matrix: Matrix) -> None:
    found = entry(matrix, "ecology-environment", "illegal-mining", "notify", "6.2")
    assert found is not None
    assert found.condition is not None
    assert found.condition.always
    assert found.condition.knowers == ("ecology-environment",)
    lead = entry(matrix, "natural-resources", "illegal-mining", "notify", "15.4")
    assert lead is not None
    assert lead.condition is not None
    # What a township or a village must report, the lead knows (I-9).
    assert lead.condition.knowers == ("township-government", "village", "natural-resources")


def test_transfers_are_received(matrix: Matrix) -> None:
    found = entry(matrix, "judicial-organs", "corruption", "receives", "17.2")
    assert found is not None
    assert found.others == ("discipline-supervision",)
    assert turns(found.condition) == [(1, {"circumstances": ("suspected-duty-crime",)})]


def test_narrower_kinds_stand_behind_the_broader_one_and_are_columns_of_their_own(
    matrix: Matrix,
) -> None:
    columns = matrix.table("violation").columns
    assert [c.code for c in columns[:3]] == [
        "illegal-mining", "unlicensed-mining", "beyond-boundary-mining",
    ]  # fmt: skip
    assert [c.depth for c in columns[:9]] == [0, 1, 1, 1, 1, 1, 1, 0, 0]
    assert {c.group for c in columns[:7]} == {"illegal-mining"}
    assert len(columns) == 15


def test_agencies_without_a_part_are_named(matrix: Matrix) -> None:
    table = matrix.table("violation")
    assert "development-zone" in table.without
    assert "leading-group-office" in table.without
    assert "leading-group-office" in matrix.table("article").rows
    assert set(table.rows) & set(table.without) == set()


def test_the_table_by_article_has_standing_and_periodic_norms_and_recipients(
    matrix: Matrix,
) -> None:
    table = matrix.table("article")
    column = {c.code: c for c in table.columns}

    def cell(agency: str, article: str) -> list[tuple[str, str, bool]]:
        return [(e.part, e.norm, e.occurs) for e in table.cell(agency, column[article])]

    assert cell("water", "8") == [("primary", "8.1", True)]
    assert cell("township-government", "16") == [("periodic", "16.1", True)]
    assert cell("leading-group-office", "16") == [
        ("receives", "16.1", True), ("standing", "16.2", True), ("periodic", "16.3", True),
    ]  # fmt: skip
    assert cell("county-government", "3") == [("notified", "3.3", True)]
    # Nobody can notify power or publicity: neither has an act in the roles that count (I-5).
    for agency in ("power", "publicity"):
        assert ("handling", "15.5", False) in cell(agency, "15")
    assert cell("water", "4") == []
    assert "18" not in column, "nobody bears it"


def test_displaced_displacers_days_and_docks_are_seen_in_the_harbour(
    harbour_matrix: Matrix,
) -> None:
    storm, boom = ("meteo", ("tempete",)), ("circonstances", ("barrage-pose",))
    found = entry(harbour_matrix, "pompiers", "hydrocarbures", "primary", "4.a")
    assert found is not None
    assert turns(found.condition) == [
        (1, {}), (2, dict([storm]), "4.b"), (3, dict([storm, boom])),
    ]  # fmt: skip
    found = entry(harbour_matrix, "mairie", "eaux-usees", "supervisory", "11.a")
    assert found is not None
    assert turns(found.condition) == [(1, {}), (2, {"constate_le": ("2024-07-01/..",)})]
    found = entry(harbour_matrix, "cercle-nautique", "dechets", "assisting", "10.a")
    assert found is not None
    assert turns(found.condition) == [(1, {"bassin": ("Bassin de plaisance",)})]


def test_one_table_can_be_asked_for_and_no_other(notice: zhize.Mechanism) -> None:
    assert [t.by for t in notice.matrix(["article"]).tables] == ["article"]
    with pytest.raises(KeyError):
        notice.matrix(["article"]).table("violation")
    with pytest.raises(UsageError, match="agency"):
        notice.matrix(["agency"])


def test_the_dictionary_has_plain_values(matrix: Matrix) -> None:
    found = matrix.to_dict()
    assert found["complete"] is True
    assert [table["by"] for table in found["tables"]] == ["violation", "article"]
    (cell,) = [
        c for c in found["tables"][0]["cells"]
        if (c["agency"], c["value"]) == ("water", "illegal-sand-mining")
    ]  # fmt: skip
    assert cell["entries"][0] == {
        "part": "primary", "norm": "8.1", "others": [],
        "alternative_to": None, "conditional_on": None, "interpretations": [], "always": False,
        "turns": [{
            "arises": True,
            "if": [{"facet": "zones", "any_of": ["river-channel", "reservoir-area"]}],
            "yields_to": [], "interpretations": [],
        }],
        "if_known_to": [],
        "example": [
            ["violations", "illegal-sand-mining"], ["zones", "river-channel"],
            ["discovered_by", "county-government"],
        ],
    }  # fmt: skip


def test_the_choice_between_9_1_and_9_2_and_what_hangs_on_it_are_kept(matrix: Matrix) -> None:
    found = entry(matrix, "forestry", "illegal-mining", "notify", "9.2")
    assert found is not None
    assert (found.alternative_to, found.conditional_on) == ("9.1", None)
    told = entry(matrix, "public-security", "illegal-mining", "notified", "9.2")
    assert told is not None
    assert (told.alternative_to, told.conditional_on) == (None, Choice(("9.2",), always=True))
    assert told.to_dict()["conditional_on"] == {"norms": ["9.2"], "always": True}
    for part, norm in (("handling", "15.5"), ("feedback", "15.6")):
        # Others may notify of the same, and then it is owed whatever forestry chooses.
        found = entry(matrix, "public-security", "illegal-mining", part, norm)
        assert found is not None
        assert found.conditional_on == Choice(("9.2",), always=False)
    firm = entry(matrix, "public-security", "explosives-violation", "handling", "15.5")
    assert firm is not None
    assert firm.conditional_on is None


def test_an_answer_names_the_interpretations_it_rests_on(matrix: Matrix) -> None:
    yields = entry(matrix, "natural-resources", "unlicensed-mining", "primary", "4.2")
    assert yields is not None
    assert yields.condition is not None
    assert [t.interpretations for t in yields.condition.turns] == [(), ("I-2",)]
    lead = entry(matrix, "natural-resources", "illegal-mining", "notify", "15.4")
    assert lead is not None
    assert lead.interpretations == ("I-5", "I-7", "I-9"), "taken to know what a township reports"
    other = entry(matrix, "public-security", "illegal-mining", "notify", "15.4")
    assert other is not None
    assert other.interpretations == ("I-5", "I-7")
