"""When a photograph was taken, by its device: before the item was given out, or after it was sent."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from guatu.ledgers.doubts.findings import Doubt, Kind

_CLOCK: Final = timedelta(days=1)
"""How wrong a clock may be, and in which time zone a device may think itself."""


def out_of_time(
    taken_at: datetime | None, *, dispatched_on: date | None, uploaded_on: date
) -> Iterator[Doubt]:
    """`taken_at` is in the county's time."""
    if taken_at is None:
        return
    day = taken_at.date()
    if dispatched_on is not None and day < dispatched_on:
        ago = (dispatched_on - day).days
        reason = f"设备记录摄于 {day}，早于交办日 {dispatched_on} 共 {ago} 天"
        yield Doubt(Kind.OUT_OF_TIME, reason, is_strong=True)
    if day - uploaded_on > _CLOCK:
        reason = f"设备记录摄于 {day}，晚于上传日 {uploaded_on}；设备时钟也可能不准"
        yield Doubt(Kind.OUT_OF_TIME, reason)
