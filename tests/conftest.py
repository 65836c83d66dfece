"""What all tests share: the notice loaded once, the command line, no network, and `--accept`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import zhize
from tests.browsing import a_browser
from tests.commands import Answer, Run
from zhize.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the goldens; then read them")


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """True where goldens are to be rewritten instead of compared."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def notice() -> zhize.Mechanism:
    """The shipped mechanism."""
    return zhize.load()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command in this process, where no language is set; return what it gave."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def command(*argv: str) -> Answer:
        capsys.readouterr()
        code = main(argv)
        return Answer(code, *capsys.readouterr())

    return command


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand at the root of the checkout, from where a command may name its files."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test runs, it must not look up a host or open a connection."""

    def refuse(*given: object, **_: object) -> NoReturn:
        raise AssertionError(f"a connection was tried: {given[1:]!r}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache out of the tests."""
    patch = pytest.MonkeyPatch()
    patch.setenv("ZHIZE_CACHE", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, one for all tests of a process; see `tests/browsing.py`."""
    with a_browser() as started:
        yield started
