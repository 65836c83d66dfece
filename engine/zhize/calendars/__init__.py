"""`zhize calendar`: when periodic duties are due, and on which working day to be done.

`recurring` turns the recurrence rules of norms into days and periods (`periods`, `rule_parts`);
`holidays` knows the working days that a file says (`holiday_file`), `advising` what to make of
them; `calendar_of` puts them together. `text_page`, `html_page`, `table` and `ics` show it in the
same words (`wording`). Nothing here knows the time or a mechanism.
"""

from __future__ import annotations

from .calendar_of import MOST_MONTHS, duty_calendar
from .holiday_file import HOLIDAYS, HolidayFileError, find_holidays, read_holidays
from .holidays import Day, HolidayRow, Holidays
from .html_page import calendar_html
from .ics import calendar_ics, uid_of
from .periods import Period
from .table import calendar_csv
from .text_page import calendar_text
from .values import Advice, DueTime, DutyCalendar, PeriodicDuty

__all__ = [
    "HOLIDAYS",
    "MOST_MONTHS",
    "Advice",
    "Day",
    "DueTime",
    "DutyCalendar",
    "HolidayFileError",
    "HolidayRow",
    "Holidays",
    "Period",
    "PeriodicDuty",
    "calendar_csv",
    "calendar_html",
    "calendar_ics",
    "calendar_text",
    "duty_calendar",
    "find_holidays",
    "read_holidays",
    "uid_of",
]
