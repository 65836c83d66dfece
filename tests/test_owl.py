"""HermiT reads the ontology: it is OWL 2 DL, consistent, and classification does real work."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef

from zhize.loading import ontology_files
from zhize.validation import owl
from zhize.validation.owl import check_owl

ROOT = Path(__file__).resolve().parent.parent
PROFILE = Path(__file__).resolve().parent / "owl" / "Profile.java"
FILES = ontology_files(ROOT / "ontology")
AGENCIES = tuple(f for f in FILES if f.name in {"core.ttl", "agencies.ttl"})
ZZ = "https://w3id.org/zhize/core#"
YC = "https://w3id.org/zhize/yangcheng#"
YCP = "https://w3id.org/zhize/yangcheng/places#"
PREFIXES = f"""
@prefix zz: <{ZZ}> .
@prefix yc: <{YC}> .
@prefix ycp: <{YCP}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix case: <urn:zhize:test:> .
"""
SIX_KINDS = (
    "unlicensed-mining",
    "beyond-boundary-mining",
    "unauthorized-method-change",
    "destructive-mining",
    "mining-without-eia",
    "illegal-sand-mining",
)

REASON = owl.reason_to_skip()
needs_hermit = pytest.mark.skipif(REASON is not None, reason=REASON[1] if REASON else "")
needs_jdk = pytest.mark.skipif(
    REASON is not None or shutil.which("javac") is None,
    reason=REASON[1] if REASON else "the profile check is compiled from source and needs a JDK",
)


def with_addition(folder: Path, turtle: str, files: tuple[Path, ...] = FILES) -> tuple[Path, ...]:
    addition = folder / "addition.ttl"
    addition.write_text(PREFIXES + turtle, encoding="utf-8")
    return (*files, addition)


def n_triples(files: tuple[Path, ...], target: Path) -> Path:
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    graph.serialize(target, format="nt", encoding="utf-8")
    return target


def test_the_ontology_files_are_found() -> None:
    assert FILES[0].name == "core.ttl"
    assert len(FILES) >= 5


# ---------------------------------------------------------------- the check itself


@needs_hermit
def test_the_ontology_is_consistent_and_no_class_is_unsatisfiable(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert check_owl(FILES) == ()
    assert capfd.readouterr() == ("", "")


@needs_hermit
def test_an_agency_that_is_also_a_norm_is_reported_with_its_file(tmp_path: Path) -> None:
    (problem,) = check_owl(with_addition(tmp_path, "yc:water a zz:Norm .", AGENCIES))
    assert (problem.code, problem.severity) == ("owl-inconsistent", "error")
    assert problem.source == "addition.ttl"
    assert "addition.ttl" in problem.message["zh"]
    assert "addition.ttl" in problem.message["en"]


@needs_hermit
def test_a_norm_borne_by_a_place_is_inconsistent(tmp_path: Path) -> None:
    files = with_addition(tmp_path, "case:n zz:bearer case:p . case:p a zz:Place .", FILES[:1])
    assert [p.code for p in check_owl(files)] == ["owl-inconsistent"]


@needs_hermit
def test_a_class_without_possible_members_is_reported_by_name(tmp_path: Path) -> None:
    turtle = "yc:Chimera a owl:Class ; rdfs:subClassOf zz:Norm, zz:Agency ."
    (problem,) = check_owl(with_addition(tmp_path, turtle, FILES[:1]))
    assert (problem.code, problem.severity) == ("owl-unsatisfiable", "error")
    assert problem.value == YC + "Chimera"
    assert problem.source == "addition.ttl"
    assert "`yc:Chimera`" in problem.message["en"]


@needs_hermit
def test_an_ontology_beyond_owl_2_dl_is_refused_not_skipped(tmp_path: Path) -> None:
    (problem,) = check_owl(
        with_addition(tmp_path, "zz:countsAs a owl:FunctionalProperty .", FILES[:1])
    )
    assert (problem.code, problem.severity) == ("owl-refused", "error")
    assert "countsAs" in problem.message["en"]


@needs_hermit
def test_too_little_time_is_a_reason_to_skip() -> None:
    (problem,) = check_owl(FILES, timeout=0.0)
    assert (problem.code, problem.severity) == ("owl-skipped", "info")
    assert "time limit" in problem.message["en"]


@needs_hermit
def test_imports_are_never_followed(tmp_path: Path) -> None:
    imports = "<urn:zhize:test> a owl:Ontology ; owl:imports <http://192.0.2.1/ontology> ."
    assert check_owl(with_addition(tmp_path, imports, FILES[:1])) == ()


def test_without_java_the_reason_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owl, "_class_path", lambda: "HermiT.jar")
    monkeypatch.setattr(owl, "_java", lambda: None)
    (problem,) = check_owl(FILES[:1])
    assert (problem.code, problem.severity) == ("owl-skipped", "info")
    for text in problem.message.values():
        assert "default-jre-headless" in text
        assert "Temurin" in text


def test_without_owlready2_the_reason_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owl, "find_spec", lambda _: None)
    (problem,) = check_owl(FILES[:1])
    assert (problem.code, problem.severity) == ("owl-skipped", "info")
    assert all('pip install "zhize[owl]"' in text for text in problem.message.values())


def test_a_java_that_cannot_start_is_a_reason_to_skip(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(owl, "_class_path", lambda: "HermiT.jar")
    monkeypatch.setattr(owl, "_java", lambda: str(tmp_path / "java"))
    (problem,) = check_owl(FILES[:1])
    assert (problem.code, problem.severity) == ("owl-skipped", "info")


# ---------------------------------------------------------------- what classification concludes


class Inferred:
    """The ontology with a few incidents, after reasoning, as owlready2 sees it."""

    def __init__(self, folder: Path) -> None:
        cases = "".join(
            f"case:{kind} a zz:Incident ; yc:hasViolation yc:{kind} .\n" for kind in SIX_KINDS
        )
        cases += "case:reservoir a zz:Incident ; yc:inZone yc:reservoir-area .\n"
        cases += "case:forest a zz:Incident ; yc:inZone yc:forest-land .\n"
        cases += "case:government a zz:Agency ; zz:governs ycp:t140522100 .\n"
        cases += "case:county-body a zz:Agency ; zz:agencyOf ycp:yangcheng .\n"
        file = n_triples(with_addition(folder, cases), folder / "all.nt")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # owlready2 warns about punning and its own code
            import owlready2

            self.world = owlready2.World()
            self.world.get_ontology(file.as_uri()).load()
            owlready2.sync_reasoner_hermit(self.world, infer_property_values=True, debug=0)
            self.unsatisfiable = sorted(str(c) for c in self.world.inconsistent_classes())

    def counts_as(self, incident: str) -> set[str]:
        rows = self.world.sparql(
            f"SELECT ?o WHERE {{ <urn:zhize:test:{incident}> <{ZZ}countsAs> ?o }}"
        )
        return {row[0].iri.removeprefix(YC) for row in rows}

    def classes(self, iri: str) -> set[str]:
        individual: Any = self.world[iri]
        return {c.iri for c in individual.INDIRECT_is_a if hasattr(c, "iri")}

    def superclasses(self, iri: str) -> set[str]:
        cls: Any = self.world[iri]
        return {c.iri for c in cls.ancestors()}


@pytest.fixture(scope="module")
def inferred(tmp_path_factory: pytest.TempPathFactory) -> Inferred:
    return Inferred(tmp_path_factory.mktemp("owl"))


@needs_hermit
def test_owlready2_agrees_that_no_class_is_unsatisfiable(inferred: Inferred) -> None:
    assert inferred.unsatisfiable == []


@needs_hermit
def test_a_reservoir_area_counts_as_river_channel(inferred: Inferred) -> None:
    assert inferred.counts_as("reservoir") >= {"river-channel"}
    assert "river-channel" not in inferred.counts_as("forest")


@needs_hermit
@pytest.mark.parametrize("kind", SIX_KINDS)
def test_each_of_the_six_kinds_counts_as_illegal_mining(inferred: Inferred, kind: str) -> None:
    assert inferred.counts_as(kind) >= {"illegal-mining"}


@needs_hermit
def test_a_township_government_is_an_agency_of_its_township(inferred: Inferred) -> None:
    territorial = ZZ + "TerritorialAgency"
    assert territorial in inferred.superclasses(YC + "TownshipGovernment")
    assert territorial in inferred.classes(YCP + "g140522100")


@needs_hermit
def test_who_governs_a_township_is_a_township_government_and_others_are_not(
    inferred: Inferred,
) -> None:
    township_government = YC + "TownshipGovernment"
    assert township_government in inferred.classes("urn:zhize:test:government")
    assert township_government not in inferred.classes("urn:zhize:test:county-body")
    assert ZZ + "TerritorialAgency" in inferred.classes("urn:zhize:test:county-body")
    assert ZZ + "TerritorialAgency" not in inferred.classes(YC + "water")


# ---------------------------------------------------------------- the OWL 2 DL profile


def profile(file: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        ["java", "-Dfile.encoding=UTF-8", "-cp", owl._class_path() or "", str(PROFILE), str(file)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    *violations, axioms = done.stdout.splitlines()
    found = re.fullmatch(r"axioms: (\d+)", axioms)
    assert found is not None
    return int(found[1]), violations


@needs_jdk
def test_the_ontology_is_owl_2_dl(tmp_path: Path) -> None:
    axioms, violations = profile(n_triples(FILES, tmp_path / "all.nt"))
    assert violations == []
    assert axioms > 3000


@needs_jdk
def test_the_core_alone_is_owl_2_dl(tmp_path: Path) -> None:
    assert profile(n_triples(FILES[:1], tmp_path / "core.nt"))[1] == []


@needs_jdk
@pytest.mark.parametrize(
    ("turtle", "word"),
    [
        ("case:x zz:bearrer yc:water .", "undeclared annotation property"),
        ("case:C rdfs:subClassOf zz:Agency .", "undeclared class"),
        ("zz:states a owl:AnnotationProperty .", "Cannot pun"),
        ("zz:countsAs a owl:FunctionalProperty .", "non-simple property"),
    ],
)
def test_what_is_not_owl_2_dl_is_noticed(tmp_path: Path, turtle: str, word: str) -> None:
    _, violations = profile(
        n_triples(with_addition(tmp_path, turtle, FILES[:1]), tmp_path / "bad.nt")
    )
    assert any(word in violation for violation in violations)


# ---------------------------------------------------------------- what a profile check does not see


def test_every_term_has_one_kind_of_owl_property_or_class() -> None:
    graph = Graph()
    for file in FILES:
        graph.parse(file, format="turtle")
    kinds = [
        URIRef(f"http://www.w3.org/2002/07/owl#{name}")
        for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    ]
    declared = {kind: set(graph.subjects(None, kind)) for kind in kinds}
    clashing = [term for a in kinds for b in kinds if a < b for term in declared[a] & declared[b]]
    assert clashing == []
