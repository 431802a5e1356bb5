"""Where the article of a page stands: by the blocks that usual systems name, else by density of text."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from guatu.reading.loading.html.furniture import is_named_furniture
from guatu.reading.loading.html.nodes import children, is_hidden
from guatu.reading.loading.html.tables import is_layout

# from the surest to the most general; each tells of one content system or one habit
_NAMED = (
    "#UCAP-CONTENT, .UCAP-CONTENT",
    ".TRS_Editor, .trs_editor_view, .TRS_UEDITOR, .TRS_PreAppend",
    "#zoom, #Zoom, #zoomcon, #zoomcontent",
    ".v_news_content, #vsb_content, .wp_articlecontent, #js_content, .rich_media_content",
    ".article-content, .article_content, .articleContent, .articlecontent, .Article_content, #articleContent",
    ".article-body, .article_body, .article-con, .article_con, .art_con, .arc_con, #arc_con",
    ".pages_content, .pages-content, .news_content, .news-content, .newsContent, #news_content, #newsContent",
    ".xl_content, .xlcontent, .detail-content, .detail_content, .detailContent, .info-content, .infoContent",
    ".zfxxgk_zw, .zwxl-article, .main-txt, .bt_content, .text_content, .content-text, .ewb-article-info",
    "#printArea, #print_area, #printContent, #article, #ivs_content, .view",
    "article, [itemprop=articleBody]",
    ".article, #content, .content, main, #main",
)
_ENDS = re.compile(r"[。；：！？，、]")
_SURE = 4
"""The first names of the list belong to one system each; they are believed with less text."""
_SHARE_SURE, _SHARE_NAMED = 0.1, 0.35
"""Of all running text, the least that a named block must hold to be believed."""
_SHARE_NARROWED = 0.9
"""Of all running text, what an inner element must hold for the search to go on inside it."""


def find(page: LexborHTMLParser) -> list[LexborNode]:
    """The elements that hold the document, in order; the whole body where nothing stands out."""
    body = page.body
    if body is None:
        return [page.root] if page.root is not None else []
    weights = _Weights(body)
    for place, selector in enumerate(_NAMED):
        share = _SHARE_SURE if place < _SURE else _SHARE_NAMED
        found = [node for node in _outermost(page.css(selector)) if weights.of(node)]
        if found and sum(map(weights.of, found)) >= weights.of(body) * share:
            return found
    return [_densest(body, weights)]


class _Weights:
    """Characters of running text below each element, links and furniture not counted."""

    def __init__(self, body: LexborNode) -> None:
        self._sums: dict[int, int] = {}
        waiting: list[tuple[LexborNode, bool]] = [(body, False)]
        while waiting:
            node, is_done = waiting.pop()
            if is_done:
                inside = sum(self._sums.get(child.mem_id, 0) for child in children(node))
                self._sums[node.mem_id] = inside
            elif node.is_text_node:
                self._sums[node.mem_id] = _weight(node.text_content or "")
            elif node.is_element_node and not _is_silent(node):
                waiting.append((node, True))
                waiting.extend((child, False) for child in children(node))

    def of(self, node: LexborNode) -> int:
        return self._sums.get(node.mem_id, 0)


def _is_silent(node: LexborNode) -> bool:
    attributes = node.attributes
    return node.tag == "a" or is_hidden(node, attributes) or is_named_furniture(node, attributes)


def _weight(text: str) -> int:
    """Running text has marks between its words; a menu has not."""
    stripped = text.strip()
    return len(stripped) if _ENDS.search(stripped) or len(stripped) >= 25 else len(stripped) // 4


def _densest(body: LexborNode, weights: _Weights) -> LexborNode:
    here = body
    while True:
        inner = max(_inner(here), key=weights.of, default=None)
        if inner is None or weights.of(inner) <= weights.of(here) * _SHARE_NARROWED:
            return here
        here = inner


def _inner(node: LexborNode) -> Iterator[LexborNode]:
    """What the search may go into: containers, and of a table its cells."""
    for child in children(node):
        if child.tag in ("tbody", "tr") or (child.tag == "table" and is_layout(child)):
            yield from _inner(child)
        elif child.tag in ("div", "section", "article", "main", "form", "td", "center"):
            yield child


def _outermost(found: list[LexborNode]) -> list[LexborNode]:
    """Without the elements that stand inside another of the same list."""
    unlike = {node.mem_id: node for node in found}  # a page without doctype matches #zoom and #Zoom alike
    return [node for node in unlike.values() if not any(above.mem_id in unlike for above in _above(node))]


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent
