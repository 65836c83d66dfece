"""What is imported, and when: a warm decision needs no RDF, and an import does no work."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import zhize

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "reservoir-sand.yaml"
HEAVY = {
    "rdflib", "pyshacl", "owlready2", "networkx", "icalendar", "asyncio", "hypothesis", "pytest",
    "sqlite3", "python_calamine", "xlsxwriter", "zipfile", "numpy", "pyarrow",
}  # fmt: skip

_REPORT = "import json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
_DECIDE = """
import sys
from zhize.cli import main
code = main(sys.argv[1:])
""" + _REPORT + "sys.exit(code)\n"  # fmt: skip

_WATCH = """
import sys

opened = []

def watch(event, args):
    if event == "open" and isinstance(args[0], str) and not args[0].endswith((".py", ".pyc", ".so")):
        opened.append(args[0])
    elif event.startswith(("socket.", "subprocess.", "_thread.", "os.mkdir", "tempfile.")):
        opened.append(event)

import rdflib, pyshacl, yaml, click, msgspec, wcwidth  # what these do is their own
import numpy, pyarrow.compute, pyarrow.csv, pyarrow.parquet
import rdflib.plugins.parsers.jsonld, rdflib.plugins.parsers.notation3
sys.addaudithook(watch)
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
    if opened:
        print(name, opened)
        opened.clear()
"""  # noqa: E501 - one line of the script


def run(script: str, *argv: str, cache: Path | None = None) -> tuple[str, str]:
    """Run a script in a fresh interpreter; return what it wrote to both outputs."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "PYTEST"))}
    if cache is not None:
        environ["ZHIZE_CACHE"] = str(cache)
    ended = subprocess.run(
        [sys.executable, "-c", script, *argv],
        env=environ, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode(), ended.stderr.decode()


def imported(script: str, *argv: str, cache: Path | None = None) -> set[str]:
    """Return the top-level names of the modules that a script leaves behind."""
    _, err = run(script, *argv, cache=cache)
    modules = json.loads(err.splitlines()[-1])
    return {name.partition(".")[0] for name in modules}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that has the notice."""
    cache = tmp_path_factory.mktemp("warm")
    modules = imported(_DECIDE, "decide", str(EXAMPLE), cache=cache)
    assert "rdflib" in modules, "without a cache the Turtle is read"
    assert len(list(cache.iterdir())) == 1
    return cache


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_decision_from_a_warm_cache_imports_nothing_heavy(
    output_format: str, lang: str, warm: Path
) -> None:
    argv = ("decide", str(EXAMPLE), "--format", output_format, "--lang", lang)
    modules = imported(_DECIDE, *argv, cache=warm)
    assert modules & HEAVY == set()
    assert {"zhize", "click", "yaml", "msgspec"} <= modules


def test_records_in_json_need_no_yaml(warm: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(
        '{"id": "A", "reported_on": "2024-08-01", "township": "凤城镇",'
        ' "violations": ["illegal-mining"], "discovered_by": ["water"]}\n',
        encoding="utf-8",
    )
    for command in ("decide", "validate"):
        modules = imported(_DECIDE, command, str(records), cache=warm)
        assert modules & (HEAVY | {"yaml"}) == set()


def test_the_pages_of_norms_need_no_rdf(warm: Path) -> None:
    assert imported(_DECIDE, "norm", "8.1", cache=warm) & (HEAVY | {"yaml"}) == set()


def test_help_and_version_load_no_mechanism(warm: Path) -> None:
    for argv in (["--help"], ["--version"], ["decide", "--help"]):
        assert imported(_DECIDE, *argv, cache=warm) & (HEAVY | {"yaml"}) == set()


def test_the_import_of_the_package_is_light() -> None:
    modules = imported("import sys, zhize\n" + _REPORT)
    assert modules & (HEAVY | {"yaml", "click", "wcwidth"}) == set()


def test_asking_for_the_facade_reads_no_turtle() -> None:
    modules = imported("import sys, zhize\nzhize.load, zhize.Mechanism\n" + _REPORT)
    assert modules & (HEAVY | {"yaml", "click", "wcwidth"}) == set()


def test_no_module_does_work_when_it_is_imported() -> None:
    names = [
        module.name
        for module in pkgutil.walk_packages(zhize.__path__, "zhize.")
        if not module.name.endswith(".__main__")
    ]
    assert len(names) >= 60
    assert run(_WATCH, *names) == ("", "")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        zhize.nothing_of_the_kind  # noqa: B018
