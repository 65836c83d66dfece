"""The duties of decisions as rows of a table, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ..explain.grounds import MODES, Grounds
from ..model.decision import Duty, DutyGround
from ..model.memo import Memo
from ..model.rulebase import norm_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..explain.names import Names
    from ..model.decision import Decision

_MEMO_LIMIT = 1 << 16

HEADS = (
    "record", "article", "norm", "bearer", "mode", "role", "to", "action", "quote", "because",
    "when", "interpretations", "condition",
)  # fmt: skip
AGENCY_HEADS = ("bearer", "record", "acts", "notifies", "feeds-back", "articles")


class Asked(Struct, frozen=True, eq=False, gc=False):
    """What a duty asks, whatever its grounds; equal ones are made only once.

    Attributes:
        norm, bearer, mode: As in the rule base.
        place: Of a bearer that exists once for each place.
        part: Who it is among those who have duties of this mode.
        share: What it is among the duties of this mode that the bearer has.
        before: The cells of its row before the grounds.
        behind: Those behind them.
    """

    norm: str
    bearer: str
    mode: str
    place: str | None
    part: str
    share: str
    before: tuple[str, ...]
    behind: tuple[str, ...]


class DutyRow(Struct, frozen=True, eq=False, gc=False):
    """A duty in words, without the record; one object stands for all that say the same."""

    asked: Asked
    because: str


class Share(Struct, frozen=True, eq=False, gc=False):
    """What one agency has to do in one incident: by mode, and under which articles."""

    bearer: str
    place: str | None
    parts: tuple[str, ...]
    articles: str


class DutyRows(Struct, frozen=True):
    """What a decision says, in words.

    Attributes:
        by_mode: Who acts, who notifies, who feeds back.
        articles: The articles, in their order.
        rows: One row a duty.
        shares: What each agency has to do.
    """

    by_mode: tuple[str, ...]
    articles: str
    rows: tuple[DutyRow, ...]
    shares: tuple[Share, ...]


class _Said(Struct, frozen=True):
    """A duty, the agencies that are named with a place, and its rows by these places."""

    duty: Duty
    named: tuple[str, ...]
    rows: dict[tuple[str | None, ...], DutyRow]


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
        self._placed = frozenset(a.code for a in names.rulebase.agencies if a.placed_by)
        self._listings: Memo[tuple[str, ...], str] = Memo(_MEMO_LIMIT)
        self._decisions: Memo[int, tuple[object, DutyRows]] = Memo(_MEMO_LIMIT)
        self._duties: Memo[int, _Said] = Memo(_MEMO_LIMIT)
        self._asked: Memo[tuple[object, ...], Asked] = Memo(_MEMO_LIMIT)
        self._because: Memo[tuple[object, ...], str] = Memo(_MEMO_LIMIT)
        self._known: Memo[tuple[Asked, str], DutyRow] = Memo(_MEMO_LIMIT)
        self._shares: Memo[tuple[Asked, ...], Share] = Memo(_MEMO_LIMIT)

    def of(self, decision: Decision) -> DutyRows:
        """Return what a decision says."""
        key = id(decision.duties)
        known = self._decisions.get(key)
        if known is None:
            # The duties are kept with their rows, so that their address stays theirs.
            known = self._decisions.keep(key, (decision.duties, self._rows(decision.duties)))
        return known[1]

    def _rows(self, duties: tuple[Duty, ...]) -> DutyRows:
        places = {d.bearer: d.bearer_place for d in duties if d.bearer_place}
        together: dict[str, dict[str, None]] = {mode: {} for mode in MODES}
        by_bearer: dict[str, list[Asked]] = {}
        rows = []
        for duty in duties:
            said = self._duties.get(id(duty)) or self._said(duty)
            at = tuple([places.get(code) for code in said.named]) if said.named else ()
            row = said.rows.get(at) or self._row(said, at, places)
            asked = row.asked
            rows.append(row)
            together[asked.mode][asked.part] = None
            by_bearer.setdefault(asked.bearer, []).append(asked)
        shares = []
        for every in by_bearer.values():
            key = tuple(every)
            shares.append(self._shares.get(key) or self._share(key))
        return DutyRows(
            tuple([self._words.clauses(parts) for parts in together.values()]),
            self._articles([duty.norm for duty in duties]),
            tuple(rows),
            tuple(shares),
        )

    def _said(self, duty: Duty) -> _Said:
        """Remember a duty; it is kept, so that its address stays its own."""
        # Only agencies that are told, or that told, are named with the place of another duty.
        told = [*duty.to, *[g.bearer for g in duty.because if isinstance(g, DutyGround)]]
        named = tuple([code for code in told if code in self._placed])
        return self._duties.keep(id(duty), _Said(duty, named, {}))

    def _row(
        self, said: _Said, at: tuple[str | None, ...], places: Mapping[str, str | None]
    ) -> DutyRow:
        duty = said.duty
        # Mode, role, action, quote and urgency are those of the norm.
        key = (
            duty.norm, duty.bearer, duty.bearer_place, duty.to, at, duty.due,
            duty.interpretations, duty.alternative_to, duty.conditional_on,
        )  # fmt: skip
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked.keep(key, self._asks(duty, places))
        grounds = (duty.because, duty.norm, at)
        because = self._because.get(grounds)
        if because is None:
            text = self._words.clauses(Grounds(self._names, places).of(duty))
            because = self._because.keep(grounds, text)
        row = self._known.get((asked, because))
        if row is None:
            row = self._known.keep((asked, because), DutyRow(asked, because))
        said.rows[at] = row
        return row

    def _asks(self, duty: Duty, places: Mapping[str, str | None]) -> Asked:
        names, words = self._names, self._words
        bearer = names.agency(duty.bearer, duty.bearer_place)
        mode = names.mode(duty.mode)
        role = "" if duty.role is None else names.role(duty.role)
        to = words.listed(names.agency(code, places.get(code)) for code in duty.to)
        if role:
            part = words.aside(bearer, role)
        else:
            part = words("memo.tells", who=bearer, to=to) if to else bearer
        return Asked(
            norm=duty.norm,
            bearer=duty.bearer,
            mode=duty.mode,
            place=duty.bearer_place,
            part=part,
            share=role or to or mode,
            before=(
                self._article[duty.norm], duty.norm, bearer, mode, role, to,
                names.text(duty.action), duty.quote,
            ),
            behind=(
                words.clauses(self._times(duty)),
                words.listed(duty.interpretations),
                words.clauses(self._conditions(duty)),
            ),
        )  # fmt: skip

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

    def _articles(self, norms: Iterable[str]) -> str:
        """Return the articles of norms in the order of the text."""
        key = tuple(dict.fromkeys(norms))
        said = self._listings.get(key)
        if said is None:
            ordered = sorted(key, key=self._rank.__getitem__)
            listed = self._words.listed(dict.fromkeys(self._article[code] for code in ordered))
            said = self._listings.keep(key, listed)
        return said

    def _share(self, every: tuple[Asked, ...]) -> Share:
        """Return what one bearer has to do, given all that is asked of it."""
        said: dict[str, dict[str, None]] = {mode: {} for mode in MODES}
        for asked in every:
            said[asked.mode][asked.share] = None
        parts = tuple([self._words.listed(found) for found in said.values()])
        articles = self._articles([asked.norm for asked in every])
        return self._shares.keep(every, Share(every[0].bearer, every[0].place, parts, articles))
