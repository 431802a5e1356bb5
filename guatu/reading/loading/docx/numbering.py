"""Automatic numbering, counted and written as Word shows it (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass, field

from lxml import etree

from guatu.reading.loading.docx.names import ALTERNATE, VAL, is_on, value_of, w, whole_number
from guatu.reading.loading.docx.numerals import numeral
from guatu.reading.loading.docx.styles import Styles
from guatu.reading.loading.docx.symbols import symbol

_ABSTRACT, _ABSTRACT_ID, _NUMBER, _NUMBER_ID = w("abstractNum"), w("abstractNumId"), w("num"), w("numId")
_LEVEL, _DEPTH, _OVERRIDE, _START_OVERRIDE = w("lvl"), w("ilvl"), w("lvlOverride"), w("startOverride")
_STYLE_LINK = w("numStyleLink")
_START, _FORM, _TEXT, _GAP = w("start"), w("numFmt"), w("lvlText"), w("suff")
_LEGAL, _RESTART, _PARAGRAPH_STYLE, _PICTURE = w("isLgl"), w("lvlRestart"), w("pStyle"), w("lvlPicBulletId")
_PATTERN, _HIDDEN, _RUN = w("format"), w("vanish"), w("rPr")
_FONTS, _LATIN_FONT = w("rFonts"), w("ascii")
_SYMBOL_FONTS = ("Wingdings", "Symbol", "Webdings")
_DEEPEST = 8
_PLACEHOLDER = re.compile(r"%([1-9])")
# after these a tab stop leaves no gap that anyone would write as a blank
_CLOSES_ITSELF = re.compile(r"[、。．，：；）〕】》①-⒛㊀-㊉]$")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number looks, and what follows it."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    text: str = ""
    gap: str = "tab"
    is_legal: bool = False
    """All numbers of the label are shown in decimal, whatever their own level says."""
    restarts_after: int | None = None
    """How many levels from the top restart it; 0 for never, None for every higher level."""
    style: str | None = None


@dataclass
class _Abstract:
    """A list: its levels and how far each has counted. Its instances share the counts."""

    levels: dict[int, Level]
    link: str | None = None
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class _Instance:
    """A use of a list (w:num) with its own starts and levels."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]
    begun: set[int] = field(default_factory=set)
    """Levels whose own start this use has already taken."""


class Numbering:
    """Counts the numbered paragraphs of a document in reading order and writes their labels."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, _Abstract] = {}
        self._instances: dict[str, _Instance] = {}
        for element in root if root is not None else ():
            if element.tag == _ABSTRACT:
                levels = _levels(element)
                self._abstracts[element.get(_ABSTRACT_ID, "")] = _Abstract(
                    levels, value_of(element, _STYLE_LINK)
                )
            elif element.tag == _NUMBER:
                self._instances[element.get(_NUMBER_ID, "")] = _instance(element)

    def label(self, number_id: str, *, depth: int | None, lineage: tuple[str, ...] = ()) -> str:
        """Count one paragraph and give its label with the gap that follows; "" where nothing shows.

        Without a `depth` of its own the paragraph stands where the list names its style.
        """
        instance = self._instances.get(number_id)
        abstract = self._abstract(instance) if instance else None
        if instance is None or abstract is None:
            return ""
        levels = abstract.levels | instance.levels
        depth = _depth_of_style(levels, lineage) if depth is None else min(max(depth, 0), _DEEPEST)
        if depth not in levels:
            return ""
        _count(abstract.counts, instance, levels, depth)
        return _written(levels, abstract.counts, depth)

    def _abstract(self, instance: _Instance) -> _Abstract | None:
        """The list of an instance; a list that only names a numbering style is looked up there."""
        abstract = self._abstracts.get(instance.abstract)
        if abstract is None or abstract.link is None or abstract.levels:
            return abstract
        linked = self._instances.get(self._styles.numbering_of(abstract.link) or "")
        return self._abstracts.get(linked.abstract) if linked else None


def _count(counts: dict[int, int], instance: _Instance, levels: dict[int, Level], depth: int) -> None:
    """Step the count of a level; levels above it that were skipped begin, levels below start anew."""
    starts = {one: instance.starts.get(one, level.start) for one, level in levels.items()}
    for above in range(depth):
        if above in levels:
            counts.setdefault(above, starts[above])
    begins = depth not in counts or (depth in instance.starts and depth not in instance.begun)
    counts[depth] = starts[depth] if begins else counts[depth] + 1
    instance.begun.add(depth)
    for below in range(depth + 1, _DEEPEST + 1):
        limit = levels[below].restarts_after if below in levels else None
        if limit is None or depth < limit:
            counts.pop(below, None)


def _written(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]

    def shown(place: re.Match[str]) -> str:
        named = int(place[1]) - 1
        if named not in levels:
            return ""
        form = "decimal" if level.is_legal else levels[named].form
        return numeral(counts.get(named, levels[named].start), form, levels[named].pattern)

    text = level.text if level.form == "bullet" else _PLACEHOLDER.sub(shown, level.text)
    return text + _gap(text, level.gap) if text.strip() else ""


def _gap(text: str, gap: str) -> str:
    if gap == "nothing" or (gap == "tab" and _CLOSES_ITSELF.search(text)):
        return ""
    return " "


def _depth_of_style(levels: dict[int, Level], lineage: tuple[str, ...]) -> int:
    by_style = {level.style: depth for depth, level in levels.items() if level.style}
    return next((by_style[style] for style in lineage if style in by_style), 0)


def _instance(element: etree._Element) -> _Instance:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.findall(_OVERRIDE):
        depth = whole_number(override.get(_DEPTH)) or 0
        start = whole_number(value_of(override, _START_OVERRIDE))
        if start is not None:
            starts[depth] = start
        levels |= _levels(override)
    return _Instance(value_of(element, _ABSTRACT_ID) or "", starts, levels)


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {whole_number(one.get(_DEPTH)) or 0: _level(one) for one in parent.findall(_LEVEL)}


def _level(element: etree._Element) -> Level:
    form_element = element.find(_FORM)
    if form_element is None:
        # a custom format stands behind a choice, with a plain format to fall back on
        form_element = element.find(f"{ALTERNATE}//{_FORM}")
    form = form_element.get(VAL, "decimal") if form_element is not None else "decimal"
    text = value_of(element, _TEXT) or ""
    start = whole_number(value_of(element, _START))
    run = element.find(_RUN)
    fonts = run.find(_FONTS) if run is not None else None
    font = fonts.get(_LATIN_FONT, "") if fonts is not None else ""
    if is_on(run, _HIDDEN):
        text = ""
    elif form == "bullet":
        text = _bullet(text, font) if element.find(_PICTURE) is None else "•"
    return Level(
        start=0 if start is None else start,
        form=form,
        pattern=form_element.get(_PATTERN, "") if form_element is not None else "",
        text=text,
        gap=value_of(element, _GAP) or "tab",
        is_legal=bool(is_on(element, _LEGAL)),
        restarts_after=whole_number(value_of(element, _RESTART)),
        style=value_of(element, _PARAGRAPH_STYLE),
    )


def _bullet(text: str, font: str) -> str:
    """A bullet by the sign it shows; signs of symbol fonts become signs that every font has."""
    if font.startswith(_SYMBOL_FONTS) and all(ord(sign) < 0x100 for sign in text):
        text = "".join(chr(0xF000 + ord(sign)) for sign in text)
    return "".join(symbol(ord(sign), otherwise="•") or sign for sign in text)
