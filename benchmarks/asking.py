"""Precision and recall of answers and of drafts over the corpora, and how long an answer takes.

Run by `make bench-ask`. The corpora lie in `tests/`; a file named for a voice was written, and
first measured, by somebody who had not seen the words of the ontology.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable

import zhize
from tests.asking.corpus import Question, faults, questions
from zhize.answers import Answer

ASK = [sys.executable, "-m", "zhize.cli", "ask", "水库里采砂归谁管？"]


def main() -> None:
    """Answer all questions and print what was right."""
    mechanism = zhize.load()
    rows = [(q, mechanism.ask(q.text)) for q in questions()]
    print(f"{'file':<12} {'questions':>9} {'right':>6}")
    for file in sorted({q.file for q, _ in rows}):
        here = [(q, a) for q, a in rows if q.file == file]
        right = sum(not faults(q, a) for q, a in here)
        print(f"{file:<12} {len(here):>9} {right / len(here):>6.1%}")
    print(f"\n{'':<12} {'precision':>9} {'recall':>7}")
    for name, measure in (("agencies", agencies), ("articles", articles)):
        precision, recall = precision_and_recall(rows, measure)
        print(f"{name:<12} {precision:>9.3f} {recall:>7.3f}")
    for name, claim in (("silent", is_silent), ("not covered", is_foreign)):
        precision, recall = claims(rows, claim)
        print(f"{name:<12} {precision:>9.3f} {recall:>7.3f}")
    times(mechanism, [q for q, _ in rows])


Measure = Callable[[Question, Answer], tuple[set[str], set[str], set[str]]]
Row = tuple[Question, Answer]


def agencies(question: Question, answer: Answer) -> tuple[set[str], set[str], set[str]]:
    """Return the agencies demanded, allowed and named."""
    wanted = set(question.agencies)
    return wanted, wanted | question.may_agencies, set(answer.agencies)


def articles(question: Question, answer: Answer) -> tuple[set[str], set[str], set[str]]:
    """Return the articles demanded, allowed and cited."""
    wanted = set(question.articles)
    return wanted, wanted | question.may_articles, {str(a) for a in answer.articles}


def precision_and_recall(rows: Iterable[Row], measure: Measure) -> tuple[float, float]:
    """Return both over all questions together."""
    named = right = demanded = met = 0
    for question, answer in rows:
        wanted, allowed, got = measure(question, answer)
        named, right = named + len(got), right + len(got & allowed)
        demanded, met = demanded + len(wanted), met + len(wanted & got)
    return right / max(named, 1), met / max(demanded, 1)


def is_silent(question: Question, answer: Answer) -> tuple[bool, bool]:
    """Tell whether silence was due, and whether it was said."""
    return question.silent, bool(answer.silent)


def is_foreign(question: Question, answer: Answer) -> tuple[bool, bool]:
    """Tell whether a question is off topic, and whether that was said."""
    return not question.covered, not answer.covered


def claims(
    rows: Iterable[Row], claim: Callable[[Question, Answer], tuple[bool, bool]]
) -> tuple[float, float]:
    """Return precision and recall of something said or not said."""
    pairs = [claim(q, a) for q, a in rows]
    both = sum(due and said for due, said in pairs)
    return both / max(sum(s for _, s in pairs), 1), both / max(sum(d for d, _ in pairs), 1)


def times(mechanism: zhize.Mechanism, asked: list[Question]) -> None:
    """Print how long a warm answer and a cold command take."""
    spent = []
    for question in asked:
        start = time.perf_counter()
        mechanism.ask(question.text)
        spent.append(time.perf_counter() - start)
    spent.sort()
    median, high = statistics.median(spent), spent[int(len(spent) * 0.99)]
    print(f"\nwarm answer: median {median * 1e3:.2f} ms, 99 of 100 within {high * 1e3:.2f} ms")
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "ZHIZE_CACHE": cache}
        command = lambda words: subprocess.run(words, check=True, env=environment, stdout=-3)  # noqa: E731
        command(ASK)
        cold = statistics.median(_seconds(lambda: command(ASK)) for _ in range(9))
        bare = statistics.median(
            _seconds(lambda: command([sys.executable, "-c", ""])) for _ in range(9)
        )
    print(f"cold command: {cold * 1e3:.0f} ms, {cold / bare:.1f} × python")


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
