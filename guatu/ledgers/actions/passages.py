"""Fingerprints of the words of reports and requests: made by the clock, from what stands in the tables."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef

from guatu.ledgers.doubts import passages
from guatu.ledgers.models import CloseOut, Passage, Report

Kind = Passage.Kind
_AT_ONCE: Final = 2_000


def catch_up(*, most: int) -> int:
    """Take up the texts that have no fingerprint yet; how many. A short one is remembered as such."""
    rows, count = [], 0
    for kind, pk, item, text in _waiting(most):
        count += 1
        for value in passages.fingerprints(text) or (passages.NOTHING,):
            rows.append(Passage(kind=kind, text_id=pk, item_id=item, value=value))
    Passage.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    return count


def _waiting(most: int) -> Iterator[tuple[Kind, int, int, str]]:
    known = Passage.objects.filter(text_id=OuterRef("pk"))
    reports = Report.objects.filter(~Exists(known.filter(kind=Kind.REPORT)), review__in=Report.COUNTING)
    requests = CloseOut.objects.filter(~Exists(known.filter(kind=Kind.CLOSE_OUT)))
    for pk, item, text in requests.order_by("pk").values_list("pk", "item", "statement")[:most]:
        yield Kind.CLOSE_OUT, pk, item, text
    for pk, item, text in reports.order_by("pk").values_list("pk", "item", "text")[:most]:
        yield Kind.REPORT, pk, item, text
