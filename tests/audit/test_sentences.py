"""The sentences of the audit: both languages, the same parts, full-width punctuation, whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zhize
import zhize.examination.audit
from zhize.examination.audit.asking import audit_queries
from zhize.examination.audit.page_words import PAGE
from zhize.examination.audit.words import SENTENCES

from .planted import MECHANISMS

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
QUERIES = {
    f"{q.code}.{part}": getattr(q, part) for q in audit_queries() for part in ("title", "text")
}
TABLES = {**SENTENCES, **PAGE, **QUERIES}


@pytest.mark.parametrize("key", sorted(TABLES))
def test_a_sentence_is_there_in_both_languages_with_the_same_parts(key: str) -> None:
    texts = TABLES[key]
    assert tuple(texts) == ("zh", "en")
    assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}) == 1
    assert not HALF_WIDTH.search(texts["zh"])
    if key.endswith(".text"):
        assert texts["zh"].endswith(("。", "}"))
        assert texts["en"].endswith((".", "}"))


def test_every_sentence_has_a_use() -> None:
    folder = Path(zhize.examination.audit.__file__).parent
    files = (*folder.glob("*.py"), *folder.glob("*.j2"))
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    for key in SENTENCES:
        assert f'"{key.rsplit(".", 1)[0]}"' in source, key
    for key in PAGE:
        built = key.endswith(".rule")
        assert built or f'"{key}"' in source.replace(f'    "{key}": {{', ""), key


def test_a_query_begins_with_its_question_and_is_ordered() -> None:
    assert len(audit_queries()) >= 15
    for query in audit_queries():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.code)
        assert query.question.endswith("?")
        assert query.sparql.splitlines()[1].startswith("# columns: ")
        assert "ORDER BY" in query.sparql
        assert query.severity.split()[0] in {"serious", "notable", "info", "that"}


@pytest.mark.parametrize("folder", ["notice", "harbour", "toy"])
def test_findings_are_whole_sentences_without_a_gap(folder: str, notice: zhize.Mechanism) -> None:
    mechanism = notice if folder == "notice" else zhize.load(MECHANISMS / folder)
    findings = mechanism.audit().findings
    assert len(findings) > 5
    for finding in findings:
        for lang, text in (*finding.title.items(), *finding.text.items()):
            assert text.strip()
            assert not re.search(r"[{}]|None|\(\)|（）|“”|  ", text), text
            if lang == "en":
                assert text[0] == text[0].upper()
        assert finding.text["zh"].endswith(("。", "."))
        assert finding.text["en"].endswith((".", "。"))
