"""Free queries run in a process of their own, which is stopped and can reach nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from rdflib import Graph

import zhize
from zhize.queries import Limits, isolated
from zhize.queries.limits import DEFAULT_LIMITS
from zhize.queries.locked import Reply, Request, answer
from zhize.queries.rendering import rendered

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
SHORT = Limits(seconds=0.5)


def test_rows_come_in_the_order_asked_for(notice: zhize.Mechanism) -> None:
    query = "SELECT ?norm ?urgency { ?norm zz:urgency ?urgency } ORDER BY DESC(?urgency) LIMIT 3"
    rows = notice.sparql(query).to_rows()
    assert [row["urgency"] for row in rows] == [{"zh": "第一时间"}, {"zh": "及时"}, {"zh": "及时"}]
    assert rows[0]["norm"] == "11.2"


def test_rows_without_an_order_are_sorted_and_always_the_same(notice: zhize.Mechanism) -> None:
    query = """SELECT ?class ?part { ?class owl:equivalentClass/owl:intersectionOf/rdf:rest*/rdf:first ?part }"""  # noqa: E501 - one line of SPARQL
    first = rendered(notice.sparql(query), "json", "en")
    assert first == rendered(notice.sparql(query), "json", "en")
    rows = json.loads(first)
    assert len(rows) >= 4
    assert any(row["part"].startswith("_:b") for row in rows)
    assert [row["class"] for row in rows] == sorted(row["class"] for row in rows)


def test_ask_construct_and_describe(notice: zhize.Mechanism) -> None:
    asked = notice.sparql("ASK { ?norm zz:modality zz:prohibition }")
    assert asked.to_rows() == [{"answer": True}]
    assert rendered(asked, "text", "zh").splitlines()[2] == "是"
    built = notice.sparql(
        "CONSTRUCT { ?n zz:mode ?m } { ?n zz:mode ?m ; zz:modality zz:prohibition }"
    )
    assert len(Graph().parse(data=built.turtle, format="turtle")) == len(built.rows) == 2
    described = notice.sparql("DESCRIBE zz:TerritorialAgency")
    assert described == notice.sparql("DESCRIBE zz:TerritorialAgency")
    assert "owl:equivalentClass" in rendered(described, "turtle", "en")


def test_another_mechanism_is_asked_in_its_own_words() -> None:
    harbour = zhize.load(MECHANISMS / "harbour")
    query = 'SELECT ?agency ?label { ?agency zz:kind har:usager ; rdfs:label ?label FILTER(LANG(?label) = "fr") }'  # noqa: E501 - one line of SPARQL
    assert [(r["agency"], r["label"]["fr"]) for r in harbour.sparql(query).to_rows()] == [
        ("cercle-nautique", "cercle nautique"),
        ("passant", "passant"),
        ("quiconque", "quiconque"),
    ]


def test_rows_beyond_the_limit_are_left_out(notice: zhize.Mechanism) -> None:
    result = notice.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f }", limits=Limits(rows=7))
    assert (len(result.rows), result.truncated) == (7, True)


SPINNING = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path": "SELECT * { ?a (!<a:b>|^!<a:b>)* ?b . ?b (!<a:b>|^!<a:b>)* ?c }",
    "regular expression": f'SELECT * {{ BIND ("{"a" * 40}b" AS ?t) FILTER REGEX(?t, "^(a+)+$") }}',
    "replacement": f'SELECT (REPLACE("{"a" * 40}b", "^(a|a)*$", "") AS ?x) {{}}',
    "parsing": "SELECT * { ?s ?p ?o FILTER (" + " || ".join(["?s = 1"] * 9000) + ") }",
}


@pytest.mark.parametrize("query", SPINNING.values(), ids=SPINNING)
def test_a_query_that_spins_is_stopped(query: str, notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.QueryError) as found:
        notice.sparql(query, limits=SHORT)
    assert found.value.code == "time-limit"
    assert "0.5 s" in found.value.message["en"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_query_that_hoards_is_stopped(notice: zhize.Mechanism) -> None:
    limits = Limits(seconds=120, memory=1 << 28)
    with pytest.raises(zhize.QueryError) as found:
        notice.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", limits=limits)
    assert found.value.code == "memory-limit"
    assert "256 MiB" in found.value.message["en"]


def test_an_answer_of_endless_text_is_stopped(notice: zhize.Mechanism) -> None:
    twice = " ".join(f"BIND (CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(12))
    query = f'SELECT ?t12 {{ ?s ?p ?o BIND ("0123456789" AS ?t0) {twice} }}'
    with pytest.raises(zhize.QueryError) as found:
        notice.sparql(query, limits=Limits(seconds=60, text=100_000))
    assert found.value.code == "text-limit"


def test_errors_of_the_guard_arrive_whole(notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.QueryError) as refused:
        notice.sparql("SELECT * { SERVICE <http://service.invalid/> { ?s ?p ?o } }")
    assert refused.value.code == "service"
    assert "SERVICE" in refused.value.message["zh"]
    with pytest.raises(zhize.UnreadableError, match="line 1, column 10"):
        notice.sparql("SELECT * ?s")
    call = "SERVICE <http://service.invalid/> { ?s ?p ?o "
    with pytest.raises(zhize.ZhizeError):  # rdflib's parser gives up on one within another
        notice.sparql(f"SELECT * {{ {call} {call} }} }} }}")
    with pytest.raises(zhize.UnreadableError, match="not UTF-8"):
        notice.sparql("SELECT * { ?s ?p '\ud800' }")


@pytest.mark.parametrize("limits", [Limits(seconds=0), Limits(seconds=-1), Limits(rows=0)])
def test_limits_must_leave_something(limits: Limits, notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.UsageError):
        notice.sparql("ASK {}", limits=limits)


def test_a_query_too_long_starts_no_process(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated.subprocess, "run", lambda *_, **__: pytest.fail("started"))
    with pytest.raises(zhize.UnreadableError, match="more than the 262144 allowed"):
        notice.sparql("ASK {}" + " " * (1 << 18))


# ---------------------------------------------------------------- when the process itself fails


def ended(code: int, out: bytes, err: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.CompletedProcess([], code, out, err)


@pytest.mark.parametrize(
    ("process", "code"),
    [
        (ended(-11, b""), "crashed"),
        (ended(1, b"\xc1garbage"), "crashed"),
        (ended(0, b""), "crashed"),
        (ended(1, b"half a rep", b"Timeout (0:00:01)!\nThread 0x1"), "time-limit"),
        (None, "time-limit"),
    ],
)
def test_a_process_that_fails_is_reported(
    process: subprocess.CompletedProcess[bytes] | None,
    code: str,
    notice: zhize.Mechanism,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        if process is None:
            raise subprocess.TimeoutExpired("python", 1)
        return process

    monkeypatch.setattr(isolated.subprocess, "run", run)
    with pytest.raises(zhize.QueryError) as found:
        notice.sparql("ASK {}")
    assert found.value.code == code


def test_without_an_interpreter_nothing_is_started(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated.sys, "executable", "")
    with pytest.raises(zhize.UsageError, match="no Python interpreter"):
        notice.sparql("ASK {}")


def test_a_broken_mechanism_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "mechanism.ttl").write_text("this is no turtle", encoding="utf-8")
    with pytest.raises(zhize.MechanismError, match=r"mechanism\.ttl"):
        isolated.run_free(b"ASK {}", tmp_path)


# ---------------------------------------------------------------- what the process can reach

_LOCKED = """
import sys, pathlib
from zhize.queries import locked
from zhize.queries.limits import DEFAULT_LIMITS
from zhize import QueryError
import socket, subprocess, urllib.request, os, tempfile
held = socket.socket()
locked._lock(DEFAULT_LIMITS)
folder = pathlib.Path(sys.argv[1])
tries = {
    "connect": lambda: held.connect(("127.0.0.1", 9)),
    "look up": lambda: socket.getaddrinfo("host.invalid", 80),
    "socket": lambda: socket.socket(),
    "fetch": lambda: urllib.request.urlopen("http://host.invalid/"),
    "fetch a file": lambda: urllib.request.urlopen("file:///etc/passwd"),
    "run": lambda: subprocess.run([sys.executable, "-V"]),
    "shell": lambda: os.system("exit 0"),
    "write": lambda: (folder / "new").write_text("x"),
    "append": lambda: open(folder / "old", "a"),
    "update": lambda: open(folder / "old", "r+"),
    "remove": lambda: (folder / "old").unlink(),
    "rename": lambda: (folder / "old").rename(folder / "new"),
    "folder": lambda: (folder / "new").mkdir(),
    "temporary": lambda: tempfile.mkstemp(),
}
for name, attempt in tries.items():
    try:
        attempt()
    except QueryError as error:
        assert error.code == "reaching-out", error.code
    else:
        print("possible:", name)
