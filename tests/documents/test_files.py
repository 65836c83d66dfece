"""CSV and zipped documents: nothing that runs, nothing of the clock."""

from __future__ import annotations

import csv
import io
import time
import zipfile

from docx2python import docx2python

from zhize.documents import csv_text, settled
from zhize.documents.word import WordDocument
from zhize.pages import Said


def test_csv_is_read_back_as_it_was_and_no_cell_is_a_formula() -> None:
    text = csv_text(("机关", "数"), [("=1+1", 3), ("a,“b”\n", -2), ("-水务", 0)])
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows == [["机关", "数"], ["'=1+1", "3"], ["a,“b”\n", "-2"], ["'-水务", "0"]]


def test_a_settled_package_holds_the_same_in_the_same_order() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("b", "a/c"):
            archive.writestr(zipfile.ZipInfo(name, time.localtime()[:6]), name * 9)
    one = settled(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["b", "a/c"]
        assert archive.read("a/c") == b"a/c" * 9
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert settled(one) == one


def written() -> bytes:
    document = WordDocument("职责", "zh")
    document.heading((Said("zh", "第八条"), Said("en", "article 8")), 1, anchor="a8")
    paragraph = document.paragraph((Said("zh", "县水务部门 <负责>"),), together=True)
    document.link(paragraph, "a8", Said("en", "back"))
    document.table([(Said("zh", "机关"),)], [[(Said("zh", "水务"), Said("en", "water"))]], [60])
    return document.to_bytes()


def test_a_word_document_is_read_back_by_another_reader() -> None:
    with docx2python(io.BytesIO(written())) as found:
        text = found.text
        properties = found.core_properties
    for words in ("第八条 article 8", "县水务部门 <负责>", "back", "机关", "水务 water"):
        assert words in text
    assert properties["title"] == "职责"
    assert properties["language"] == "zh-CN"


def test_a_word_document_names_fonts_for_chinese_and_links_to_its_own_places() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        body, styles = (archive.read(f"word/{n}.xml").decode() for n in ("document", "styles"))
    assert 'w:eastAsia="宋体"' in styles
    assert '<w:bookmarkStart w:id="1" w:name="a8"/>' in body
    assert '<w:hyperlink w:anchor="a8"' in body
    assert "<w:tblHeader/>" in body


def test_a_word_document_is_the_same_on_a_second_run() -> None:
    one = written()
    assert written() == one
    assert b"zhize" in zipfile.ZipFile(io.BytesIO(one)).read("docProps/core.xml")


def test_words_can_be_marked_raised_framed_and_linked_and_pages_numbered() -> None:
    document = WordDocument("职责", "zh")
    paragraph = document.paragraph(style=document.style("Small", 9, left_mm=5, hanging_mm=10))
    document.mark_end(paragraph, "here")
    run = document.run(paragraph, Said("zh", "县水务部门\x07"))
    run.bold = True
    document.tint(run, "F0F0F0")
    document.underline(run, "dash", "0B4F8A")
    document.frame(run, "8A6100")
    document.link(paragraph, "here", Said("zh", "8.1"), raised=True)
    eighth = Said("zh", "八")
    document.table([(Said("zh", "条款"),)], [[lambda p: document.link(p, "here", eighth)]], [60])
    document.number_pages(Said("zh", "第 {page} 页，共 {pages} 页"))
    content = document.to_bytes()
    with docx2python(io.BytesIO(content), html=True) as found:
        text = found.text
    # XML has no control characters: they are spelt out.
    assert "<b><u>县水务部门\\x07</u></b><sup>8.1</sup>" in text
    assert "八" in text
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
        (foot,) = [archive.read(n).decode() for n in archive.namelist() if "footer" in n]
    assert (
        '<w:u w:val="dash" w:color="0B4F8A"/><w:bdr w:val="dotted" w:sz="4" w:space="0" '
        'w:color="8A6100"/><w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>'
    ) in body
    assert '<w:bookmarkStart w:id="1" w:name="here"/><w:bookmarkEnd w:id="1"/><w:r>' in body
    assert [foot.count(f'w:instr="{field}"') for field in ("PAGE", "NUMPAGES")] == [1, 1]
    assert foot.index("第 ") < foot.index('"PAGE"') < foot.index(" 页，共 ")
