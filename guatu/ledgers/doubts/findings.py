"""A finding that gives pause, as a value."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What gives pause."""

    SAME_FILE = "same_file"
    SAME_PICTURE = "same_picture"
    SCREEN = "screen"
    WIDELY_USED = "widely_used"
    OUT_OF_TIME = "out_of_time"
    FAR_AWAY = "far_away"
    EDITED = "edited"
    ON_PAPER = "on_paper"
    COPIED_WORDS = "copied_words"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.SAME_FILE: "文件重复",
    Kind.SAME_PICTURE: "同一张照片",
    Kind.SCREEN: "疑似翻拍",
    Kind.WIDELY_USED: "一证多用",
    Kind.OUT_OF_TIME: "时间不在期内",
    Kind.FAR_AWAY: "位置偏远",
    Kind.EDITED: "拍摄信息有改动",
    Kind.ON_PAPER: "纸面整改",
    Kind.COPIED_WORDS: "文字雷同",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One finding: its kind, the reason in a sentence, and whether it weighs much.

    A reason that has honest causes names one.
    """

    kind: Kind
    reason: str
    is_strong: bool = False

    @property
    def label(self) -> str:
        return self.kind.label
