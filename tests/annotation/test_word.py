"""The Word document, reopened by another reader and looked into."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
from docx2python import docx2python

import zhize
from tests.annotation.conftest import HARBOUR
from tests.annotation.made import RISKY, TEXT, made, wrong
from zhize.annotation import Annotation, annotation_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(document: bytes) -> str:
    """Return the text with the marks of bold, raised and struck-out words, as another reads it."""
    with docx2python(io.BytesIO(document), html=True) as found:
        return str(found.text)


def plain(words: str) -> str:
    """Return marked words without signs and without what was struck out."""
    words = re.sub(r"<sup>.*?</sup>|<s>.*?</s>", "", words, flags=re.DOTALL)
    words = re.sub(r"<[^>]*>", "", words)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.fixture(scope="module")
def document(notice: zhize.Mechanism, marked: Annotation) -> bytes:
    return annotation_docx(marked, notice.rulebase, "zh")


@pytest.fixture(scope="module")
def text(document: bytes) -> str:
    return read(document)


@pytest.fixture(scope="module")
def parts(document: bytes) -> dict[str, ElementTree.Element]:
    """All XML parts of the document; each must parse."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def texts_of(document_text: str, labels: list[str]) -> list[str]:
    """Return the paragraph behind the heading of each provision."""
    behind = re.findall(r"<h3>(.*?)</h3>\n\n(.*?)\n\n", document_text, flags=re.DOTALL)
    found = {plain(label): plain(words) for label, words in behind}
    return [found[label] for label in labels]


def test_the_text_of_every_article_is_there_character_by_character(
    notice: zhize.Mechanism, text: str
) -> None:
    provisions = notice.rulebase.provisions
    assert texts_of(text, [p.label["zh"] for p in provisions]) == [p.text for p in provisions]


def test_every_norm_is_there_with_its_bearers_and_quotes(
    notice: zhize.Mechanism, text: str
) -> None:
    agencies = {agency.code: agency.label["zh"] for agency in notice.agencies}
    entries = dict(
        re.findall(r"<b><u>([^<]+)</u></b>  (<b>.*?)(?=<b><u>|<h\d>|$)", text, flags=re.DOTALL)
    )
    assert list(entries) == _in_reading_order(notice)
    for norm in notice.norms:
        entry = plain(entries[norm.code])
        for words in (
            *(agencies[bearer] for bearer in norm.bearers),
            norm.action["zh"],
            *(quote.exact for quote in (norm.quote, *norm.also_quotes)),
            *norm.interpretations,
        ):
            assert words in entry, (norm.code, words)


def _in_reading_order(mechanism: zhize.Mechanism) -> list[str]:
    return [
        norm.code
        for provision in mechanism.rulebase.provisions
        for norm in mechanism.norms
        if norm.provision == provision.code
    ]


def test_phrases_carry_the_codes_of_their_norms_and_repairs_show_what_was_received(
    text: str,
) -> None:
    (article,) = re.findall(r"<h3>第八条</h3>\n\n(.*?)\n\n", text)
    assert "<s>采↵↵砂行为</s>" in article
    assert re.search(r"<b><u>采砂行为</u></b><sup>订5</sup>", article)
    assert article.endswith("<sup>8.1</sup>。")
    assert "扫描把“和”字识别成了英文 and" in text
    assert "“六条标准” 用语没有定义：" in plain(text)
    assert "“第八条” 未引用：条的编号，不要求任何人做任何事。" in plain(text)


def test_lists_and_sums_are_there(marked: Annotation, text: str) -> None:
    words = plain(text)
    for wanted in (
        "1,290 字，规范引用 1,290 字（100%）", "解释", "I-5  相关部门", "原文的未定之处",
        "用例一览",
        "水务部门发现河道外采砂",
    ):  # fmt: skip
        assert wanted in words
    for row in marked.cases:
        assert row.name in words


def test_every_link_has_its_place_and_every_place_its_own_name(
    parts: dict[str, ElementTree.Element],
) -> None:
    body = parts["word/document.xml"]
    names = [b.get(f"{W}name", "") for b in body.iter(f"{W}bookmarkStart")]
    links = [link.get(f"{W}anchor", "") for link in body.iter(f"{W}hyperlink")]
    assert len(names) == len(set(names)) > 200
    assert set(links) - set(names) == set()
    assert len(links) > 500
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) for name in names)
    numbers = [b.get(f"{W}id") for b in body.iter(f"{W}bookmarkStart")]
    assert sorted(numbers) == sorted(b.get(f"{W}id") for b in body.iter(f"{W}bookmarkEnd"))
    quotes = [name for name in names if name.startswith("quote_")]
    norms = [name for name in names if name.startswith("norm_")]
    assert set(quotes) | set(norms) <= set(links), "phrases lead to norms, and norms lead back"


