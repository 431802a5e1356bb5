"""Pages of government sites: the article without the site around it, its title and day kept."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from guatu.reading.errors import BombLikeFile, MarkedSecret, OversizedFile
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.encodings import declared_charset, decode
from guatu.reading.loading.html import article, flow, hints
from guatu.reading.loading.html.flow import Piece
from guatu.reading.loading.html.furniture import is_named_furniture, without_furniture
from guatu.reading.loading.text import note_encoding
from guatu.reading.secrecy import is_mark
from guatu.reading.source import Source

MAX_CHARACTERS = 20_000_000
"""Of markup and pictures written into it; the text alone has a lower limit."""
_SAFE_CHARACTERS = 100_000
_MAX_OPEN_TAGS = 5000
_TAG = re.compile(
    "<(/?)(?!(?:p|li|td|th|tr|br|img|hr|meta|link|input|dt|dd|option|param|col|source|embed|wbr|area"
    r"|base)\b)[a-z]",
    re.IGNORECASE,
)
_TITLE_LINES = 4


def load(data: bytes, *, name: str) -> Source:
    """The article of a saved page, in reading order; tables that lay out the page become paragraphs."""
    decoded = decode(data, declared=declared_charset(data))
    _refuse_bombs(decoded.text)
    page = LexborHTMLParser(decoded.text)
    source = SourceBuilder(name=name, media_type="text/html", data=data)
    note_encoding(source, decoded)
    kept, dropped = _read(page)
    named = hints.metas(page)
    lines = [piece.text for piece in (*dropped, *kept[:8])]
    source.title = hints.title_of(page, named)
    source.published_on = hints.published_of(named, lines)
    source.publisher = hints.publisher_of(named, lines)
    for piece in dropped:
        if is_mark(piece.text):
            raise MarkedSecret
        source.repair("furniture", piece.text, "")
    for piece in _with_title(kept, source.title):
        source.add(piece.text, kind=piece.kind, level=piece.level, label=piece.label, cell=piece.cell)
    return source.build()


def _read(page: LexborHTMLParser) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the article, and those of the site around it."""
    held = article.find(page)
    ids = {node.mem_id for node in held}
    inside: list[Piece] = []
    furniture: list[Piece] = []

    def is_left(node: LexborNode, attributes: dict[str, str | None]) -> bool:
        if node.mem_id in ids or not is_named_furniture(node, attributes):
            return False
        furniture.extend(flow.read(node))
        return True

    for node in held:
        tables = max((piece.cell.table + 1 for piece in inside if piece.cell), default=0)
        inside.extend(flow.read(node, leave=is_left, first_table=tables))
    around = flow.read(page.body, leave=lambda node, _: node.mem_id in ids) if page.body is not None else []
    kept, dropped = without_furniture(inside)
    return kept, around + furniture + dropped


def _with_title(pieces: list[Piece], title: str | None) -> list[Piece]:
    """The title first: where the article begins with it those lines bear it, else it is put before them."""
    titles = [piece for piece in pieces if piece.kind == "title"]
    if len(titles) == 1 and not hints.ORDINAL.match(titles[0].text):
        return pieces
    pieces = [replace(piece, kind="heading", level=1) if piece.kind == "title" else piece for piece in pieces]
    if not title or not pieces:
        return pieces
    begun = ""
    for count, piece in enumerate(pieces[:_TITLE_LINES], start=1):
        begun += "" if piece.cell else _bare(piece.text)
        if begun == _bare(title):
            return [Piece(line.text, "title") for line in pieces[:count]] + pieces[count:]
    return [Piece(title, "title"), *pieces]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _refuse_bombs(text: str) -> None:
    """The parser's time grows with the square of the depth, so depth is measured before it."""
    if len(text) > MAX_CHARACTERS:
        raise OversizedFile(why=f"网页超过{MAX_CHARACTERS}字符")
    if len(text) <= _SAFE_CHARACTERS:
        return
    depth = 0
    for tag in _TAG.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > _MAX_OPEN_TAGS:
            raise BombLikeFile(why=f"标签嵌套超过{_MAX_OPEN_TAGS}层")
