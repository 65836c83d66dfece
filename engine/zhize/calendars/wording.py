"""What the text, the pages and the calendar file say of a duty and its times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..explain.recurrence import recurrence_said
from ..pages import Said, Voices, languages_of
from .periods import Period
from .values import NO_WORKING_DAY, UNDETERMINED, WORKING
from .words import CALENDAR

if TYPE_CHECKING:
    from datetime import date

    from ..explain.names import Names
    from ..model.rulebase import Norm, RuleBase
    from .values import DueTime, DutyCalendar, PeriodicDuty

Sayings = tuple[Said, ...]
_SHA_SHOWN = 12


class Wording(Voices):
    """The words of one calendar.

    Args:
        calendar: What is shown.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`.
    """

    def __init__(self, calendar: DutyCalendar, rulebase: RuleBase, lang: str) -> None:
        super().__init__(rulebase, languages_of(lang), CALENDAR)
        self.calendar = calendar
        self._norms = {norm.code: norm for norm in rulebase.norms}

    # ------------------------------------------------------------ the whole

    def title(self) -> Sayings:
        """Return what the calendar is called."""
        label = self.rulebase.info.label
        return self("title", label=lambda names: names.text(label))

    def span(self) -> Sayings:
        """Return which months it shows, and whose duties."""
        calendar = self.calendar
        key = "span.one" if calendar.months == 1 else "span"
        first, last = f"{calendar.first:%Y-%m-%d}", f"{calendar.last:%Y-%m-%d}"
        return self(key, first=first, last=last, months=calendar.months)

    def notes(self) -> tuple[Sayings, ...]:
        """Return what is to be known of all rows, as sentences."""
        calendar, known = self.calendar, self.calendar.holidays
        agency = calendar.agency
        notes: list[Sayings] = []
        if agency is not None:
            notes.append(self._sentence("only", agency=lambda names: names.agency(agency)))
        if not calendar.duties:
            said = self.each(lambda names: names.words.sentence(self.nothing_in(names)))
            return (*notes, said)
        if known.years or known.sparse:
            spans = (("holidays", known.years), ("holidays.sparse", known.sparse))
            notes += [self._holidays(key, years) for key, years in spans if years]
        else:
            notes.append(self._sentence("holidays.none"))
        notes.append(self._sentence("advice.rule"))
        if any(duty.is_spread for duty in calendar.duties):
            notes.append(self._sentence("period.rule"))
        return tuple(notes)

    def _holidays(self, key: str, years: tuple[int, ...]) -> Sayings:
        """Return which years the file of holidays has, or has only begun."""
        name, listed = self.calendar.holidays.name, list(map(str, years))
        return self._sentence(key, name=name, years=lambda names: names.words.listed(listed))

    def nothing_in(self, names: Names) -> str:
        """Return why there are no rows, in one language."""
        agency = self.calendar.agency
        if self.calendar.has_periodic:
            return self.fill(names, "nothing")
        if agency is None:
            return self.fill(names, "nothing.mechanism")
        return self.fill(names, "nothing.agency", agency=names.agency(agency))

    def stamp(self) -> Sayings:
        """Return which mechanism it is."""
        mechanism = self.calendar.mechanism
        return self(
            "stamp",
            id=mechanism["id"],
            version=mechanism["version"],
            sha=mechanism["sha256"][:_SHA_SHOWN],
        )

    # ------------------------------------------------------------ a duty

    def norm(self, duty: PeriodicDuty) -> Norm:
        """Return the norm of a duty."""
        return self._norms[duty.norm]

    def what(self, duty: PeriodicDuty) -> Sayings:
        """Return what is to be done."""
        return self.of(self.norm(duty).action)

    def who(self, duty: PeriodicDuty) -> Sayings:
        """Return who must do it; of an agency that exists once for each place: each of them."""
        return self.each(lambda names: self.who_in(names, duty))

    def who_in(self, names: Names, duty: PeriodicDuty) -> str:
        """Return the same in one language."""
        label = names.agency(duty.bearer)
        once = names.placed_by(duty.bearer) is None
        return label if once else names.words("memo.each", who=label)

    def to(self, duty: PeriodicDuty) -> Sayings:
        """Return to whom it is owed; nothing where to nobody."""
        return self.each(lambda names: self.recipients(names, duty))

    def recipients(self, names: Names, duty: PeriodicDuty) -> str:
        """Return the same in one language."""
        norm = self.norm(duty)
        found = [names.agency(code) for code in norm.recipients]
        rules = self.rulebase.recipient_rules
        found += [names.text(rule.label) for rule in rules if rule.code == norm.recipient_rule]
        return names.words.listed(found)

    def who_to(self, duty: PeriodicDuty) -> Sayings:
        """Return who must do it, and to whom it is owed."""

        def say(names: Names) -> str:
            who, to = self.who_in(names, duty), self.recipients(names, duty)
            return names.words("memo.tells", who=who, to=to) if to else who

        return self.each(say)

    def citation(self, duty: PeriodicDuty) -> Sayings:
        """Return article and norm."""
        return self.each(lambda names: names.citation(duty.norm))

    def basis(self, duty: PeriodicDuty) -> tuple[tuple[str, Sayings], ...]:
        """Return what a duty rests on: the key of a label, and what is said."""
        norm = self.norm(duty)
        quotes = (norm.quote, *norm.also_quotes)
        rows = (
            ("head.quote", tuple(self.quote(f"“{q.exact}”") for q in quotes)),
            ("head.recurs", self.each(lambda names: recurrence_said(duty.rule, names.words))),
            (
                "head.rests",
                self.each(
                    lambda names: names.words.clauses(
                        names.interpretation_in_full(code) for code in norm.interpretations
                    )
                ),
            ),
            ("head.scope", self.of(norm.scope_note)),
            ("head.editorial", self.of(norm.editorial_note)),
        )
        return tuple((key, said) for key, said in rows if said)

    # ------------------------------------------------------------ a time

    def when(self, time: DueTime) -> Sayings:
        """Return by when or within which period."""
        day, period = time.last, time.period

        def say(names: Names) -> str:
            if not _is_spread(time):
                key = "when.daily" if time.due is None else "when.day"
                return self.fill(names, key, day=day.isoformat(), weekday=self.weekday(names, day))
            named = period_key(period) != "span"
            return self.fill(
                names,
                "when.period" if named else "when.span",
                period=self.period(names, period) if named else "",
                first=period.first.isoformat(),
                last=period.last.isoformat(),
            )

        return self.each(say)

    def partial(self, time: DueTime) -> Sayings:
        """Return in how far a period is no whole one; nothing where it is."""

        def say(names: Names) -> str:
            parts = []
            if time.begins_within:
                parts.append(self.fill(names, "begins", day=time.first.isoformat()))
            if time.ends_within:
                parts.append(self.fill(names, "ends", day=time.last.isoformat()))
            return names.words.clauses(parts)

        return self.each(say)

    def advice(self, time: DueTime) -> Sayings:
        """Return the advice on working days."""
        return self.each(lambda names: self.advice_in(names, time))

    def advice_in(self, names: Names, time: DueTime) -> str:
        """Return the same in one language."""
        advice = time.advice
        key, parts = _advice(self, names, time)
        text = self.fill(names, key, **parts)
        if _is_spread(time) and advice.day is not None and advice.working_days is not None:
            text += self.fill(names, "advice.count", count=advice.working_days)
        if advice.tentative:
            text += self.fill(names, "advice.tentative", year=time.last.year + 1)
        return text

    def period(self, names: Names, period: Period) -> str:
        """Return what a period is called: 2026 年第三季度, the third quarter of 2026."""
        first, key = period.first, period_key(period)

        def pick(words: str, place: int) -> str:
            return self.fill(names, words).split(",")[place]

        year, number = first.year, first.month
        if key == "week":
            year, number, _ = first.isocalendar()
        return self.fill(
            names,
            key,
            first=first.isoformat(),
            last=period.last.isoformat(),
            year=year,
            number=number,
            month=pick("months", first.month - 1),
            ordinal=pick("ordinals", (first.month - 1) // 3),
            half=pick("halves", (first.month - 1) // 6),
        )

    def month(self, day: date) -> Sayings:
        """Return what the month of a day is called."""
        return self.each(lambda names: self.period(names, Period(day, day, "month")))

    def weekday(self, names: Names, day: date) -> str:
        """Return a day of the week in words."""
        return self.fill(names, "weekdays").split(",")[day.weekday()]

    def _sentence(self, key: str, **parts: str | Callable[[Names], str]) -> Sayings:
        return self.each(lambda names: names.words.sentence(self.fill(names, key, **parts)))


def period_key(period: Period) -> str:
    """Return the key of what a period is called."""
    count, first = period.count, period.first
    if period.unit == "month":
        named = {1: "month", 3: "quarter", 6: "half", 12: "year"}
        return named.get(count, "span")
    if count > 1 or (period.unit == "week" and first.weekday() > 0):
        return "span"
    return period.unit


def _is_spread(time: DueTime) -> bool:
    return time.due is None and not time.period.is_day


def _advice(wording: Wording, names: Names, time: DueTime) -> tuple[str, dict[str, str]]:
    """Return the key of an advice, and what it is filled with."""
    advice, last = time.advice, time.last
    parts = {
        "day": last.isoformat(),
        "weekday": wording.weekday(names, last),
        "name": names.text(advice.holiday),
        "year": str(advice.unknown_year),
    }
    if advice.day is not None:
        parts["advised"] = advice.day.isoformat()
        parts["advised_weekday"] = wording.weekday(names, advice.day)
    named = bool(parts["name"])
    if advice.status == UNDETERMINED:
        key = "advice.undetermined" if wording.calendar.holidays.name else "advice.no-file"
    elif advice.status == NO_WORKING_DAY:
        key = "advice.no-working-day"
    elif _is_spread(time):
        key = "advice.period"
    elif advice.status == WORKING:
        key = "advice.made-up" if named else "advice.working-day"
    else:
        key = "advice.holiday" if named else "advice.earlier"
    return key, parts
