"""The duties of decisions as rows of a table, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..explain.grounds import MODES, Grounds
from ..model.decision import DutyGround
from ..model.memo import Memo
from ..model.rulebase import norm_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..explain.names import Names
    from ..model.decision import Decision, Duty

_MEMO_LIMIT = 1 << 16

HEADS = (
    "record", "article", "norm", "bearer", "mode", "role", "to", "action", "quote", "because",
    "when", "interpretations", "condition",
)  # fmt: skip
AGENCY_HEADS = ("bearer", "record", "acts", "notifies", "feeds-back", "articles")


class Share(NamedTuple):
    """What one agency has to do in one incident: by mode, and under which articles."""

    bearer: str
    place: str | None
    parts: tuple[str, ...]
    articles: str


class DutyRows(NamedTuple):
    """What a decision says, in words.

    Attributes:
        by_mode: Who acts, who notifies, who feeds back.
        articles: The articles, in their order.
        rows: One row a duty, without the record.
        shares: What each agency has to do.
    """

    by_mode: tuple[str, ...]
    articles: str
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[Share, ...]


class _Said(NamedTuple):
    """A duty, the agencies that are named with a place, and its cells by these places."""

    duty: Duty
    named: list[str]
    cells: dict[tuple[str | None, ...], tuple[str, ...]]


class DutyWriter:
    """Puts duties into words; equal duties at one place are put only once."""

    def __init__(self, names: Names, say: Callable[..., str]) -> None:
        self._names = names
        self._words = names.words
        self._say = say
        norms = names.rulebase.norms
        self._article = {
            norm.code: names.citation(norm.code).removesuffix(f"[{norm.code}]").strip()
            for norm in norms
        }
        ordered = sorted(self._article, key=norm_key)
        self._rank = {code: rank for rank, code in enumerate(ordered)}
        self._listings: Memo[tuple[str, ...], str] = Memo(_MEMO_LIMIT)
        self._decisions: Memo[int, tuple[object, DutyRows]] = Memo(_MEMO_LIMIT)
        self._duties: Memo[int, _Said] = Memo(_MEMO_LIMIT)

    def of(self, decision: Decision) -> DutyRows:
        """Return what a decision says."""
        key = id(decision.duties)
        known = self._decisions.get(key)
        if known is None:
            # The duties are kept with their rows, so that their address stays theirs.
            known = self._decisions.keep(key, (decision.duties, self._rows(decision)))
        return known[1]

    def _rows(self, decision: Decision) -> DutyRows:
        places = {d.bearer: d.bearer_place for d in decision.duties if d.bearer_place}
        rows = tuple([self._row(duty, places) for duty in decision.duties])
        return DutyRows(
            tuple([self._together(decision, rows, mode) for mode in MODES]),
            self._articles(decision.duties),
            rows,
            tuple(self._shares(decision, rows)),
        )

    def _row(self, duty: Duty, places: Mapping[str, str | None]) -> tuple[str, ...]:
        known = self._duties.get(id(duty))
        if known is None:
            # Only agencies that are told, or that told, are named with the place of another duty.
            named = [*duty.to, *[g.bearer for g in duty.because if isinstance(g, DutyGround)]]
            known = self._duties.keep(id(duty), _Said(duty, named, {}))
        key = tuple([places[code] for code in known.named if code in places])
        cells = known.cells.get(key)
        if cells is None:
            cells = known.cells[key] = self._cells(duty, places)
        return cells

    def _cells(self, duty: Duty, places: Mapping[str, str | None]) -> tuple[str, ...]:
        names, words = self._names, self._words
        grounds = Grounds(names, places)
        return (
            self._article[duty.norm],
            duty.norm,
            names.agency(duty.bearer, duty.bearer_place),
            names.mode(duty.mode),
            "" if duty.role is None else names.role(duty.role),
            words.listed(names.agency(code, places.get(code)) for code in duty.to),
            names.text(duty.action),
            duty.quote,
            words.clauses(grounds.of(duty)),
            words.clauses(self._times(duty)),
            words.listed(duty.interpretations),
            words.clauses(self._conditions(duty)),
        )

    def _times(self, duty: Duty) -> list[str]:
        found = [] if duty.urgency is None else [self._names.text(duty.urgency)]
        return found if duty.due is None else [*found, self._words("memo.due", day=duty.due)]

    def _conditions(self, duty: Duty) -> list[str]:
        found = []
        if duty.alternative_to is not None:
            found.append(self._say("instead", norm=duty.alternative_to))
        if duty.conditional_on is not None:
            norms = self._words.listed(duty.conditional_on.split(";"))
            found.append(self._say("only-if", norm=norms))
        return found

    def _articles(self, duties: Iterable[Duty]) -> str:
        """Return the articles of duties in the order of the text."""
        norms = tuple(dict.fromkeys([duty.norm for duty in duties]))
        said = self._listings.get(norms)
        if said is None:
            ordered = sorted(norms, key=self._rank.__getitem__)
            listed = self._words.listed(dict.fromkeys(self._article[code] for code in ordered))
            said = self._listings.keep(norms, listed)
        return said

    def _together(self, decision: Decision, rows: tuple[tuple[str, ...], ...], mode: str) -> str:
        """Return who has the duties of one mode: with the role, or towards whom."""
        parts = [
            self._part(row)
            for duty, row in zip(decision.duties, rows, strict=True)
            if duty.mode == mode
        ]
        return self._words.clauses(dict.fromkeys(parts))

    def _part(self, row: tuple[str, ...]) -> str:
        _, _, bearer, _, role, to, *_ = row
        if role:
            return self._words.aside(bearer, role)
        return self._words("memo.tells", who=bearer, to=to) if to else bearer

    def _shares(self, decision: Decision, rows: tuple[tuple[str, ...], ...]) -> list[Share]:
        by_bearer: dict[str, list[tuple[Duty, tuple[str, ...]]]] = {}
        for duty, row in zip(decision.duties, rows, strict=True):
            by_bearer.setdefault(duty.bearer, []).append((duty, row))
        shares = []
        for bearer, pairs in by_bearer.items():
            said: dict[str, dict[str, None]] = {mode: {} for mode in MODES}
            for duty, row in pairs:
                said[duty.mode][row[4] or row[5] or row[3]] = None
            parts = tuple(
                next(iter(found), "") if len(found) < 2 else self._words.listed(found)
                for found in said.values()
            )
            articles = self._articles([duty for duty, _ in pairs])
            shares.append(Share(bearer, pairs[0][0].bearer_place, parts, articles))
        return shares
