"""What an element is: hidden, a block of its own, or part of a line."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body caption center dd details dialog div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre
        section summary table tbody td tfoot th thead tr ul
        """,
    )
)
SILENT = frozenset(
    re.findall(
        r"\w+",
        """
        script style noscript template iframe object embed svg canvas audio video button select option
        input textarea head title meta link map
        """,
    )
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table\b)", re.IGNORECASE)


def is_hidden(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """Not for a reader's eyes, by tag, attribute or inline style."""
    if node.tag in SILENT or "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and _NOT_SHOWN.search(style) is not None


def is_block(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """Begins and ends a line of its own."""
    style = attributes.get("style")
    return node.tag in BLOCKS or (style is not None and _SHOWN_AS_BLOCK.search(style) is not None)


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The child nodes in order, texts among them."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def elements(node: LexborNode, *tags: str) -> Iterator[LexborNode]:
    """The nearest shown elements of these tags below a node, in order; not those of inner tables."""
    waiting = list(children(node))[::-1]
    while waiting:
        here = waiting.pop()
        if not here.is_element_node or is_hidden(here, here.attributes):
            continue
        if here.tag in tags:
            yield here
        elif here.tag != "table":
            waiting.extend(list(children(here))[::-1])
