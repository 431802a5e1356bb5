"""What a file says of having been worked on; programs that only pass it on may leave the same traces."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from guatu.ledgers.doubts.findings import Doubt, Kind

EDITORS: Final = (
    "photoshop",
    "lightroom",
    "snapseed",
    "picsart",
    "meitu",
    "美图",
    "醒图",
    "gimp",
    "pixelmator",
    "affinity",
    "canva",
    "facetune",
    "paint.net",
    "acdsee",
    "光影魔术手",
)
"""Programs that change what a picture shows, as they write themselves into files."""
_LATER: Final = timedelta(minutes=10)
_OTHERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in the file of a photograph."""

    software: str = ""
    taken_at: datetime | None = None
    changed_at: datetime | None = None
    has_claims: bool = False
    differs_from_small: bool = False


def edited(own: Written, *, others_with_claims: int, others: int) -> Iterator[Doubt]:
    """`others` are the photographs that the same unit gave to the item."""
    if any(name in own.software.lower() for name in EDITORS):
        yield Doubt(Kind.EDITED, f"文件写明经 {own.software} 处理；也可能只是调亮或裁边")
    if own.taken_at and own.changed_at and own.changed_at - own.taken_at > _LATER:
        yield Doubt(
            Kind.EDITED, f"文件记录在拍摄{_span(own.changed_at - own.taken_at)}后改动过；另存也会留下"
        )
    if own.changed_at and own.taken_at and own.taken_at - own.changed_at > _LATER:
        yield Doubt(Kind.EDITED, "文件记录的改动时间早于拍摄时间，两个时间互相矛盾", is_strong=True)
    if own.differs_from_small:
        yield Doubt(Kind.EDITED, "相机写入的小图与画面不符，画面可能换过或裁过", is_strong=True)
    if not own.has_claims and others >= _OTHERS and others_with_claims == others:
        reason = f"同单位其余 {others} 张都带拍摄信息，这张没有；经聊天软件转发也会丢失"
        yield Doubt(Kind.EDITED, reason)


def _span(length: timedelta) -> str:
    if length.days:
        return f" {length.days} 天"
    hours, minutes = divmod(length.seconds // 60, 60)
    return f" {hours} 小时" if hours else f" {minutes} 分钟"
