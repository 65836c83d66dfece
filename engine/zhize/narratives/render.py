"""A draft as YAML: each fact with the words it comes from, then what is not in the record."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.rulebase import Facet, RuleBase, Text
    from .draft import Draft, Span, Unplaced

_PLAIN = re.compile(r"[^\W_][\w.-]*(?: [^\W_][\w.-]*)*")
_NUMBER = re.compile(r"[\d._+-]+|0[xo][\da-f]+|\d[\d_.]*e[+-]?\d+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})

_LINES: dict[str, dict[str, str]] = {
    "missing": {
        "zh": "缺少（记录必须有，文中没有）：",
        "en": "missing (a record needs it, the text does not give it):",
    },
    "negated": {"zh": "文中否定的：", "en": "denied by the text:"},
    "open": {"zh": "文中未定的：", "en": "left open by the text:"},
    "unplaced": {"zh": "没有放入记录的：", "en": "not placed in the record:"},
    "quote": {"zh": "“{text}”", "en": "“{text}”"},
    "between": {"zh": "、", "en": ", "},
    "follows": {"zh": "（由 {code} 可知）", "en": " (follows from {code})"},
    "named": {"zh": "{code}（{label}）", "en": "{code} ({label})"},
    "because": {"zh": "{words}：{message}", "en": "{words}: {message}"},
    "for": {"zh": "{words}（{field}）：{message}", "en": "{words} ({field}): {message}"},
}


def draft_yaml(draft: Draft, rulebase: RuleBase, lang: str, *, description: bool = True) -> str:
    """Return a draft as one YAML document that `zhize decide` takes.

    Args:
        draft: The draft.
        rulebase: The mechanism, for the labels of its fields.
        lang: Language of the comments, zh or en.
        description: Whether the narrative itself goes into the last field of free text.
    """
    writer = _Writer(draft, rulebase, lang)
    lines = list(writer.fields())
    field = narrative_field(rulebase)
    if description and field is not None and field not in draft.record:
        lines += _long(field, draft.text)
    if not lines:
        lines = ["{}"]
    lines += writer.blocks()
    return "\n".join(lines) + "\n"


def narrative_field(rulebase: RuleBase) -> str | None:
    """Return the field that holds the narrative: the last one of free text."""
    fields = text_fields(rulebase)
    return fields[-1] if fields else None


def text_fields(rulebase: RuleBase) -> list[str]:
    """Return the fields of free text, the identifier left out, in the order of a record."""
    facets = sorted(rulebase.facets, key=lambda f: f.position)
    return [f.code for f in facets if f.kind == "text" and "identifier" not in f.serves]


class _Writer:
    def __init__(self, draft: Draft, rulebase: RuleBase, lang: str) -> None:
        self._draft = draft
        self._lang = lang
        self._facets: dict[str, Facet] = {f.code: f for f in rulebase.facets}
        self._languages = rulebase.info.languages
        self._spans: dict[tuple[str, str], list[Span]] = {}
        for span in draft.spans:
            self._spans.setdefault((span.field, span.value), []).append(span)

    def _say(self, key: str, **parts: str) -> str:
        return _LINES[key][self._lang].format(**parts)

    # ------------------------------------------------------------ the record

    def fields(self) -> Iterator[str]:
        """Yield the lines of the record."""
        for field, value in self._draft.record.items():
            if isinstance(value, str):
                yield _commented(f"{field}: {scalar(value)}", self._words(field, value))
                continue
            words = [self._words(field, item) for item in value]
            if len(set(words)) == 1:
                inner = ", ".join(scalar(item) for item in value)
                yield _commented(f"{field}: [{inner}]", words[0])
            else:
                yield f"{field}:"
                for item, comment in zip(value, words, strict=True):
                    yield _commented(f"  - {scalar(item)}", comment)

    def _words(self, field: str, value: str) -> str:
        """Return the words behind a value, each once."""
        spans = self._spans.get((field, value), [])
        own = [s for s in spans if s.follows_from is None] or spans
        said = dict.fromkeys(self._quoted(s) for s in own)
        return self._say("between").join(said)

    def _quoted(self, span: Span) -> str:
        text = self._say("quote", text=_one_line(span.text))
        if span.follows_from is not None:
            text += self._say("follows", code=span.follows_from)
        return text

    # ------------------------------------------------------------ what is not in it

    def blocks(self) -> Iterator[str]:
        """Yield the lines of what the record does not hold, as comments."""
        draft = self._draft
        yield from self._block("missing", [self._named(code) for code in draft.missing])
        yield from self._block("negated", self._facts(draft.negated))
        yield from self._block("open", self._facts(draft.open))
        yield from self._block("unplaced", [self._reason(item) for item in draft.unplaced])

    def _block(self, key: str, rows: Sequence[str]) -> Iterator[str]:
        if rows:
            yield "#"
            yield f"# {self._say(key)}"
            for row in rows:
                yield f"#   {row}"

    def _facts(self, spans: Iterable[Span]) -> list[str]:
        rows = (
            f"{s.field}: {s.value}  {self._say('quote', text=_one_line(s.text))}" for s in spans
        )
        return list(dict.fromkeys(rows))

    def _named(self, code: str) -> str:
        return self._say("named", code=code, label=self._label(self._facets[code].label))

    def _label(self, label: Text) -> str:
        for language in (self._lang, *self._languages):
            if language in label:
                return label[language]
        return ""

    def _reason(self, item: Unplaced) -> str:
        words = self._say("quote", text=_one_line(item.text))
        message = _one_line(item.message[self._lang])
        field = item.field or ""
        if item.value:
            field = f"{field}: {item.value}"
        return self._say("for" if field else "because", words=words, message=message, field=field)


def scalar(value: str) -> str:
    """Return a text as a YAML scalar that every YAML 1.1 and 1.2 reader takes for that text.

    An ISO date stays as it is: records write it so.
    """
    if _DAY.fullmatch(value):
        return value
    if (
        _PLAIN.fullmatch(value)
        and value.isprintable()
        and value.casefold() not in _WORDS
        and not _NUMBER.fullmatch(value)
    ):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "".join(ch if ch.isprintable() else _escaped(ch) for ch in text)


def _escaped(char: str) -> str:
    number = ord(char)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _long(field: str, text: str) -> list[str]:
    """Return a long text as a block, or quoted where a block would change it."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    plain = all(line.isprintable() and (line.strip() or not line) for line in lines)
    if not plain or not lines[0] or lines[0][0] == " " or not lines[-1]:
        return [f"{field}: {_quoted(text)}"]
    mark = "|" if text.endswith("\n") else "|-"
    return [f"{field}: {mark}", *(f"  {line}" if line else "" for line in lines)]


def _commented(line: str, comment: str) -> str:
    return f"{line}  # {comment}" if comment else line


def _one_line(text: str) -> str:
    """Return a text on one line; control characters would steer the reader's terminal."""
    line = " ".join(text.split())
    return "".join(ch if ch.isprintable() else _escaped(ch) for ch in line)
