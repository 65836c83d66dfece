"""The shell of pages: what is filled in is escaped, and the policy lets in our own code alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pytest

from tests.browsing import visit
from zhize.pages import Said, page_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEMPLATE = """{% extends "shell.html.j2" %}
{% block title %}{{ title }}{% endblock %}
{% block body %}
<main><h1>{{ said | spoken }}</h1><p id="told">{{ title }}</p></main>
<script type="application/json" id="data">{{ data | island }}</script>
{% endblock %}
"""
NASTY = "</script><script>document.title = 'taken'</script>\u2028&amp;\"'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html.j2").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "page.css").write_text("#told { color: rgb(1, 2, 3); }\n", encoding="utf-8")
    (tmp_path / "page.js").write_text(
        '"use strict";\nconst data = JSON.parse(document.getElementById("data").textContent);\n'
        "document.body.dataset.read = data.words;\n",
        encoding="utf-8",
    )
    return tmp_path


def page(folder: Path, *, scripts: tuple[str, ...] = ("page.js",)) -> str:
    return page_html(
        folder,
        "page.html.j2",
        lang="zh",
        styles=("page.css",),
        scripts=scripts,
        title=NASTY,
        said=(Said("zh", "职责"), Said("en", NASTY)),
        data={"words": NASTY},
    )


def digest(element: str, text: str) -> str:
    (content,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def policy(text: str) -> str:
    (found,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    return unescape(found)


def test_the_policy_names_the_style_and_the_script_by_their_hashes(folder: Path) -> None:
    text = page(folder)
    assert policy(text) == (
        f"default-src 'none'; style-src 'sha256-{digest('style', text)}'; "
        f"script-src 'sha256-{digest('script', text)}'; base-uri 'none'; form-action 'none'"
    )


def test_a_page_without_a_script_lets_in_none(folder: Path) -> None:
    text = page(folder, scripts=())
    assert "script-src" not in policy(text)
    assert "<script>" not in text


def test_words_are_escaped_and_tagged_with_their_languages(folder: Path) -> None:
    text = page(folder)
    assert '<html lang="zh-CN">' in text
    assert '<span lang="zh-CN">职责</span> <span lang="en" class="second">&lt;/script&gt;' in text
    assert "<script>document.title" not in text


def test_an_island_holds_its_value_and_ends_where_it_should(folder: Path) -> None:
    (island,) = re.findall(r'id="data">(.*?)</script>', page(folder), re.DOTALL)
    assert json.loads(island) == {"words": NASTY}
    assert not set("<>&\u2028") & set(island)


def test_a_name_that_nobody_fills_in_is_an_error(folder: Path) -> None:
    with pytest.raises(jinja2.UndefinedError, match="title"):
        page_html(folder, "page.html.j2", lang="en", said=(), data=None)


def test_a_browser_takes_our_style_and_script_and_nothing_that_was_filled_in(
    browser: Browser, folder: Path
) -> None:
    path = folder / "page.html"
    path.write_text(page(folder), encoding="utf-8")
    with visit(browser, path) as seen:
        assert seen.page.title() == NASTY
        assert seen.page.evaluate("document.body.dataset.read") == NASTY
        colour = "getComputedStyle(document.getElementById('told')).color"
        assert seen.page.evaluate(colour) == "rgb(1, 2, 3)"
        assert seen.quiet(), (seen.console, seen.requests)


def test_a_browser_refuses_a_script_that_slipped_in(browser: Browser, folder: Path) -> None:
    path = folder / "page.html"
    slipped = "<p>x</p><script>document.title = 'taken'</script></main>"
    path.write_text(page(folder).replace("</main>", slipped), encoding="utf-8")
    with visit(browser, path) as seen:
        assert seen.page.title() != "taken"
        assert "Content Security Policy" in " ".join(seen.console)
