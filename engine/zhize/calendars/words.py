"""The words of a calendar of duties, each in zh and en."""

from __future__ import annotations

CALENDAR: dict[str, dict[str, str]] = {
    "title": {"zh": "定期职责日程：{label}", "en": "Calendar of periodic duties: {label}"},
    "span": {
        "zh": "{first} 至 {last}（{months} 个月）",
        "en": "{first} to {last} ({months} months)",
    },
    "span.one": {"zh": "{first} 至 {last}", "en": "{first} to {last}"},
    "only": {"zh": "只列这个机关的：{agency}", "en": "only those of this agency: {agency}"},
    "holidays": {
        "zh": "工作日依据节假日文件 {name}（有 {years} 年的安排）；此外的日子写“未定”，不作推测",
        "en": "working days are those of the holiday file {name}, which has the schedules of "
        "{years}; any other day is undetermined, never guessed",
    },
    "holidays.none": {
        "zh": "没有节假日文件：工作日一律“未定”，不作推测",
        "en": "there is no holiday file: working days are undetermined, never guessed",
    },
    "advice.rule": {
        "zh": "工作日提示只是建议，不改变期限：规范没有写明期限遇休息日顺延，"
        "所以提示当日或之前的最后一个工作日",
        "en": "advice on working days changes no deadline: no norm here says that one on a day off "
        "moves to a later day, so the last working day on or before it is advised",
    },
    "period.rule": {
        "zh": "原文只写期间、没有写日子的，不另定日子",
        "en": "where the text names a period and no day, no day is made up",
    },
    "nothing": {
        "zh": "这些月份里没有定期职责：机制这时不在有效期内，或者没有到期的",
        "en": "no periodic duty is due in these months: they lie outside validity, or none falls "
        "into them",
    },
    "nothing.agency": {
        "zh": "{agency}没有定期职责",
        "en": "{agency} has no periodic duties",
    },
    "nothing.mechanism": {
        "zh": "这个机制没有定期职责",
        "en": "this mechanism has no periodic duties",
    },
    "stamp": {
        "zh": "机制 {id}，版本 {version}，SHA-256 {sha}",
        "en": "mechanism {id}, version {version}, SHA-256 {sha}",
    },
    # ------------------------------------------------------------ when
    "when.day": {"zh": "最迟 {day}（{weekday}，含当日）", "en": "by {weekday} {day}, included"},
    "when.period": {
        "zh": "{period}内（{first} 至 {last}），原文没有定日子",
        "en": "within {period} ({first} to {last}); the text names no day",
    },
    "when.span": {
        "zh": "{first} 至 {last} 之内，原文没有定日子",
        "en": "within {first} to {last}; the text names no day",
    },
    "when.daily": {"zh": "{day}（{weekday}）当日", "en": "on {weekday} {day}"},
    "begins": {
        "zh": "自 {day} 起才有效，不是完整的一期",
        "en": "in force only from {day}: not a whole period",
    },
    "ends": {
        "zh": "有效期到 {day} 止，不是完整的一期",
        "en": "in force only until {day}: not a whole period",
    },
    "week": {"zh": "{year} 年第 {number} 周", "en": "week {number} of {year}"},
    "month": {"zh": "{year} 年 {number} 月", "en": "{month} {year}"},
    "quarter": {"zh": "{year} 年第{ordinal}季度", "en": "the {ordinal} quarter of {year}"},
    "half": {"zh": "{year} 年{half}半年", "en": "the {half} half of {year}"},
    "year": {"zh": "{year} 年", "en": "{year}"},
    "ordinals": {"zh": "一,二,三,四", "en": "first,second,third,fourth"},
    "halves": {"zh": "上,下", "en": "first,second"},
    "weekdays": {
        "zh": "星期一,星期二,星期三,星期四,星期五,星期六,星期日",
        "en": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
    },
    "months": {
        "zh": "1 月,2 月,3 月,4 月,5 月,6 月,7 月,8 月,9 月,10 月,11 月,12 月",
        "en": "January,February,March,April,May,June,July,August,September,October,November,"
        "December",
    },
    # ------------------------------------------------------------ advice
    "advice.working-day": {"zh": "{day} 是工作日", "en": "{day} is a working day"},
    "advice.made-up": {
        "zh": "{day}（{weekday}）因{name}调休上班，是工作日",
        "en": "{weekday} {day} is worked in exchange for {name}",
    },
    "advice.earlier": {
        "zh": "{day} 是{weekday}，休息；建议最迟 {advised}（{advised_weekday}）办完",
        "en": "{day} is a {weekday}, a day off: be done by {advised_weekday} {advised}",
    },
    "advice.holiday": {
        "zh": "{day}（{weekday}）是{name}假期；建议最迟 {advised}（{advised_weekday}）办完",
        "en": "{weekday} {day} is off for {name}: be done by {advised_weekday} {advised}",
    },
    "advice.period": {
        "zh": "期内最后一个工作日是 {advised}（{advised_weekday}）",
        "en": "the last working day of the period is {advised_weekday} {advised}",
    },
    "advice.count": {"zh": "，共 {count} 个工作日", "en": "; it has {count} in all"},
    "advice.no-working-day": {
        "zh": "到 {day} 为止，期内没有工作日",
        "en": "the period has no working day up to {day}",
    },
    "advice.undetermined": {
        "zh": "未定：没有 {year} 年的节假日安排",
        "en": "undetermined: the schedule of {year} is not known",
    },
    "advice.no-file": {"zh": "未定：没有节假日文件", "en": "undetermined: no holiday file"},
    "advice.tentative": {
        "zh": "（{year} 年的安排公布后可能有变）",
        "en": " (may change once the schedule of {year} is known)",
    },
    # ------------------------------------------------------------ tables
    "head.when": {"zh": "期限", "en": "when"},
    "head.what": {"zh": "职责", "en": "duty"},
    "head.who": {"zh": "承担者", "en": "bearer"},
    "head.to": {"zh": "对象", "en": "to"},
    "head.norm": {"zh": "规范", "en": "norm"},
    "head.article": {"zh": "条款", "en": "article"},
    "head.advice": {"zh": "工作日提示", "en": "working-day advice"},
    "head.basis": {"zh": "依据", "en": "Basis"},
    "head.quote": {"zh": "原文", "en": "quote"},
    "head.recurs": {"zh": "重复", "en": "recurs"},
    "head.rests": {"zh": "解释", "en": "rests on"},
    "head.scope": {"zh": "说明", "en": "note"},
    "head.editorial": {"zh": "待商榷", "en": "left open"},
    "head.bearer-code": {"zh": "承担者代码", "en": "bearer code"},
    "head.first": {"zh": "起", "en": "first day"},
    "head.last": {"zh": "止", "en": "last day"},
    "head.weekday": {"zh": "星期", "en": "weekday"},
    "head.due": {"zh": "原文所定之日", "en": "day named in the text"},
    "head.partial": {"zh": "不完整的一期", "en": "partial period"},
    "head.status": {"zh": "工作日认定", "en": "working-day status"},
    "head.advised": {"zh": "建议最迟", "en": "advised by"},
    "head.working-days": {"zh": "工作日数", "en": "working days"},
    "yes": {"zh": "是", "en": "yes"},
    "status.working-day": {"zh": "工作日", "en": "working day"},
    "status.earlier": {"zh": "休息日", "en": "day off"},
    "status.no-working-day": {"zh": "没有工作日", "en": "no working day"},
    "status.undetermined": {"zh": "未定", "en": "undetermined"},
    "skip": {"zh": "跳到日程", "en": "Skip to the calendar"},
    # ------------------------------------------------------------ calendar programs
    "summary.day": {"zh": "{who}：{what}", "en": "{who}: {what}"},
    "summary.period": {
        "zh": "{who}：{within}内，{what}",
        "en": "{who}, within this {within}: {what}",
    },
    "this.day": {"zh": "本日", "en": "day"},
    "this.week": {"zh": "本周", "en": "week"},
    "this.month": {"zh": "本月", "en": "month"},
    "this.quarter": {"zh": "本季度", "en": "quarter"},
    "this.half": {"zh": "本半年", "en": "half-year"},
    "this.year": {"zh": "本年", "en": "year"},
    "this.span": {"zh": "本期", "en": "period"},
    "shown-on-last": {
        "zh": "原文只写期间、没有定日子；日历上放在期间的最后一日，只为便于看到。",
        "en": "The text names a period and no day; it is shown on the last day only to be seen.",
    },
    "advices": {"zh": "工作日提示：", "en": "Working-day advice:"},
    "all-worked": {
        "zh": "所列各日都是工作日。",
        "en": "All days shown are working days.",
    },
    "no-empty-ics": {
        "zh": "{reason}。RFC 5545 的日历文件至少要有一个事件；请改写为 .txt 或 .html。",
        "en": "{reason}; a calendar file of RFC 5545 needs an event: write .txt or .html instead",
    },
}
"""Words by key; `{…}` are filled by the pages."""
