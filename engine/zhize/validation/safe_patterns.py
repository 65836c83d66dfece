"""Which regular expressions a record shape may use.

A pattern runs over text that a stranger wrote, in two engines that both backtrack. So only those
are taken whose cost is bounded by the square of the text's length, and that mean the same in
SPARQL and in Python: an anchored row of characters and character classes, of which two at most
repeat without a fixed number. No groups, alternatives, look-around or back-references.
"""

from __future__ import annotations

import re

_LONGEST = 200
_MOST_VARIABLE = 2
_SET_OPERATORS = ("--", "||", "&&", "~~")
"""Python warns that these may one day mean something inside a class."""
_ATOM = re.compile(
    r"""(?P<atom>
            \\[dsw.\\\-\[\]{}()*+?^$|/]              # an escape that both dialects have
          | \[\^?(?:[^\[\]\\]|\\[dsw.\\\-\[\]^])+\]  # a class without nested classes
          | [^\\\[\]{}()*+?^$|]                      # a character, or the dot
        )
        (?P<repeat>[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?""",
    re.VERBOSE,
)


def objection(regex: str) -> dict[str, str] | None:
    """Return why a pattern is refused, by language, or None where it is taken."""
    if len(regex) > _LONGEST:
        return {"zh": f"超过 {_LONGEST} 个字符", "en": f"longer than {_LONGEST} characters"}
    if not regex.startswith("^"):
        return {
            "zh": "须以 ^ 开头",
            "en": "that does not begin with `^`; anchor it",
        }
    body, variable, position = regex[1:], 0, 0
    while position < len(body) and body[position:] != "$":
        found = _ATOM.match(body, position)
        if found is None or any(pair in found["atom"] for pair in _SET_OPERATORS):
            return {
                "zh": f"在“{body[position:][:20]}”处用了不允许的写法"
                "（只能是字符、字符类和它们的重复）",
                "en": f"with something not allowed at `{body[position:][:20]}`; "
                "use characters, classes of characters, and repetitions of them",
            }
        repeat = found["repeat"] or ""
        variable += repeat in {"*", "+", "?"} or "," in repeat
        position = found.end()
    if variable > _MOST_VARIABLE:
        return {
            "zh": f"中次数不定的重复多于 {_MOST_VARIABLE} 处",
            "en": f"with more than {_MOST_VARIABLE} repetitions of no fixed number",
        }
    try:
        re.compile(regex)
    except re.error as error:
        return {"zh": f"不是合法的正则表达式：{error}", "en": f"that is malformed: {error}"}
    return None
