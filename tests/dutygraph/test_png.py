"""Pictures as PNG: with all their text, or not at all."""

from __future__ import annotations

import builtins
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import Any

import pytest

import zhize
from zhize._errors import UsageError
from zhize.dutygraph import png as module
from zhize.dutygraph.fonts import Font, font_folders, fonts_in, packaged_font
from zhize.dutygraph.png import MAX_PIXELS, characters_of, png
from zhize.dutygraph.svg import duty_graph_svg

pytest.importorskip("resvg_py", reason='no resvg: pip install "zhize[png]"')
pytest.importorskip("pylopdf_fonts_zh_cn", reason='no font: pip install "zhize[png]"')

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def svg(notice: zhize.Mechanism) -> str:
    """A small part of the notice, in both languages."""
    return duty_graph_svg(notice.duty_graph(article="8"), notice.rulebase, ("zh", "en"))


class Pixels:
    """A decoded PNG, RGBA with 8 bits each.

    Source: Portable Network Graphics, third edition, 9 (filters) and 11.2 (chunks).
    """

    def __init__(self, content: bytes) -> None:
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        self.chunks: list[bytes] = []
        packed, at = b"", 8
        while at < len(content):
            (length,) = struct.unpack(">I", content[at : at + 4])
            name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
            self.chunks.append(name)
            if name == b"IHDR":
                self.width, self.height, *kind = struct.unpack(">IIBBBBB", data)
                assert kind == [8, 6, 0, 0, 0]
            packed += data if name == b"IDAT" else b""
            at += length + 12
        self.rows = self._rows(zlib.decompress(packed))

    def _rows(self, raw: bytes) -> list[bytearray]:
        size, rows = self.width * 4, []
        above = bytearray(size)
        for y in range(self.height):
            start = y * (size + 1)
            row, kind = bytearray(raw[start + 1 : start + 1 + size]), raw[start]
            if kind:
                for i in range(size):
                    left = row[i - 4] if i >= 4 else 0
                    corner = above[i - 4] if i >= 4 else 0
                    row[i] = (row[i] + _predicted(kind, left, above[i], corner)) & 255
            rows.append(row)
            above = row
        return rows

    def ink(self, x: float, y: float, width: float, height: float) -> int:
        """Count the dark or coloured pixels of a rectangle."""
        return sum(
            min(self.rows[v][u * 4 : u * 4 + 3]) < 140
            for v in range(max(int(y), 0), int(y + height))
            for u in range(int(x), int(x + width))
        )


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 3:
        return (left + up) // 2
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda c: abs(guess - c))
    return left if kind == 1 else up


@pytest.fixture(scope="module")
def picture(svg: str) -> Pixels:
    """The picture by the packaged font alone, whatever else is installed."""
    return Pixels(png(svg, folders=[]))


def test_every_run_of_text_has_ink(svg: str, picture: Pixels) -> None:
    runs = [run for run in ET.fromstring(svg).iter(f"{SVG}text") if (run.text or "").strip()]
    assert len(runs) > 20
    for run in runs:
        x, y, size = (float(run.attrib[name]) for name in ("x", "y", "font-size"))
        shown = picture.ink(2 * x, 2 * (y - size * 0.9), 2 * size, 2 * size * 1.1)
        assert shown > 5, run.text


def test_the_picture_has_two_pixels_to_the_unit_and_no_stamp(svg: str, picture: Pixels) -> None:
    *_, width, height = map(float, ET.fromstring(svg).attrib["viewBox"].split())
    assert abs(picture.width - 2 * width) <= 1
    assert abs(picture.height - 2 * height) <= 1
    assert not set(picture.chunks) & {b"tIME", b"tEXt", b"iTXt", b"zTXt"}


def test_the_bytes_are_the_same_again(svg: str) -> None:
    assert png(svg, folders=[]) == png(svg, folders=[])


def test_a_picture_too_large_gets_fewer_pixels(monkeypatch: pytest.MonkeyPatch, svg: str) -> None:
    assert MAX_PIXELS > 4 * 1587 * 1123  # a sheet of A3
    monkeypatch.setattr(module, "MAX_PIXELS", 250_000)
    small = Pixels(png(svg, folders=[]))
    assert 200_000 < small.width * small.height <= 255_000


def test_without_a_font_nothing_is_drawn_and_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, svg: str
) -> None:
    monkeypatch.setattr(module, "packaged_font", lambda: None)
    drawn = _watch(monkeypatch)
    with pytest.raises(UsageError) as raised:
        png(svg, folders=[])
    assert raised.value.exit_code == 2
    for lang, words in (("zh", "请安装中文字体"), ("en", "install a Chinese font")):
        message = raised.value.message[lang]
        assert words in message
        assert 'pip install "zhize[png]"' in message
        assert "fonts-noto-cjk" in message
    assert drawn == []


def test_a_font_that_lacks_a_character_is_not_taken_and_the_character_is_named(
    monkeypatch: pytest.MonkeyPatch, svg: str
) -> None:
    drawn = _watch(monkeypatch)
    with pytest.raises(UsageError, match="1 missing: \U0001f600"):
        png(svg.replace("水", "\U0001f600", 1), folders=[])
    assert svg not in drawn
    latin = [f for f in fonts_in(font_folders()) if f.family == "DejaVu Sans"]
    if latin:  # a font that draws, but no Chinese, must not be taken either
        monkeypatch.setattr(module, "packaged_font", lambda: latin[0])
        with pytest.raises(UsageError, match="missing: "):
            png(svg, folders=[])


def _watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what is rendered, but for single characters."""
    import resvg_py

    drawn: list[str] = []
    render = resvg_py.svg_to_bytes

    def watched(**options: Any) -> bytes:
        if options["zoom"] != 1:
            drawn.append(options["svg_string"])
        return render(**options)

    monkeypatch.setattr(resvg_py, "svg_to_bytes", watched)
    return drawn


def test_without_resvg_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, svg: str
) -> None:
    found = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "resvg_py":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError) as raised:
        png(svg)
    assert all('pip install "zhize[png]"' in said for said in raised.value.message.values())


def test_fonts_are_found_by_the_names_of_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "truetype" / "deep"
    folder.mkdir(parents=True)
    for name in ("MSYH.TTC", "msyhbd.ttc", "NotoSansCJK-Bold.ttc", "unknown.ttf"):
        (folder / name).write_bytes(b"")
    assert list(fonts_in([tmp_path / "nowhere", tmp_path])) == [
        Font("Microsoft YaHei", (folder / "MSYH.TTC", folder / "msyhbd.ttc"))
    ]


def test_a_file_that_is_no_font_is_passed_over(svg: str, tmp_path: Path) -> None:
    (tmp_path / "msyh.ttc").write_text("no font", encoding="utf-8")
    assert png(svg, folders=[tmp_path]) == png(svg, folders=[])


def test_blanks_need_no_font_and_titles_are_not_drawn() -> None:
    root = ET.fromstring(f'<svg xmlns="{SVG[1:-1]}"><title>题</title><text>水 a\u3000</text></svg>')
    assert characters_of(root) == {"水", "a"}
    assert packaged_font() is not None
