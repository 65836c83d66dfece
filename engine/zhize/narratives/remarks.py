"""Why something of a narrative is not in the record: the reasons, each in zh and en."""

from __future__ import annotations

from .draft import Unplaced

REASONS: dict[str, tuple[str, str]] = {
    "no-year": (
        "没有写年份，不能作为日期",
        "it names no year, and no year is invented",
    ),
    "short-year": ("年份没有写全，不能确定是哪一年", "the year is not written in full"),
    "no-day": ("没有写到日，不能作为日期", "it names no day"),
    "impossible": ("没有这一天", "there is no such day"),
    "other-day": (
        "文中另有日期，获知日期取了 {taken}",
        "another day of the text, {taken}, was taken as the one on which it became known",
    ),
    "relative-day": (
        "没有写明是哪一天",
        "it does not say which day",
    ),
    "presumed": (
        "只说了活动，没有说违法；若属违法请补上",
        "it names an activity and does not say that it is unlawful; add it if it is",
    ),
    "general": (
        "说的是一类事或假设，不是这件事",
        "it speaks of such matters in general, or supposes one",
    ),
    "several": (
        "这一项只能有一个值，文中有几个：{candidates}",
        "the field takes one value, and the text has several: {candidates}",
    ),
    "no-matter": (
        "文中没有说到这一机制所管的事，未写入记录",
        "the text speaks of no matter of this mechanism, so that it was left out",
    ),
    "landmark": ("只是邻近的参照物", "it is only a landmark nearby"),
    "origin": ("是人或物的来处，不是事发地", "somebody or something comes from there"),
    "destination": ("是去处，不是事发地", "something goes there"),
    "passing": ("文中另有更明确的事发地", "the text has a plainer place of the matter"),
    "several-places": (
        "文中有几个地方，不能确定哪个是事发地：{candidates}",
        "the text names several places, and not which is meant: {candidates}",
    ),
    "place-above": (
        "文中没有写上一级地方；{value} 在 {candidates}",
        "the text does not name what it lies in; {value} is in {candidates}",
    ),
    "place-elsewhere": (
        "名录中 {value} 不在文中所写的地方，而在 {candidates}",
        "by the list {value} does not lie in the place that is named but in {candidates}",
    ),
    "unknown-place": (
        "名录中没有这个地方{near}",
        "it is not in the list of places{near_en}",
    ),
    "not-in-field": (
        "这一机关不能写在这一项",
        "the field does not take this agency",
    ),
    "foreign-place": (
        "写明了别的县，但文中另有本县的地方",
        "it names another county, and the text names places of this one",
    ),
    "not-yet": ("还没有告知", "it has not been told yet"),
}


def unplaced(
    reason: str,
    text: str,
    start: int,
    end: int,
    *,
    field: str | None = None,
    value: str | None = None,
    candidates: tuple[str, ...] = (),
    **parts: str,
) -> Unplaced:
    """Return one item of what could not be placed, with its reason filled in."""
    zh, en = REASONS[reason]
    more = {"value": value or "", **parts}
    return Unplaced(
        text=text,
        start=start,
        end=end,
        reason=reason,
        message={
            "zh": zh.format(candidates="、".join(candidates), **more),
            "en": en.format(candidates=", ".join(candidates), **more),
        },
        field=field,
        value=value,
        candidates=candidates,
    )
