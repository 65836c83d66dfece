"""The wheel holds the package and its data, all of it and nothing else, and works on its own."""

from __future__ import annotations

import configparser
import email
import email.message
import json
import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

import zhize

ROOT = Path(__file__).resolve().parent.parent
PLACES = {
    "engine/zhize/": "zhize/",
    "ontology/": "zhize/_data/ontology/",
    "shapes/": "zhize/_data/shapes/",
    "queries/": "zhize/_data/queries/",
}


def listed(*more: str) -> list[str]:
    """Return the files that git knows; without git there is nothing to compare with."""
    try:
        ended = subprocess.run(
            ["git", "ls-files", "-z", *more],
            cwd=ROOT, capture_output=True, check=True, timeout=60,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [name for name in ended.stdout.decode().split("\0") if name]


def packed(names: list[str]) -> set[str]:
    """Return where the wheel should have those files that belong into it."""
    return {
        place + name.removeprefix(folder)
        for name in names
        for folder, place in PLACES.items()
        if name.startswith(folder) and (ROOT / name).is_file()
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built in this process: without a network and without an environment of its own."""
    out = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = build_wheel(str(out))
    return out / name


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """What the wheel holds, without what describes it."""
    with zipfile.ZipFile(wheel) as archive:
        return {n for n in archive.namelist() if ".dist-info/" not in n}


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> email.message.Message:
    """The wheel's METADATA."""
    return email.message_from_bytes(described(wheel, "METADATA"))


def described(wheel: Path, name: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"zhize-{zhize.__version__}.dist-info/{name}")


def test_every_tracked_file_is_in_the_wheel(names: set[str]) -> None:
    wanted = packed(listed("--cached"))
    assert len([n for n in wanted if n.endswith(".py")]) >= 50
    assert len([n for n in wanted if n.endswith((".ttl", ".rq"))]) >= 40
    assert wanted - names == set()


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    known = packed(listed("--cached", "--others", "--exclude-standard"))
    assert names - known == set()
    assert not [n for n in names if "__pycache__" in n or n.endswith((".pyc", ".msgpack"))]


def test_tests_and_benchmarks_stay_at_home(names: set[str]) -> None:
    assert {n.partition("/")[0] for n in names} == {"zhize"}


def test_the_metadata_are_those_of_the_project(metadata: email.message.Message) -> None:
    assert metadata["Name"] == "zhize"
    assert metadata["Version"] == zhize.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert metadata.get_payload(), "the README is the long description"


def test_the_wheel_is_typed_licensed_and_for_any_platform(wheel: Path, names: set[str]) -> None:
    assert "zhize/py.typed" in names
    assert wheel.name == f"zhize-{zhize.__version__}-py3-none-any.whl"
    assert b"Apache License" in described(wheel, "licenses/LICENSE")


def test_the_command_is_installed(wheel: Path) -> None:
    found = configparser.ConfigParser()
    found.read_string(described(wheel, "entry_points.txt").decode())
    assert dict(found["console_scripts"]) == {"zhize": "zhize.cli:run"}


def test_what_is_imported_is_required(metadata: email.message.Message) -> None:
    required = [r for r in metadata.get_all("Requires-Dist", []) if "extra ==" not in r]
    assert sorted(r.partition(">")[0] for r in required) == [
        "click", "icalendar", "jinja2", "msgspec", "networkx", "opencc", "pyshacl",
        "python-calamine", "python-dateutil", "python-docx", "pyyaml", "rdflib", "snowballstemmer",
        "wcwidth",
        "xlsxwriter",
    ]  # fmt: skip


# ---------------------------------------------------------------- at work

_ALONE = """
import sys
unpacked, libraries, record = sys.argv[1:]
# Libraries as they are, but no .pth file: the checkout must not be found.
sys.path = [p for p in sys.path if p and "-packages" not in p] + [unpacked, *libraries.split("|")]
import zhize, json
from zhize._resources import data_folder
from zhize.cli import main
assert main(["decide", record, "--format", "jsonl"]) == 0
assert main(["check", "--no-owl", "--format", "json", "--lang", "en"]) == 0
print(json.dumps([zhize.__file__, *(str(data_folder(n)) for n in ("ontology", "shapes", "queries"))]))
"""  # noqa: E501 - one line of the script


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_unpacked_wheel_decides_and_checks_itself(
    unpacked: Path, tmp_path: Path, notice: zhize.Mechanism
) -> None:
    libraries = [p for p in site.getsitepackages() if Path(p).is_dir()]
    record = ROOT / "examples" / "reservoir-sand.yaml"
    ended = subprocess.run(
        [sys.executable, "-S", "-c", _ALONE, str(unpacked), "|".join(libraries), str(record)],
        cwd=tmp_path,
        env={**os.environ, "ZHIZE_CACHE": str(tmp_path / "cache"), "PYTHONPATH": ""},
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()
    decision, _, rest = ended.stdout.decode().partition("\n")
    *report, places = rest.strip().splitlines()
    for place in json.loads(places):
        assert Path(place).is_relative_to(unpacked)
    [incident] = notice.records(record)
    assert json.loads(decision) == notice.decide(incident).to_dict()
    assert [p for p in json.loads("\n".join(report)) if p["severity"] == "error"] == []
