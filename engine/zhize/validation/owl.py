"""Ask HermiT whether an ontology is consistent and all of its classes can have members.

HermiT is a Java program that the optional package owlready2 (LGPL) carries. Nothing of owlready2
is imported: the reasoner is run directly, because owlready2 gives it no time limit, writes to
stderr, and warns about every facet, which is rightly a property and an individual at once
(OWL 2 punning). HermiT sees all individuals: the 341 villages of the notice cost 0.15 s of 0.85 s,
so none are left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..loading.graph import parse_turtle
from ..model.report import ERROR, INFO, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib import Graph

TIMEOUT_SECONDS = 120.0
_MEMORY = "-Xmx1000M"
_NOTHING = "http://www.w3.org/2002/07/owl#Nothing"
_CLASS_LINE = re.compile(r"^\t<?(\S+?)>?$", re.MULTILINE)
_OUT_OF_RESOURCES = ("OutOfMemoryError", "StackOverflowError")
_FAILURE = re.compile(r'^Exception in thread "main" (.+)$', re.MULTILINE)

_NO_OWLREADY = (
    '没有安装 owlready2（HermiT 随它提供）。要做这项检查，请运行 pip install "zhize[owl]"。',
    'owlready2, which carries HermiT, is not installed; run pip install "zhize[owl]"',
)
_NO_JAVA = (
    (
        "找不到 Java。要做这项检查，请安装 Java 8 或更高版本：Debian、Ubuntu 用 "
        "apt-get install default-jre-headless，Windows、macOS 用 Adoptium 的 Temurin。"
    ),
    (
        "there is no Java; install Java 8 or later: on Debian or Ubuntu apt-get install "
        "default-jre-headless, on Windows or macOS Temurin from Adoptium"
    ),
)


_Parts = tuple[tuple[str, "Graph"], ...]
"""File names, each with the graph in it, in order."""


class _Verdict(msgspec.Struct, frozen=True):
    """What one run of HermiT said.

    Attributes:
        consistent: None where HermiT gave no answer.
        unsatisfiable: IRIs of the classes that can have no member, sorted.
        failure: HermiT's own words where it refused the ontology, else empty.
        skipped: The reason, in zh and en, why there is no answer; else None.
    """

    consistent: bool | None = None
    unsatisfiable: tuple[str, ...] = ()
    failure: str = ""
    skipped: tuple[str, str] | None = None


def check_owl(
    graph_files: Sequence[Path], *, timeout: float = TIMEOUT_SECONDS
) -> tuple[Problem, ...]:
    """Return what HermiT finds wrong with the Turtle files read as one ontology.

    Args:
        graph_files: Turtle files, the core first. `owl:imports` is not followed.
        timeout: Seconds for all runs of HermiT together.

    Returns:
        Errors `owl-inconsistent` (its `source` is the first file with which the ontology
        contradicts itself), `owl-unsatisfiable` (one for each class) or `owl-refused` (not OWL 2
        DL); or one info `owl-skipped` with the reason, where there is no Java, no owlready2, or
        no answer in time. Empty: all is well.

    Raises:
        MechanismError: A file is no Turtle.
    """
    parts = tuple((file.name, parse_turtle((file,))) for file in graph_files)
    missing = reason_to_skip()
    if missing is not None:
        return (_skipped(missing),)
    deadline = time.monotonic() + timeout
    verdict = _ask(parts, deadline)
    if verdict.skipped is not None:
        return (_skipped(verdict.skipped),)
    if verdict.failure:
        return (_refused(verdict.failure),)
    if verdict.consistent is False:
        return (_inconsistent(_first_contradiction(parts, deadline)),)
    return tuple(_unsatisfiable(iri, parts) for iri in verdict.unsatisfiable)


def reason_to_skip() -> tuple[str, str] | None:
    """Return why HermiT cannot run here, in zh and en, with what to install; None if it can."""
    if _class_path() is None:
        return _NO_OWLREADY
    return _NO_JAVA if _java() is None else None


def _class_path() -> str | None:
    """Return HermiT's Java class path inside owlready2, or None."""
    spec = find_spec("owlready2")
    for folder in () if spec is None else spec.submodule_search_locations or ():
        jar = Path(folder) / "hermit" / "HermiT.jar"
        if jar.is_file():
            return str(jar)
    return None


def _java() -> str | None:
    """Return the Java to run: that of JAVA_HOME, else the first on the path, else None."""
    home = os.environ.get("JAVA_HOME")
    inside = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    return inside or shutil.which("java")


