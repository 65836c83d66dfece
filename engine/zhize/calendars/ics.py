"""A calendar of duties for calendar programs: one recurring event for each duty and bearer.

All events are whole days without a time zone: a day on which something is due is that day wherever
the calendar is read, so no `VTIMEZONE` is needed (RFC 5545, 3.3.4). They are transparent: a duty
takes none of its bearer's time.

Source: RFC 5545; RFC 7986, 5.3 (identifiers are UUIDs).
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from .._errors import UsageError
from ..explain.width import visible
from ..pages import Said, language_tag
from .values import WORKING
from .wording import Wording, period_key

if TYPE_CHECKING:
    from icalendar import Alarm, Event

    from ..explain.names import Names
    from ..model.rulebase import RuleBase
    from .values import DutyCalendar, PeriodicDuty
    from .wording import Sayings

_PRODUCT = "-//zhize//duty calendar//ZH"
_DAYS_AHEAD = {"day": 0, "week": 1, "month": 3}
"""How many days before the last one the alarm is; of longer periods, so many as below."""
_LONG_AHEAD = 14
_ALARM_HOUR = 9


def calendar_ics(calendar: DutyCalendar, rulebase: RuleBase, lang: str) -> bytes:
    """Return the calendar as an iCalendar file.

    The identifier of an event is made from the mechanism, the norm and the bearer alone: a calendar
    of later months, of a later version or in another language takes the place of an earlier one.

    Args:
        calendar: What is shown.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`.

    Raises:
        UsageError: There is no duty to show; RFC 5545 knows no calendar without an event.
    """
    from icalendar import Calendar

    wording = Wording(calendar, rulebase, lang)
    if not calendar.duties:
        raise _nothing(calendar, rulebase)
    made = Calendar()
    made.add("PRODID", _PRODUCT)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", visible(wording.line(wording.title())))
    for duty in calendar.duties:
        made.add_component(_event(wording, duty))
    return bytes(made.to_ical(sorted=False))


def uid_of(rulebase: RuleBase, norm: str, bearer: str) -> str:
    """Return the identifier of a duty of a bearer."""
    iri = next(n.iri for n in rulebase.norms if n.code == norm)
    return str(uuid5(NAMESPACE_URL, json.dumps([rulebase.info.iri, iri, bearer])))


def _event(wording: Wording, duty: PeriodicDuty) -> Event:
    from icalendar import Event

    days = [time.last for time in duty.times]
    language = {"LANGUAGE": language_tag(wording.lang)}
    event = Event()
    event.add("UID", uid_of(wording.rulebase, duty.norm, duty.bearer))
    # No clock: the stamp is the first day shown; a calendar of later months counts as newer.
    event.add("DTSTAMP", datetime.combine(wording.calendar.first, time.min, UTC))
    event.add("DTSTART", days[0])
    event.add("DTEND", days[0] + timedelta(days=1))  # the day after the last one
    _recur(event, duty, days)
    event.add("SUMMARY", visible(wording.line(_summary(wording, duty))), language)
    event.add("DESCRIPTION", visible(_description(wording, duty)), language)
    event.add("CATEGORIES", [visible(wording.line(said)) for said in _categories(wording, duty)])
    event.add("TRANSP", "TRANSPARENT")
    event.add_component(_alarm(wording, duty))
    return event


def _recur(event: Event, duty: PeriodicDuty, days: list[date]) -> None:
    """Let an event recur on the days, by a rule as far as one gives just these.

    The last day may be another than the rule's, where validity ends within a period. Days that no
    rule gives are named one by one.
    """
    from icalendar import vRecur

    ruled = next((n for n in (len(days), len(days) - 1) if _gives(duty, days[:n])), 1)
    if ruled > 1 or _gives(duty, days):
        event.add("RRULE", vRecur.from_ical(_bounded(duty, days[:ruled])))
    if days[ruled:]:
        event.add("RDATE", days[ruled:])


def _gives(duty: PeriodicDuty, days: list[date]) -> bool:
    """Tell whether the duty's rule, begun on the first of these days, gives just these."""
    from dateutil.rrule import rrulestr

    if not days:
        return False
    found = rrulestr(_bounded(duty, days), dtstart=datetime.combine(days[0], time.min))
    return [moment.date() for moment in found] == days


def _bounded(duty: PeriodicDuty, days: list[date]) -> str:
    return f"{duty.last_days};UNTIL={days[-1]:%Y%m%d}"


def _alarm(wording: Wording, duty: PeriodicDuty) -> Alarm:
    """Return an alarm at nine in the morning, some days before the last.

    Where holidays bring the advised day further forward, it comes a day before this one.
    """
    from icalendar import Alarm

    key = period_key(duty.period)
    ahead = _DAYS_AHEAD.get(key, _LONG_AHEAD)
    advised = [(t.last - t.advice.day).days for t in duty.times if t.advice.day is not None]
    if max(advised, default=0) >= max(ahead, 1):
        ahead = max(advised) + 1
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", visible(wording.line(_summary(wording, duty))))
    alarm.add("TRIGGER", timedelta(hours=_ALARM_HOUR) - timedelta(days=ahead))
    return alarm


def _summary(wording: Wording, duty: PeriodicDuty) -> Sayings:
    def say(names: Names) -> str:
        who, what = wording.who_in(names, duty), names.text(wording.norm(duty).action)
        if not duty.is_spread:
            return wording.fill(names, "summary.day", who=who, what=what)
        within = wording.fill(names, f"this.{period_key(duty.period)}")
        return wording.fill(names, "summary.period", who=who, what=what, within=within)

    return wording.each(say)


def _description(wording: Wording, duty: PeriodicDuty) -> str:
    """Return article, words, who, to whom, what it rests on, and the working days."""
    lines = [wording.line(wording.citation(duty))]
    rows = (("head.who", wording.who(duty)), ("head.to", wording.to(duty)), *wording.basis(duty))
    for key, said in rows:
        lines += [_labelled(wording, key, part) for part in said]
    if duty.is_spread:
        lines += [part.text for part in wording("shown-on-last")]
    for names in wording.names:
        told = dict.fromkeys(
            wording.advice_in(names, time)
            for time in duty.times
            if time.advice.status != WORKING or time.advice.tentative
        )
        if told:
            lines += ["", wording.fill(names, "advices"), *(f"- {advice}" for advice in told)]
            lines.append(names.words.sentence(wording.fill(names, "advice.rule")))
        else:
            lines += ["", wording.fill(names, "all-worked")]
    return "\n".join([*lines, "", *(part.text for part in wording.stamp())])


def _labelled(wording: Wording, key: str, part: Said) -> str:
    """Return a line with its label; the words of the text keep their own language."""
    names = next((n for n in wording.names if n.words.lang == part.lang), wording.names[0])
    return names.words.colon(names.words.heading(wording.fill(names, key)), part.text)


def _categories(wording: Wording, duty: PeriodicDuty) -> tuple[Sayings, ...]:
    return (
        wording.each(lambda names: names.mode(wording.norm(duty).mode)),
        wording.each(lambda names: names.agency(duty.bearer)),
    )


def _nothing(calendar: DutyCalendar, rulebase: RuleBase) -> UsageError:
    """Return that there is no event to write, and why."""
    said = {}
    for lang in ("zh", "en"):
        wording = Wording(calendar, rulebase, lang)
        reason = wording.nothing_in(wording.names[0])
        said[lang] = wording.line(wording("no-empty-ics", reason=reason))
    return UsageError(said["zh"], said["en"])
