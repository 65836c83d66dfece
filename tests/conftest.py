"""What all tests share: the notice loaded once, a fixed day, no network, and `--accept`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import zhize

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


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test runs, it must not open a connection."""

    def refuse(self: socket.socket, address: object) -> None:
        raise AssertionError(f"a connection was tried: {address!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache out of the tests."""
    patch = pytest.MonkeyPatch()
    patch.setenv("ZHIZE_CACHE", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()
