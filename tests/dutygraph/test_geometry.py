"""Nothing overlaps, nothing is clipped, no text leaves its box, by the metrics of real fonts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

import zhize
from tests.dutygraph.fonts import fonts
from tests.dutygraph.samples import BIG, EXAMPLE, SPILL
from zhize.dutygraph import DutyGraph, gathered
from zhize.dutygraph.boxes import SMALL
from zhize.dutygraph.geometry import Box, Picture, Point, Route, Run
from zhize.dutygraph.layout import A3, LEGIBLE, lay_out, scale
from zhize.dutygraph.signs import signed_norms
from zhize.dutygraph.words import WORDS
from zhize.pages import Voices, languages_of

ASCENT, DESCENT = 0.88, 0.2
"""How far characters reach above and below their baseline, as a part of their size."""

CASES = [
    *((name, lang) for name in ("whole", "example", "big") for lang in ("zh", "en", "both")),
    *((name, lang) for name in ("water", "natural-resources") for lang in ("zh", "both")),
    ("article", "en"),
    ("violation", "zh"),
    ("zone", "both"),
    ("nothing", "zh"),
    ("too early", "both"),
    ("long", "en"),
    ("harbour", "en"),
    ("harbour", "zh"),
    ("spill", "both"),
]


@pytest.fixture(scope="module")
def graphs(notice: zhize.Mechanism, harbour: zhize.Mechanism) -> dict[str, DutyGraph]:
    return {
        "whole": notice.duty_graph(),
        "water": notice.duty_graph(agency="water"),
        "natural-resources": notice.duty_graph(agency="natural-resources"),
        "article": notice.duty_graph(article="3"),
        "violation": notice.duty_graph(violation="illegal-sand-mining"),
        "zone": notice.duty_graph(violation="river-channel"),
        "nothing": notice.duty_graph(article="8", violation="coal"),
        "example": notice.duty_graph(next(notice.records(EXAMPLE))),
        "big": notice.duty_graph(BIG),
        "too early": notice.duty_graph({**BIG, "reported_on": "2024-06-01"}),
        "long": notice.duty_graph({**BIG, "id": "X-" * 999, "title": "很长的标题" * 999}),
        "harbour": harbour.duty_graph(),
        "spill": harbour.duty_graph(SPILL),
    }


@pytest.fixture(scope="module")
def pictures(
    graphs: dict[str, DutyGraph], notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> dict[tuple[str, str], Picture]:
    return {
        (name, lang): lay_out(
            graphs[name],
            Voices(
                (harbour if name in ("harbour", "spill") else notice).rulebase,
                languages_of(lang),
                WORDS,
            ),
        )
        for name, lang in CASES
    }


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def picture(request: pytest.FixtureRequest, pictures: dict[tuple[str, str], Picture]) -> Picture:
    return pictures[request.param]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def along(route: Route, pieces: int = 12) -> Iterator[Point]:
    """Yield points of an edge."""
    for at in range(0, len(route.points) - 1, 3):
        a, b, c, d = route.points[at : at + 4]
        for piece in range(pieces + 1):
            t = piece / pieces
            s = 1 - t
            weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
            yield Point(
                sum(w * p.x for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p.y for w, p in zip(weights, (a, b, c, d), strict=True)),
            )


def true_width(run: Run) -> float:
    return run.size * max(font.width(run.text) for font in fonts(bold=run.bold))


def every_run(picture: Picture) -> Iterator[Run]:
    for holder in (*picture.boxes, *picture.samples):
        yield from holder.runs
    for route in picture.routes:
        yield from route.label
    yield from picture.texts


def test_no_two_boxes_overlap(picture: Picture) -> None:
    pairs = itertools.combinations(picture.boxes, 2)
    assert not [(a.node.id, b.node.id) for a, b in pairs if overlap(a, b)]


def test_no_text_leaves_its_box(picture: Picture) -> None:
    for box in picture.boxes:
        assert box.runs
        for run in box.runs:
            assert run.x >= box.x + 3
            assert run.x + true_width(run) <= box.right - 3, (box.node.id, run.text)
            assert run.y - ASCENT * run.size >= box.y
            assert run.y + DESCENT * run.size <= box.bottom, (box.node.id, run.text)


def test_no_two_pieces_of_text_overlap(picture: Picture) -> None:
    runs = sorted(every_run(picture), key=lambda run: run.y)
    for place, one in enumerate(runs):
        for other in runs[place + 1 :]:
            if other.y - one.y >= 0.95 * other.size:
                break
            apart = one.x + true_width(one) <= other.x or other.x + true_width(other) <= one.x
            assert apart or other.y - one.y >= 0.9 * other.size, (one.text, other.text)


def test_all_stands_on_the_canvas(picture: Picture) -> None:
    for run in every_run(picture):
        assert run.x >= 20
        assert run.x + true_width(run) <= picture.width - 20
        assert run.y - run.size >= 10
        assert run.y + DESCENT * run.size <= picture.height - 10
    for box in picture.boxes:
        assert box.x >= 20
        assert box.right <= picture.width - 20
        assert box.bottom <= picture.height - 20
    for route in picture.routes:
        for point in (*along(route), *route.arrow):
            assert 20 <= point.x <= picture.width - 20
            assert 20 <= point.y <= picture.height - 20


def test_edges_run_between_boxes_and_never_through_one(picture: Picture) -> None:
    for route in picture.routes:
        for point in along(route):
            for box in picture.boxes:
                inside = (
                    box.x + 0.1 < point.x < box.right - 0.1
                    and box.y + 0.1 < point.y < box.bottom - 0.1
                )
                assert not inside, (route.edge.id, box.node.id)


def test_edges_leave_and_reach_their_boxes_each_at_a_place_of_its_own(picture: Picture) -> None:
    boxes = {box.node.id: box for box in picture.boxes}
    starts: list[tuple[str, float]] = []
    ends: list[tuple[str, float]] = []
    for route in picture.routes:
        source, target = boxes[route.edge.source], boxes[route.edge.target]
        tip = route.arrow[0] if route.arrow else route.points[-1]
        assert route.points[0].x == pytest.approx(source.right)
        assert tip.x == pytest.approx(target.x)
        assert source.y + 2 <= route.points[0].y <= source.bottom - 2
        assert target.y + 2 <= tip.y <= target.bottom - 2
        starts.append((source.node.id, route.points[0].y))
        ends.append((target.node.id, tip.y))
    for ports in (starts, ends):
        for (one, y), (other, z) in itertools.pairwise(sorted(ports)):
            assert one != other or z - y >= 6.5


def test_no_label_of_an_edge_touches_a_box(picture: Picture) -> None:
    for route in picture.routes:
        for run in route.label:
            low, high = run.y - 0.8 * run.size, run.y + 0.15 * run.size
            for box in picture.boxes:
                beside = run.x >= box.right or run.x + true_width(run) <= box.x
                assert beside or high <= box.y or low >= box.bottom


def test_every_node_and_edge_is_drawn_once(
    graphs: dict[str, DutyGraph], pictures: dict[tuple[str, str], Picture]
) -> None:
    for (name, _), picture in pictures.items():
        drawn = gathered(graphs[name])
        assert [box.node for box in picture.boxes] == list(drawn.nodes)
        assert [route.edge for route in picture.routes] == list(drawn.edges)


def test_edges_that_owe_say_their_norms(pictures: dict[tuple[str, str], Picture]) -> None:
    shown = 0
    for picture in pictures.values():
        for route in picture.routes:
            if route.edge.kind in ("owes", "leads"):
                shown += 1
                assert route.label[0].text == signed_norms(route.edge)
                assert all(norm in route.label[0].text for norm in route.edge.norms)
    assert shown > 200


@pytest.mark.parametrize(("lang", "points"), [("zh", 5.5), ("en", 5.5), ("both", 5.0)])
def test_the_whole_mechanism_can_be_read_on_a_sheet_of_a3(
    lang: str, points: float, pictures: dict[tuple[str, str], Picture]
) -> None:
    picture = pictures["whole", lang]
    extent = (picture.width, picture.height)
    across, upright = scale(extent, A3), scale(extent, (A3[1], A3[0]))
    body = next(r.size for b in picture.boxes for r in b.runs if b.node.kind == "norm")
    assert body * max(across, upright) * 0.75 >= points
    if lang != "both":
        assert body * across >= LEGIBLE, "across, as a wall chart hangs"


@pytest.mark.parametrize(
    ("name", "lang", "points"), [("example", "zh", 6.0), ("example", "en", 6.0), ("big", "zh", 5.0)]
)
def test_an_incident_can_be_read_on_a_sheet_of_a4(
    name: str, lang: str, points: float, pictures: dict[tuple[str, str], Picture]
) -> None:
    a4 = (A3[1], A3[0] / 2)
    picture = pictures[name, lang]
    assert 12 * scale((picture.width, picture.height), a4) * 0.75 >= points


def test_a_second_language_is_smaller_and_stands_below_the_first(
    pictures: dict[tuple[str, str], Picture],
) -> None:
    norms = [b for b in pictures["whole", "both"].boxes if b.node.kind == "norm"]
    assert len(norms) > 50
    for box in norms:
        zh = [run for run in box.runs if run.lang == "zh" and run.size != SMALL]
        en = [run for run in box.runs if run.lang == "en"]
        assert max(run.size for run in en) < min(run.size for run in zh)
        assert min(run.y for run in en) > max(run.y for run in zh)
