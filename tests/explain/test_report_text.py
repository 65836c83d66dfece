from __future__ import annotations

from zhize.explain import report_text
from zhize.model.report import Problem, Report


def _problem(severity: str, zh: str, en: str, **more: object) -> Problem:
    return Problem(code="a-code", severity=severity, message={"zh": zh, "en": en}, **more)  # type: ignore[arg-type]


PROBLEMS = (
    _problem("error", "缺少字段“乡镇”。", "field `township` is missing", record="A",
             source="a.yaml", row=3),
    _problem("warning", "日期在将来。", "the date lies ahead", record="B", source="a.yaml"),
    _problem("info", "演礼乡现为演礼镇。", "renamed", record="A", source="a.yaml", row=3,
             cell="C4"),
)  # fmt: skip


def test_problems_are_grouped_by_record_and_aligned() -> None:
    assert report_text(Report(PROBLEMS, 2), "zh") == (
        "记录 A（a.yaml，第 3 行）\n"
        "  错误  缺少字段“乡镇”。 [a-code]\n"
        "  提示  C4 演礼乡现为演礼镇。 [a-code]\n"
        "\n"
        "记录 B（a.yaml）\n"
        "  警告  日期在将来。 [a-code]\n"
        "\n"
        "共检查 2 项：错误 1，警告 1，提示 1。\n"
    )


def test_english_messages_become_sentences() -> None:
    text = report_text(Report(PROBLEMS, 2), "en")
    assert "record A (a.yaml, line 3)\n  error    Field `township` is missing. [a-code]\n" in text
    assert text.endswith("2 examined: errors 1, warnings 1, infos 1.\n")


def test_a_clean_report_says_so() -> None:
    assert report_text(Report((), 3), "zh") == "共检查 3 项：没有问题。\n"
    assert report_text(Report(()), "zh", summary=False) == ""


def test_problems_of_a_file_or_of_the_mechanism_have_their_own_heading() -> None:
    of_file = _problem("error", "不是 UTF-8。", "not UTF-8", source="a.csv")
    of_mechanism = _problem("error", "缺少承担者。", "no bearer")
    text = report_text(Report((of_file, of_mechanism)), "zh", summary=False)
    assert text.startswith("a.csv\n")
    of_stdin = _problem("error", "在此中断。", "ends here", source="-", row=1)
    assert report_text(Report((of_stdin,)), "zh", summary=False).startswith("标准输入，第 1 行\n")
    assert "\n机制\n  错误  缺少承担者。" in text


def test_a_message_without_the_language_is_given_in_another() -> None:
    odd = Problem(code="c", severity="error", message={"fr": "manque"})
    assert "manque" in report_text(Report((odd,)), "zh", fallback=("fr",))
    assert "manque" in report_text(Report((odd,)), "zh")