def _ask(parts: _Parts, deadline: float) -> _Verdict:
    """Run HermiT once over all parts, in a process that is ended at the deadline.

    Imports are taken out first: HermiT would fetch them.
    """
    from rdflib import Graph
    from rdflib.namespace import OWL

    plain = Graph()
    for _, part in parts:
        for triple in part:
            if triple[1] != OWL.imports:
                plain.add(triple)
    with tempfile.TemporaryDirectory(prefix="zhize-") as folder:
        file = Path(folder) / "ontology.nt"
        plain.serialize(file, format="nt", encoding="utf-8")
        command = [
            _java() or "java",
            _MEMORY,
            "-Dfile.encoding=UTF-8",
            "-cp",
            _class_path() or "",
            "org.semanticweb.HermiT.cli.CommandLine",
            "--no-prefixes",
            "--unsatisfiable",
            file.as_uri(),
        ]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=max(0.1, deadline - time.monotonic()),
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired:
            return _Verdict(
                skipped=(
                    "HermiT 没有在限定时间内得出结果。",
                    "HermiT gave no answer within its time limit",
                )
            )
        except OSError as error:
            return _Verdict(skipped=_not_run(str(error)))
    return _read(done.returncode, done.stdout.decode("utf-8", "replace"))


def _read(status: int, output: str) -> _Verdict:
    """Read HermiT's output: the classes equivalent to owl:Nothing, or a Java exception."""
    if status == 0:
        found = set(_CLASS_LINE.findall(output)) - {_NOTHING}
        return _Verdict(consistent=True, unsatisfiable=tuple(sorted(found)))
    if "InconsistentOntologyException" in output:
        return _Verdict(consistent=False)
    failure = _FAILURE.search(output)
    if failure is None or any(word in failure[1] for word in _OUT_OF_RESOURCES):
        lines = output.strip().splitlines()
        return _Verdict(skipped=_not_run(failure[1] if failure else "".join(lines[:1])))
    return _Verdict(failure=failure[1].rsplit("Exception: ", 1)[-1][:300])


def _first_contradiction(parts: _Parts, deadline: float) -> str | None:
    """Return the first file with which the ontology contradicts itself, None if not found."""
    for count, (name, _) in enumerate(parts, start=1):
        verdict = _ask(parts[:count], deadline)
        if verdict.consistent is False:
            return name
        if verdict.skipped is not None:
            break
    return None


def _not_run(reason: str) -> tuple[str, str]:
    """Return the sentence for a Java that could not do its work."""
    return (
        f"Java 没能运行 HermiT：{reason[:300]}",
        f"Java could not run HermiT: {reason[:300]}",
    )


def _skipped(reason: tuple[str, str]) -> Problem:
    """Return the note that OWL was not checked, and why."""
    return Problem(
        code="owl-skipped",
        severity=INFO,
        message={
            "zh": f"未检查 OWL 一致性：{reason[0]}",
            "en": f"OWL consistency was not checked: {reason[1]}",
        },
    )


def _inconsistent(file: str | None) -> Problem:
    """Return the error that the ontology contradicts itself."""
    where_zh = "" if file is None else f"加上 {file} 之后，"
    where_en = "" if file is None else f" once {file} is added"
    return Problem(
        code="owl-inconsistent",
        severity=ERROR,
        source=file,
        message={
            "zh": f"{where_zh}本体自相矛盾：没有任何情形能满足它。"
            "请查看最近改动的个体是否用错了属性，或属于两个互斥的类。",
            "en": f"the ontology contradicts itself{where_en}: nothing can satisfy it; look for an "
            "individual that is used with the wrong property, or belongs to two disjoint classes",
        },
    )


def _refused(reason: str) -> Problem:
    """Return the error that HermiT does not accept the ontology."""
    return Problem(
        code="owl-refused",
        severity=ERROR,
        message={
            "zh": f"HermiT 不接受这个本体，它不是 OWL 2 DL：{reason}",
            "en": f"HermiT refuses the ontology, which is not OWL 2 DL: {reason}",
        },
    )


def _unsatisfiable(iri: str, parts: _Parts) -> Problem:
    """Return the error about one class that can have no member."""
    name = _short(iri, parts)
    return Problem(
        code="owl-unsatisfiable",
        severity=ERROR,
        value=iri,
        source=_file_that_describes(iri, parts),
        message={
            "zh": f"类 {name} 不可能有成员：它的各项定义互相矛盾。请查看它的上位类和等价类。",
            "en": f"class `{name}` can have no member: its definitions contradict each other; "
            "look at its superclasses and equivalent classes",
        },
    )


def _short(iri: str, parts: _Parts) -> str:
    """Return a prefixed name where the Turtle has a prefix for it, else the IRI."""
    matches = [
        (len(namespace), f"{prefix}:{iri[len(namespace) :]}")
        for _, part in parts
        for prefix, namespace in part.namespaces()
        if iri.startswith(namespace)
    ]
    return max(matches)[1] if matches else iri


def _file_that_describes(iri: str, parts: _Parts) -> str | None:
    """Return the name of the first file that describes a term, or None."""
    from rdflib import URIRef

    term = (URIRef(iri), None, None)
    return next((name for name, part in parts if term in part), None)
