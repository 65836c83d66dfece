"""What the audit finds in the notice: all that the reading lists, more, and each with its proof."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import zhize
from zhize.examination.audit import AuditReport, Finding
from zhize.model.decision import Decision, FactGround

Proof = Callable[[Decision, Finding, zhize.Mechanism], bool]


@pytest.fixture(scope="module")
def report(notice: zhize.Mechanism) -> AuditReport:
    return notice.audit()


def of(report: AuditReport, code: str, *named: str) -> list[Finding]:
    """Return the findings of a sort that name all of these norms, agencies, values or words."""
    return [
        f
        for f in report.findings
        if f.code == code
        and set(named)
        <= {*f.norms, *f.agencies, *(v for _, v in f.values), *(q.exact for q in f.quotes)}
    ]


READING = {
    "no deadline behind 及时": ("urgency-without-deadline", ("3.3", "6.2", "9.1", "15.5")),
    "six standards not defined": ("undefined-term", ("六条标准", "3.4")),
    "a utility asked to order a removal": ("doubtful-power", ("责令拆除供电设施", "11.3")),
    "minerals other than sand in a river channel": ("remainder-without-primary", ("8.1", "coal")),
    "the development zone has no duty": ("addressee-without-duty", ("development-zone",)),
    "a village has no line to its township": (
        "no-line-within-place",
        ("village", "township-government", "3.3"),
    ),
    "the county government need not answer": ("recipient-without-answer", ("county-government",)),
    "no consequence for missing feedback": ("duty-without-own-consequence", ("15.6",)),
}
"""What reading and brief list as left open by the text."""

FURTHER = {
    "the co-signatory has no duty": ("addressee-without-duty", ("coal-mine-safety",)),
    "nobody punishes a vehicle that is no hazard": ("no-act", ("overloaded-vehicle",)),
    "nobody is primary for illegal mining as such": ("no-primary", ("illegal-mining",)),
    "nobody is primary for transport": ("no-primary", ("illegal-mineral-transport",)),
    "nobody is primary for illegal power": ("no-primary", ("illegal-power-supply",)),
    "one matter displaces the primary of another": ("displaced-by-other-matter", ("4.2", "8.1")),
    "forestry may pass on what nobody then owns": (
        "alternative-leaves-no-primary",
        ("9.1", "9.2"),
    ),
    "nobody tells the township": ("acts-untold", ("township-government", "3.1")),
    "nobody tells the power company": ("acts-untold", ("power", "11.3")),
    "nobody tells publicity": ("acts-untold", ("publicity", "14.1")),
    "the public need tell nobody": ("discoverer-without-report", ("public", "county-government")),
    "villages need not report transport": (
        "discoverer-without-report-of",
        ("village", "township-government", "illegal-mineral-transport"),
    ),
    "the lead hears of illegal mining and tells nobody": ("notification-unaddressed", ("15.4",)),
    "those who report get no answer": ("notification-without-feedback", ("3.3",)),
    "the lead is not told what came of it": ("lead-without-result", ("natural-resources", "water")),
    "police and forestry overlap": ("overlapping-primaries", ("public-security", "forestry")),
    "dereliction is said in two articles": ("same-matter-twice", ("13.2", "17.1")),
    "dereliction has no lead": ("no-lead", ("dereliction",)),
    "power and publicity are never notified": ("bearer-never-fires", ("power", "15.6")),
    "iron and bauxite make no difference": ("value-without-effect", ("iron", "bauxite")),
    "reservoir and river are one": ("values-alike", ("reservoir-area", "river-channel")),
    "villages bear no consequence": ("duty-without-consequence", ("village", "3.3")),
    "enterprises bear no consequence": ("duty-without-consequence", ("addressed-enterprise",)),
    "the transfer names no agent": ("unnamed-agent", ("移送司法机关", "17.2")),
    "nobody may ask for the power cut": ("unnamed-agent", ("11.2",)),
    "at once is no hour": ("urgency-without-deadline", ("11.2",)),
    "the relevant departments are not named": ("vague-addressee", ("相关部门", "6.2")),
    "the list of departments is open": ("open-list", ("等相关职能部门",)),
    "dynamic management has no standard": ("vague-standard", ("实行动态管理",)),
    "who supervises the supervisor": ("missing-rule", ("17.1",)),
    "the letter is later than the notice": ("valid-later", ("F.1",)),
    "the quarter has no day": ("recurrence-without-day", ("15.2", "16.3")),
    "nobody is told of the evaluation": ("periodic-without-recipient", ("16.3",)),
    "the county government never acts": ("agency-never-triggered", ("county-government",)),
    "judicial organs only receive": ("recipient-without-duty", ("judicial-organs",)),
    "feedback has no time": ("duty-without-time", ("15.6",)),
    "words are left without a norm": ("clause-not-encoded", ("各主体企业、各煤矿",)),
    "notes of the editors": ("left-open-by-editor", ("9.2",)),
    "the reach of the lead is read": ("interpretation-bears", ("4.1",)),
}


@pytest.mark.parametrize("what", sorted(READING))
def test_what_the_reading_lists_is_found(what: str, report: AuditReport) -> None:
    code, named = READING[what]
    assert len(of(report, code, *named)) == 1


@pytest.mark.parametrize("what", sorted(FURTHER))
def test_the_audit_goes_past_the_reading(what: str, report: AuditReport) -> None:
    code, named = FURTHER[what]
    assert len(of(report, code, *named)) == 1


def test_what_the_notice_gets_right_is_not_found(report: AuditReport) -> None:
    codes = {finding.code for finding in report.findings}
    assert not codes & {
        "two-leads", "norm-never-fires", "norm-always-displaced", "norm-always-unaddressed",
        "facet-without-effect", "quoted-term-undefined",
    }  # fmt: skip
    # The facts of 11.2 say that the power company was told.
    assert all("11.2" not in finding.norms for finding in of(report, "acts-untold"))


def test_the_findings_are_grouped(report: AuditReport) -> None:
    assert 80 < len(report.findings) < 160
    assert report.count("serious") == len(of(report, "no-act")) + len(of(report, "no-primary")) + 6
    assert len({(f.code, f.title["en"], f.articles) for f in report.findings}) == len(
        report.findings
    )


def test_every_open_term_of_the_ontology_is_shown_or_computed(
    notice: zhize.Mechanism, report: AuditReport
) -> None:
    from zhize._terms import ZZ

    rows = list(
        notice.graph().query(
            "SELECT ?exact ?found WHERE { ?term a zz:OpenTerm ; oa:exact ?exact . "
            "OPTIONAL { ?term zz:foundAs ?found } }",
            initNs={"zz": ZZ, "oa": "http://www.w3.org/ns/oa#"},
        )
    )
    assert len(rows) > 50
    shown = {quote.exact for finding in report.findings for quote in finding.quotes}
    codes = {finding.code for finding in report.findings}
    for exact, found in rows:  # type: ignore[misc]
        assert str(exact) in shown if found is None else str(found) in codes, exact


# ---------------------------------------------------------------- each witness shows its finding


def _acts(decision: Decision, value: str | None = None, role: str | None = None) -> set[str]:
    """Return who acts, on account of a value and in a role where these are given."""
    return {
        duty.bearer
        for duty in decision.duties
        if duty.mode == "act"
        and (role is None or duty.role == role)
        and duty.role != "handling"
        and (
            value is None
            or any(isinstance(g, FactGround) and g.value == value for g in duty.because)
        )
    }


def _told(decision: Decision) -> set[str]:
    return {agency for duty in decision.duties for agency in duty.to}


def _norms(decision: Decision) -> set[str]:
    return {duty.norm for duty in decision.duties}


def _witness_value(finding: Finding) -> str:
    """Return the value of the finding that its witness states."""
    assert finding.witness is not None
    stated = {v for values in finding.witness.values() for v in values if isinstance(values, list)}
    return next(value for _, value in finding.values if value in stated)


def _no_act(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    return not _acts(d, _witness_value(f))


def _no_primary(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    value = _witness_value(f)
    return bool(_acts(d, value)) and not _acts(d, value, "primary")


def _remainder(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    return not _acts(d, role="primary") and d.applicable


def _no_lead(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    return not _acts(d, role="lead")


def _overlap(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    assert f.witness is not None
    return any(set(f.agencies) <= _acts(d, value, "primary") for value in f.witness["violations"])


def _same_matter(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    return len({duty.article for duty in d.duties if duty.norm in f.norms}) > 1


def _lost(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    low, high = f.norms
    yields = any(row.norm == low and row.by == high for row in d.displaced)
    return yields and not _acts(d, _witness_value(f), "primary")


def _alternative(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    original, other = f.norms
    return {original, other} <= _norms(d) and {
        duty.norm for duty in d.duties if duty.role == "primary"
    } == {original}


def _finders(f: Finding) -> set[str]:
    assert f.witness is not None
    return set(f.witness["discovered_by"])


def _silent(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    finders = _finders(f)
    tells = any(duty.mode == "notify" and duty.bearer in finders for duty in d.duties)
    return finders <= set(f.agencies) and not tells and bool(_acts(d) - finders)


def _untold(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    (agency,) = f.agencies
    acting = {duty.norm for duty in d.duties if duty.bearer == agency and duty.mode == "act"}
    return bool(acting & set(f.norms)) and agency not in _told(d) | _finders(f)


def _unaddressed(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    missed = {row.bearer for row in d.unaddressed if row.norm in f.norms}
    return missed == _finders(f) and bool(_acts(d) - _finders(f) - _told(d))


def _idle(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    (agency,) = f.agencies
    return agency in _told(d) and all(duty.bearer != agency for duty in d.duties)


def _mute(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    tellers = {duty.bearer for duty in d.duties if duty.norm in f.norms}
    answered = {a for duty in d.duties if duty.mode == "feedback" for a in duty.to}
    return bool(tellers) and bool(_acts(d) & set(f.agencies)) and not tellers & answered


def _in_the_dark(d: Decision, f: Finding, _: zhize.Mechanism) -> bool:
    (lead,) = _acts(d, role="lead")
    primaries = _acts(d, role="primary") - {lead}
    owing = {duty.bearer for duty in d.duties if lead in duty.to}
    return lead in f.agencies and bool(primaries & set(f.agencies) - owing)


def _rests(d: Decision, f: Finding, mechanism: zhize.Mechanism) -> bool:
    return any(
        i.code in d.interpretations and i.code in f.title["en"]
        for i in mechanism.rulebase.interpretations
    )


PROOFS: dict[str, Proof] = {
    "no-act": _no_act,
    "no-primary": _no_primary,
    "remainder-without-primary": _remainder,
    "no-lead": _no_lead,
    "overlapping-primaries": _overlap,
    "same-matter-twice": _same_matter,
    "displaced-by-other-matter": _lost,
    "alternative-leaves-no-primary": _alternative,
    "discoverer-without-report": _silent,
    "discoverer-without-report-of": _silent,
    "acts-untold": _untold,
    "notification-unaddressed": _unaddressed,
    "recipient-without-answer": _idle,
    "notification-without-feedback": _mute,
    "lead-without-result": _in_the_dark,
    "interpretation-bears": _rests,
}


def test_every_witness_is_taken_and_shows_its_finding(
    notice: zhize.Mechanism, report: AuditReport
) -> None:
    shown = [finding for finding in report.findings if finding.witness is not None]
    assert len(shown) > 35
    assert {finding.code for finding in shown} == set(PROOFS)
    for finding in shown:
        assert finding.witness is not None
        decision = notice.decide(finding.witness)
        assert decision.applicable
        assert PROOFS[finding.code](decision, finding, notice), finding.title["en"]


def test_a_witness_without_any_one_of_its_facts_is_another_matter(
    notice: zhize.Mechanism, report: AuditReport
) -> None:
    # The smallest: what 8.1 leaves over needs the zone, the mineral and the mining.
    (finding,) = of(report, "remainder-without-primary")
    assert finding.witness is not None
    assert finding.witness["zones"] == ["river-channel"]
    assert finding.witness["mineral"] == "coal"
    sand = {**finding.witness, "mineral": "sand"}
    assert _acts(notice.decide(sand), role="primary") == {"water"}


def test_no_witness_is_warned_of(notice: zhize.Mechanism, report: AuditReport) -> None:
    records = [finding.witness for finding in report.findings if finding.witness is not None]
    assert [p.to_dict() for p in notice.validate(records).problems] == []
    assert len({record["id"] for record in records}) == len(records)


def test_every_quote_stands_in_its_provision(notice: zhize.Mechanism, report: AuditReport) -> None:
    texts = {provision.code: provision.text for provision in notice.rulebase.provisions}
    quotes = [quote for finding in report.findings for quote in finding.quotes]
    assert len(quotes) > 150
    for quote in quotes:
        assert quote.exact in texts[quote.provision]


def test_two_audits_say_the_same(notice: zhize.Mechanism, report: AuditReport) -> None:
    assert zhize.load().audit().to_dict() == report.to_dict()
    assert report.extent.complete
    assert report.extent.combinations > 10**20