def test_fonts_pages_and_marks_are_set(parts: dict[str, ElementTree.Element]) -> None:
    fonts = [f.get(f"{W}eastAsia") for f in parts["word/styles.xml"].iter(f"{W}rFonts")]
    assert {"宋体", "黑体"} <= set(fonts)
    footers = [root for name, root in parts.items() if name.startswith("word/footer")]
    fields = {f.get(f"{W}instr") for root in footers for f in root.iter(f"{W}fldSimple")}
    assert fields == {"PAGE", "NUMPAGES"}
    body = parts["word/document.xml"]
    lines = {u.get(f"{W}val") for u in body.iter(f"{W}u")}
    assert {"thick", "dash", "double", "dotted", "wave"} <= lines
    size = next(body.iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    core = parts["docProps/core.xml"]
    assert "1980-01-01T00:00:00Z" in ElementTree.tostring(core, encoding="unicode")


def test_what_words_look_like_stands_in_the_order_of_the_standard(
    parts: dict[str, ElementTree.Element],
) -> None:
    order = ["rFonts", "b", "i", "strike", "color", "sz", "u", "bdr", "shd", "vertAlign", "lang"]
    for properties in parts["word/document.xml"].iter(f"{W}rPr"):
        places = [order.index(p.tag.removeprefix(W)) for p in properties
                  if p.tag.removeprefix(W) in order]  # fmt: skip
        assert places == sorted(places)


def test_another_mechanism_has_its_own_text(
    harbour: zhize.Mechanism, harbour_marked: Annotation
) -> None:
    text = read(annotation_docx(harbour_marked, harbour.rulebase, "en"))
    provisions = harbour.rulebase.provisions
    labels = [p.label["en"][:1].upper() + p.label["en"][1:] for p in provisions]
    assert texts_of(text, labels) == [p.text for p in provisions]
    assert "<s>capitainene</s>" in text
    assert "Town hall: remove the floating waste" in text


def test_markup_in_a_mechanism_or_a_case_stays_text() -> None:
    rulebase, annotation = made()
    text = read(annotation_docx(annotation, rulebase, "both"))
    assert plain(re.findall(r"<h3>第1段</h3>\n\n(.*?)\n\n", text, flags=re.DOTALL)[0]) in {
        TEXT, re.sub(r"<[^>]*>", "", TEXT)
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(annotation_docx(annotation, rulebase, "both"))) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    assert RISKY in "".join(t.text or "" for t in root.iter(f"{W}t"))


def test_the_bytes_are_the_same_whatever_the_seed_of_hashes(
    harbour: zhize.Mechanism, harbour_marked: Annotation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made_here = {
        "html": zhize.annotation.annotation_html(harbour_marked, harbour.rulebase, "both").encode(),
        "docx": annotation_docx(harbour_marked, harbour.rulebase, "both"),
    }
    script = (
        "import sys; from zhize.cli import main\n"
        "for ending in ('html', 'docx'):\n"
        "    main(('--mechanism', sys.argv[1], 'annotate', '--lang', 'both',"
        " '--out', f'{sys.argv[2]}/a.{ending}'))"
    )
    folder = tmp_path_factory.mktemp("seeded")
    environ = {**os.environ, "PYTHONHASHSEED": "17"}
    subprocess.run(
        [sys.executable, "-c", script, str(HARBOUR), str(folder)], check=True, env=environ
    )
    for ending, content in made_here.items():
        assert (folder / f"a.{ending}").read_bytes() == content


def test_what_is_wrong_is_said_and_stands_out() -> None:
    rulebase, annotation = wrong()
    document = annotation_docx(annotation, rulebase, "zh")
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    loud = "\n".join(
        "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        for paragraph in root.iter(f"{W}p")
        for colour in [c for c in paragraph.iter(f"{W}color") if c.get(f"{W}val") == "A80000"][:1]
    )
    for words in (
        "未处理：“甲巡查”", "“丁” 未引用（在原文中找不到，或者不止一处）：", "收到的“庚”删去。",
        "引文在原文中找不到，或者不止一处：“丙巡查”", "没有用例",
    ):  # fmt: skip
        assert words in loud, words
    text = plain(read(document))
    assert "引文对不上：1.1" in text
    assert "引文对不上，不计" in text
