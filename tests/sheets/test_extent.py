"""How far a sheet reaches, and which of its cells are in error, whoever wrote it and how."""

from __future__ import annotations

import itertools

import pytest

from zhize.records.faults import FaultFound
from zhize.records.ooxml import _plain_reach, _scan
from zhize.records.sheet_facts import SheetFacts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
PLAIN = (
    '<c r="A1" s="1" t="inlineStr"><is><t>f &lt;c r="ZZ9"> &amp;</t></is></c>',
    '<c r="C12"><v>1</v></c>',
    '<c r="B7" t="s"/>',
    '<c r="AB3" s="3"/>',
    '<c r="D4" t="str"><v>#N/A</v></c>',
    "<cols/>",
    '<conditionalFormatting sqref="A1"><formula>"e"</formula></conditionalFormatting>',
)
STRANGE = (
    '<c r="A1" t="e"><v>#N/A</v></c>',
    '<c r="A2" t="&#101;"><v>#REF!</v></c>',
    "<c r='B2' t='e'><v>#REF!</v></c>",
    '<c t="e" r="C3"><v>#REF!</v></c>',
    '<c r="D4"><f>1+1</f></c>',
    '<c r="D4"><f t="shared"/><v>2</v></c>',
    '<c r="E&#53;"/>',
    '<c r = "F6"/>',
    '<c\tr="G7"/>',
    "<c/>",
    '<c s="1"><v>1</v></c>',
    '<c r="H8" cm="1"/>',
    '<!-- <c r="XFD1"/> -->',
    '<?x <c r="XFD1"/>?>',
    "<is><t><![CDATA[<c r='XFD1'>]]></t></is>",
    '<x:c xmlns:x="urn:x" r="XFD1"/>',
)
"""Each is a cell, or none, in a way that must be looked at closely."""


def sheet(*pieces: str, root: str = f'worksheet xmlns="{MAIN}"', before: str = DECLARED) -> bytes:
    data = f'<sheetData><row r="1">{"".join(pieces)}</row></sheetData>'
    return f"{before}<{root}>{data}</{root.split()[0]}>".encode()


def scanned(part: bytes) -> SheetFacts:
    facts = SheetFacts(from_1904=False)
    _scan(part, facts)
    return facts


@pytest.mark.parametrize(
    "pieces", [some for n in (1, 2, 3) for some in itertools.combinations(PLAIN, n)]
)
def test_usual_cells_reach_as_far_as_a_close_look_finds(pieces: tuple[str, ...]) -> None:
    part = sheet(*pieces)
    facts, reach = scanned(part), _plain_reach(part)
    if not any(piece.startswith("<c ") for piece in pieces):
        assert reach is None
    else:
        assert reach == (facts.rows - 1, facts.columns - 1)
        assert not facts.errors


@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_unusual_is_looked_at_closely(strange: str) -> None:
    for pieces in ((strange, *PLAIN), (*PLAIN, strange), (strange,)):
        part = sheet(*pieces)
        reach = _plain_reach(part)
        assert reach is None or "x:c" in strange, "an element of another name is no cell"
        if reach is not None:
            facts = scanned(part)
            assert reach == (facts.rows - 1, facts.columns - 1)


def test_a_prefix_or_a_second_root_is_looked_at_closely() -> None:
    for root in (f'x:worksheet xmlns:x="{MAIN}"', "worksheet:worksheet", "Worksheet"):
        assert _plain_reach(sheet(PLAIN[0], root=root)) is None
    assert _plain_reach(sheet(PLAIN[0], '<y:worksheet xmlns:y="urn:y"/>')) is None
    assert _plain_reach(sheet(PLAIN[0], before="\ufeff")) is None
    assert _plain_reach(sheet(PLAIN[0], before="<!DOCTYPE x>")) is None


@pytest.mark.parametrize("broken", ["</row>", "<is>", "&nbsp;", "<v>1</w>"])
def test_what_is_no_xml_is_refused(broken: str) -> None:
    for look in (_plain_reach, scanned):
        with pytest.raises(FaultFound):
            look(sheet(*PLAIN, broken))
