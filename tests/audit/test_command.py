"""`zhize audit`: formats, exit codes, the progress bar, and its whole text, read by a person."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

import zhize
from tests.commands import Run
from zhize.cli import main

from .planted import FLAWLESS, MECHANISMS, PLANTS, planted

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_is_as_accepted(lang: str, run: Run, accept: bool) -> None:
    code, out, err = run("audit", "--lang", lang)
    assert (code, err) == (0, "")
    # The hash changes with every touch of the ontology, and says nothing to a reader.
    text = re.sub(r"(SHA-256\s+)[0-9a-f]{12}", r"\g<1>············", out)
    golden = GOLDEN / f"audit-{lang}.txt"
    if accept:
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_the_records_in_the_text_can_be_decided(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("audit")
    records = re.findall(r"^ {14}(id: .*(?:\n {14}\S.*)+)", out, re.MULTILINE)
    assert len(records) > 35
    path = tmp_path / "witnesses.yaml"
    path.write_text(
        "\n---\n".join(re.sub(r"^ {14}", "", r, flags=re.MULTILINE) for r in records), "utf-8"
    )
    code, out, _ = run("decide", str(path), "--format", "json")
    assert code == 0
    assert len(json.loads(out)) == len(records)


def test_the_json_has_typed_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    code, out, err = run("audit", "--out", str(path))
    assert (code, out, err) == (0, "", "")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert set(report) == {"mechanism", "extent", "counts", "findings"}
    assert int(report["extent"]["combinations"]) > 10**20
    assert sum(report["counts"].values()) == len(report["findings"])
    for row in report["findings"]:
        assert row["severity"] in {"serious", "notable", "info"}
        assert set(row["title"]) == set(row["text"]) == {"zh", "en"}
        assert row["witness"] is None or isinstance(row["witness"], dict)
        assert row["count"] >= 1
        assert row["witness"] or row["quotes"] or row["norms"] or row["values"]
    assert run("audit", "--format", "json")[1] == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("plants", "fail_on", "expected"),
    [
        ((), None, 0),
        ((), "notable", 0),
        (("no-act",), None, 0),
        (("no-act",), "serious", 1),
        (("recipient-without-answer",), "serious", 0),
        (("recipient-without-answer",), "notable", 1),
        (("valid-later",), "notable", 0),
    ],
)
def test_the_exit_code_is_one_only_where_asked_for(
    plants: tuple[str, ...], fail_on: str | None, expected: int, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "mechanism"
    planted([plant for plant in PLANTS if plant.stem in plants], folder)
    asked = [] if fail_on is None else ["--fail-on", fail_on]
    code, out, err = run("--mechanism", str(folder), "audit", *asked)
    assert (code, err) == (expected, "")
    assert all(f"[{name}]" in out for name in plants)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--format", "yaml"), "yaml"),
        (("--fail-on", "info"), "info"),
        (("surplus",), "surplus"),
        (("--out", "/nowhere/audit.html"), "/nowhere/audit.html"),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(argv: tuple[str, ...], words: str, run: Run) -> None:
    code, out, err = run("--mechanism", str(FLAWLESS), "audit", *argv, "--lang", "en")
    assert (code, out) == (2, "")
    assert words in err


# ---------------------------------------------------------------- the progress bar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main(["--mechanism", str(FLAWLESS), "audit", "--lang", "en"]) == 0
    shown = [part.rstrip() for part in terminal.getvalue().split("\r")]
    steps = [part for part in shown if part.startswith("audit [")]
    done = [int(re.search(r"(\d+)/(\d+)$", part).group(1)) for part in steps]  # type: ignore[union-attr]
    assert done == list(range(len(steps)))
    assert steps[-1].endswith(f"{len(steps) - 1}/{len(steps) - 1}")
    assert "#" * 30 in steps[-1]
    assert shown[-1] == ""


def test_progress_is_told_to_whoever_asks() -> None:
    told: list[tuple[int, int]] = []
    zhize.load(FLAWLESS).audit(lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == len(told) - 1


# ---------------------------------------------------------------- the HTML page


class _Page(HTMLParser):
    """Collects what a reader's programs look at."""

    VOID = frozenset({"meta", "br", "link", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.headings: list[int] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(params=["zh", "en"])
def html(request: pytest.FixtureRequest, run: Run, tmp_path: Path) -> tuple[str, str]:
    """The language, and the page of the notice."""
    path = tmp_path / "audit.html"
    assert run("audit", "--out", str(path), "--lang", request.param) == (0, "", "")
    return request.param, path.read_text(encoding="utf-8")


def test_the_page_needs_nothing_but_itself(html: tuple[str, str]) -> None:
    _, text = html
    page = _Page(text)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not re.search(r"https?://|//\w|@import|url\(|javascript:", text)
    assert not any(name.startswith("on") or name == "style" for _, a in page.tags for name in a)
    (policy,) = [a["content"] for a in page.all("meta") if "http-equiv" in a]
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "size: A4" in style.group(1)
    assert "@media print" in style.group(1)


def test_the_page_can_be_read_by_everybody(html: tuple[str, str]) -> None:
    lang, text = html
    page = _Page(text)
    assert page.all("html") == [{"lang": {"zh": "zh-CN", "en": "en"}[lang]}]
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert all(attrs.get("scope") == "col" for attrs in page.all("th"))
    assert all(attrs.get("lang") == "zh" for attrs in page.all("q"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {(attrs["href"] or "").removeprefix("#") for attrs in page.all("a")}
    labelled = {attrs["aria-labelledby"] for _, attrs in page.tags if "aria-labelledby" in attrs}
    assert targets | labelled <= set(ids)
    findings = len(page.all("article"))
    assert findings > 80
    assert len(page.all("tr")) == findings + 1


def test_the_colours_have_contrast() -> None:
    folder = Path(zhize.__file__).parent
    style = "".join(
        (folder / name).read_text("utf-8")
        for name in ("pages/base.css", "examination/audit/audit.css")
    )

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    assert {"ink", "soft", "link", "act", "serious", "notable", "info"} <= set(colours)
    for name in set(colours) - {"line", "paper"}:
        assert 1.05 / (luminance(colours[name]) + 0.05) >= 4.5, name  # WCAG 2.2, 1.4.3


def test_the_page_escapes_what_a_mechanism_says(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mechanism"
    planted([plant for plant in PLANTS if plant.stem == "no-act"], folder)
    plant = folder / "no-act.ttl"
    text = plant.read_text(encoding="utf-8")
    plant.write_text(text.replace('label "mud"', 'label "<script>alert(1)</script>&"'), "utf-8")
    code, out, _ = run("--mechanism", str(folder), "audit", "--format", "html", "--lang", "en")
    assert code == 0
    page = _Page(out)
    assert page.all("script") == []
    assert "<script>alert(1)</script>&" in "".join(page.words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mechanism_of_another_language_is_audited_too(lang: str, run: Run) -> None:
    harbour = str(MECHANISMS / "harbour")
    code, out, err = run("--mechanism", harbour, "audit", "--lang", lang)
    assert (code, err) == (0, "")
    assert "[vague-addressee]" in out
    assert "services concernés" in out
    code, page, _ = run("--mechanism", harbour, "audit", "--lang", lang, "--format", "html")
    assert code == 0
    assert all(attrs.get("lang") == "fr" for attrs in _Page(page).all("q"))


def test_the_witnesses_of_another_mechanism_are_records_of_it() -> None:
    mechanism = zhize.load(MECHANISMS / "harbour")
    witnesses = [f.witness for f in mechanism.audit().findings if f.witness is not None]
    assert len(witnesses) > 10
    assert mechanism.validate(witnesses).problems == ()
    for witness in witnesses:
        assert mechanism.decide(yaml.safe_load(yaml.safe_dump(witness))).applicable
