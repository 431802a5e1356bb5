"""A source whose noise is mended: clean text, its blocks, and the way back to the text as it was loaded."""

from dataclasses import dataclass

from guatu.reading.source import Block, Repair, Source


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired text; `origin[i]` is the offset in `source.text` of the character at `text[i]`.

    Blocks speak of `text`; they are in reading order and separated by one line break, as in the source.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    origin: tuple[int, ...]
    repairs: tuple[Repair, ...]
    aside: tuple[str, ...] = ()
    """Lines taken out as furniture: navigation, dates of publication, records of the site."""
