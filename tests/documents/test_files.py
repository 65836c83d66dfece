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
