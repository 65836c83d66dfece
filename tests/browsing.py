"""Pages in a real browser: what they say on the console, whom they call, whether axe-core objects.

Tests that use it skip, with the reason, where Playwright or a Chromium is missing. Debian has one
(`apt-get install chromium`); `ZHIZE_CHROMIUM` names another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Without these a new Chromium looks for updates, which a closed network refuses.
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--font-render-hinting=none",
]  # fmt: skip


class Visit:
    """One page that is open.

    Attributes:
        page: Playwright's page, to click and type on.
        console: All that was written to the console, and uncaught errors.
        requests: All that was asked for but the file itself.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.console: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self._asked(request.url, address))
        page.goto(address)

    def _asked(self, url: str, address: str) -> None:
        if url.partition("#")[0] != address and not url.startswith("data:"):
            self.requests.append(url)

    def objections(self) -> list[str]:
        """Return what axe-core finds, a line each."""
        from axe_playwright_python.sync_playwright import Axe

        found: dict[str, Any] = Axe().run(self.page).response
        return [
            f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def quiet(self) -> bool:
        """Tell whether nothing was said on the console and nothing asked for."""
        return not self.console and not self.requests


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start a Chromium, or skip."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed (pip install playwright)"
    )
    named = os.environ.get("ZHIZE_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium: apt-get install chromium, or name one by ZHIZE_CHROMIUM")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, path: Path, **options: Any) -> Iterator[Visit]:
    """Open a page from the file system.

    Args:
        browser: From `a_browser`.
        path: The file.
        options: Those of `Browser.new_context`: `viewport`, `reduced_motion` …
    """
    # The policy of the page is kept: what axe needs goes through the debugging protocol.
    context = browser.new_context(**options)
    try:
        yield Visit(context.new_page(), path.resolve().as_uri())
    finally:
        context.close()
