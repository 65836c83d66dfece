"""Reading a page of annotated text back: what each character of a provision is shown as."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input"}


@dataclass
class Shown:
    """A character, the norms of the phrase it stands in, and the classes and tags around it."""

    character: str
    norms: frozenset[str]
    around: frozenset[str]


@dataclass
class Element:
    """An element with the text in it."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class PageText(HTMLParser):
    """What a page holds.

    Attributes:
        texts: By the address of a provision its characters, without signs and what was removed.
        ids, links: All addresses, and all that links lead to.
        words: The text of every element that has an address.
        removed: By provision what is struck out of its text.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.texts: dict[str, list[Shown]] = {}
        self.removed: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: dict[str, str] = {}
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self._provision = ""
        self.feed(html)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if "id" in element.attributes:
            self.ids.append(element.attributes["id"])
        if element.attributes.get("href", "").startswith("#"):
            self.links.append(element.attributes["href"][1:])
        if "provision" in element.classes:
            self._provision = element.attributes["id"]
            self.texts[self._provision] = []
            self.removed[self._provision] = ""
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        element = self._open.pop()
        assert element.tag == tag, (element.tag, tag)
        if "id" in element.attributes:
            self.words[element.attributes["id"]] = "".join(element.text)

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)
        if not any("text" in element.classes for element in self._open):
            return
        tags = {element.tag for element in self._open}
        if "del" in tags:
            self.removed[self._provision] += data
        elif "sup" not in tags:
            around = frozenset(tags | {c for element in self._open for c in element.classes})
            norms = frozenset(
                code
                for element in self._open
                for code in element.attributes.get("data-norms", "").split()
            )
            self.texts[self._provision] += [Shown(c, norms, around) for c in data]

    def text(self, provision: str) -> str:
        """Return the text of a provision as it is shown."""
        return "".join(shown.character for shown in self.texts[provision])
