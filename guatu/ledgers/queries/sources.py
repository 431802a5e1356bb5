"""The sentence of the document from which an item was taken; who sees the item sees it, not the document."""

import json
from dataclasses import dataclass
from typing import Final

from guatu.history import store
from guatu.history.errors import FileMissing
from guatu.ledgers.models import Directive, Item, NewerPassage

LONGEST: Final = 700


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the repaired text, and the number of the paragraph in which it begins."""

    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Restated:
    """What a newer version of the document says of the item."""

    directive: Directive
    sentence: Sentence | None


def sentence(item: Item) -> Sentence | None:
    """What the document says of the item; None where there is none, or its reading is gone. No statement."""
    return _passage(item.directive, item.source_start, item.source_end)


def restated(item: Item) -> list[Restated]:
    """What newer versions say of it, the latest first; one statement."""
    rows = NewerPassage.objects.filter(item=item).select_related("directive").order_by("-pk")
    return [
        Restated(one.directive, _passage(one.directive, one.source_start, one.source_end)) for one in rows
    ]


def _passage(directive: Directive | None, start: int | None, end: int | None) -> Sentence | None:
    if directive is None or directive.reading_id is None or start is None or end is None:
        return None
    try:
        with store.open_file(directive.reading_id) as file:
            plain = json.load(file)
    except FileMissing:
        return None
    words = plain["text"][start:end].strip()
    spans = [one["span"] for one in plain["paragraphs"]]
    paragraph = sum(first <= start for first, _ in spans)
    return Sentence(words if len(words) <= LONGEST else f"{words[:LONGEST]}…", paragraph)
