"""What the styles of a docx say of a paragraph: heading or title, numbered or not, hidden or not."""

import re
from dataclasses import dataclass

from lxml import etree

from guatu.reading.loading.docx.names import is_on, value_of, w, whole_number

_STYLE, _NAME, _BASED_ON = w("style"), w("name"), w("basedOn")
_STYLE_ID, _TYPE, _DEFAULT = w("styleId"), w("type"), w("default")
_PARAGRAPH, _RUN = w("pPr"), w("rPr")
_OUTLINE, _NUMBERING, _NUMBER_ID, _DEPTH = w("outlineLvl"), w("numPr"), w("numId"), w("ilvl")
_HIDDEN = w("vanish")
_BODY_LEVEL = 9
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_NAME = re.compile(r"title|标题|文件标题|公文标题", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph takes from its style and from the styles that one is based on."""

    level: int | None = None
    """Depth of a heading, from 1."""
    is_title: bool = False
    is_contents: bool = False
    """An entry of the table of contents."""
    number_id: str | None = None
    depth: int | None = None
    lineage: tuple[str, ...] = ()
    """Identifiers of the style and its ancestors, nearest first."""


class Styles:
    """The style sheet of a document; a document without one has only plain paragraphs."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._hidden: dict[str, bool] = {}
        for style in root.iterchildren(_STYLE) if root is not None else ():
            identifier = style.get(_STYLE_ID, "")
            self._elements[identifier] = style
            if style.get(_TYPE) == "paragraph" and style.get(_DEFAULT) in ("1", "true", "on"):
                self._default = identifier

    def paragraph(self, identifier: str | None) -> ParagraphStyle:
        """The style of a paragraph by its identifier; None asks for the default style."""
        found = self._paragraphs.get(identifier)
        if found is None:
            found = self._resolve(identifier if identifier in self._elements else self._default)
            self._paragraphs[identifier] = found
        return found

    def hides(self, identifier: str | None) -> bool:
        """Whether text of this paragraph or character style is hidden."""
        if identifier is None:
            return False
        if identifier not in self._hidden:
            switches = (is_on(style.find(_RUN), _HIDDEN) for _, style in self._chain(identifier))
            self._hidden[identifier] = next((switch for switch in switches if switch is not None), False)
        return self._hidden[identifier]

    def numbering_of(self, identifier: str) -> str | None:
        """The numbering instance that a numbering style stands for."""
        return self._resolve(identifier).number_id

    def _chain(self, identifier: str | None) -> list[tuple[str, etree._Element]]:
        """The style and its ancestors, nearest first; a circle is followed once."""
        chain: dict[str, etree._Element] = {}
        while identifier is not None and identifier not in chain and identifier in self._elements:
            chain[identifier] = self._elements[identifier]
            identifier = value_of(chain[identifier], _BASED_ON)
        return list(chain.items())

    def _resolve(self, identifier: str | None) -> ParagraphStyle:
        chain = self._chain(identifier)
        names = [(value_of(style, _NAME) or "").strip() for _, style in chain]
        numberings = [
            numbering
            for _, style in chain
            if (numbering := style.find(f"{_PARAGRAPH}/{_NUMBERING}")) is not None
        ]
        return ParagraphStyle(
            level=_level(chain, names),
            is_title=any(_TITLE_NAME.fullmatch(name) for name in names),
            is_contents=any(_CONTENTS_NAME.fullmatch(name) for name in names),
            number_id=next((value for one in numberings if (value := value_of(one, _NUMBER_ID))), None),
            depth=next(
                (depth for one in numberings if (depth := whole_number(value_of(one, _DEPTH))) is not None),
                None,
            ),
            lineage=tuple(one for one, _ in chain),
        )


def outline_level(properties: etree._Element | None) -> tuple[bool, int | None]:
    """Whether an outline level is set among paragraph properties, and the heading depth it means."""
    level = whole_number(value_of(properties, _OUTLINE))
    if level is None:
        return False, None
    return True, level + 1 if 0 <= level < _BODY_LEVEL else None


def _level(chain: list[tuple[str, etree._Element]], names: list[str]) -> int | None:
    for (_, style), name in zip(chain, names, strict=True):
        is_set, level = outline_level(style.find(_PARAGRAPH))
        if is_set:
            return level
        if named := _HEADING_NAME.fullmatch(name):
            return int(named[1])
    return None
