"""Rectified on paper only (纸面整改): words that name no day, figure, document or place, and no proof."""

import re
from collections.abc import Iterator
from typing import Final

from guatu.ledgers.doubts.findings import Doubt, Kind

_DAY: Final = re.compile(r"\d{1,4}\s*[年月日号]|\d{4}[-./]\d{1,2}|[上中下]旬|[一二三四五六七八九十]+月|季度")
_NUMBERED: Final = re.compile(r"[〔\[（(【]\s*20\d\d\s*[〕\]）)】]\s*\d*\s*号?|第\s*\d+\s*号")
_FIGURE: Final = re.compile(
    r"\d|[一二两三四五六七八九十百千万]+[个处家户名人项条份次台套座公里米吨元亩所辆间]"
)
_PLACE: Final = re.compile(
    r"[镇乡村街路巷社区园厂站店楼桥河湖坝港校院所场]|小区|[A-Za-z0-9一二三四五六七八九十]+[号栋幢]"
)
_ENOUGH: Final = 3
"""So many of the five may lack before it is said."""


def on_paper(text: str, *, proofs: int) -> Iterator[Doubt]:
    """What the words of a report or a request lack."""
    rest = _DAY.sub(" ", _NUMBERED.sub(" ", text))
    lacks = [
        name
        for name, is_there in (
            ("日期", _DAY.search(text)),
            ("数量", _FIGURE.search(rest)),
            ("文号", _NUMBERED.search(text)),
            ("地点", _PLACE.search(text)),
            ("附件", proofs),
        )
        if not is_there
    ]
    if len(lacks) > _ENOUGH or (not proofs and len(lacks) >= _ENOUGH):
        reason = f"完成情况里没有写明{'、'.join(lacks)}，可能只有纸面整改"
        yield Doubt(Kind.ON_PAPER, reason, is_strong=len(lacks) == 5)
