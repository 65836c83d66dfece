"""Text as tokens: a Chinese character or a stemmed word, each with its place in the text.

Chinese is not cut into words: every form of the lexicon is a run of characters, and the longest
run wins. Other scripts are cut at word boundaries and stemmed (Snowball), so that `mining` and
`mines` are one token. Traditional characters are read as simplified ones (OpenCC).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 20_000
"""Characters of a text that is read; longer ones are refused before they come here."""

_PIECE = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff]|[0-9]+|[^\W\d_\u3400-\u9fff]+(?:['’][a-z]+)?|\S|\n"
)
_SENTENCE_END = frozenset("。！？!?；;\n")
_CLAUSE_END = frozenset("，,、：:（）()") | _SENTENCE_END


class Token(msgspec.Struct, frozen=True, gc=False):
    """One token.

    Attributes:
        key: What forms are compared by.
        start, end: Its place in the text, in characters.
        sentence, clause: Number of its sentence and of its clause in the text.
        han: It is a Chinese character.
        punctuation: It is neither a word nor a number.
    """

    key: str
    start: int
    end: int
    sentence: int
    clause: int
    han: bool
    punctuation: bool


def folded(text: str) -> str:
    """Return a text of the same length in the form in which words are compared."""
    out = []
    foreign = False
    for char in text:
        plain = unicodedata.normalize("NFKC", char).casefold()
        plain = plain if len(plain) == 1 else char
        foreign = foreign or ("\u3400" <= plain <= "\u9fff" and not _everyday(plain))
        out.append(plain)
    found = "".join(out)
    # 甚麼 is converted to 甚么, which nobody writes.
    return _simplified(found).replace("甚么", "什么") if foreign else found


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text; spaces are none."""
    plain = folded(text)
    found = []
    sentence = clause = 0
    for match in _PIECE.finditer(plain):
        piece, start, end = match.group(), match.start(), match.end()
        han = "\u3400" <= piece[0] <= "\u9fff"
        mark = not han and not piece[0].isalnum()
        if not han and not mark and not piece[0].isdigit():
            piece = stem(piece)
        found.append(Token(piece, start, end, sentence, clause, han, mark))
        if mark and (piece in _CLAUSE_END or _is_full_stop(plain, start, end)):
            clause += 1
            if piece in _SENTENCE_END or piece == ".":
                sentence += 1
    return found


def form_tokens(form: str, gap: str) -> tuple[str, ...]:
    """Return the keys of a form of the lexicon; punctuation inside it is left out, gaps stay."""
    tokens = tokens_of(form.replace(gap, f" {gap} "))
    return tuple([t.key for t in tokens if t.key == gap or not t.punctuation])


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return the stem of a word that is not Chinese."""
    for mark in ("'", "’"):
        word = word.split(mark, 1)[0] if word.endswith(f"{mark}s") else word
    # Snowball takes `publicity` for `public`, a villager for a village: such nouns stand for
    # themselves.
    if word.endswith("ities"):
        return f"{word[:-3]}y"
    if word.endswith(("ers", "ors")):
        return word[:-1]
    if word.endswith(("ity", "er", "or", "i")):
        return word
    found = str(_stemmer().stemWord(word))
    # Snowball writes y as i: a name that ends in i is another name.
    return f"{found[:-1]}y" if found.endswith("i") else found


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=1 << 13)
def _everyday(char: str) -> bool:
    """Tell whether a character is one of the simplified ones of GB 2312."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _simplified(text: str) -> str:
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return str(converted)
    return "".join(_one(char) for char in text)


def _one(char: str) -> str:
    found = str(_converter().convert(char))
    return found if len(found) == 1 else char


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _is_full_stop(text: str, start: int, end: int) -> bool:
    """Tell whether a dot ends a sentence, and is not part of a number, a code or initials."""
    return text[start] == "." and (end == len(text) or text[end].isspace())


def joined(keys: Iterable[str]) -> str:
    """Return tokens as the lexicon keeps them."""
    return " ".join(keys)