print(len(tries), "tried")
"""


def test_the_locked_process_can_reach_nothing(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("kept", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-c", _LOCKED, str(tmp_path)], capture_output=True, check=True
    )
    assert done.stdout.decode().split("\n") == ["14 tried", ""]
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text(encoding="utf-8") == "kept"


_UNGUARDED = """
import sys
from zhize.queries import guard, locked
from zhize.queries.limits import DEFAULT_LIMITS
guard._REFUSED.clear()
guard._READING |= {"ServiceGraphPattern", "DatasetClause", "GraphGraphPattern"}
query = b"SELECT * { SERVICE <http://service.invalid/> { ?s ?p ?o } }"
reply = locked.answer(locked.Request(folder=sys.argv[1], query=query, limits=DEFAULT_LIMITS))
print(reply.error, reply.code)
"""


def test_even_without_the_guard_a_service_is_not_called() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", _UNGUARDED, str(MECHANISMS / "harbour")],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode().strip() == "refused reaching-out"


def test_what_a_library_prints_does_not_get_into_the_reply(tmp_path: Path) -> None:
    script = (
        "from zhize.queries import locked; real = locked.answer\n"
        "def noisy(request):\n    print('noise', flush=True)\n    return real(request)\n"
        "locked.answer = noisy\nlocked.main()\n"
    )
    folder = str(MECHANISMS / "harbour")
    request = Request(folder=folder, query=b"ASK {}", limits=DEFAULT_LIMITS)
    done = subprocess.run(
        [sys.executable, "-B", "-c", script],
        input=msgspec.msgpack.encode(request), capture_output=True, check=True,
    )  # fmt: skip
    reply = msgspec.msgpack.decode(done.stdout, type=Reply)
    assert reply.result is not None
    assert reply.result.to_rows() == [{"answer": True}]
    assert b"noise" in done.stderr


def test_faults_of_the_evaluator_are_errors_of_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhize.queries import locked

    monkeypatch.setattr(locked, "_lock", lambda _: None)  # this process goes on
    request = Request(folder=str(MECHANISMS / "harbour"), query=b"ASK {}", limits=DEFAULT_LIMITS)
    for fault, code in (
        (RuntimeError("odd"), "not-answered"),
        (RecursionError(), "too-deep"),
        (MemoryError(), "memory-limit"),
    ):

        def fail(*_: object, fault: Exception = fault) -> None:
            raise fault

        monkeypatch.setattr(locked, "_answer", fail)
        reply = answer(request)
        assert (reply.error, reply.code) == ("refused", code)
        assert set(reply.message) == {"zh", "en"}
