"""What gives pause about the words of a request: hints, and passages that stand elsewhere, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from guatu.ledgers.doubts.findings import Doubt
from guatu.ledgers.doubts.passages import Span
from guatu.ledgers.queries.doubts import Copied, Words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; what stands elsewhere too is marked."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Two texts with what they share."""

    reason: str
    own: Sequence[Piece]
    other: Sequence[Piece]
    number: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is shown above the proofs."""

    doubts: Sequence[Doubt]
    beside: Sequence[Beside]
    hidden: int


def doubts(words: Words) -> Written | None:
    """None where nothing gives pause."""
    if not words:
        return None
    beside = [_beside(one) for one in words.copied]
    return Written(doubts=words.doubts, beside=beside, hidden=words.hidden)


def _beside(one: Copied) -> Beside:
    return Beside(
        reason=one.reason,
        own=list(_pieces(one.text, one.shared.own)),
        other=list(_pieces(one.other, one.shared.other)),
        number=one.other_item.number,
        url=reverse("web:item", args=[one.other_item.pk]),
    )


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    at = 0
    for span in sorted(spans, key=lambda one: one.start):
        if span.start > at:
            yield Piece(text[at : span.start], is_marked=False)
        yield Piece(text[max(at, span.start) : span.end], is_marked=True)
        at = max(at, span.end)
    if at < len(text):
        yield Piece(text[at:], is_marked=False)
