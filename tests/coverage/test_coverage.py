"""Which clauses norms encode, and which cases exercise them."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from tests.coverage.texts import base
from zhize.examination.coverage import Case, coverage_report, find_cases, read_cases
from zhize.model.rulebase import Quote
from zhize.validation.quotes import coverage

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "第一条 甲负责巡查，发现的，及时报告。乙另有规定。"
BASE = base(
    TEXT,
    quotes=(
        ("1.1", Quote(exact="甲负责巡查")),
        ("1.2", Quote(exact="发现的，及时报告")),
        ("1.3", Quote(exact="甲负责巡查，发现的")),
    ),
    unquoted=((1, "第一条"),),
)


def case(name: str, *expects: str, misses: tuple[str, ...] = ()) -> Case:
    return Case(name=name, source="f.yaml", record=None, expects=expects, misses=misses)


# ---------------------------------------------------------------- on three-line values


def test_each_clause_says_what_accounts_for_it() -> None:
    report = coverage_report(BASE)
    rows = [(c.text, c.status, [n.norm for n in c.norms]) for c in report.clauses]
    assert rows == [
        ("第一条", "explained", []),
        ("甲负责巡查，", "encoded", ["1.1", "1.3"]),
        ("发现的，", "encoded", ["1.2", "1.3"]),
        ("及时报告。", "encoded", ["1.2"]),
        ("乙另有规定。", "open", []),
    ]
    assert report.clauses[0].reasons == ({"zh": "因为第一条"},)
    assert report.clauses[4].uncovered == ("乙另有规定",)
    assert not report.ok


def test_both_figures_of_characters_are_given() -> None:
    totals = coverage_report(BASE).totals
    assert (totals.characters, totals.normative, totals.quoted) == (20, 17, 12)
    assert (totals.clauses, totals.encoded, totals.explained, totals.open) == (5, 3, 1, 1)


def test_without_cases_nothing_is_said_to_be_tested_or_not() -> None:
    report = coverage_report(BASE)
    assert report.totals.cases is None
    assert {clause.tested for clause in report.clauses} == {None}
    assert report.unexercised == ()


def test_a_clause_is_tested_as_far_as_its_norms_are() -> None:
    report = coverage_report(BASE, [case("甲", "1.1", "1.3"), case("乙", "1.1", misses=("1.2",))])
    assert [c.tested for c in report.clauses] == [None, "all", "some", "none", None]
    assert (report.totals.tested, report.totals.partly_tested) == (1, 1)
    assert report.unexercised == ("1.2",)
    first, third = report.clauses[1].norms[0], report.clauses[3].norms[0]
    assert (first.norm, first.cases) == ("1.1", ("甲", "乙"))
    assert (third.norm, third.cases, third.misses) == ("1.2", (), ("乙",))


def test_a_case_that_the_mechanism_does_not_fulfil_exercises_nothing() -> None:
    def record(name: str, *expects: str, misses: tuple[str, ...] = ()) -> Case:
        return Case(name=name, source="f.yaml", record={"n": name}, expects=expects, misses=misses)

    def decides(fields: object) -> list[str] | None:
        return {"甲": ["1.1"], "乙": None, "丙": ["1.1", "1.3"]}[fields["n"]]  # type: ignore[index]

    cases = [
        record("甲", "1.1", "1.2"), record("乙", "1.1"), record("丙", "1.3", misses=("1.1",)),
        case("丁", "9.9"),
    ]  # fmt: skip
    report = coverage_report(BASE, cases, decides)
    assert [(f.case, f.norms, f.unexpected) for f in report.failures] == [
        ("甲", ("1.2",), ()),
        ("乙", (), ()),
        ("丙", (), ("1.1",)),
        ("丁", ("9.9",), ()),
    ]
    assert report.totals.cases == 0
    assert report.totals.exercised == 0
    assert not report.ok


def test_a_quote_that_is_lost_or_ambiguous_covers_nothing_and_is_named() -> None:
    rulebase = base("甲报告。乙报告。", quotes=(("1.1", Quote(exact="报告")),))
    report = coverage_report(rulebase)
    assert report.lost == ("1.1",)
    assert {clause.status for clause in report.clauses} == {"open"}


# ---------------------------------------------------------------- the mechanisms


def test_the_notice_is_encoded_whole_and_every_norm_has_a_case(notice: zhize.Mechanism) -> None:
    report = notice.coverage(ROOT / "tests" / "cases")
    assert report.ok
    assert report.unexercised == ()
    totals = report.totals
    assert totals.quoted == totals.normative < totals.characters
    assert totals.encoded + totals.explained == totals.clauses
    assert totals.tested == totals.encoded
    assert totals.cases is not None
    assert totals.cases >= 100


def test_characters_agree_with_those_of_the_check(notice: zhize.Mechanism) -> None:
    rows = coverage(notice.rulebase)
    totals = notice.coverage(ROOT / "tests" / "cases").totals
    assert totals.characters == sum(row.characters for row in rows)
    assert totals.quoted == sum(row.quoted for row in rows)


def test_an_article_is_exercised_by_the_cases_about_it(notice: zhize.Mechanism) -> None:
    report = notice.coverage(ROOT / "tests" / "cases")
    (row,) = [c for c in report.clauses if c.article == 8 and c.status == "encoded"]
    (norm,) = row.norms
    assert norm.norm == "8.1"
    assert "水务部门发现河道采砂" in norm.cases
    assert "水务部门发现河道外采砂" in norm.misses
    assert "水务部门发现河道外采砂" not in norm.cases


@pytest.mark.parametrize(("name", "without"), [("harbour", ("1.a", "12.a")), ("toy", ())])
def test_another_mechanism_has_its_cases_beside_it(name: str, without: tuple[str, ...]) -> None:
    report = zhize.load(ROOT / "tests" / "mechanisms" / name).coverage()
    assert report.ok
    assert report.sources == ("cases.yaml",)
    assert report.unexercised == without
    assert report.totals.quoted == report.totals.normative


# ---------------------------------------------------------------- reading cases


def test_cases_are_looked_for_where_they_usually_lie(tmp_path: Path) -> None:
    folder = tmp_path / "mechanism"
    folder.mkdir()
    (tmp_path / "tests" / "cases").mkdir(parents=True)
    assert find_cases(folder, shipped=False) is None
    assert find_cases(folder, shipped=True) == tmp_path / "tests" / "cases"
    (folder / "cases.yaml").write_text("[]", encoding="utf-8")
    assert find_cases(folder, shipped=True) == folder / "cases.yaml"
    (folder / "cases").mkdir()
    assert find_cases(folder, shipped=False) == folder / "cases"


def test_a_file_of_cases_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "- case: 甲\n  record: {id: 1}\n  duties: [{norm: '8.1', bearer: water}]\n  not: ['4.2']\n"
        "- {norm: '1.1', mode: standing}\n",
        encoding="utf-8",
    )
    first, second = read_cases(path)
    assert (first.name, first.expects, first.misses) == ("甲", ("8.1",), ("4.2",))
    assert (second.name, second.record, second.expects) == ("a.yaml 1.1", None, ("1.1",))
    assert read_cases(tmp_path) == (first, second)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"- {x: 1}", "item 1 has neither a record nor a norm"),
        (b"- 1", "item 1 is no mapping"),
        (b"a: 1", "must be a list of cases"),
        (b"- [", "no readable YAML"),
        (b"- &a {record: {}}\n- *a", "an alias"),
        (b"\xff\xfe\xff", "no readable YAML"),
        (b"[" * 100_000, "no readable YAML"),
        (b"- !!python/object:os.system {}", "no readable YAML"),
    ],
)
def test_what_is_no_file_of_cases_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(zhize.UnreadableError, match="bad") as error:
        read_cases(path)
    assert said in error.value.message["en"]
    assert "bad.yaml" in error.value.message["zh"]


def test_no_cases_and_large_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(zhize.UnreadableError, match="no such file or folder"):
        read_cases(tmp_path / "none")
    with pytest.raises(zhize.UnreadableError, match=r"holds no \.yaml file"):
        read_cases(tmp_path)
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (5 << 20))
    with pytest.raises(zhize.UnreadableError, match="larger than 4 MiB"):
        read_cases(path)
