"""The audit's page in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zhize
from tests.browsing import visit
from zhize.examination.audit import audit_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_quiet_and_open_to_everybody(
    browser: Browser, notice: zhize.Mechanism, tmp_path: Path, lang: str
) -> None:
    page = tmp_path / "audit.html"
    page.write_text(audit_html(notice.audit(), notice.rulebase, lang), encoding="utf-8")
    with visit(browser, page) as seen:
        assert seen.page.locator("h1").count() == 1
        assert seen.page.evaluate("getComputedStyle(document.body).maxWidth") == "960px"
        assert seen.objections() == []
        assert seen.quiet(), (seen.console, seen.requests)
